import Foundation
import NumericKernels

/// How far an estimated break may lie from the true one: the place of the largest value of a
/// two-sided random walk with drift.
///
/// - Source: Bai (1997), doi:10.1162/003465397557132, appendix; strucchange 1.5-3’s `confint`.
package struct BreakDateDistribution: Hashable, Sendable {
  /// Ratio of the drifts after and before.
  let drift: Double
  /// Standard deviations before and after, as multiples.
  let before: Double
  let after: Double

  /// Probability that the place lies at or below `x`, in units of scaled time.
  package func cumulative(_ x: Double) -> Double {
    let phi = drift * (after / before) * (after / before)
    return x < 0 ? lower(abs(x), phi) : upper(x, phi)
  }

  private func lower(_ x: Double, _ phi: Double) -> Double {
    guard x > 0 else { return middle(phi) }
    let fraction = drift / phi
    let root = x.squareRoot()
    return -exp(log(x) / 2 - x / 8 - log(2 * Double.pi) / 2)
      - (phi / drift * (phi + 2 * drift) / (phi + drift))
      * exp(fraction * (1 + fraction) * x / 2 + Self.logNormal(-(0.5 + fraction) * root))
      + (x / 2 - 2 + (phi + 2 * drift) * (phi + 2 * drift) / ((phi + drift) * drift))
      * exp(Self.logNormal(-root / 2))
  }

  private func upper(_ x: Double, _ phi: Double) -> Double {
    guard x > 0 else { return middle(phi) }
    let fraction = drift * drift / phi
    let root = x.squareRoot()
    return 1 + fraction.squareRoot() * exp(log(x) / 2 - fraction * x / 8 - log(2 * Double.pi) / 2)
      + (drift / phi * (2 * phi + drift) / (phi + drift))
      * exp((phi + drift) * x / 2 + Self.logNormal(-(phi + drift / 2) / phi.squareRoot() * root))
      - ((2 * phi + drift) * (2 * phi + drift) / ((phi + drift) * phi) - 2 + fraction * x / 2)
      * exp(Self.logNormal(-fraction.squareRoot() * root / 2))
  }

  private func middle(_ phi: Double) -> Double {
    let ratio = (phi + 2 * drift) * (phi + 2 * drift) / ((phi + drift) * drift)
    return (ratio - 2) / 2 - phi / drift * (phi + 2 * drift) / (phi + drift) / 2
  }

  /// log Φ(x), also where Φ underflows.
  private static func logNormal(_ x: Double) -> Double {
    if x > -30 { return log(Distribution.normalCumulative(x)) }
    let square = x * x
    return -square / 2 - log(-x) - log(2 * Double.pi) / 2
      + log(1 - 1 / square + 3 / (square * square))
  }

  /// The place below which a share of the distribution lies; `nil` when there is none.
  package func quantile(_ probability: Double) -> Double? {
    let middle = cumulative(0)
    guard middle.isFinite, probability > 0, probability < 1 else { return nil }
    var low = 0.0
    var high = 0.0
    if probability > middle {
      high = 1
      while cumulative(high) < probability {
        low = high
        high *= 2
        if high > 1e9 { return nil }
      }
    } else {
      low = -1
      while cumulative(low) > probability {
        high = low
        low *= 2
        if low < -1e9 { return nil }
      }
    }
    for _ in 0..<200 {
      let centre = (low + high) / 2
      if cumulative(centre) < probability { low = centre } else { high = centre }
      if high - low <= 1e-10 * max(1, abs(high)) { break }
    }
    return (low + high) / 2
  }

  /// The interval of each break of a series with a level a segment.
  ///
  /// - Parameters:
  ///   - values: without gaps.
  ///   - breaks: steps before each break.
  ///   - inflation: of every variance by serial dependence, long-run over plain; 1 without.
  /// - Returns: steps before the earliest and the latest break that the level allows, not cut at the
  ///   ends of the series; `nil` where the distribution has no such quantile.
  package static func intervals(
    _ values: [Double], breaks: [Int], level: Double, inflation: Double = 1
  ) -> [ClosedRange<Int>?] {
    let sums = SegmentSums(values)
    let edges = [0] + breaks + [values.count]
    let tail = (1 - level) / 2
    return breaks.indices.map { place in
      let (from, at, to) = (edges[place], edges[place + 1], edges[place + 2])
      func variance(_ from: Int, _ to: Int) -> Double {
        sums.cost(from: from, to: to) / Double(to - from) * inflation
      }
      func mean(_ from: Int, _ to: Int) -> Double {
        (sums.sums[to] - sums.sums[from]) / Double(to - from)
      }
      let first = variance(from, at)
      let second = variance(at, to)
      let step = mean(at, to) - mean(from, at)
      guard step != 0 else { return nil }
      guard first > 0, second > 0 else {
        // One side does not vary: the break is where it is.
        return first == 0 && second == 0 ? at...at : nil
      }
      let distribution = BreakDateDistribution(
        drift: 1, before: first.squareRoot(), after: second.squareRoot())
      guard let lower = distribution.quantile(tail), let upper = distribution.quantile(1 - tail)
      else { return nil }
      let scale = first / (step * step)
      let earliest = at - Int((upper * scale).rounded(.up))
      let latest = at - Int((lower * scale).rounded(.down))
      return earliest...max(earliest, latest)
    }
  }
}
