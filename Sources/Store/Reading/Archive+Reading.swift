import Documents
public import AirQuality
import GRDB
public import Ingest
import NumericKernels

extension Archive {
  /// All stations, by network and identifier.
  public func stations() throws(ArchiveError) -> [Station] {
    try attempt {
      try connection.read { database in
        try Row.fetchAll(
          database, sql: "SELECT * FROM station ORDER BY network, identifier"
        ).map { try Station($0) }
      }
    }
  }

  /// All files, in the order in which they were written.
  public func sources() throws(ArchiveError) -> [SourceFile] {
    try attempt {
      try connection.read { database in
        try Row.fetchAll(database, sql: "SELECT * FROM source ORDER BY id").map {
          try SourceFile($0)
        }
      }
    }
  }

  /// What reading each file had to say, in the order in which the files were written.
  public func notices() throws(ArchiveError) -> [(source: SourceFile, notice: IngestNotice)] {
    try attempt {
      try connection.read { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT source.*, kind, message, line, notice.count AS notice_count
            FROM notice JOIN source ON source.id = notice.source ORDER BY notice.id
            """
        ).map { row in (try SourceFile(row), try IngestNotice(row)) }
      }
    }
  }

  /// What the archive has, by station and pollutant, without reading any value.
  ///
  /// - Parameters:
  ///   - station: only this station's series.
  ///   - pollutant: only series of this pollutant.
  public func seriesList(
    station: Station? = nil, pollutant: Pollutant? = nil
  ) throws(ArchiveError) -> [SeriesSummary] {
    try attempt {
      try connection.read { database in
        let contributors = try self.contributors(database)
        return try Row.fetchAll(
          database,
          sql: """
            SELECT \(Self.seriesColumns), sum(valid) AS valid
            FROM series JOIN station ON station.id = series.station
            JOIN block ON block.series = series.id
            WHERE (:network IS NULL OR network = :network)
              AND (:identifier IS NULL OR identifier = :identifier)
              AND (:pollutant IS NULL OR pollutant = :pollutant)
            GROUP BY series.id
            ORDER BY network, identifier, pollutant, instrument, series.step_unit DESC, series.step
            """,
          arguments: [
            "network": station?.network, "identifier": station?.identifier,
            "pollutant": pollutant?.identifier,
          ]
        ).map { row in
          let traits = try SeriesTraits(row)
          let station = try Station(row)
          let key = try SeriesKey(row, at: station)
          return SeriesSummary(
            station: station, pollutant: key.pollutant, averaging: key.averaging,
            instrument: key.instrument, unit: MeasurementUnit(stored: traits.unit),
            referenceState: try self.referenceState(traits), axis: try traits.axis(of: row),
            validCount: try row.checked("valid"),
            sources: contributors[try row.checked("series_id")] ?? [])
        }
      }
    }
  }

  /// A row of `series` with its station and the extent of its blocks.
  static let seriesColumns = """
    station.*, series.*, series.id AS series_id, min(start) AS start, max(start) AS last_start,
    (SELECT count FROM block AS last WHERE last.series = series.id ORDER BY start DESC LIMIT 1)
      AS last_count
    """

  /// One whole series by its key, on its own clock, or `nil` when the archive has none.
  ///
  /// - Throws: `damaged` when a block's checksum does not fit its content or its place.
  public func series(_ key: SeriesKey) throws(ArchiveError) -> MonitoringSeries? {
    try attempt {
      try connection.read { database in
        guard
          let row = try rows(
            database, station: key.station, pollutant: key.pollutant
          ).first(where: { try SeriesKey($0, at: try Station($0)) == key })
        else { return nil }
        return try self.series(row, database)
      }
    }
  }

  /// A station's series of a pollutant on the station's clock, or `nil` when the archive has none.
  /// A derived quantity that was not measured is computed from its components.
  ///
  /// - Parameter choice: which of several series is meant.
  /// - Throws: `ambiguousSeries` when the choice leaves several; `unknownSeries` when it leaves
  ///   none; `damaged` when a block's checksum does not fit its content or its place; `UnitError`
  ///   when the components' units or reference states do not allow the derived quantity.
  public func series(
    _ pollutant: Pollutant, at station: Station, choice: SeriesChoice = .only
  ) throws -> MonitoringSeries? {
    if let stored = try stored(pollutant, at: station, choice) { return stored }
    guard let derived = DerivedPollutant(pollutant),
      let needed = derived.components(among: try seriesList(station: station).map(\.pollutant))
    else { return nil }
    var components: [MonitoringSeries] = []
    for component in needed {
      guard let series = try stored(component, at: station, choice) else { return nil }
      components.append(series)
    }
    return try derived.series(from: components)
  }

  private func stored(
    _ pollutant: Pollutant, at station: Station, _ choice: SeriesChoice
  ) throws(ArchiveError) -> MonitoringSeries? {
    try attempt {
      try connection.read { database in
        let all = try rows(database, station: station.key, pollutant: pollutant)
        guard !all.isEmpty else { return nil }
        let keys = try all.map { try SeriesKey($0, at: station) }
        let meant = keys.indices.filter { choice.admits(keys[$0]) }
        let clock = try self.clock(of: station, database)
        let isMean =
          choice.instrument == SeriesChoice.mean
          && Set(meant.map { keys[$0].averaging }).count == 1
        guard meant.count == 1 || (isMean && !meant.isEmpty) else {
          let words = keys.map { key in
            (key.instrument.isEmpty ? "" : "\(key.instrument), ") + "\(key.averaging)"
          }
          throw meant.isEmpty
            ? ArchiveError.unknownSeries(
              station: station.key, pollutant: pollutant.identifier, available: words)
            : ArchiveError.ambiguousSeries(
              station: station.key, pollutant: pollutant.identifier,
              candidates: meant.map { words[$0] })
        }
        let found = try meant.map { try self.series(all[$0], database).onStationClock(clock) }
        if found.count == 1 { return found.first }
        guard let mean = MonitoringSeries.mean(ofInstruments: found) else {
          throw ArchiveError.mixedPanel(
            pollutant: pollutant.identifier, property: "units, reference states or steps",
            values: found.map { "\($0.key) in \($0.unit)" })
        }
        return mean
      }
    }
  }

  private func rows(
    _ database: Database, station: String, pollutant: Pollutant
  ) throws -> [Row] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT \(Self.seriesColumns)
          FROM station JOIN series ON series.station = station.id
          JOIN block ON block.series = series.id
          WHERE network || '/' || identifier = ? AND pollutant = ? GROUP BY series.id
          ORDER BY instrument, series.step_unit DESC, series.step
          """),
      arguments: [station, pollutant.identifier])
  }

