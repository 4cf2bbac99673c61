package org.topicboards.service.requests;

import org.topicboards.broker.Broker;
import org.topicboards.requests.Request;
import org.topicboards.service.archive.HeardPlaces;
import org.topicboards.service.registry.SubscriptionExpiry;
import org.topicboards.service.store.MessageStore;

/** Knows how each kind of request on a broker is answered. Thread-safe. */
final class Answers {

  private final String brokerName;
  private final Broker broker;
  private final MessageStore store;
  private final HeardPlaces places;
  private final SubscriptionExpiry expiry;
  private final OfflineNames names;
  private final BoardAnswers boards;
  private final QueueAnswers queues;

  Answers(
      String brokerName,
      Broker broker,
      MessageStore store,
      HeardPlaces places,
      SubscriptionExpiry expiry) {
    this.brokerName = brokerName;
    this.broker = broker;
    this.store = store;
    this.places = places;
    this.expiry = expiry;
    this.boards = new BoardAnswers(store.boards());
    this.names = new OfflineNames(brokerName, broker, store);
    this.queues = new QueueAnswers(names);
  }

  /**
   * The answer to a request.
   *
   * @param joined whether the archive is known to have everything that was posted before it
   */
  Answering to(Request request, boolean joined, Reply reply) {
    if (request instanceof Request.History history) {
      HistoryQuestion question = new HistoryQuestion(store, names, history);
      return new HistoryAnswer(store, question, places, history, joined, reply);
    }
    if (request instanceof Request.ListSubscriptions) {
      return new SubscriptionAnswer(brokerName, broker, store, expiry, reply);
    }
    return () -> {
      answerAtOnce(request, reply);
      return false;
    };
  }

  private void answerAtOnce(Request request, Reply reply) throws RefusedException {
    if (request instanceof Request.ListBoards) {
      boards.list(reply);
    } else if (request instanceof Request.CreateBoard create) {
      boards.create(create, reply);
    } else if (request instanceof Request.UpdateBoard update) {
      boards.update(update, reply);
    } else if (request instanceof Request.DeleteBoard delete) {
      boards.delete(delete, reply);
    } else if (request instanceof Request.Acknowledge acknowledge) {
      queues.acknowledge(acknowledge, reply);
    } else if (request instanceof Request.Forget forget) {
      queues.forget(forget, reply);
    }
  }
}
