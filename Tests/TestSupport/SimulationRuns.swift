import Foundation
import NumericKernels

/// How many simulated studies a coverage test draws.
///
/// Every `make test` draws the everyday number; `make calibrate` sets `AIRACCORD_CALIBRATION=full`
/// and draws the full number in a release build.
public enum SimulationRuns {
  /// Whether the full number of runs was asked for.
  public static let isFull =
    ProcessInfo.processInfo.environment["AIRACCORD_CALIBRATION"] == "full"

  /// The number of runs to draw now.
  public static func count(everyday: Int, full: Int) -> Int { isFull ? full : everyday }

  /// The runs that `AIRACCORD_RUNS=100-499` names, so that a full number can be drawn in parts.
  private static let named: Range<Int>? = {
    let ends = (ProcessInfo.processInfo.environment["AIRACCORD_RUNS"] ?? "").split(separator: "-")
      .compactMap { Int($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]..<(ends[1] + 1) : nil
  }()

  /// Which runs to draw now: from the first on, unless some are named.
  public static func numbers(everyday: Int, full: Int) -> Range<Int> {
    named ?? 0..<count(everyday: everyday, full: full)
  }

  /// The shares of hits that a right method gives in `runs` draws: every day three binomial standard
  /// errors either side, in a full run the binomial's 99 % band, and from 10,000 draws on 1.5 points
  /// either side of 5 %, 2 points either side of 95 %.
  ///
  /// - Parameter full: another band of a full run, where a method is known to hold another one.
  public static func band(
    _ share: Double, runs: Int, full: ClosedRange<Double>? = nil
  ) -> ClosedRange<Double> {
    if isFull, named == nil, let full { return full }
    if isFull { return runs < 10_000 ? binomialBand(share, runs: runs) : longBand(share) }
    let reach = 3 * (share * (1 - share) / Double(runs)).squareRoot()
    return max(0, share - reach)...min(1, share + reach)
  }

  private static func longBand(_ share: Double) -> ClosedRange<Double> {
    let reach = share < 0.5 ? 0.015 : 0.02
    return share - reach...share + reach
  }

  /// At most half a per cent of the binomial lies outside at either end.
  private static func binomialBand(_ share: Double, runs: Int) -> ClosedRange<Double> {
    func atMost(_ hits: Int) -> Double {
      Distribution.binomialCumulative(hits, trials: runs, probability: share)
    }
    let hits = 0...runs
    let lower = hits.first { atMost($0) > 0.005 } ?? 0
    let upper = hits.first { atMost($0) >= 0.995 } ?? runs
    return Double(lower) / Double(runs)...Double(upper) / Double(runs)
  }
}
