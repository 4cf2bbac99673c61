package org.topicboards.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ProtocolVersionMismatchException;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.UnexpectedFrameError;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerUnavailableException;

/** Turns what amqp-client throws into the exceptions of the contract. The cause is kept. */
final class ExceptionTranslator {

  private final RabbitMqSettings settings;

  ExceptionTranslator(RabbitMqSettings settings) {
    this.settings = settings;
  }

  /**
   * The exception of the contract for {@code failure}.
   *
   * @param doing what failed, as in "cannot {@code doing}"
   */
  BrokerException translate(String doing, Throwable failure) {
    String what = "cannot " + doing + " at " + settings.shownUri() + ": ";
    if (failure instanceof BrokerException translated) {
      return translated;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PossibleAuthenticationFailureException
          || cause instanceof AuthenticationFailureException) {
        return new AccessRefusedException(
            what + "the broker refuses user '" + settings.user() + "' (check user and password)",
            failure);
      }
      if (cause instanceof ShutdownSignalException signal) {
        BrokerException closed = closed(what, signal, failure);
        if (closed != null) {
          return closed;
        }
      }
      if (cause instanceof SSLException) {
        return new BrokerUnavailableException(
            what
                + "TLS failed: "
                + firstLine(cause)
                + " (does the port speak TLS, and is its certificate trusted?)",
            failure);
      }
      if (cause instanceof MalformedFrameException
          || cause instanceof ProtocolVersionMismatchException
          || cause instanceof UnexpectedFrameError) {
        return new BrokerUnavailableException(
            what + "what listens there does not speak AMQP 0-9-1", failure);
      }
      if (cause instanceof UnknownHostException) {
        return new BrokerUnavailableException(
            what + "unknown host " + firstLine(cause) + " (check the name)", failure);
      }
      if (cause instanceof ConnectException) {
        return new BrokerUnavailableException(
            what + "nobody listens there (is the broker running?)", failure);
      }
      if (cause instanceof TimeoutException) {
        return new BrokerUnavailableException(what + "no answer in time", failure);
      }
    }
    return new BrokerUnavailableException(what + firstLine(failure), failure);
  }

  /** The same for the first connection, where the other side may be no broker at all. */
  BrokerException translateConnecting(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException signal && endedWithoutAWord(signal)) {
        return new BrokerUnavailableException(
            "cannot connect at "
                + settings.shownUri()
                + ": what listens there hung up, and did not answer as an AMQP broker (check host"
                + " and port, and whether it wants "
                + (settings.tls() ? "amqp://" : "amqps://")
                + ")",
            failure);
      }
    }
    return translate("connect", failure);
  }

  private static boolean endedWithoutAWord(ShutdownSignalException signal) {
    return signal.getReason() == null
        && (signal.getCause() instanceof EOFException
            || signal.getCause() instanceof SocketException);
  }

  /** What the broker said when it closed the connection or channel; null where it said nothing. */
  private @Nullable BrokerException closed(
      String what, ShutdownSignalException signal, Throwable failure) {
    int code = replyCode(signal);
    String text = replyText(signal);
    return switch (code) {
      case AMQP.ACCESS_REFUSED -> new AccessRefusedException(what + text, failure);
      case AMQP.NOT_ALLOWED ->
          text.toLowerCase(Locale.ROOT).contains("not found")
              ? new BadConfigurationException(what + unknownVirtualHost(), failure)
              : new AccessRefusedException(what + text, failure);
      case AMQP.NOT_FOUND ->
          isConnectionClose(signal)
              ? new BadConfigurationException(what + unknownVirtualHost(), failure)
              : new BadConfigurationException(what + text, failure);
      case AMQP.PRECONDITION_FAILED, AMQP.RESOURCE_LOCKED ->
          new BadConfigurationException(what + text, failure);
      case 0 ->
          signal instanceof AlreadyClosedException
              ? new BrokerUnavailableException(what + "the connection was lost", failure)
              : null;
      default -> new BrokerUnavailableException(what + text, failure);
    };
  }

  private String unknownVirtualHost() {
    return "there is no virtual host '" + settings.virtualHost() + "' (check the URI's path)";
  }

  /** The AMQP reply code with which the peer closed, or 0. */
  static int replyCode(ShutdownSignalException signal) {
    Method reason = signal.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return close.getReplyCode();
    }
    return reason instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
  }

  /** The AMQP reply text with which the peer closed, or empty text. */
  static String replyText(ShutdownSignalException signal) {
    Method reason = signal.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return close.getReplyText();
    }
    return reason instanceof AMQP.Connection.Close close ? close.getReplyText() : "";
  }

  private static boolean isConnectionClose(ShutdownSignalException signal) {
    return signal.getReason() instanceof AMQP.Connection.Close;
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
