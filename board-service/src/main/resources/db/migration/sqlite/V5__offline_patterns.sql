-- What each of those subscribers collects, and over which broker. docs/archive.md explains every
-- column.

ALTER TABLE offline_queues ADD COLUMN broker TEXT;

CREATE TABLE offline_patterns (
  name           TEXT NOT NULL,
  pattern        TEXT NOT NULL,
  position       INTEGER NOT NULL,
  archived_nanos INTEGER NOT NULL,
  PRIMARY KEY (name, pattern)
);
