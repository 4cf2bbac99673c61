package org.topicboards.command.json;

/** The members of an event that are ours, not those of CloudEvents. */
final class OwnMembers {

  static final String BOARD = "board";
  static final String HEADERS = "headers";

  /** In {@link #HEADERS}, before an extension attribute whose own place is taken. */
  static final String EXTENSION_PREFIX = "ce-";

  private OwnMembers() {}

  static boolean isOwn(String name) {
    return name.equals(BOARD) || name.equals(HEADERS);
  }
}
