import GRDB

/// The tables of an archive and how older archives become newer ones.
enum ArchiveSchema {
  /// `AirA` in ASCII: tells an archive from every other SQLite file.
  static let applicationIdentifier = 0x4169_7241
  /// Kept in `user_version`; raised with every migration.
  static let version = 4

  /// Migrations by name, oldest first. A published one is never edited.
  static var migrator: DatabaseMigrator {
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
}
