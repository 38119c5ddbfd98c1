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
            SELECT station.*, series.*, series.id AS series_id,
              min(start) AS start, max(start + count * step) AS until, sum(valid) AS valid
            FROM series JOIN station ON station.id = series.station
            JOIN block ON block.series = series.id
            WHERE (:network IS NULL OR network = :network)
              AND (:identifier IS NULL OR identifier = :identifier)
              AND (:pollutant IS NULL OR pollutant = :pollutant)
            GROUP BY series.id ORDER BY network, identifier, pollutant
            """,
          arguments: [
            "network": station?.network, "identifier": station?.identifier,
            "pollutant": pollutant?.identifier,
          ]
        ).map { row in
          let traits = try SeriesTraits(row)
          let pollutant: String = try row.checked("pollutant")
          return SeriesSummary(
            station: try Station(row), pollutant: Pollutant(stored: pollutant),
            unit: MeasurementUnit(stored: traits.unit),
            referenceState: try self.referenceState(traits),
            axis: try traits.axis(of: row), validCount: try row.checked("valid"),
            sources: contributors[try row.checked("series_id")] ?? [])
        }
      }
    }
  }

  /// One whole series, or `nil` when the archive has none. A derived quantity that was not
  /// measured is computed from its components.
  ///
  /// - Throws: `damaged` when a block's checksum does not fit its content; `UnitError` when the
  ///   components' units or reference states do not allow the derived quantity.
  public func series(_ pollutant: Pollutant, at station: Station) throws -> MonitoringSeries? {
    if let stored = try stored(pollutant, at: station) { return stored }
    guard let derived = DerivedPollutant(pollutant),
      let needed = derived.components(among: try seriesList(station: station).map(\.pollutant))
    else { return nil }
    var components: [MonitoringSeries] = []
    for component in needed {
      guard let series = try stored(component, at: station) else { return nil }
      components.append(series)
    }
    return try derived.series(from: components)
  }

  private func stored(
    _ pollutant: Pollutant, at station: Station
  ) throws(ArchiveError) -> MonitoringSeries? {
    try attempt {
      try connection.read { try self.series(pollutant, at: station, $0) }
    }
  }

  private func series(
    _ pollutant: Pollutant, at station: Station, _ database: Database
  ) throws -> MonitoringSeries? {
    let found = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT station.*, series.*, series.id AS series_id,
            min(start) AS start, max(start + count * step) AS until
          FROM station JOIN series ON series.station = station.id
          JOIN block ON block.series = series.id
          WHERE network = ? AND identifier = ? AND pollutant = ? GROUP BY series.id
          """),
      arguments: [station.network, station.identifier, pollutant.identifier])
    guard let found else { return nil }
    let traits = try SeriesTraits(found)
    let axis = try traits.axis(of: found)
    let identifier: Int64 = try found.checked("series_id")
    var values = [Double](repeating: .nan, count: axis.count)
    let blocks = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT year, start, count, payload FROM block WHERE series = ? ORDER BY year"),
      arguments: [identifier])
    while let row = try blocks.next() {
      let block = try StoredBlock(row, of: traits)
      let position = (block.start - axis.start.secondsSinceEpoch) / traits.step
      do {
        try PackedBlock.decode(
          [UInt8](block.payload), count: block.count, into: &values, at: position)
      } catch {
        throw ArchiveError.damaged(
          path: path,
          detail: "the block of \(station.key), \(pollutant), \(block.year) cannot be unpacked")
      }
    }
    return MonitoringSeries(
      station: try Station(found), pollutant: pollutant, unit: MeasurementUnit(stored: traits.unit),
      referenceState: try referenceState(traits),
      axis: axis, storage: values)
  }

  private func referenceState(_ traits: SeriesTraits) throws -> ReferenceState {
    guard let state = ReferenceState(archiveText: traits.referenceState) else {
      throw ArchiveError.damaged(
        path: path, detail: "“\(traits.referenceState)” is no reference state")
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
