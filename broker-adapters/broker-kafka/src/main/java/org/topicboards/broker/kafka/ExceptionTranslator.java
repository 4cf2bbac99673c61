package org.topicboards.broker.kafka;

import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.topicboards.broker.AccessRefusedException;
import org.topicboards.broker.BadConfigurationException;
import org.topicboards.broker.BrokerException;
import org.topicboards.broker.BrokerTimeoutException;
import org.topicboards.broker.BrokerUnavailableException;

/** Turns what kafka-clients throws into the exceptions of the contract. The cause is kept. */
final class ExceptionTranslator {

  /** What is done first, when it is not known yet who listens there. */
  static final String CONNECT = "connect";

  private final KafkaSettings settings;

  ExceptionTranslator(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * The exception of the contract for {@code failure}.
   *
   * @param doing what failed, as in "cannot {@code doing}"
   */
  BrokerException translate(String doing, Throwable failure) {
    String what = "cannot " + doing + " at " + settings.shownUri() + ": ";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      BrokerException translated =
          cause instanceof BrokerException ours
              ? ours
              : translateOne(doing.equals(CONNECT), what, cause, failure);
      if (translated != null) {
        return translated;
      }
    }
    return new BrokerUnavailableException(what + firstLine(failure), failure);
  }

  private @Nullable BrokerException translateOne(
      boolean isConnecting, String what, Throwable cause, Throwable failure) {
    if (cause instanceof SslAuthenticationException) {
      return new BrokerUnavailableException(
          what
              + "TLS failed: "
              + firstLine(cause)
              + " (does the port speak TLS, and is its certificate trusted?)",
          failure);
    }
    if (cause instanceof IllegalSaslStateException) {
      return new BadConfigurationException(
          what + "the broker does not ask who logs in (leave user and password out)", failure);
    }
    if (cause instanceof UnsupportedSaslMechanismException) {
      return new BadConfigurationException(what + firstLine(cause), failure);
    }
    if (cause instanceof SaslAuthenticationException) {
      return new AccessRefusedException(
          what + "the broker refuses user '" + settings.user() + "' (check user and password)",
          failure);
    }
    if (cause instanceof TopicAuthorizationException topics
        && !topics.unauthorizedTopics().isEmpty()) {
      return new AccessRefusedException(
          what + "no permission on " + String.join(", ", topics.unauthorizedTopics()), failure);
    }
    if (cause instanceof AuthorizationException) {
      return new AccessRefusedException(what + firstLine(cause), failure);
    }
    if (cause instanceof InconsistentGroupProtocolException) {
      return new BadConfigurationException(
          what
              + "members of its group have another group.protocol or"
              + " partition.assignment.strategy (use theirs, or stop them first)",
          failure);
    }
    if (cause instanceof InvalidTopicException
        || cause instanceof InvalidSessionTimeoutException
        || cause instanceof UnsupportedAssignorException
        || cause instanceof GroupMaxSizeReachedException
        || cause instanceof InvalidPartitionsException
        || cause instanceof InvalidReplicationFactorException
        || cause instanceof PolicyViolationException
        || cause instanceof UnsupportedVersionException
        || cause instanceof ConfigException) {
      return new BadConfigurationException(what + firstLine(cause), failure);
    }
    if (cause instanceof GroupNotEmptyException) {
      return new BadConfigurationException(
          what
              + "a subscriber of that name is connected (stop it first), or died within its"
              + " session",
          failure);
    }
    if (cause instanceof InterruptException || cause instanceof InterruptedException) {
      return new BrokerTimeoutException("interrupted: " + what.replaceFirst(": $", ""), failure);
    }
    if (cause instanceof TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return new BrokerUnavailableException(
          what + "no answer in time" + (isConnecting ? protocolHint() : ""), failure);
    }
    if (cause instanceof IllegalArgumentException) {
      return new BadConfigurationException(what + configurationFault(cause), failure);
    }
    return null;
  }

  /** Kafka's clients try on in silence where the other side does not understand them. */
  private String protocolHint() {
    return " (check the port, and whether its listener wants another security.protocol than "
        + settings.securityProtocol()
        + ")";
  }

  /** Kafka's clients speak of the JAAS configuration where they have nobody to log in. */
  private String configurationFault(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("JAAS")
        ? "security.protocol="
            + settings.securityProtocol()
            + " wants a user (write kafka://USER:PASSWORD@HOST, or another security.protocol)"
        : firstLine(cause);
  }

  /** Whether Kafka's client says that it gave up waiting. */
  static boolean isTimeout(Throwable failure) {
    return failure instanceof org.apache.kafka.common.errors.TimeoutException
        || failure instanceof TimeoutException;
  }

  /** The failure in one line. */
  static String firstLine(Throwable failure) {
    Throwable shown =
        failure instanceof KafkaException && failure.getCause() instanceof ConfigException cause
            ? cause
            : failure;
    String message = shown.getMessage();
    return message == null || message.isBlank()
        ? shown.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
