import AirQuality
import Documents
import NumericKernels

/// What else jumps on the date: weather, and how much was measured.
struct DateBalance {
  /// One a covariate: its jump with an interval and p-value, in its own unit.
  struct Row {
    let name: String
    let unit: String
    let jump: Double
    let lower: Double
    let upper: Double
    let p: Double
    let isRain: Bool
  }

  let rows: [Row]
  /// Steps measured within the window below and above, of how many.
  let measured: (below: Int, above: Int)
  /// Of the share that was measured being the same on both sides.
  let densityP: Double
  let diagnostics: [Diagnostic]

  init(_ settings: RegressionDiscontinuity, _ study: Study, _ window: DateWindow) {
    var own = settings
    own.errors = .serial
    own.weekdays = false
    own.bandwidth = max(window.bandwidths.below, window.bandwidths.above)
    var rows: [Row] = []
    var untold: [String] = []
    for panel in study.covariates {
      for (name, column) in Explanatory.columns(of: panel) {
        // The season stays out of weather too; the weather itself does not.
        guard
          let sample = try? DateSample(own, study.withoutCovariates, series: column),
          let frame = try? DateWindow(own, sample),
          let jump = DateJump(own, sample, at: 0, frame), jump.error > 0
        else {
          untold.append(name)
          continue
        }
        let reach =
          Distribution.studentQuantile(0.975, degreesOfFreedom: frame.freedom) * jump.error
        rows.append(
          Row(
            name: name, unit: panel.unit.symbol, jump: jump.corrected,
            lower: jump.corrected - reach, upper: jump.corrected + reach,
            p: Distribution.twoSidedP(
              t: jump.corrected / jump.error, degreesOfFreedom: frame.freedom),
            isRain: panel.pollutant == .precipitation))
      }
    }
    self.rows = rows
    let average = study.treatedAverage
    let cut = study.afterPositions.lowerBound
    let (left, right) = (
      max(study.beforePositions.lowerBound, cut - Int(window.bandwidths.below))..<cut,
      cut..<min(study.afterPositions.upperBound, cut + Int(window.bandwidths.above))
    )
    let steps = left.filter { study.beforePositions.contains($0) }
    measured = (steps.count { average[$0].isFinite }, right.count { average[$0].isFinite })
    densityP = Self.binomial(
      measured.above, of: measured.below + measured.above,
      share: Double(right.count) / Double(max(1, right.count + steps.count)))
    var found: [Diagnostic] = []
    for row in rows where row.p < 0.05 {
      found.append(
        Diagnostic(
          row.isRain ? "rain-jumps" : "weather-jumps", row.isRain ? .serious : .warning,
          [
            "name": .text(row.name), "p": .probability(row.p),
            "jump": .estimate(
              row.jump, lower: row.lower, upper: row.upper, .interval(row.lower, row.upper),
              unit: row.unit),
          ]))
    }
    if study.covariates.isEmpty { found.append(Diagnostic("balance-unknown", .note)) }
    if !untold.isEmpty {
      found.append(Diagnostic("balance-untold", .note, ["names": .names(untold)]))
    }
    if densityP < 0.05 {
      found.append(
        Diagnostic(
          "measured-jumps", .warning,
          [
            "below": .count(measured.below), "above": .count(measured.above),
            "p": .probability(densityP),
          ]))
    }
    diagnostics = found
  }

  /// Exact two-sided p of a number of hits: all outcomes that are not likelier.
  static func binomial(_ hits: Int, of count: Int, share: Double) -> Double {
    guard count > 0, share > 0, share < 1 else { return 1 }
    var logs: [Double] = [Double(count) * Logarithm.natural(1 - share)]
    for place in 1...count {
      logs.append(
        logs[place - 1] + Logarithm.natural(Double(count - place + 1) / Double(place))
          + Logarithm.natural(share / (1 - share)))
    }
    let own = logs[hits] + 1e-7
    return min(
      1, logs.filter { $0 <= own }.reduce(0) { $0 + Logarithm.power(2.718281828459045, $1) })
  }
}

extension Study {
  /// The same study with no covariates, to look at one of them.
  fileprivate var withoutCovariates: Study {
    (try? Study(
      title: title, measure: measure, outcome: outcome, panel: panel, treatments: treatments,
      before: before, after: after)) ?? self
  }
}
