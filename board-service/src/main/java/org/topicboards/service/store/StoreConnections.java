package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a store: one that writes, for one caller at a time in the order of their
 * coming, and some that read. Thread-safe.
 *
 * <p>After a failure nothing of the writing connection is trusted: it is closed, which rolls back,
 * and the next call opens a new one.
 */
final class StoreConnections implements AutoCloseable {

  private final Database database;

  /** Fair, so that the small steps of retention let the archive pass between two of them. */
  private final ReentrantLock writing = new ReentrantLock(true);

  private @Nullable WriteSession session;
  private volatile boolean closed;

  StoreConnections(Database database) {
    this.database = database;
  }

  Database database() {
    return database;
  }

  /** Does {@code work} as the only writer of this process. */
  <T> T write(Work<WriteSession, T> work) {
    writing.lock();
    boolean done = false;
    try {
      checkOpen();
      if (session == null) {
        session = WriteSession.open(database);
      }
      T result = work.with(session);
      done = true;
      return result;
    } catch (SQLException e) {
      throw database.translate(e);
    } finally {
      if (!done) {
        closeSession();
      }
      writing.unlock();
    }
  }

  /** Does {@code work} beside everybody else. All of its queries see the same state. */
  <T> T read(Work<Connection, T> work) {
    checkOpen();
    try (Connection reader = database.openReader()) {
      T result = work.with(reader);
      reader.rollback();
      return result;
    } catch (SQLException e) {
      throw database.translate(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    writing.lock();
    try {
      // The last to leave tidies up, and it must be one who may write.
      database.close();
      closeSession();
    } finally {
      writing.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the message store is closed");
    }
  }

  private void closeSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  @FunctionalInterface
  interface Work<S, T> {
    T with(S resource) throws SQLException;
  }
}
