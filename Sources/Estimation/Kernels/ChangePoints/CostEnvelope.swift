/// The least cost of a series so far as a function of its present level: the lower envelope of one
/// parabola a candidate for the last break.
///
/// A candidate that lies above the others at every level can never become the best again, and is
/// dropped. With few left, the best break is found in time that hardly grows with the series.
///
/// - Source: Rigaill (2015), arXiv:1004.0887; Maidstone et al. (2017), doi:10.1007/s11222-016-9636-3.
///   Departure: a candidate enters when its segment has the least length, which leaves the optimum
///   exact.
struct CostEnvelope {
  /// Where a candidate is the best: levels from `lower` to `upper`.
  private struct Piece {
    var lower: Double
    var upper: Double
    var candidate: Int
  }

  private var pieces: [Piece] = []
  private var next: [Piece] = []
  private let sums: SegmentSums
  private let range: ClosedRange<Double>
  /// Least cost up to each candidate.
  private var costs: [Double]

  init(_ sums: SegmentSums) {
    self.sums = sums
    range = sums.range
    costs = [Double](repeating: .infinity, count: sums.count + 1)
  }

  /// Lets a segment begin behind a candidate.
  mutating func insert(_ candidate: Int, cost: Double) {
    costs[candidate] = cost
    guard !pieces.isEmpty else {
      pieces = [Piece(lower: range.lowerBound, upper: range.upperBound, candidate: candidate)]
      return
    }
    next.removeAll(keepingCapacity: true)
    var open: Double?
    for piece in pieces {
      let length = Double(candidate - piece.candidate)
      let mean = (sums.sums[candidate] - sums.sums[piece.candidate]) / length
      let square = mean * mean
      let excess =
        (sums.squares[candidate] - sums.squares[piece.candidate] - cost
          + costs[piece.candidate]) / length
      // Between these levels the older candidate stays below the new one.
      let reach = square > excess ? (square - excess).squareRoot() : -1
      let lower = max(piece.lower, mean - reach)
      let upper = min(piece.upper, mean + reach)
      guard reach >= 0, lower < upper else {
        if open == nil { open = piece.lower }
        continue
      }
      let from = open ?? piece.lower
      if from < lower { next.append(Piece(lower: from, upper: lower, candidate: candidate)) }
      next.append(Piece(lower: lower, upper: upper, candidate: piece.candidate))
      open = upper < piece.upper ? upper : nil
    }
    if let open, open < range.upperBound {
      next.append(Piece(lower: open, upper: range.upperBound, candidate: candidate))
    }
    swap(&pieces, &next)
  }

  /// The candidate with which the series up to a step costs least.
  func best(at end: Int) -> (candidate: Int, cost: Double) {
    var best = (candidate: -1, cost: Double.infinity)
    for piece in pieces {
      let cost = costs[piece.candidate] + sums.cost(from: piece.candidate, to: end)
      if cost < best.cost || (cost == best.cost && piece.candidate < best.candidate) {
        best = (piece.candidate, cost)
      }
    }
    return best
  }
}

/// Sums of a series and its squares up to every step, by which the squared residuals of a segment's
/// mean take one subtraction.
package struct SegmentSums: Sendable {
  /// Number of values.
  package let count: Int
  /// Of the values up to each step, their mean taken out first; `count + 1`.
  package let sums: [Double]
  /// Of their squares.
  package let squares: [Double]
  /// From the least to the largest value, their mean taken out.
  let range: ClosedRange<Double>

  /// - Parameter values: without gaps.
  package init(_ values: [Double]) {
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    var sums = [0.0]
    var squares = [0.0]
    sums.reserveCapacity(values.count + 1)
    squares.reserveCapacity(values.count + 1)
    var sum = 0.0
    var square = 0.0
    for value in values {
      sum += value - mean
      square += (value - mean) * (value - mean)
      sums.append(sum)
      squares.append(square)
    }
    count = values.count
    self.sums = sums
    self.squares = squares
    let least = (values.min() ?? 0) - mean
    range = least...max((values.max() ?? 0) - mean, least)
  }

  /// Squared residuals from the mean of the steps `from ..< to`.
  package func cost(from: Int, to: Int) -> Double {
    let sum = sums[to] - sums[from]
    return max(squares[to] - squares[from] - sum * sum / Double(to - from), 0)
  }
}
