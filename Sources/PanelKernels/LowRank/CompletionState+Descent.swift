import NumericKernels

/// The descent of matrix completion over the treated cells alone.
///
/// With the low-rank part minimised out, the objective is the Moreau envelope of the nuclear norm at
/// the centred panel: ½ Σ min(s, τ)² + τ Σ max(s − τ, 0) over its singular values s. It is convex and
/// smooth in the treated cells, and its gradient is the cells minus what the model expects in them,
/// so that filling them anew is a step of length one downhill. One decomposition gives value and
/// gradient; curvature comes from the last steps.
///
/// - Source: Moreau envelopes and their gradients, Parikh and Boyd (2014), doi:10.1561/2400000003,
///   section 3.1; conditions on a step's length, Hager and Zhang (2005), doi:10.1137/030601880,
///   section 2, whose second one still tells where values differ by rounding only.
extension CompletionState {
  /// Least share of the decrease that the slope promises.
  private static let decrease = 1e-4
  /// Largest slope at a step's end, as a share of that at its start with the sign turned round.
  private static let rise = 0.8
  /// Share of the value that is taken for rounding.
  private static let rounding = 1e-12
  /// Shorter steps than this mean that the direction is wrong.
  private static let shortest = 1e-3

  /// - Parameter isExact: whether the last round must take its singular values from a
  ///   decomposition.
  /// - Returns: rounds taken, and how far a treated cell moved in the last when it was filled anew,
  ///   as a share of the panel's spread.
  mutating func complete(
    penalty: Double, tolerance: Double, limit: Int, exactly isExact: Bool
  ) throws(KernelError) -> (rounds: Int, moved: Double) {
    // What two-way effects leave of this panel is rounding: there is nothing of low rank in it.
    if isAdditive { return (0, 0) }
    var memory = LimitedMemory()
    var point = try point(at: cells, penalty: penalty, exactly: false)
    var rounds = 1
    while true {
      let moved = point.largestMove / spread
      let stands = moved <= tolerance
      if rounds >= limit || (stands && (point.isExact || !isExact)) {
        try move(to: point.filledAnew)
        return (rounds, moved)
      }
      if stands {
        // Gradients of kept vectors and of exact ones do not tell about curvature together.
        memory.forget()
        point = try self.point(at: point.cells, penalty: penalty, exactly: true)
        rounds += 1
      } else {
        let next = try following(point, &memory, penalty: penalty)
        point = next.point
        rounds += next.rounds
      }
    }
  }

  /// The point that a step in the memory's direction comes to, and the rounds that it took.
  private mutating func following(
    _ point: CompletionPoint, _ memory: inout LimitedMemory, penalty: Double
  ) throws(KernelError) -> (point: CompletionPoint, rounds: Int) {
    var direction = memory.direction(against: point.gradient)
    var slope = LinearAlgebra.dot(point.gradient, direction)
    if slope >= 0 {
      memory.forget()
      direction = memory.direction(against: point.gradient)
      slope = LinearAlgebra.dot(point.gradient, direction)
    }
    var length = 1.0
    var rounds = 0
    while length >= Self.shortest {
      let next = try self.point(
        at: zip(point.cells, direction).map { $0 + length * $1 }, penalty: penalty, exactly: false)
      rounds += 1
      let end = LinearAlgebra.dot(next.gradient, direction)
      let isLower = next.value <= point.value + Self.decrease * length * slope
      let isLevel = next.value <= point.value + Self.rounding * point.value
      if isLower || (isLevel && end <= -Self.rise * slope) {
        memory.remember(
          step: direction.map { length * $0 },
          change: zip(next.gradient, point.gradient).map { $0 - $1 })
        return (next, rounds)
      }
      // Where a line through both slopes is zero, but no leap.
      let root = end > slope ? length * slope / (slope - end) : length / 2
      length = min(max(root, length / 10), length / 2)
    }
    memory.forget()
    return (try self.point(at: point.filledAnew, penalty: penalty, exactly: false), rounds + 1)
  }
}

/// The objective at some values of the treated cells.
struct CompletionPoint {
  /// Treated cells, one unit after the other.
  let cells: [Double]
  /// In squared units of the outcome.
  let value: Double
  /// Cells minus what the model expects in them.
  let gradient: [Double]
  /// Whether singular values come from a decomposition.
  let isExact: Bool

  /// What the model expects in the treated cells.
  var filledAnew: [Double] { zip(cells, gradient).map { $0 - $1 } }

  /// How far the cell moves that moves farthest when all are filled anew.
  var largestMove: Double { gradient.reduce(0) { max($0, abs($1)) } }
}
