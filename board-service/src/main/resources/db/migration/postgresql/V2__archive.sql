-- The archive, as SQLite's scripts leave it in the same version. Text that comes with a message is
-- bytes of UTF-8 (BYTEA), because it may hold any character, and text here refuses NUL.
-- docs/archive.md explains every column.

-- A row of an index holds less than 2,704 bytes, and a foreign tool's id may be longer. The byte
-- FF is in no UTF-8. (Not STRICT, which would keep it from being inlined.)
CREATE FUNCTION index_key(text_bytes BYTEA) RETURNS BYTEA
  LANGUAGE SQL IMMUTABLE PARALLEL SAFE
  AS 'SELECT CASE WHEN length(text_bytes) <= 500 THEN text_bytes
                  ELSE ''\xff''::bytea || sha256(text_bytes) END';

CREATE TABLE archive (
  number              INTEGER PRIMARY KEY CHECK (number = 1),
  next_position       BIGINT NOT NULL,
  last_archived_nanos BIGINT NOT NULL,
  changes             BIGINT NOT NULL
);

INSERT INTO archive (number, next_position, last_archived_nanos, changes) VALUES (1, 1, 0, 0);

CREATE TABLE boards (
  id                   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name                 TEXT    UNIQUE,
  deleted              INTEGER NOT NULL DEFAULT 0,
  begin_sequence       BIGINT  NOT NULL,
  next_sequence        BIGINT  NOT NULL,
  message_count        BIGINT  NOT NULL DEFAULT 0,
  byte_count           BIGINT  NOT NULL DEFAULT 0,
  expired_nanos        BIGINT,
  description          BYTEA,
  retention_age_millis BIGINT,
  retention_messages   BIGINT,
  retention_bytes      BIGINT
);

-- Without a foreign key to boards: it would be looked up for every row, and only the board service
-- writes here.
CREATE TABLE messages (
  position       BIGINT NOT NULL,
  board          BIGINT NOT NULL,
  sequence       BIGINT NOT NULL,
  archived_nanos BIGINT NOT NULL,
  id             BYTEA  NOT NULL,
  source         BYTEA  NOT NULL,
  type           BYTEA  NOT NULL,
  content_type   BYTEA,
  time_nanos     BIGINT NOT NULL,
  time_exact     BYTEA,
  extensions     BYTEA,
  headers        BYTEA,
  body           BYTEA  NOT NULL
);

-- The order of all boards, for queries that say position + 0. On the bare column the planner would
-- take this index for the order of a single board too, and read past millions of other messages to
-- find the few of a rare one.
CREATE UNIQUE INDEX messages_order ON messages ((position + 0));

-- The identity. The id comes first because ours grow with time, so that the index grows at its end.
CREATE UNIQUE INDEX messages_identity ON messages (index_key(id), index_key(source), board);
CREATE UNIQUE INDEX messages_sequence ON messages (board, sequence);
CREATE INDEX messages_position ON messages (board, position);

CREATE TABLE quarantine (
  number            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  quarantined_nanos BIGINT NOT NULL,
  reason            TEXT   NOT NULL,
  address           BYTEA  NOT NULL,
  id                BYTEA  NOT NULL,
  source            BYTEA  NOT NULL,
  type              BYTEA  NOT NULL,
  content_type      BYTEA,
  time_nanos        BIGINT NOT NULL,
  time_exact        BYTEA,
  extensions        BYTEA,
  headers           BYTEA,
  body              BYTEA  NOT NULL
);

CREATE INDEX quarantine_identity
  ON quarantine (index_key(id), index_key(source), index_key(address));
