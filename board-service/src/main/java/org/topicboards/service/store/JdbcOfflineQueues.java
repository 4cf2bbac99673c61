package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.topicboards.message.SubscriptionName;

/** The offline queues on any {@link Database}. */
final class JdbcOfflineQueues implements OfflineQueues {

  private static final String SELECT =
      "SELECT position, archived_nanos FROM offline_queues WHERE name = ?";

  private static final String INSERT =
      "INSERT INTO offline_queues (name, position, archived_nanos)"
          + " SELECT ?, next_position - 1, last_archived_nanos FROM archive WHERE number = 1"
          + " ON CONFLICT (name) DO NOTHING";

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
  public HistoryRequest.Start.Behind open(SubscriptionName name) {
    Optional<HistoryRequest.Start.Behind> known = find(name);
    if (known.isEmpty()) {
      int unused = change(INSERT, name);
      known = find(name);
    }
    return known.orElseThrow(
        () -> new StoreUnavailableException("subscriber " + name + " was removed meanwhile", null));
  }

  @Override
  public Optional<HistoryRequest.Start.Behind> find(SubscriptionName name) {
    return connections.read(
        reader -> {
          try (PreparedStatement select = reader.prepareStatement(SELECT)) {
            select.setString(1, name.value());
            return read(select);
          }
        });
  }

  @Override
  public boolean advance(SubscriptionName name, long position) {
    Optional<HistoryRequest.Start.Behind> known = find(name);
    if (known.isPresent() && known.get().position() < position) {
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
    return change("DELETE FROM offline_queues WHERE name = ?", name) > 0;
  }

  private int change(String statement, SubscriptionName name) {
    return connections.write(
        session -> {
          session.begin(List.of());
          int changed;
          try (PreparedStatement change = session.connection().prepareStatement(statement)) {
            change.setString(1, name.value());
            changed = change.executeUpdate();
          }
          session.commit();
          return changed;
        });
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

  private static Optional<HistoryRequest.Start.Behind> read(PreparedStatement select)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(
              new HistoryRequest.Start.Behind(row.getLong(1), Nanos.instant(row.getLong(2))))
          : Optional.empty();
    }
  }
}
