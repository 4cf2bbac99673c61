package org.topicboards.broker.rabbitmq;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.Delivery;
import org.topicboards.broker.MessageHandler;
import org.topicboards.broker.MisaddressedDelivery;
import org.topicboards.broker.PublishReceipt;
import org.topicboards.broker.Publisher;
import org.topicboards.message.BoardName;
import org.topicboards.message.Message;

/** What an adapter can do wrong; each is put around an adapter that does it right. */
enum Misbehaviour {
  NONE,

  /** Acknowledges every nth message without showing it to the handler. */
  DROPS {
    @Override
    MessageHandler around(MessageHandler handler) {
      AtomicInteger count = new AtomicInteger();
      return new Passing(handler) {
        @Override
        public void handle(Delivery delivery) throws Exception {
          if (count.incrementAndGet() % EVERY == 0) {
            delivery.acknowledge();
          } else {
            super.handle(delivery);
          }
        }
      };
    }
  },

  /** Shows every nth message twice. */
  DUPLICATES {
    @Override
    MessageHandler around(MessageHandler handler) {
      AtomicInteger count = new AtomicInteger();
      return new Passing(handler) {
        @Override
        public void handle(Delivery delivery) throws Exception {
          super.handle(delivery);
          if (count.incrementAndGet() % EVERY == 0) {
            super.handle(delivery);
          }
        }
      };
    }
  },

  /** Shows every nth message after its successor. */
  REORDERS {
    @Override
    MessageHandler around(MessageHandler handler) {
      AtomicInteger count = new AtomicInteger();
      return new Passing(handler) {
        private @Nullable Delivery heldBack;

        @Override
        public void handle(Delivery delivery) throws Exception {
          if (count.incrementAndGet() % EVERY == 0) {
            heldBack = delivery;
            return;
          }
          super.handle(delivery);
          if (heldBack != null) {
            super.handle(heldBack);
            heldBack = null;
          }
        }
      };
    }
  },

  /** Acknowledges before the handler has done its work. */
  ACKNOWLEDGES_EARLY {
    @Override
    MessageHandler around(MessageHandler handler) {
      return new Passing(handler) {
        @Override
        public void handle(Delivery delivery) throws Exception {
          delivery.acknowledge();
          super.handle(delivery);
        }
      };
    }
  },

  /** Reports a message as taken before the broker has it. */
  CONFIRMS_EARLY {
    @Override
    Publisher around(Publisher publisher) {
      return new Publisher() {
        @Override
        public CompletionStage<PublishReceipt> publish(BoardName board, Message message) {
          CompletionStage<PublishReceipt> ignored = publisher.publish(board, message);
          return ignored == null
              ? CompletableFuture.failedStage(new IllegalStateException())
              : CompletableFuture.completedStage(PublishReceipt.ROUTED);
        }

        @Override
        public void flush() {
          publisher.flush();
        }

        @Override
        public void close() {
          publisher.close();
        }
      };
    }
  };

  /** No divisor of the row lengths of the kit, so that no row ends with a message held back. */
  private static final int EVERY = 7;

  MessageHandler around(MessageHandler handler) {
    return handler;
  }

  Publisher around(Publisher publisher) {
    return publisher;
  }

  private static class Passing implements MessageHandler {
    private final MessageHandler handler;

    Passing(MessageHandler handler) {
      this.handler = handler;
    }

    @Override
    public void handle(Delivery delivery) throws Exception {
      handler.handle(delivery);
    }

    @Override
    public void handleMisaddressed(MisaddressedDelivery delivery) throws Exception {
      handler.handleMisaddressed(delivery);
    }

    @Override
    public void interrupted(Instant since) {
      handler.interrupted(since);
    }
  }
}
