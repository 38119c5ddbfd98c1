import NumericKernels

/// A quadratic a x² + b x + c.
package struct Quadratic: Hashable, Sendable {
  package let square: Double
  package let linear: Double
  package let constant: Double

  package init(square: Double, linear: Double, constant: Double) {
    self.square = square
    self.linear = linear
    self.constant = constant
  }

  package static func - (left: Quadratic, right: Quadratic) -> Quadratic {
    Quadratic(
      square: left.square - right.square, linear: left.linear - right.linear,
      constant: left.constant - right.constant)
  }

  /// The arguments at which it is not negative: no, one or two closed intervals, ascending.
  package var notNegative: [ArgumentInterval] {
    if square == 0 { return lineNotNegative }
    let discriminant = linear * linear - 4 * square * constant
    guard discriminant > 0 else {
      if square > 0 { return [.all] }
      let touch = -linear / (2 * square)
      return discriminant == 0 ? [.init(lower: touch, upper: touch)] : []
    }
    // The root without cancellation first, the other from the product of both.
    let sum = -(linear + (linear < 0 ? -1 : 1) * discriminant.squareRoot()) / 2
    let roots = [sum / square, constant / sum].sorted()
    return square < 0
      ? [.init(lower: roots[0], upper: roots[1])]
      : [.init(lower: -.infinity, upper: roots[0]), .init(lower: roots[1], upper: .infinity)]
  }

  private var lineNotNegative: [ArgumentInterval] {
    if linear == 0 { return constant >= 0 ? [.all] : [] }
    let root = -constant / linear
    return linear > 0
      ? [.init(lower: root, upper: .infinity)] : [.init(lower: -.infinity, upper: root)]
  }
}

/// A closed interval of arguments; infinite where it has no end.
package struct ArgumentInterval: Hashable, Sendable {
  package let lower: Double
  package let upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  package static let all = ArgumentInterval(lower: -.infinity, upper: .infinity)
}

/// Where a rank test whose statistics differ by quadratics in a parameter does not reject.
package enum QuadraticRankSet {
  /// The arguments at which at least `needed` of the quadratics are not negative.
  ///
  /// Only roots are breakpoints, so that the set is found by one walk over them, without a grid.
  /// Each quadratic's part is closed, hence the set too.
  ///
  /// - Returns: closed intervals that do not meet, ascending; none where the set is empty.
  package static func arguments(
    where quadratics: [Quadratic], atLeast needed: Int
  ) -> [ArgumentInterval] {
    let parts = quadratics.flatMap(\.notNegative)
    // Opens before it closes, so that parts that touch count together where they touch.
    let opens = parts.map { (at: $0.lower, change: 1) }
    let closes = parts.map { (at: $0.upper, change: -1) }
    let events = (opens + closes).sorted { ($0.at, $1.change) < ($1.at, $0.change) }
    guard needed > 0 else { return [.all] }
    var found: [ArgumentInterval] = []
    var count = 0
    var open: Double?
    for event in events {
      count += event.change
      if let lower = open, count < needed {
        found.append(ArgumentInterval(lower: lower, upper: event.at))
        open = nil
      } else if open == nil, count >= needed {
        open = event.at
      }
    }
    return found
  }
}
