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
        Diagnostic(
          "unmeasured-year", .serious, $0.sentence,
          facts: [
            "year": Double($0.year), "neighbours": $0.neighbourCorrelation,
            "memory": $0.dailyAutocorrelation,
          ])
      }
    }
    throw EstimationError.unmeasured(verdicts.map(\.sentence))
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
