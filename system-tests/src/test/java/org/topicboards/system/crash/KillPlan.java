package org.topicboards.system.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Whom to kill and when, from a seed. The messages are cut into one segment more than there are
 * kills; each kill falls into its own segment, and each kind of victim gets its share.
 */
final class KillPlan {

  /** A kill falls into this part of its segment, so that messages are left to be in flight. */
  private static final double LATEST = 0.7;

  private KillPlan() {}

  /**
   * The kills in order.
   *
   * @param deployed one of a kind
   * @param subscribers of one kind together
   */
  static List<Kill> of(
      int kills, List<Victim> deployed, List<? extends Victim> subscribers, Random random) {
    List<Victim> victims = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      int kind = i % (deployed.size() + 1);
      victims.add(
          kind < deployed.size()
              ? deployed.get(kind)
              : subscribers.get(random.nextInt(subscribers.size())));
    }
    Collections.shuffle(victims, random);
    List<Kill> plan = new ArrayList<>();
    for (Victim victim : victims) {
      double segmentStart = (plan.size() + 1.0) / (kills + 1);
      plan.add(
          new Kill(
              victim, segmentStart, segmentStart + LATEST * random.nextDouble() / (kills + 1)));
    }
    return plan;
  }

  /**
   * One kill.
   *
   * @param segmentStart the part of all messages that may be posted before everything is up
   * @param earliest the part of all messages that must have been confirmed before
   */
  record Kill(Victim victim, double segmentStart, double earliest) {}
}
