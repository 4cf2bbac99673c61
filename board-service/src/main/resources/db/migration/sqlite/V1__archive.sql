-- The archive. Text that comes with a message is kept as bytes of UTF-8 (BLOB), because it may hold
-- any character, NUL included. docs/archive.md explains every column.

CREATE TABLE boards (
  id            INTEGER PRIMARY KEY,
  name          TEXT    NOT NULL UNIQUE,
  next_sequence INTEGER NOT NULL
);

CREATE TABLE messages (
  board          INTEGER NOT NULL REFERENCES boards (id),
  sequence       INTEGER NOT NULL,
  archived_nanos INTEGER NOT NULL,
  id             BLOB    NOT NULL,
  source         BLOB    NOT NULL,
  type           BLOB    NOT NULL,
  content_type   BLOB,
  time_nanos     INTEGER NOT NULL,
  time_exact     BLOB,
  extensions     BLOB,
  headers        BLOB,
  body           BLOB    NOT NULL
);

-- The identity. The id comes first because ours grow with time, so that the index grows at its end.
CREATE UNIQUE INDEX messages_identity ON messages (id, source, board);
CREATE UNIQUE INDEX messages_sequence ON messages (board, sequence);

CREATE TABLE quarantine (
  number            INTEGER PRIMARY KEY AUTOINCREMENT,
  quarantined_nanos INTEGER NOT NULL,
  reason            TEXT    NOT NULL,
  address           BLOB    NOT NULL,
  id                BLOB    NOT NULL,
  source            BLOB    NOT NULL,
  type              BLOB    NOT NULL,
  content_type      BLOB,
  time_nanos        INTEGER NOT NULL,
  time_exact        BLOB,
  extensions        BLOB,
  headers           BLOB,
  body              BLOB    NOT NULL
);

CREATE INDEX quarantine_identity ON quarantine (id, source, address);
