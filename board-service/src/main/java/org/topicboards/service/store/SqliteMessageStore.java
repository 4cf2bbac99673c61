package org.topicboards.service.store;

import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;
import org.topicboards.message.BoardName;

/**
 * The store on one SQLite file, which one service at a time writes.
 *
 * <p>After a failure nothing of the connection is trusted: it is closed, which rolls back, and the
 * next call opens a new one and loads what is kept in memory anew.
 */
final class SqliteMessageStore implements MessageStore {

  static final String URL_PREFIX = "jdbc:sqlite:";

  private final SQLiteDataSource database;
  private @Nullable SqliteSession session;
  private boolean closed;

  private SqliteMessageStore(SQLiteDataSource database) {
    this.database = database;
  }

  static SqliteMessageStore open(String jdbcUrl) {
    SQLiteDataSource database = SqliteSchema.prepare(jdbcUrl);
    SqliteMessageStore store = new SqliteMessageStore(database);
    store.inSession(SqliteSession::counts);
    return store;
  }

  @Override
  public AppendResult append(List<PostedMessage> batch) {
    return inSession(current -> current.append(batch));
  }

  @Override
  public int quarantine(List<QuarantinedMessage> batch) {
    return inSession(current -> current.quarantine(batch));
  }

  @Override
  public List<ArchivedMessage> read(BoardName board, long fromSequence, int limit) {
    return inSession(current -> current.read(board, fromSequence, limit));
  }

  @Override
  public SortedMap<BoardName, Long> counts() {
    return inSession(SqliteSession::counts);
  }

  @Override
  public long quarantinedCount() {
    return inSession(SqliteSession::quarantinedCount);
  }

  @Override
  public long highestSequence(BoardName board) {
    return inSession(current -> current.highestSequence(board));
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeSession();
  }

  private synchronized <T> T inSession(Work<T> work) {
    if (closed) {
      throw new IllegalStateException("the message store is closed");
    }
    boolean done = false;
    try {
      if (session == null) {
        session = SqliteSession.open(database.getConnection());
      }
      T result = work.in(session);
      done = true;
      return result;
    } catch (SQLException e) {
      throw SqliteErrors.translate(e);
    } finally {
      if (!done) {
        closeSession();
      }
    }
  }

  private void closeSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T in(SqliteSession session) throws SQLException;
  }
}
