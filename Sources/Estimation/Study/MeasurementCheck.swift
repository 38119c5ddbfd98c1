import Documents
import AirQuality

/// Asks, before any effect is estimated, whether the study's years behave like measurements.
struct MeasurementCheck {
  private let description: StudyDescription
  private let years: ClosedRange<Int>

  init(_ description: StudyDescription, window: DatePeriod) {
    self.description = description
    years = window.first.year...window.last.year
  }

  /// Warnings about years that the study accepts.
  ///
  /// Each station is judged beside its five nearest, whether or not they are in the study.
  ///
  /// - Throws: `EstimationError.unmeasured` when the study does not accept such years.
  func warnings(
    about stations: [Station], known: [Station], library: some SeriesLibrary
  ) throws -> [Diagnostic] {
    var wanted: Set<String> = []
    for station in stations {
      wanted.insert(station.key)
      wanted.formUnion(Self.nearest(to: station, among: known).map(\.key))
    }
    let series = try known.filter { wanted.contains($0.key) }.compactMap {
      try library.series(description.outcome.pollutant, at: $0)
    }
    let verdicts = NetworkVerdict.judge(YearlyIntegrity.check(series)).filter {
      !$0.isMeasured && years.contains($0.year)
    }
    guard !verdicts.isEmpty, description.quality.unmeasuredYears == .refuse else {
      return verdicts.map {
        Diagnostic("unmeasured-year", .serious, ["sentence": .message($0.message)])
      }
    }
    throw EstimationError.unmeasured(verdicts.map(\.message))
  }

  /// A remark where stations of the study hold numbers that mean missing, or long steps that
  /// stand alone far above all others, and no flag keeps them out.
  func falseValues(
    at stations: [Station], window: DatePeriod, library: some SeriesLibrary
  ) throws -> [Diagnostic] {
    var places: [String] = []
    var count = 0
    var worst = QualityGrade.note
    for station in stations {
      guard let whole = try library.series(description.outcome.pollutant, at: station) else {
        continue
      }
      let offset = whole.axis.utcOffset
      let series = whole.window(
        from: window.start(utcOffset: offset), until: window.end(utcOffset: offset))
      let kept = try library.flags(of: series.pollutant, at: station).filter {
        description.quality.leavesOut.leavesOut($0.grade) && $0.marks(series.key)
      }
      var positions: Set<Int> = []
      let found = QualityCheck.falseValues(in: series)
      for flag in found.flatMap(\.flags) {
        positions.formUnion(series.axis.positions(from: flag.from, until: flag.until))
      }
      for flag in kept {
        positions.subtract(series.axis.positions(from: flag.from, until: flag.until))
      }
      guard !positions.isEmpty else { continue }
      count += positions.count
      worst = max(worst, found.map(\.grade).max() ?? .note)
      places.append("\(station.name) \(positions.count)")
    }
    guard count > 0 else { return [] }
    let shown = places.prefix(5).joined(separator: ", ")
    return [
      Diagnostic(
        "false-values", worst == .unusable ? .serious : .warning,
        [
          "count": .count(count), "stations": .count(places.count), "names": .text(shown),
        ])
    ]
  }

  private static func nearest(to station: Station, among known: [Station]) -> [Station] {
    guard let place = station.coordinate else { return [] }
    return known.compactMap { other -> (Station, Double)? in
      guard other.key != station.key, other.network == station.network,
        let there = other.coordinate
      else { return nil }
      return (other, place.kilometres(to: there))
    }.sorted { ($0.1, $0.0.key) < ($1.1, $1.0.key) }.prefix(5).map(\.0)
  }
}
