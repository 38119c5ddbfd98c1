public import AirQuality
import GRDB

/// A series whose source is written on another clock than its station's.
public struct ForeignClock: Codable, Hashable, Sendable {
  /// The series.
  public let series: SeriesKey
  /// The clock of its source, seconds east of Greenwich.
  public let own: Int
  /// The station's clock, on which its days are taken.
  public let station: Int

  /// One sentence for the reader.
  public var sentence: String {
    "\(series.station) \(series.pollutant) is stamped in \(Instant.clockText(own)); its days "
      + "are taken on \(Instant.clockText(station)) like the station’s other series"
  }
}

extension Archive {
  /// The series that are analysed on another clock than their source's, because a station has one
  /// day and not several.
  public func foreignClocks(at stations: [Station]) throws(ArchiveError) -> [ForeignClock] {
    try attempt {
      try connection.read { database in
        var found: [ForeignClock] = []
        for station in stations {
          let clock = try self.clock(of: station, database)
          let rows = try Row.fetchAll(
            database.cachedStatement(
              sql: """
                SELECT station.*, series.* FROM series
                JOIN station ON station.id = series.station
                WHERE network || '/' || identifier = ? AND step_unit = 'second'
                  AND step < 86400 AND utc_offset <> ?
                """), arguments: [station.key, clock])
          for row in rows {
            found.append(
              ForeignClock(
                series: try SeriesKey(row, at: station), own: try row.checked("utc_offset"),
                station: clock))
          }
        }
        return found
      }
    }
  }

  /// The clock of a station: that of most of its series that are not stamped in UTC, which is a
  /// habit of files and no place's clock, and of equally many the smallest, which is the standard
  /// one where they differ by summer time.
  func clock(of station: Station, _ database: Database) throws -> Int {
    try Int.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT utc_offset FROM series JOIN station ON station.id = series.station
          WHERE network || '/' || identifier = ?
          GROUP BY utc_offset ORDER BY utc_offset = 0, count(*) DESC, utc_offset LIMIT 1
          """), arguments: [station.key]) ?? 0
  }
}

extension MonitoringSeries {
  /// On the station's clock, unless the periods are days or longer and bound to their own.
  func onStationClock(_ utcOffset: Int) -> MonitoringSeries {
    axis.step < .day ? onClock(utcOffset: utcOffset) : self
  }
}
