-- How far named subscribers of transports without a broker have got. docs/archive.md explains every
-- column.

CREATE TABLE offline_queues (
  name           TEXT PRIMARY KEY,
  position       INTEGER NOT NULL,
  archived_nanos INTEGER NOT NULL
);
