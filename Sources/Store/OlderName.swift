import AirQuality
import GRDB

/// A series of formats 1 to 4 whose quantity stands under a name that was not known then and is
/// another spelling of one today (`ozone`), under which nobody would find it.
struct OlderName {
  let series: Int64
  /// The identifier of today.
  let pollutant: String

  /// Every such series, but those whose station has today's name for another series already: the
  /// two may differ, and are kept apart.
  static func all(_ database: Database) throws -> [Self] {
    var taken: Set<[String]> = []
    var older: [(series: Int64, station: Int64, pollutant: String)] = []
    for row in try Row.fetchAll(
      database, sql: "SELECT id, station, pollutant FROM main.series ORDER BY id")
    {
      let station: Int64 = try row.checked("station")
      let name: String = try row.checked("pollutant")
      let today = Pollutant(name).identifier
      if today == name {
        taken.insert(["\(station)", name])
      } else {
        older.append((try row.checked("id"), station, today))
      }
    }
    return older.compactMap { entry in
      taken.insert(["\(entry.station)", entry.pollutant]).inserted
        ? Self(series: entry.series, pollutant: entry.pollutant) : nil
    }
  }

  /// Writes them into a table of the connection alone: the file stays as it is.
  static func keepBeside(_ database: Database) throws {
    try database.execute(
      sql: "CREATE TEMP TABLE todays_name (series INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    for renaming in try all(database) {
      try database.execute(
        sql: "INSERT INTO temp.todays_name VALUES (?, ?)",
        arguments: [renaming.series, renaming.pollutant])
    }
  }
}
