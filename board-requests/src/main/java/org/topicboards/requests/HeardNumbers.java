package org.topicboards.requests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.topicboards.broker.LostMessages;
import org.topicboards.broker.PublisherPlace;
import org.topicboards.requests.HeardMessages.Stretch;

/**
 * What of each publisher was heard and lost since the last repair. A request tells as much of it as
 * has room in a few datagrams; of the rest everything is sent again, and what was lost of it is
 * told by the next. It tells nothing of publishers that were never heard here: most of them are
 * those of requests and answers. Not thread-safe.
 */
final class HeardNumbers {

  private static final int MOST_PUBLISHERS = 50;
  private static final int MOST_STRETCHES = 300;

  private static final int MOST_KNOWN = 1_000;

  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private boolean isAllTold = true;

  /** Who was heard here before. */
  private final Map<String, Boolean> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /** A message has come. */
  void heard(PublisherPlace place) {
    known.put(place.publisher(), true);
    session(place.publisher(), place.number()).to = place.number();
  }

  /** Messages have not come. */
  void lost(LostMessages lost) {
    Session session = session(lost.publisher(), lost.from());
    session.to = lost.to();
    session.lost.add(new Stretch(lost.from(), lost.to()));
  }

  /** Whether anything was heard of a publisher. */
  boolean isKnown(String publisher) {
    return known.containsKey(publisher);
  }

  /** What is lost of a publisher and not repaired yet. */
  List<Stretch> lostOf(String publisher) {
    Session session = sessions.get(publisher);
    return session == null ? List.of() : List.copyOf(session.lost);
  }

  /** A lost message was had in another way. */
  void found(PublisherPlace place) {
    session(place.publisher(), place.number()).found(place.number());
  }

  /** How many are lost and not repaired yet. */
  long lost() {
    return sessions.values().stream()
        .flatMap(session -> session.lost.stream())
        .mapToLong(Stretch::count)
        .sum();
  }

  /** Whether nothing was heard or lost since the last repair. */
  boolean isEmpty() {
    return sessions.isEmpty();
  }

  /**
   * What to ask with. What comes from now on is not part of it, nor of {@link #repaired}; nor is
   * what there was no room for, see {@link #isAllTold}.
   */
  List<HeardMessages> mark() {
    List<HeardMessages> heard = new ArrayList<>();
    int room = MOST_STRETCHES;
    isAllTold = true;
    for (Map.Entry<String, Session> entry : sessions.entrySet()) {
      Session session = entry.getValue();
      if (isKnown(entry.getKey())) {
        boolean hasRoom = heard.size() < MOST_PUBLISHERS && room > 0;
        session.mark(hasRoom ? room - 1 : 0);
        if (hasRoom) {
          session.told(entry.getKey()).ifPresent(heard::add);
          room -= 1 + session.toldStretches;
        }
        isAllTold &= session.marked == session.to;
      } else {
        session.marked = session.to;
      }
    }
    return heard;
  }

  /** Whether {@link #mark} had room for all that was lost. */
  boolean isAllTold() {
    return isAllTold;
  }

  /** All that was lost up to the mark is repaired, or never will be. */
  void repaired() {
    sessions.values().forEach(Session::forgetMarked);
    sessions.values().removeIf(session -> session.from > session.to);
  }

  private Session session(String publisher, long number) {
    return sessions.computeIfAbsent(publisher, unused -> new Session(number));
  }

  /** One publisher's session, from a number on. */
  private static final class Session {

    private final List<Stretch> lost = new ArrayList<>();
    private long from;
    private long to;
    private long marked;
    private int toldStretches;

    Session(long from) {
      this.from = from;
      this.marked = from - 1;
    }

    void found(long number) {
      for (int i = 0; i < lost.size(); i++) {
        Stretch stretch = lost.get(i);
        if (stretch.contains(number)) {
          lost.remove(i);
          if (number < stretch.to()) {
            lost.add(i, new Stretch(number + 1, stretch.to()));
          }
          if (number > stretch.from()) {
            lost.add(i, new Stretch(stretch.from(), number - 1));
          }
          return;
        }
      }
    }

    void forgetMarked() {
      lost.removeIf(stretch -> stretch.to() <= marked);
      from = marked + 1;
    }

    /** Up to so many lost stretches, and what was heard before the next one. */
    void mark(int mostStretches) {
      toldStretches = Math.max(0, Math.min(mostStretches, lost.size()));
      if (toldStretches == lost.size()) {
        marked = to;
      } else {
        marked = toldStretches == 0 ? from - 1 : lost.get(toldStretches).from() - 1;
      }
    }

    Optional<HeardMessages> told(String publisher) {
      return marked < from
          ? Optional.empty()
          : Optional.of(
              new HeardMessages(
                  publisher, new Stretch(from, marked), lost.subList(0, toldStretches)));
    }
  }
}
