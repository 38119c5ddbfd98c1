import Foundation

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

  /// The shares of hits that a right method gives in `runs` draws: three binomial standard errors
  /// either side, and in a full run never wider than the band that was asked for.
  public static func band(
    _ share: Double, runs: Int, full: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    if isFull, named == nil { return full }
    let reach = 3 * (share * (1 - share) / Double(runs)).squareRoot()
    return max(0, share - reach)...min(1, share + reach)
  }
}
