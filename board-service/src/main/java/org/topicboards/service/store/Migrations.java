package org.topicboards.service.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of an archive, in the versions that this program knows. */
final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final Flyway flyway;
  private final String archive;

  /**
   * The migrations of one archive.
   *
   * @param archive what to call it in messages
   * @param location where Flyway finds its scripts
   */
  Migrations(DataSource database, String archive, String location) {
    this.flyway = Flyway.configure().dataSource(database).locations(location).load();
    this.archive = archive;
  }

  /** Makes the tables, or brings them up to date. */
  void apply() {
    MigrationInfoService migrations = flyway.info();
    refuseNewer(migrations);
    flyway.migrate();
    if (migrations.current() == null) {
      LOG.info("archive: new, as there was none: {}", archive);
    }
  }

  /** Checks that the tables are there and up to date. */
  void require() {
    MigrationInfoService migrations = flyway.info();
    refuseNewer(migrations);
    MigrationInfo current = migrations.current();
    if (current == null) {
      throw new StoreUnusableException(
          archive
              + " is no board archive: it has no tables of one (check --store or --data;"
              + " board-service makes them)",
          null);
    }
    if (current.getVersion().compareTo(newestKnown(migrations)) < 0) {
      throw new StoreUnusableException(
          "the archive %s has schema version %s, this program wants %s: start board-service on it once"
              .formatted(archive, current.getVersion(), newestKnown(migrations)),
          null);
    }
  }

  /** The database's error behind one of Flyway's, null if there is none. */
  static @Nullable SQLException databaseError(FlywayException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sqlError) {
        return sqlError;
      }
    }
    return null;
  }

  /** What to say where the tables are none of a board service's. */
  static StoreUnusableException foreign(String archive) {
    return new StoreUnusableException(
        archive
            + " is no board archive: it has tables of another program (check --store or --data, or"
            + " name an empty one)",
        null);
  }

  static StoreException translate(String archive, FlywayException error) {
    if (error.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return foreign(archive);
    }
    String reason = String.valueOf(error.getMessage()).replaceAll("\\s+", " ").strip();
    return new StoreUnusableException("cannot open the archive " + archive + ": " + reason, error);
  }

  private void refuseNewer(MigrationInfoService migrations) {
    MigrationInfo current = migrations.current();
    MigrationVersion known = newestKnown(migrations);
    if (current != null && known.compareTo(current.getVersion()) < 0) {
      throw new StoreUnusableException(
          "the archive %s has schema version %s, this program knows versions up to %s: use a newer board-service"
              .formatted(archive, current.getVersion(), known),
          null);
    }
  }

  private static MigrationVersion newestKnown(MigrationInfoService migrations) {
    return Arrays.stream(migrations.all())
        .filter(migration -> migration.getState().isResolved())
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .max(MigrationVersion::compareTo)
        .orElse(MigrationVersion.EMPTY);
  }
}
