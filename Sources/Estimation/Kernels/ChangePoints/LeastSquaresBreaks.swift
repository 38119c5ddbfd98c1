import Foundation

/// A series cut into segments with a level, or a line, of their own, so that the squared residuals are
/// least.
///
/// - Source: Bai and Perron (2003), doi:10.1002/jae.659.
package struct LeastSquaresBreaks: Hashable, Sendable {
  /// How many steps lie before each break; the last step of the old regime counted from 1, ascending.
  package let breaks: [Int]
  /// Sum of squared residuals.
  package let squaredResiduals: Double
  /// Number of values.
  package let count: Int
  /// Coefficients a segment.
  package let coefficients: Int

  /// The Bayesian information criterion of independent normal errors, as strucchange has it.
  package var bayesianCriterion: Double {
    let size = Double(count)
    let degrees = Double((coefficients + 1) * (breaks.count + 1))
    return size * (log(squaredResiduals / size) + 1 + log(2 * Double.pi)) + log(size) * degrees
  }

  /// First and last step of each segment, half open, counted from zero.
  package var segments: [Range<Int>] {
    zip([0] + breaks, breaks + [count]).map { $0..<$1 }
  }

  /// The best cuts into 1, 2, … segments with a level each.
  ///
  /// - Parameters:
  ///   - values: without gaps.
  ///   - most: largest number of breaks; fewer come back when the segments would be too short.
  ///   - length: least number of steps in a segment.
  /// - Returns: one a number of breaks, from none.
  package static func levels(
    _ values: [Double], most: Int, length: Int
  ) -> [LeastSquaresBreaks] {
    levels(SegmentSums(values), most: most, length: length)
  }

  static func levels(
    _ sums: SegmentSums, most: Int, length: Int
  ) -> [LeastSquaresBreaks] {
    let count = sums.count
    let length = max(length, 1)
    guard count >= length else { return [] }
    var costs = [Double](repeating: .infinity, count: count + 1)
    for end in length..<(count + 1) { costs[end] = sums.cost(from: 0, to: end) }
    var found = [
      LeastSquaresBreaks(
        breaks: [], squaredResiduals: costs[count], count: count, coefficients: 1)
    ]
    var origins: [[Int32]] = []
    for number in 1..<max(most + 1, 1) where (number + 1) * length <= count {
      var envelope = CostEnvelope(sums)
      var origin = [Int32](repeating: 0, count: count + 1)
      var nextCosts = [Double](repeating: .infinity, count: count + 1)
      for end in ((number + 1) * length)...count {
        let candidate = end - length
        envelope.insert(candidate, cost: costs[candidate])
        let best = envelope.best(at: end)
        origin[end] = Int32(best.candidate)
        nextCosts[end] = best.cost
      }
      origins.append(origin)
      costs = nextCosts
      found.append(
        LeastSquaresBreaks(
          breaks: trace(origins, from: count), squaredResiduals: costs[count], count: count,
          coefficients: 1))
    }
    return found
  }

  private static func trace(_ origins: [[Int32]], from end: Int) -> [Int] {
    var breaks: [Int] = []
    var end = end
    for origin in origins.reversed() {
      end = Int(origin[end])
      breaks.append(end)
    }
    return breaks.reversed()
  }

  /// The best cuts with a straight line in each segment.
  ///
  /// Takes time and memory of count²; up to about 4,000 steps.
  ///
  /// - Parameter times: place of each value on the axis, ascending.
  package static func lines(
    _ values: [Double], times: [Double], most: Int, length: Int
  ) -> [LeastSquaresBreaks] {
    let sums = LineSums(values, times: times)
    let count = values.count
    let length = max(length, 3)
    guard count >= length else { return [] }
    var costs = (0...count).map { $0 >= length ? sums.cost(from: 0, to: $0) : .infinity }
    var found = [
      LeastSquaresBreaks(
        breaks: [], squaredResiduals: costs[count], count: count, coefficients: 2)
    ]
    var origins: [[Int32]] = []
    for number in 1..<max(most + 1, 1) where (number + 1) * length <= count {
      var origin = [Int32](repeating: 0, count: count + 1)
      var nextCosts = [Double](repeating: .infinity, count: count + 1)
      for end in ((number + 1) * length)...count {
        for candidate in (number * length)...(end - length) {
          let cost = costs[candidate] + sums.cost(from: candidate, to: end)
          if cost < nextCosts[end] {
            nextCosts[end] = cost
            origin[end] = Int32(candidate)
          }
        }
      }
      origins.append(origin)
      costs = nextCosts
      found.append(
        LeastSquaresBreaks(
          breaks: trace(origins, from: count), squaredResiduals: costs[count], count: count,
          coefficients: 2))
    }
    return found
  }
}

/// Sums by which the squared residuals of a segment's line take a few subtractions.
private struct LineSums {
  private var rows: [[Double]]

  init(_ values: [Double], times: [Double]) {
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    let middle = times.reduce(0, +) / Double(max(times.count, 1))
    let scale = max((times.last ?? 1) - (times.first ?? 0), 1e-300)
    var sum = [Double](repeating: 0, count: 5)
    rows = [sum]
    for (value, time) in zip(values, times) {
      let y = value - mean
      let x = (time - middle) / scale
      for (place, term) in [x, x * x, y, x * y, y * y].enumerated() { sum[place] += term }
      rows.append(sum)
    }
  }

  func cost(from: Int, to: Int) -> Double {
    let count = Double(to - from)
    let one = rows[from]
    let other = rows[to]
    let x = other[0] - one[0]
    let xx = other[1] - one[1] - x * x / count
    let y = other[2] - one[2]
    let xy = other[3] - one[3] - x * y / count
    let yy = other[4] - one[4] - y * y / count
    return max(xx > 0 ? yy - xy * xy / xx : yy, 0)
  }
}
