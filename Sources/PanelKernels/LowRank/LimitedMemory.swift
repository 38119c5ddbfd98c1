import NumericKernels

/// What the last steps of a descent tell about curvature: limited-memory BFGS.
///
/// - Source: Nocedal (1980), doi:10.1090/S0025-5718-1980-0572855-7; Liu and Nocedal (1989),
///   doi:10.1007/BF01589116, algorithm 2.1 with the scaling M3.
package struct LimitedMemory {
  /// Steps that are kept.
  private static let most = 10
  /// Least curvature along a step, as a share of the largest it can be, that is learnt from.
  private static let flattest = 1e-12

  private var steps: [[Double]] = []
  private var changes: [[Double]] = []

  /// Without steps: the direction is the steepest descent.
  package init() {}

  /// Takes over a step and how the gradient changed along it, both of one length.
  ///
  /// A step along which the gradient does not rise is rounding in a convex problem and is left out.
  package mutating func remember(step: [Double], change: [Double]) {
    let curvature = LinearAlgebra.dot(step, change)
    guard curvature > Self.flattest * LinearAlgebra.dot(change, change) else { return }
    steps.append(step)
    changes.append(change)
    if steps.count > Self.most {
      steps.removeFirst()
      changes.removeFirst()
    }
  }

  /// Forgets every step.
  package mutating func forget() { self = LimitedMemory() }

  /// −H g, with H the inverse of the curvature as the steps show it.
  package func direction(against gradient: [Double]) -> [Double] {
    var direction = gradient.map { -$0 }
    guard let step = steps.last, let change = changes.last else { return direction }
    var shares = [Double](repeating: 0, count: steps.count)
    for place in steps.indices.reversed() {
      shares[place] =
        LinearAlgebra.dot(steps[place], direction)
        / LinearAlgebra.dot(steps[place], changes[place])
      Self.add(-shares[place], changes[place], to: &direction)
    }
    LinearAlgebra.scale(
      &direction, by: LinearAlgebra.dot(step, change) / LinearAlgebra.dot(change, change))
    for place in steps.indices {
      let share =
        LinearAlgebra.dot(changes[place], direction)
        / LinearAlgebra.dot(steps[place], changes[place])
      Self.add(shares[place] - share, steps[place], to: &direction)
    }
    return direction
  }

  private static func add(_ factor: Double, _ vector: [Double], to sum: inout [Double]) {
    for place in sum.indices { sum[place] += factor * vector[place] }
  }
}
