package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** The registry of durable subscriptions on any {@link Database}. */
final class JdbcSubscriptions implements Subscriptions {

  private static final String SELECT =
      "SELECT name, patterns, seen_nanos, warned_nanos FROM subscriptions WHERE broker = ?"
          + " ORDER BY name";

  private static final String SEE =
      """
      INSERT INTO subscriptions (broker, name, patterns, seen_nanos) VALUES (?, ?, ?, ?)
      ON CONFLICT (broker, name) DO UPDATE
      SET patterns = excluded.patterns, seen_nanos = excluded.seen_nanos, warned_nanos = NULL
      WHERE subscriptions.seen_nanos <= excluded.seen_nanos
      """;

  private static final String WARN =
      "UPDATE subscriptions SET warned_nanos = ? WHERE broker = ? AND name = ? AND seen_nanos <= ?"
          + " AND warned_nanos IS NULL";

  private static final String FORGET =
      "DELETE FROM subscriptions WHERE broker = ? AND name = ? AND seen_nanos <= ?";

  private final StoreConnections connections;

  JdbcSubscriptions(StoreConnections connections) {
    this.connections = connections;
  }

  @Override
  public List<RegisteredSubscription> list(String broker) {
    return connections.read(
        reader -> {
          try (PreparedStatement select = reader.prepareStatement(SELECT)) {
            select.setString(1, broker);
            return read(select);
          }
        });
  }

  @Override
  public void seen(String broker, Collection<SeenSubscription> subscriptions) {
    if (subscriptions.isEmpty()) {
      return;
    }
    int unused =
        inTransaction(
            SEE,
            see -> {
              for (SeenSubscription subscription : subscriptions) {
                see.setString(1, broker);
                see.setString(2, subscription.name().value());
                see.setString(3, text(subscription.patterns()));
                see.setLong(4, Nanos.nearest(subscription.seen()));
                see.addBatch();
              }
              return see.executeBatch().length;
            });
  }

  @Override
  public boolean warned(String broker, SubscriptionName name, Instant lastSeen, Instant warned) {
    return 1
        == inTransaction(
            WARN,
            warn -> {
              warn.setLong(1, Nanos.nearest(warned));
              warn.setString(2, broker);
              warn.setString(3, name.value());
              warn.setLong(4, Nanos.nearest(lastSeen));
              return warn.executeUpdate();
            });
  }

  @Override
  public boolean forget(String broker, SubscriptionName name, Instant lastSeen) {
    return 1 == inTransaction(FORGET, forget -> forget(forget, broker, name, lastSeen));
  }

  /** The same in a transaction of the caller's. */
  static boolean forget(Connection writer, String broker, SubscriptionName name, Instant lastSeen)
      throws SQLException {
    try (PreparedStatement forget = writer.prepareStatement(FORGET)) {
      return forget(forget, broker, name, lastSeen) == 1;
    }
  }

  private static int forget(
      PreparedStatement forget, String broker, SubscriptionName name, Instant lastSeen)
      throws SQLException {
    forget.setString(1, broker);
    forget.setString(2, name.value());
    forget.setLong(3, Nanos.nearest(lastSeen));
    return forget.executeUpdate();
  }

  private int inTransaction(String sql, StoreConnections.Work<PreparedStatement, Integer> work) {
    return connections.write(
        session -> {
          session.begin(List.of());
          try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            int result = work.with(statement);
            session.commit();
            return result;
          }
        });
  }

  private static List<RegisteredSubscription> read(PreparedStatement select) throws SQLException {
    List<RegisteredSubscription> subscriptions = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long warnedNanos = row.getLong(4);
        Instant warned = row.wasNull() ? null : Nanos.instant(warnedNanos);
        subscriptions.add(
            new RegisteredSubscription(
                SubscriptionName.of(row.getString(1)),
                row.getString(2).lines().map(BoardPattern::of).toList(),
                Nanos.instant(row.getLong(3)),
                warned));
      }
    }
    return subscriptions;
  }

  private static String text(List<BoardPattern> patterns) {
    return patterns.stream().map(BoardPattern::value).collect(Collectors.joining("\n"));
  }
}
