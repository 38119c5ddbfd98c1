import Documents
import NumericKernels

/// The same jump, window and errors on dates of the period before, where nothing was done.
struct DatePlacebos {
  /// Share of made-up dates called significant beyond which the design is not recommended.
  static let tolerated = 0.08

  /// Dates in steps from the measure's, with their jumps.
  let values: [(date: Double, jump: DateJump)]
  /// How many of them are worth an independent one: windows further apart than a bandwidth.
  let independent: Double
  /// Root mean square of jumps over their errors.
  let scatter: Double
  /// Share of them whose jump the errors alone call significant at 5 %.
  let alarms: Double

  /// - Returns: `nil` where fewer than twenty dates have a whole window in the period before, or
  ///   windows of fewer than two bandwidths.
  init?(_ settings: RegressionDiscontinuity, _ sample: DateSample, _ window: DateWindow) {
    let (left, right) = (window.bandwidths.below, window.bandwidths.above)
    guard settings.placebos > 0, let first = sample.x.first,
      let last = sample.x.last(where: { $0 < 0 })
    else { return nil }
    let (earliest, latest) = ((first + left).rounded(.up), (last + 1 - right).rounded(.down))
    guard latest - earliest >= 20 else { return nil }
    let step = max(1, ((latest - earliest) / Double(settings.placebos)).rounded(.up))
    let dates = Array(stride(from: earliest, through: latest, by: step))
    let found = parallelMap(count: dates.count) { place in
      DateJump(settings, sample, at: dates[place], window, within: first...last)
    }
    values = zip(dates, found).compactMap { date, jump in jump.map { (date, $0) } }
    guard values.count >= 15 else { return nil }
    independent = 1 + ((latest - earliest) / max(left, right)).rounded(.down)
    let ratios = values.map { $0.jump.error > 0 ? $0.jump.corrected / $0.jump.error : 0 }
    scatter = Summation.mean(ratios.map { $0 * $0 }).squareRoot()
    let border =
      settings.errors == .independent
      ? Distribution.normalQuantile(0.975)
      : Distribution.studentQuantile(0.975, degreesOfFreedom: window.freedom)
    alarms = Double(ratios.count { abs($0) > border }) / Double(ratios.count)
  }

  /// Rank of a jump among them, counted as as many dates as they are worth: neighbouring dates share
  /// nearly all of their days, and a jump that beats them all has beaten few.
  func rank(of jump: DateJump) -> PValue {
    func size(_ jump: DateJump) -> Double {
      jump.error > 0 ? abs(jump.corrected) / jump.error : 0
    }
    let own = size(jump)
    let larger = Double(values.count { size($0.jump) >= own }) / Double(values.count)
    return PValue(
      value: (1 + independent * larger) / (1 + independent), method: "how.ranks-of-dates",
      smallestPossible: 1 / (1 + independent))
  }
}