  private func series(_ found: Row, _ database: Database) throws -> MonitoringSeries {
    let station = try Station(found)
    let key = try SeriesKey(found, at: station)
    let traits = try SeriesTraits(found)
    let axis = try traits.axis(of: found)
    let identifier: Int64 = try found.checked("series_id")
    var values = [Double](repeating: .nan, count: axis.count)
    let blocks = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT year, start, count, payload FROM block WHERE series = ? ORDER BY year"),
      arguments: [identifier])
    while let row = try blocks.next() {
      let block = try StoredBlock(row, of: key, traits)
      let position = axis.ceilingPosition(of: Instant(secondsSinceEpoch: block.start))
      guard position >= 0, position + block.count <= values.count else {
        throw DamagedRow(column: "start")
      }
      do {
        try PackedBlock.decode(
          [UInt8](block.payload), count: block.count, seal: block.seal, into: &values,
          at: position)
      } catch {
        throw ArchiveError.damaged(
          path: path,
          detail: say(
            "archive.packed-block", place: "\(station.key), \(key.pollutant)",
            year: String(block.year)))
      }
    }
    return MonitoringSeries(
      station: station, pollutant: key.pollutant, unit: MeasurementUnit(stored: traits.unit),
      referenceState: try referenceState(traits), axis: axis, averaging: key.averaging,
      instrument: key.instrument, storage: values)
  }

  private func referenceState(_ traits: SeriesTraits) throws -> ReferenceState {
    guard let state = ReferenceState(archiveText: traits.referenceState) else {
      throw ArchiveError.damaged(
        path: path, detail: say("archive.reference-state", text: traits.referenceState))
    }
    return state
  }

  private func contributors(_ database: Database) throws -> [Int64: [SourceFile]] {
    var sources: [(identifier: Int64, file: SourceFile)] = []
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM source ORDER BY id")
    while let row = try rows.next() {
      sources.append((try row.checked("id"), try SourceFile(row)))
    }
    // A thousand series of one batch share one list instead of copying it.
    var lists: [ClosedRange<Int64>: [SourceFile]] = [:]
    var contributors: [Int64: [SourceFile]] = [:]
    // An archive of format 1 that was opened for reading stays as it is.
    let namesLast = try database.columns(in: "contribution").contains { $0.name == "last_source" }
    let stretches = try Row.fetchCursor(
      database,
      sql: """
        SELECT DISTINCT series, source, \(namesLast ? "coalesce(last_source, source)" : "source")
          AS last
        FROM contribution ORDER BY series, source
        """)
    while let row = try stretches.next() {
      let first: Int64 = try row.checked("source")
      let last: Int64 = try row.checked("last")
      let range = first...max(first, last)
      let list =
        lists[range] ?? sources.filter { range.contains($0.identifier) }.map(\.file)
      lists[range] = list
      let series: Int64 = try row.checked("series")
      if contributors[series] == nil {
        contributors[series] = list
      } else {
        contributors[series]?.append(contentsOf: list)
      }
    }
    return contributors
  }
}
