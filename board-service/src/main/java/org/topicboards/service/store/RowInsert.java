package org.topicboards.service.store;

import java.sql.SQLException;
import java.util.List;

/** Inserts rows into {@code messages}, in the way that its database does fastest. */
@FunctionalInterface
interface RowInsert {

  /**
   * Inserts rows that have their places. Where it returns any, the transaction is to be rolled
   * back, if that has not happened already.
   *
   * @return those that were not inserted because their identity was there already, or earlier in
   *     the list
   */
  List<NewRow> insert(List<NewRow> rows) throws SQLException;
}
