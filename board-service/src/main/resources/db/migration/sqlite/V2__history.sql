-- One order over all boards (position), counts that are kept instead of counted, boards that people
-- create, and retention. Every message is copied once. docs/archive.md explains every column.

ALTER TABLE messages RENAME TO messages_1;
ALTER TABLE boards RENAME TO boards_1;
DROP INDEX messages_identity;
DROP INDEX messages_sequence;

CREATE TABLE archive (
  number              INTEGER PRIMARY KEY CHECK (number = 1),
  next_position       INTEGER NOT NULL,
  last_archived_nanos INTEGER NOT NULL,
  changes             INTEGER NOT NULL
);

CREATE TABLE boards (
  id                   INTEGER PRIMARY KEY,
  name                 TEXT    UNIQUE,
  deleted              INTEGER NOT NULL DEFAULT 0,
  begin_sequence       INTEGER NOT NULL,
  next_sequence        INTEGER NOT NULL,
  message_count        INTEGER NOT NULL DEFAULT 0,
  byte_count           INTEGER NOT NULL DEFAULT 0,
  expired_nanos        INTEGER,
  description          BLOB,
  retention_age_millis INTEGER,
  retention_messages   INTEGER,
  retention_bytes      INTEGER
);

CREATE TABLE messages (
  position       INTEGER PRIMARY KEY,
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

INSERT INTO messages (position, board, sequence, archived_nanos, id, source, type, content_type,
                      time_nanos, time_exact, extensions, headers, body)
SELECT rowid, board, sequence, archived_nanos, id, source, type, content_type,
       time_nanos, time_exact, extensions, headers, body
  FROM messages_1 ORDER BY rowid;

-- The clock may have gone back between two messages; from here on their times rise.
UPDATE messages SET archived_nanos = risen.nanos
  FROM (SELECT position, MAX(archived_nanos) OVER (ORDER BY position) AS nanos FROM messages) risen
 WHERE messages.position = risen.position AND messages.archived_nanos < risen.nanos;

INSERT INTO boards (id, name, begin_sequence, next_sequence)
SELECT id, name, 1, next_sequence FROM boards_1;

UPDATE boards SET message_count = held.messages, byte_count = held.bytes
  FROM (SELECT board, COUNT(*) AS messages,
               SUM(length(id) + length(source) + length(type) + COALESCE(length(content_type), 0)
                 + COALESCE(length(extensions), 0) + COALESCE(length(headers), 0) + length(body))
                 AS bytes
          FROM messages GROUP BY board) held
 WHERE held.board = boards.id;

INSERT INTO archive (number, next_position, last_archived_nanos, changes)
SELECT 1, COALESCE(MAX(position), 0) + 1, COALESCE(MAX(archived_nanos), 0), 0 FROM messages;

DROP TABLE messages_1;
DROP TABLE boards_1;

-- The identity. The id comes first because ours grow with time, so that the index grows at its end.
CREATE UNIQUE INDEX messages_identity ON messages (id, source, board);
CREATE UNIQUE INDEX messages_sequence ON messages (board, sequence);
CREATE INDEX messages_position ON messages (board, position);
