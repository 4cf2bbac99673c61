package org.topicboards.service.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.topicboards.service.store.RegisteredSubscription;
import org.topicboards.units.Durations;

/**
 * When a durable subscription counts as abandoned: nobody was attached for so long. It is warned of
 * for the last quarter of that time, and never removed without having been warned of for so long,
 * however long no service was there to do it.
 *
 * @param age how long, null for never
 */
public record SubscriptionExpiry(@Nullable Duration age) {

  /** Nothing is ever removed. */
  public static final SubscriptionExpiry NEVER = new SubscriptionExpiry(null);

  /**
   * Shorter, and one that is attached might be taken for abandoned where announcements get lost.
   */
  private static final Duration SHORTEST = Duration.ofMinutes(2);

  private static final int WARNED_PART = 4;

  /**
   * Reads an age such as {@code 30d}.
   *
   * @throws IllegalArgumentException if it is none, or less than two minutes; one line
   */
  public static SubscriptionExpiry parse(String text) {
    Duration age = Durations.parse(text);
    if (age.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "subscriptions expire after " + Durations.format(SHORTEST) + " or more, not " + text);
    }
    return new SubscriptionExpiry(age);
  }

  /** Whether a subscription, not warned of yet, is to be warned of. */
  boolean isWarningDue(RegisteredSubscription subscription, Instant now) {
    return age != null
        && subscription.warned() == null
        && !now.isBefore(subscription.lastSeen().plus(age).minus(warning(age)));
  }

  /** Whether a subscription is to be removed. */
  boolean isDue(RegisteredSubscription subscription, Instant now) {
    return subscription.warned() != null
        && expires(subscription, now).filter(due -> !now.isBefore(due)).isPresent();
  }

  /** When a subscription will be removed unless somebody attaches; nothing for never. */
  public Optional<Instant> expires(RegisteredSubscription subscription, Instant now) {
    if (age == null) {
      return Optional.empty();
    }
    Instant warned = subscription.warned() == null ? now : subscription.warned();
    Instant afterWarning = warned.plus(warning(age));
    Instant afterAge = subscription.lastSeen().plus(age);
    return Optional.of(afterAge.isAfter(afterWarning) ? afterAge : afterWarning);
  }

  private static Duration warning(Duration age) {
    return age.dividedBy(WARNED_PART);
  }
}
