package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.topicboards.message.BoardName;
import org.topicboards.message.BoardPattern;

/** The store on any {@link Database}. */
final class JdbcMessageStore implements MessageStore {

  private final StoreConnections connections;
  private final MissingBoards missingBoards;
  private final JdbcBoards boards;
  private final JdbcSubscriptions subscriptions;
  private final JdbcHistory history;
  private final JdbcOfflineQueues offlineQueues;

  /** Takes the database over. Its tables are those of this program. */
  JdbcMessageStore(Database database, MissingBoards missingBoards) {
    this.connections = new StoreConnections(database);
    this.missingBoards = missingBoards;
    this.boards = new JdbcBoards(connections);
    this.subscriptions = new JdbcSubscriptions(connections);
    this.history = new JdbcHistory(connections);
    this.offlineQueues = new JdbcOfflineQueues(connections);
  }

  @Override
  public AppendResult append(List<PostedMessage> batch) {
    List<NewRow> rows = batch.stream().map(NewRow::of).toList();
    return connections.write(session -> session.append(rows, missingBoards));
  }

  @Override
  public AppendResult restore(List<ArchivedMessage> batch) {
    List<NewRow> rows = batch.stream().map(NewRow::of).toList();
    return connections.write(session -> session.append(rows, MissingBoards.CREATE));
  }

  @Override
  public int quarantine(List<QuarantinedMessage> batch) {
    return connections.write(session -> session.quarantine(batch));
  }

  @Override
  public Boards boards() {
    return boards;
  }

  @Override
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public OfflineQueues offlineQueues() {
    return offlineQueues;
  }

  @Override
  public List<ArchivedMessage> read(BoardName board, long fromSequence, int limit) {
    HistoryRequest request =
        new HistoryRequest(
            List.of(BoardPattern.of(board.value())),
            new HistoryRequest.Start.From(fromSequence),
            new HistoryRequest.End.Now());
    return history
        .range(request)
        .map(range -> history.page(range, limit, Long.MAX_VALUE).messages())
        .orElse(List.of());
  }

  @Override
  public SortedMap<BoardName, Long> counts() {
    return connections.read(JdbcMessageStore::counts);
  }

  @Override
  public long quarantinedCount() {
    return connections.read(JdbcMessageStore::quarantinedCount);
  }

  @Override
  public long highestSequence(BoardName board) {
    return boards.find(board).map(BoardInfo::highestSequence).orElse(0L);
  }

  @Override
  public void close() {
    connections.close();
  }

  private static SortedMap<BoardName, Long> counts(Connection reader) throws SQLException {
    SortedMap<BoardName, Long> counts = new TreeMap<>();
    try (PreparedStatement select =
            reader.prepareStatement(
                "SELECT name, message_count FROM boards WHERE name IS NOT NULL AND deleted = 0");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        counts.put(BoardName.of(rows.getString(1)), rows.getLong(2));
      }
    }
    return counts;
  }

  private static long quarantinedCount(Connection reader) throws SQLException {
    try (PreparedStatement select = reader.prepareStatement("SELECT COUNT(*) FROM quarantine");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
