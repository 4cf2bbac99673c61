package org.topicboards.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What differs from one database to the next. The tables have the same names and columns on all.
 * Thread-safe, except for what is done with one connection.
 */
interface Database extends AutoCloseable {

  /** A new connection that writes, without auto-commit. */
  Connection openWriter() throws SQLException;

  /** A connection of a small pool that only reads, without auto-commit; closing gives it back. */
  Connection openReader() throws SQLException;

  /** Prepares the insert for one connection. */
  RowInsert rowInsert(Connection writer) throws SQLException;

  /**
   * A term of SQL by which texts of any length are found in an index.
   *
   * @param text a column or a placeholder
   */
  String indexed(String text);

  /** A term of SQL that equals {@code position}, and by which the whole table is indexed. */
  String tableOrder();

  /**
   * A condition with one parameter, that {@link #bindIds} binds: a column is one of some ids. It
   * must not lead the planner to an index.
   */
  String isOneOf(String column);

  void bindIds(PreparedStatement statement, int parameter, long[] ids) throws SQLException;

  /**
   * The first rows of a query in its order: at least one if there are any, no more than {@code
   * maxRows}, and possibly fewer, so that reading them costs memory for little more than {@code
   * maxBytes} and one row.
   *
   * @param select without end; its first column is {@code position}, which is its order
   */
  String limited(String select, int maxRows, long maxBytes);

  /**
   * Gives a little of the space of deleted rows back to the file system, in a transaction of its
   * own.
   *
   * @return whether there is more
   */
  boolean giveSpaceBack(Connection writer) throws SQLException;

  /** Says what an error means for a caller of {@link MessageStore}. */
  StoreException translate(SQLException error);

  @Override
  void close();
}
