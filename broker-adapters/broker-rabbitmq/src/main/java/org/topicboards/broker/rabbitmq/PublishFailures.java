package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.time.Duration;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BrokerClosedException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;
import org.topicboards.broker.PublishFailedException;
import org.topicboards.message.Message;
import org.topicboards.units.Durations;

/** Says why a message was not posted. */
final class PublishFailures {

  private static final int BASIC_CLASS = 60;
  private static final int PUBLISH_METHOD = 40;

  private final SupervisedConnection connection;
  private final Duration timeout;

  PublishFailures(SupervisedConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /** Its time is up; why depends on how the connection stands at this moment. */
  BrokerException timedOut(PendingPublish pending) {
    String what =
        "message "
            + pending.message().id()
            + " to board "
            + pending.board()
            + " was not confirmed within "
            + Durations.format(timeout)
            + ": ";
    String blocked = connection.blockedReason();
    if (blocked != null) {
      return new BrokerTimeoutException(
          what + "the broker blocks its publishers (" + blocked + "); free its memory or disk");
    }
    return connection.isUp()
        ? new BrokerTimeoutException(what + "the broker is slow, or refuses it for now")
        : new BrokerUnavailableException(what + "the broker is away");
  }

  /** The publishing thread was interrupted before the message was sent. */
  static BrokerException interrupted(Message message, InterruptedException cause) {
    return new BrokerTimeoutException("interrupted while waiting to post " + message, cause);
  }

  /** The publisher is closed. */
  static BrokerException closed() {
    return new BrokerClosedException("the publisher is closed");
  }

  /** Whether the broker closed the channel because of a message sent on it. */
  static boolean isCausedByPublish(ShutdownSignalException cause) {
    return cause.getReason() instanceof AMQP.Channel.Close close
        && close.getClassId() == BASIC_CLASS
        && close.getMethodId() == PUBLISH_METHOD;
  }

  /** The broker closed the channel because of this message. */
  static BrokerException refusal(PendingPublish pending, ShutdownSignalException cause) {
    String what =
        "the broker refuses message "
            + pending.message().id()
            + " to board "
            + pending.board()
            + ": "
            + ExceptionTranslator.replyText(cause);
    return ExceptionTranslator.replyCode(cause) == AMQP.ACCESS_REFUSED
        ? new AccessRefusedException(what, cause)
        : new PublishFailedException(what, cause);
  }
}
