package org.topicboards.service.requests;

import org.topicboards.message.SubscriptionName;
import org.topicboards.requests.Answer;
import org.topicboards.requests.Request;

/** Answers what is asked of the cursors of named subscribers, each in one step. Thread-safe. */
final class QueueAnswers {

  private final OfflineNames names;

  QueueAnswers(OfflineNames names) {
    this.names = names;
  }

  void acknowledge(Request.Acknowledge request, Reply reply) throws RefusedException {
    if (!names.advance(request.subscriber(), request.cursor().afterPosition())) {
      throw noSuchSubscriber(request.subscriber());
    }
    reply.send(Answer.End.COMPLETE);
  }

  void forget(Request.Forget request, Reply reply) throws RefusedException {
    if (!names.forget(request.subscriber())) {
      throw noSuchSubscriber(request.subscriber());
    }
    reply.send(Answer.End.COMPLETE);
  }

  private static RefusedException noSuchSubscriber(SubscriptionName name) {
    return new RefusedException(
        Answer.Reason.NO_SUCH_SUBSCRIBER, "nothing is kept for a subscriber " + name);
  }
}
