import Documents
import GRDB

/// The tables of an archive and how older archives become newer ones.
enum ArchiveSchema {
  /// `AirA` in ASCII: tells an archive from every other SQLite file.
  static let applicationIdentifier = 0x4169_7241
  /// Kept in `user_version`; raised with every migration.
  static let version = 8

  /// Migrations by name, oldest first. A published one is never edited.
  ///
  /// - Parameter path: of the archive, for what is refused.
  static func migrator(_ path: String) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: series, sources, studies and findings") { database in
      try database.execute(sql: firstTables)
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("2: contributions of several files at once") { database in
      // From `source` through `last_source`, whose numbers follow each other; none means one.
      try database.execute(sql: "ALTER TABLE contribution ADD COLUMN last_source INTEGER")
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("3: quality flags") { database in
      try database.execute(sql: flagTable)
      try database.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("4: records of the cooperation") { database in
      for statement in RegistrySchema.firstTables { try database.execute(sql: statement) }
      try database.execute(sql: "PRAGMA user_version = 4")
    }
    migrator.registerMigration("5: averaging times, instruments, calendar steps and readings") {
      try $0.execute(sql: fifthTables)
      for renaming in try OlderName.all($0) {
        try $0.execute(
          sql: "UPDATE series SET pollutant = ? WHERE id = ?",
          arguments: [renaming.pollutant, renaming.series])
      }
      try PackedBlock.bindBlocks($0)
      try $0.execute(sql: "PRAGMA user_version = 5")
    }
    migrator.registerMigration("6: checksums of rows") { database in
      // What is damaged now must not be sealed as it is.
      if let fault = try Archive.structuralFaults(database, limit: 1).first {
        throw ArchiveError.damaged(path: path, detail: fault.detail)
      }
      try database.execute(sql: RowDigests.table)
      try RowDigests.make(database)
      try database.execute(sql: "PRAGMA user_version = 6")
    }
    migrator.registerMigration("7: records that can be undone") { database in
      if let fault = try Archive.structuralFaults(database, limit: 1).first {
        throw ArchiveError.damaged(path: path, detail: fault.detail)
      }
      // The first archives of format 4 were made before it had records.
      if try !database.tableExists("registry_organisations") {
        for statement in RegistrySchema.firstTables { try database.execute(sql: statement) }
      }
      for statement in RegistrySchema.seventhTables { try database.execute(sql: statement) }
      try SearchIndex.fill(database)
      try RowDigests.make(database)
      try database.execute(sql: "PRAGMA user_version = 7")
    }
    migrator.registerMigration("8: terms of lists as codes in the index") { database in
      // What was changed from elsewhere must not be sealed as it is.
      if let table = try RowDigests.changedTables(database).first {
        throw ArchiveError.damaged(path: path, detail: say("archive.row-changed", table: table))
      }
      for statement in RegistrySchema.eighthTables { try database.execute(sql: statement) }
      try SearchIndex.fill(database)
      try RowDigests.make(database)
      try database.execute(sql: "PRAGMA user_version = 8")
    }
    return migrator
  }

  // `instant`s are seconds since 1970-01-01T00:00:00Z and name the beginning of a period. `year`
  // is the local year in which a block's periods begin. `contribution` says which stretch of a
  // series a source covered, so that a conflict can name both files.
  private static let firstTables = """
    CREATE TABLE source (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE,
      path TEXT NOT NULL,
      name TEXT NOT NULL,
      byte_count INTEGER NOT NULL,
      format TEXT NOT NULL,
      row_count INTEGER NOT NULL,
      ingested_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    ) STRICT;
    CREATE TABLE station (
      id INTEGER PRIMARY KEY,
      network TEXT NOT NULL,
      identifier TEXT NOT NULL,
      name TEXT NOT NULL,
      latitude REAL,
      longitude REAL,
      UNIQUE (network, identifier)
    ) STRICT;
    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      station INTEGER NOT NULL REFERENCES station,
      pollutant TEXT NOT NULL,
      unit TEXT NOT NULL,
      reference_state TEXT NOT NULL,
      step INTEGER NOT NULL CHECK (step BETWEEN 1 AND 1073741824),
      phase INTEGER NOT NULL CHECK (phase >= 0 AND phase < step),
      utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -86400 AND 86400),
      stamp TEXT NOT NULL CHECK (stamp IN ('beginning', 'ending')),
      UNIQUE (station, pollutant)
    ) STRICT;
    CREATE TABLE block (
      series INTEGER NOT NULL REFERENCES series,
      year INTEGER NOT NULL,
      start INTEGER NOT NULL,
      count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 67108864),
      valid INTEGER NOT NULL CHECK (valid >= 0 AND valid <= count),
      payload BLOB NOT NULL,
      UNIQUE (series, year)
    ) STRICT;
    CREATE TABLE contribution (
      series INTEGER NOT NULL REFERENCES series,
      source INTEGER NOT NULL REFERENCES source,
      start INTEGER NOT NULL,
      until INTEGER NOT NULL,
      PRIMARY KEY (series, source, start)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      source INTEGER NOT NULL REFERENCES source,
      kind TEXT NOT NULL,
      message TEXT NOT NULL,
      line INTEGER,
      count INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE study (
      id INTEGER PRIMARY KEY,
      title TEXT NOT NULL,
      text TEXT NOT NULL,
      UNIQUE (title, text)
    ) STRICT;
    CREATE TABLE finding (
      id INTEGER PRIMARY KEY,
      study INTEGER NOT NULL REFERENCES study,
      dossier TEXT NOT NULL,
      version TEXT NOT NULL,
      seed TEXT NOT NULL,
      settings TEXT NOT NULL
    ) STRICT;
    CREATE TABLE provenance (
      finding INTEGER NOT NULL REFERENCES finding,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (finding, position)
    ) STRICT, WITHOUT ROWID;
    """

  // A flag marks the periods of a series that begin in [start, until), and never changes a value.
  // The key is also the order in which a series' flags are read beside its blocks.
  private static let flagTable = """
    CREATE TABLE flag (
      series INTEGER NOT NULL REFERENCES series,
      start INTEGER NOT NULL,
      until INTEGER NOT NULL CHECK (until > start),
      rule TEXT NOT NULL,
      grade TEXT NOT NULL CHECK (grade IN ('note', 'suspect', 'unusable')),
      PRIMARY KEY (series, start, rule, until)
    ) STRICT, WITHOUT ROWID;
    """

  /// `TimeStep.description` of the column `step` of formats 1 to 4, which is in seconds.
  static let averagingOfStep = """
    CASE WHEN step = 3600 THEN 'hour' WHEN step = 86400 THEN 'day' WHEN step = 604800 THEN 'week'
      WHEN step % 86400 = 0 THEN step / 86400 || ' days' WHEN step % 3600 = 0 THEN step / 3600 || ' h'
      WHEN step % 60 = 0 THEN step / 60 || ' min' ELSE step || ' s' END
    """

  // A series is known by station, pollutant, averaging time (the text of a `TimeStep`) and
  // instrument (empty where there is one); of steps of months `step` and `phase` count months.
  //
  // A source is one reading: `reading` is a hash of the file's bytes, its resolved description and
  // the options. `first` and `until` bound its values, which tells the files of one batch apart.
  // `coverage` says which values of a stretch are the source's own; NULL: all that stand there.
  // `replacement` says whose values a reading took the place of; when it is taken back, the other
  // is `incomplete` and may be read again.
  private static let fifthTables = """
    CREATE TABLE new_source (
      id INTEGER PRIMARY KEY,
      reading TEXT NOT NULL UNIQUE,
      sha256 TEXT NOT NULL,
      path TEXT NOT NULL,
      name TEXT NOT NULL,
      byte_count INTEGER NOT NULL,
      format TEXT NOT NULL,
      row_count INTEGER NOT NULL,
      settings TEXT NOT NULL,
      first INTEGER,
      until INTEGER,
      incomplete INTEGER NOT NULL DEFAULT 0,
      ingested_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    ) STRICT;
    INSERT INTO new_source
      SELECT id, sha256, sha256, path, name, byte_count, format, row_count, '',
        (SELECT min(start) FROM contribution
          WHERE source.id BETWEEN source AND coalesce(last_source, source)),
        (SELECT max(until) FROM contribution
          WHERE source.id BETWEEN source AND coalesce(last_source, source)),
        0, ingested_at FROM source;
    DROP TABLE source;
    ALTER TABLE new_source RENAME TO source;
    CREATE INDEX source_sha256 ON source (sha256);
    CREATE TABLE new_series (
      id INTEGER PRIMARY KEY,
      station INTEGER NOT NULL REFERENCES station,
      pollutant TEXT NOT NULL,
      averaging TEXT NOT NULL,
      instrument TEXT NOT NULL,
      unit TEXT NOT NULL,
      reference_state TEXT NOT NULL,
      step INTEGER NOT NULL CHECK (step BETWEEN 1 AND 1073741824),
      step_unit TEXT NOT NULL CHECK (step_unit IN ('second', 'month')),
      phase INTEGER NOT NULL CHECK (phase >= 0 AND phase < step),
      utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -86400 AND 86400),
      stamp TEXT NOT NULL CHECK (stamp IN ('beginning', 'ending')),
      UNIQUE (station, pollutant, averaging, instrument)
    ) STRICT;
    INSERT INTO new_series
      SELECT id, station, pollutant, \(averagingOfStep), '', unit, reference_state, step, 'second',
        phase, utc_offset, stamp FROM series;
    DROP TABLE series;
    ALTER TABLE new_series RENAME TO series;
    ALTER TABLE contribution ADD COLUMN coverage BLOB;
    CREATE TABLE replacement (
      source INTEGER NOT NULL REFERENCES source,
      replaced INTEGER NOT NULL REFERENCES source,
      PRIMARY KEY (source, replaced)
    ) STRICT, WITHOUT ROWID;
    """

  /// What stands over the table `series` of formats 1 to 4 when they are opened for reading only.
  static let olderSeriesView = """
    CREATE TEMP VIEW series AS
      SELECT id, station,
        coalesce((SELECT name FROM temp.todays_name WHERE series = main.series.id), pollutant)
          AS pollutant,
        \(averagingOfStep) AS averaging, '' AS instrument, unit,
        reference_state, step, 'second' AS step_unit, phase, utc_offset, stamp FROM main.series
    """

  /// The same over `source`.
  static let olderSourceView = """
    CREATE TEMP VIEW source AS
      SELECT id, sha256 AS reading, sha256, path, name, byte_count, format, row_count,
        '' AS settings, NULL AS first, NULL AS until, 0 AS incomplete, ingested_at
      FROM main.source
    """
}
