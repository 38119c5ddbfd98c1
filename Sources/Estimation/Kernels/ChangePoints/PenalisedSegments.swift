import Foundation

/// A series cut into as many segments as pay for their penalty.
package enum PenalisedSegments {
  /// The cuts into segments with a level each, by squared residuals plus a penalty a break.
  ///
  /// - Parameters:
  ///   - values: without gaps.
  ///   - penalty: in the squared unit of the values.
  ///   - length: least number of steps in a segment.
  /// - Returns: how many steps lie before each break, ascending.
  /// - Source: the optimum of Killick, Fearnhead and Eckley (2012), doi:10.1080/01621459.2012.737745,
  ///   found as in `CostEnvelope`.
  package static func levels(_ values: [Double], penalty: Double, length: Int = 2) -> [Int] {
    let sums = SegmentSums(values)
    let count = values.count
    let length = max(length, 1)
    guard count >= 2 * length else { return [] }
    var costs = [Double](repeating: .infinity, count: count + 1)
    var origin = [Int32](repeating: 0, count: count + 1)
    costs[0] = 0
    var envelope = CostEnvelope(sums)
    for end in length...count {
      let candidate = end - length
      // The first segment has no break before it, so no penalty.
      if costs[candidate] < .infinity {
        envelope.insert(candidate, cost: costs[candidate] + (candidate == 0 ? 0 : penalty))
      }
      let best = envelope.best(at: end)
      costs[end] = best.cost
      origin[end] = Int32(best.candidate)
    }
    return trace(origin, count)
  }

  /// The cuts by any cost of a segment, by pruned dynamic programming (PELT).
  ///
  /// - Parameter cost: of the steps `from ..< to`; never less than the sum over two parts.
  /// - Source: Killick, Fearnhead and Eckley (2012), doi:10.1080/01621459.2012.737745.
  package static func pruned(
    count: Int, penalty: Double, length: Int = 2, cost: (_ from: Int, _ to: Int) -> Double
  ) -> [Int] {
    guard count >= 2 * length else { return [] }
    var costs = [Double](repeating: .infinity, count: count + 1)
    var origin = [Int32](repeating: 0, count: count + 1)
    costs[0] = -penalty
    var candidates: [Int] = []
    for end in length...count {
      let entering = end - length
      if costs[entering] < .infinity {
        // Whoever costs more up to here than the best does so for every later end, and from now on
        // a segment may begin here instead.
        candidates.removeAll {
          entering - $0 >= length && costs[$0] + cost($0, entering) > costs[entering]
        }
        candidates.append(entering)
      }
      for candidate in candidates {
        let total = costs[candidate] + cost(candidate, end) + penalty
        if total < costs[end] {
          costs[end] = total
          origin[end] = Int32(candidate)
        }
      }
    }
    return trace(origin, count)
  }

  /// The cost of a change in mean and variance: n log variance.
  ///
  /// - Parameter floor: added to every variance, so that equal values cost no infinity.
  package static func normalCost(
    _ values: [Double], floor: Double = 1e-6
  ) -> (_ from: Int, _ to: Int) -> Double {
    let sums = SegmentSums(values)
    return { from, to in
      let count = Double(to - from)
      let variance = sums.cost(from: from, to: to) / count
      return count * log(variance + floor)
    }
  }

  private static func trace(_ origin: [Int32], _ count: Int) -> [Int] {
    var breaks: [Int] = []
    var end = Int(origin[count])
    while end > 0 {
      breaks.append(end)
      end = Int(origin[end])
    }
    return breaks.reversed()
  }
}
