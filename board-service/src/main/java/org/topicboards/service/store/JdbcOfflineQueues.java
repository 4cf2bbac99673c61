package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.topicboards.message.BoardPattern;
import org.topicboards.message.SubscriptionName;

/** The offline queues on any {@link Database}. */
final class JdbcOfflineQueues implements OfflineQueues {

  private static final String DELETE_PATTERNS = "DELETE FROM offline_patterns WHERE name = ?";

  private static final String DELETE_QUEUE = "DELETE FROM offline_queues WHERE name = ?";

  /** Nobody knows of a name from before version 5 over which broker it came. */
  private static final String EXPIRE_QUEUE =
      "DELETE FROM offline_queues WHERE name = ? AND (broker = ? OR broker IS NULL)";

  private final StoreConnections connections;
  private final String advance;

  JdbcOfflineQueues(StoreConnections connections) {
    this.connections = connections;
    String order = connections.database().tableOrder();
    this.advance =
        "UPDATE offline_queues SET position = ?, archived_nanos = COALESCE((SELECT archived_nanos"
            + " FROM messages WHERE %1$s <= ? ORDER BY %1$s DESC LIMIT 1), archived_nanos)"
                .formatted(order)
            + " WHERE name = ? AND position < ?";
  }

  @Override
  public OfflineQueue open(String broker, SubscriptionName name, List<BoardPattern> patterns) {
    Set<BoardPattern> wanted = Set.copyOf(patterns);
    return connections.write(
        session -> {
          session.begin(List.of());
          OfflineQueueRows rows = new OfflineQueueRows(session.connection(), name);
          rows.insertOrAttach(broker);
          rows.changePatterns(wanted);
          OfflineQueue opened = rows.read().orElseThrow();
          session.commit();
          return opened;
        });
  }

  @Override
  public Optional<OfflineQueue> find(SubscriptionName name) {
    return connections.read(reader -> new OfflineQueueRows(reader, name).read());
  }

  @Override
  public OptionalLong waiting(SubscriptionName name) {
    return connections.read(
        reader -> {
          Optional<OfflineQueue> queue = new OfflineQueueRows(reader, name).read();
          return queue.isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of(
                  new WaitingMessages(reader, connections.database()).count(queue.get()));
        });
  }

  @Override
  public boolean advance(SubscriptionName name, long position) {
    Optional<OfflineQueue> known = find(name);
    if (known.isPresent() && known.get().cursor().position() < position) {
      int unused =
          connections.write(
              session -> {
                session.begin(List.of());
                int changed = advance(session.connection(), name, position);
                session.commit();
                return changed;
              });
    }
    return known.isPresent();
  }

  @Override
  public boolean remove(SubscriptionName name) {
    return connections.write(
        session -> {
          session.begin(List.of());
          Connection writer = session.connection();
          int unused = change(writer, DELETE_PATTERNS, name.value());
          int removed = change(writer, DELETE_QUEUE, name.value());
          session.commit();
          return removed > 0;
        });
  }

  @Override
  public boolean expire(String broker, SubscriptionName name, Instant lastSeen) {
    return connections.write(
        session -> {
          session.begin(List.of());
          Connection writer = session.connection();
          boolean isAbandoned = JdbcSubscriptions.forget(writer, broker, name, lastSeen);
          if (isAbandoned && change(writer, EXPIRE_QUEUE, name.value(), broker) > 0) {
            int unused = change(writer, DELETE_PATTERNS, name.value());
          }
          session.commit();
          return isAbandoned;
        });
  }

  private static int change(Connection writer, String statement, String... parameters)
      throws SQLException {
    try (PreparedStatement change = writer.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        change.setString(i + 1, parameters[i]);
      }
      return change.executeUpdate();
    }
  }

  private int advance(Connection writer, SubscriptionName name, long position) throws SQLException {
    try (PreparedStatement update = writer.prepareStatement(advance)) {
      update.setLong(1, position);
      update.setLong(2, position);
      update.setString(3, name.value());
      update.setLong(4, position);
      return update.executeUpdate();
    }
  }
}
