-- The registry of durable subscriptions. docs/archive.md explains every column.

CREATE TABLE subscriptions (
  broker       TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  patterns     TEXT    NOT NULL,
  seen_nanos   INTEGER NOT NULL,
  warned_nanos INTEGER,
  PRIMARY KEY (broker, name)
);
