import Documents
public import AirQuality
import Cooperation
import Foundation
import NumericKernels

/// The same estimate at a start before the measure, at which nothing began.
public struct PlaceboStart: Hashable, Codable, Sendable {
  /// First day of the pretended measure.
  public let start: CivilDate
  /// Days that were judged from it on, all before the true start.
  public let days: Int
  /// Mean of observed minus expected, on the outcome's scale.
  public let effect: Double
  /// Its standard error.
  public let standardError: Double
  /// Whether the interval holds zero, as it should.
  public let holdsZero: Bool
}

/// Starts before the measure, spread evenly over the days that leave the model as much to learn from as its
/// terms ask for.
///
/// Every start repeats the whole estimate: training before it, prediction behind it, interval. Their windows
/// may overlap and share training days, so they are a picture of the method's error and no independent test.
///
/// - Source: placebo tests in time, Abadie, Diamond and Hainmueller (2015), doi:10.1111/ajps.12116.
struct PlaceboStarts {
  let starts: [PlaceboStart]
  /// Starts that gave no estimate, by reason.
  let failures: [Unestimated]
  /// Days that each was judged on.
  let window: Int

  private static let leastWindow = 28

  /// - Parameter needed: days before a start that the model's terms ask for.
  init(
    _ estimator: BusinessAsUsual, _ study: Study, count: Int, needed: Int, threads: Int? = nil
  ) {
    let room = study.before.dayCount - needed
    guard count > 0, room >= Self.leastWindow else {
      starts = []
      failures = []
      window = 0
      return
    }
    let window = min(study.after.dayCount, max(Self.leastWindow, room / 2))
    self.window = window
    let first = study.before.first.daysSinceEpoch + needed
    let last = study.before.last.daysSinceEpoch + 1 - window
    let days = Set(
      (0..<count).map { count == 1 ? last : first + $0 * (last - first) / (count - 1) }
    ).sorted()
    let (found, failed) = parallelMap(count: days.count, threads: threads) { place in
      Result { () throws(EstimationError) in
        try Self.placebo(
          estimator, study, from: CivilDate(daysSinceEpoch: days[place]), window: window)
      }
    }.divided()
    starts = found
    failures = [Unestimated](failed)
  }

  private static func placebo(
    _ estimator: BusinessAsUsual, _ study: Study, from start: CivilDate, window: Int
  ) throws(EstimationError) -> PlaceboStart {
    let end = CivilDate(daysSinceEpoch: start.daysSinceEpoch + window - 1)
    let eve = CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1)
    let instant = Instant(start, utcOffset: study.panel.axis.utcOffset)
    guard let before = DatePeriod(study.before.first, through: eve),
      let after = DatePeriod(start, through: end)
    else { throw .tooFewObservations(found: 0, needed: 1, period: "\(start)") }
    let earlier = try Study(
      title: study.title, measure: Measure(name: study.measure.name, start: start),
      outcome: study.outcome, panel: study.panel,
      treatments: study.treatments.map { $0.isTreated ? .since(instant) : $0 },
      before: before, after: after, covariates: study.covariates)
    let found = try estimator.core(earlier)
    return PlaceboStart(
      start: start, days: window, effect: found.scaled.value,
      standardError: found.scaled.standardError,
      holdsZero: found.scaled.lower <= 0 && 0 <= found.scaled.upper)
  }

  /// What the reader should know of them, beside the estimate.
  ///
  /// - Parameter isLog: whether effects are log points, which are told as per cent.
  func diagnostics(beside effect: Double, isLog: Bool, unit: String) -> [Diagnostic] {
    failures.map {
      Diagnostic(
        "placebo-starts-failed", .note,
        ["count": .count($0.count), "reason": .message($0.reason)])
    } + [diagnostic(beside: effect, isLog: isLog, unit: unit)]
  }

  private func diagnostic(beside effect: Double, isLog: Bool, unit: String) -> Diagnostic {
    guard !starts.isEmpty else { return Diagnostic("placebo-starts-none", .note) }
    let held = starts.count { $0.holdsZero }
    let size = Summation.mean(starts.map { $0.effect * $0.effect }).squareRoot()
    let shown = isLog ? 100 * expm1(size) : size
    return Diagnostic(
      "placebo-starts", 4 * held < 3 * starts.count ? .serious : .note,
      [
        "count": .count(starts.count), "days": .count(window), "held": .count(held),
        "size": .number(shown, .decimals(1), unit: isLog ? "%" : unit),
        "larger": .count(starts.count { abs($0.effect) >= abs(effect) }),
      ])
  }
}
