import AirQuality

/// Whether the two periods cover the same part of the year.
///
/// Winter against summer is the oldest way to make an improvement; the share of days by month
/// shows it.
struct SeasonOverlap {
  /// 0 when the shares of the twelve months agree, 1 when no month is in both.
  let distance: Double

  init(_ study: Study) {
    func shares(_ period: DatePeriod) -> [Double] {
      var counts = [Double](repeating: 0, count: 12)
      for day in period.first.daysSinceEpoch...period.last.daysSinceEpoch {
        counts[CivilDate(daysSinceEpoch: day).month - 1] += 1
      }
      return counts.map { $0 / Double(period.dayCount) }
    }
    distance =
      zip(shares(study.before), shares(study.after)).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }

  var diagnostics: [Diagnostic] {
    // Whole years of different leap days differ by less than a hundredth.
    guard distance > 0.02 else { return [] }
    return [
      Diagnostic(
        "season-overlap", distance > 0.2 ? .serious : .warning,
        "the two periods cover different parts of the year (share of days that do not match by "
          + "month: \(Int((distance * 100).rounded())) %), so the change contains the season",
        facts: ["distance": distance])
    ]
  }
}

extension Study {
  /// Told when values without a logarithm were left out.
  var logarithmDiagnostics: [Diagnostic] {
    let count = valuesWithoutLogarithm
    guard count > 0 else { return [] }
    return [
      Diagnostic(
        "no-logarithm", .note,
        "\(count) values of zero or below have no logarithm and count as missing",
        facts: ["count": Double(count)])
    ]
  }
}
