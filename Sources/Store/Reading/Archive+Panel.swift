public import AirQuality
import NumericKernels

extension Archive {
  /// One pollutant at several stations as a dense block.
  ///
  /// - Parameters:
  ///   - stations: one column each, in this order.
  ///   - from: beginning of the window; without it, the earliest value of any station.
  ///   - until: end of the window, exclusive; without it, the end of the last series.
  ///   - choice: which of several series of a station is meant.
  /// - Throws: `unknownSeries` for a station without the pollutant; `mixedPanel` when units,
  ///   reference states, steps, phases or offsets differ.
  public func panel(
    _ pollutant: Pollutant, at stations: [Station], from: Instant? = nil, until: Instant? = nil,
    choice: SeriesChoice = .only
  ) throws -> Panel? {
    var columns: [MonitoringSeries] = []
    for station in stations {
      guard let series = try series(pollutant, at: station, choice: choice) else {
        let available = try seriesList(station: station).map(\.pollutant.identifier)
        throw ArchiveError.unknownSeries(
          station: station.key, pollutant: pollutant.identifier, available: available)
      }
      columns.append(series)
    }
    guard let first = columns.first else { return nil }
    try requireOne(pollutant, "units", columns.map(\.unit.symbol))
    try requireOne(pollutant, "reference states", columns.map(\.referenceState.archiveText))
    try requireOne(pollutant, "steps", columns.map { "\($0.axis.step)" })
    try requireOne(pollutant, "averaging times", columns.map { "\($0.averaging)" })
    try requireOne(pollutant, "phases", columns.map { "\($0.axis.phase)" })
    try requireOne(
      pollutant, "offsets from UTC", columns.map { Instant.offsetText($0.axis.utcOffset) })

    let start = columns.map(\.axis.start).min() ?? first.axis.start
    let end = columns.map(\.axis.end).max() ?? first.axis.end
    let union = first.axis.part(first.axis.latticePositions(from: start, until: end))
    let axis = union.part(union.positions(from: from ?? start, until: until ?? end))
    var storage = [Double](repeating: .nan, count: axis.count * columns.count)
    for (column, series) in columns.enumerated() {
      // Where the series begins on the panel's axis; negative when it begins earlier.
      let shift = axis.ceilingPosition(of: series.axis.start)
      let covered = max(shift, 0)..<max(max(shift, 0), min(shift + series.count, axis.count))
      for position in covered {
        storage[column * axis.count + position] = series.storage[position - shift]
      }
    }
    return Panel(
      stations: columns.map(\.station), pollutant: pollutant, unit: first.unit, axis: axis,
      matrix: Matrix(rows: axis.count, columns: columns.count, storage: storage))
  }

  private func requireOne(
    _ pollutant: Pollutant, _ property: String, _ values: [String]
  ) throws(ArchiveError) {
    let distinct = Set(values)
    guard distinct.count > 1 else { return }
    throw .mixedPanel(
      pollutant: pollutant.identifier, property: property, values: distinct.sorted())
  }
}
