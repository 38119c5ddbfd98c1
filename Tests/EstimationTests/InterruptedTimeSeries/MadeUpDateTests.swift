import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// What designs find in real air on days on which nothing was done.
@Suite(
  "Made-up dates: Coverage", .enabled(if: SharedData.isPresent), .tags(.calibration))
struct MadeUpDateTests {
  static let windows = [(365, 365), (730, 365), (365, 90), (180, 90)]
  static let comparisons = ["Beijing", "missions", "prefectures"].flatMap { name in
    name == "missions" ? [(name, false)] : [(name, false), (name, true)]
  }

  /// A study of a shape that the design is recommended for.
  private func isRecommended(_ before: Int) -> Bool { before >= 365 }

  @Test(
    "Made-up dates are called significant in at most 8 %", arguments: comparisons.indices,
    windows.indices)
  func madeUp(_ index: Int, _ window: Int) throws {
    let (name, donors) = Self.comparisons[index]
    let (before, after) = Self.windows[window]
    guard SimulationRuns.isFull || (window == 0 && name != "prefectures") else { return }
    guard donors || isRecommended(before) else { return }
    let series =
      switch name {
      case "Beijing": try MadeUpDates.beijing()
      case "missions": try MadeUpDates.missions()
      default: try MadeUpDates.prefectures()
      }
    let data = donors ? series : series.withoutTrend()
    let runs = SimulationRuns.count(everyday: 24, full: 200)
    var wanted: [Int] = []
    var run = 0
    while wanted.count < runs, run < 20 * runs {
      if try data.study(run: run, before: before, after: after, donors: donors) != nil {
        wanted.append(run)
      }
      run += 1
    }
    let chosen = wanted
    let found = try parallelMap(
      count: chosen.count,
      throwing: { (place) throws(any Error) -> (Bool, Double)? in
        guard
          let study = try data.study(
            run: chosen[place], before: before, after: after, donors: donors)
        else { return nil }
        do {
          let effect = try InterruptedTimeSeries().effect(of: study)
          guard let interval = effect.interval else { return nil }
          return (
            (effect.pValue?.value ?? 1) <= 0.05,
            (log1p(interval.upper / 100) - log1p(interval.lower / 100)) / 2
          )
        } catch is EstimationError { return nil }
      })
    let answers = found.compactMap(\.self)
    let called = answers.count(where: \.0)
    let share = Double(called) / Double(max(1, answers.count))
    print(
      "| interrupted-time-series | \(name), \(donors ? "beside donors" : "smooth trend out") | "
        + "\(before) + \(after) days | called \(called) of \(answers.count) | half-width "
        + "\(Summation.median(answers.map(\.1))) in logarithms | refused "
        + "\(chosen.count - answers.count)")
    guard isRecommended(before) else { return }
    // The everyday number cannot tell 8 % from 12: it watches for breakage.
    #expect(share <= (SimulationRuns.isFull ? 0.08 : 0.21), "\(called) of \(answers.count)")
  }

  // RESEARCH.md 3.2: nothing local was done at Dongsi on 2015-01-01, and its level moved by itself.
  @Test("Dongsi on eleven neighbours with the made-up date 2015-01-01 covers zero", .tags(.golden))
  func dongsi() throws {
    let data = try MadeUpDates.beijing()
    let effect = try InterruptedTimeSeries().estimate(try data.dongsi()).effect
    let interval = try #require(effect.interval)
    print("| Dongsi | \(effect.estimate) %, \(interval.lower) to \(interval.upper)")
    #expect(interval.contains(0))
    #expect(effect.diagnostics.contains { $0.identifier == "slow-movements" })
  }
}
