@testable import AirQuality

/// Series made hour by hour for tests of the standards.
enum MadeSeries {
  /// Hourly values of whole days.
  ///
  /// - Parameter value: of the hour that begins at the given hour of a day; `nil` is missing.
  static func hourly(
    _ pollutant: Pollutant, unit: MeasurementUnit = .microgramsPerCubicMetre,
    state: ReferenceState = .unstated, from first: String, to last: String,
    _ value: (CivilDate, Int) -> Double?
  ) -> MonitoringSeries {
    let (start, days) = span(first, last)
    let axis = TimeAxis(
      start: Instant(start, utcOffset: 28_800), step: 3_600, count: days * 24, utcOffset: 28_800)
    return MonitoringSeries(
      station: Station(network: "made", identifier: "A"), pollutant: pollutant, unit: unit,
      referenceState: state, axis: axis,
      values: (0..<(days * 24)).map { value(axis.date(at: $0), $0 % 24) })
  }

  /// Daily values.
  static func daily(
    _ pollutant: Pollutant, unit: MeasurementUnit = .microgramsPerCubicMetre, from first: String,
    to last: String, _ value: (CivilDate) -> Double?
  ) -> MonitoringSeries {
    let (start, days) = span(first, last)
    let axis = TimeAxis(
      start: Instant(start, utcOffset: 28_800), step: 86_400, count: days, utcOffset: 28_800)
    return MonitoringSeries(
      station: Station(network: "made", identifier: "A"), pollutant: pollutant, unit: unit,
      axis: axis, values: (0..<days).map { value(axis.date(at: $0)) })
  }

  private static func span(_ first: String, _ last: String) -> (CivilDate, Int) {
    guard let first = CivilDate(first), let last = CivilDate(last) else {
      preconditionFailure("a test names days that do not exist")
    }
    return (first, last.daysSinceEpoch - first.daysSinceEpoch + 1)
  }
}

extension StandardsEvaluation {
  /// The findings of one limit of one series in one year.
  static func findings(
    _ series: MonitoringSeries, _ authority: AirQualityStandard.Authority, _ year: Int,
    standard: String? = nil, level: String? = nil, averaging: String
  ) -> [ComplianceFinding] {
    var evaluation = StandardsEvaluation(authority: authority)
    if let standard { evaluation.selection = .fixed(standard) }
    evaluation.level = level
    return evaluation.report([series], years: year...year).findings
      .filter { $0.standard.averaging == averaging }
  }
}
