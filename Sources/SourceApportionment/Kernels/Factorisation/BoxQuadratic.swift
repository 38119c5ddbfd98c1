import NumericKernels

/// Small strictly convex quadratic programs with bounds: min ½ xᵀA x − bᵀx, lower ≤ x ≤ upper.
///
/// A factorisation solves one of them for each sample and each species in every sweep, thousands
/// of times a second, each from a good guess of which bounds are active. The kernel therefore
/// takes pointers into larger arrays and allocates nothing.
///
/// - Source: Kim and Park (2011), block principal pivoting, doi:10.1137/110821172, here with two
///   bounds; Murty's single exchange as the backup rule makes it finite.
enum BoxQuadratic {
  /// Doubles that `solve` needs to work in.
  static func workCount(_ size: Int) -> Int { size * size + size }

  /// Position of (row, column), row ≤ column, in a packed upper triangle.
  @inline(__always)
  static func packed(_ row: Int, _ column: Int) -> Int { column * (column + 1) / 2 + row }

  /// Solves one program.
  ///
  /// - Parameters:
  ///   - normal: A as a packed upper triangle.
  ///   - right: b.
  ///   - lower: `nil` for zeros.
  ///   - upper: `nil` for none.
  ///   - solution: the guess on entry, from which the active bounds are read; the minimiser on
  ///     return.
  ///   - work: `workCount(size)` doubles.
  ///   - state: `2 * size` integers.
  @unsafe
  static func solve(
    _ size: Int, normal: UnsafePointer<Double>, right: UnsafePointer<Double>,
    lower: UnsafePointer<Double>?, upper: UnsafePointer<Double>?,
    solution: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>,
    state: UnsafeMutablePointer<Int>
  ) {
    let factor = unsafe work
    let trial = unsafe work + size * size
    let free = unsafe state + size
    for index in 0..<size {
      let low = unsafe lower?[index] ?? 0
      let value = unsafe solution[index]
      let isHigh = if let upper = unsafe upper { unsafe value >= upper[index] } else { false }
      unsafe state[index] = value <= low ? -1 : isHigh ? 1 : 0
    }
    var fewest = size + 1
    var patience = 3
    // Fifty exchanges are far beyond what programs of this size need; the point is clipped then.
    for _ in 0..<50 {
      var count = 0
      for index in 0..<size {
        switch unsafe state[index] {
        case 0:
          unsafe free[count] = index
          count += 1
        case 1: unsafe solution[index] = unsafe upper?[index] ?? 0
        default: unsafe solution[index] = unsafe lower?[index] ?? 0
        }
      }
      if let singular = unsafe solveFree(
        size, count, normal, right, solution, factor, trial, free, state)
      {
        // A direction without curvature: the variable rests at its lower bound.
        unsafe state[singular] = -1
        continue
      }
      var infeasible = 0
      var last = -1
      for position in 0..<count {
        let index = unsafe free[position]
        let value = unsafe trial[position]
        let low = unsafe lower?[index] ?? 0
        let isHigh = if let upper = unsafe upper { unsafe value > upper[index] } else { false }
        unsafe solution[index] = value
        if value < low || isHigh {
          infeasible += 1
          last = index
        }
      }
      for index in 0..<size where unsafe state[index] != 0 {
        if unsafe wantsToLeave(size, index, normal, right, lower, upper, solution, state) {
          infeasible += 1
          last = index
        }
      }
      if infeasible == 0 { return }
      let exchangesAll = infeasible < fewest || patience > 0
      if infeasible < fewest {
        fewest = infeasible
        patience = 3
      } else if patience > 0 {
        patience -= 1
      }
      // Leaving is judged for all at the same point, so the new states are set in one pass.
      for index in 0..<size where exchangesAll || index == last {
        if unsafe state[index] == 0 {
          let value = unsafe solution[index]
          if unsafe value < (lower?[index] ?? 0) {
            unsafe state[index] = -1
          } else if let upper = unsafe upper, unsafe value > upper[index] {
            unsafe state[index] = 1
          }
        } else if unsafe wantsToLeave(size, index, normal, right, lower, upper, solution, state) {
          // Marked apart first: a state of 0 would change the next variable's judgement.
          unsafe state[index] = 2
        }
      }
      for index in 0..<size where unsafe state[index] == 2 { unsafe state[index] = 0 }
    }
    for index in 0..<size {
      let low = unsafe lower?[index] ?? 0
      unsafe solution[index] = unsafe min(max(solution[index], low), upper?[index] ?? .infinity)
    }
  }

  /// The same with zeros below and nothing above, which is what nearly every program of a
  /// factorisation has: no bound has to be looked up, and what rests at zero moves nothing.
  ///
  /// - Parameters: as above.
  @unsafe
  static func solveNonNegative(
    _ size: Int, normal: UnsafePointer<Double>, right: UnsafePointer<Double>,
    solution: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>,
    state: UnsafeMutablePointer<Int>
  ) {
    let factor = unsafe work
    let trial = unsafe work + size * size
    let free = unsafe state + size
    for index in 0..<size { unsafe state[index] = solution[index] > 0 ? 0 : -1 }
    var fewest = size + 1
    var patience = 3
    for _ in 0..<50 {
      var count = 0
      for index in 0..<size {
        if unsafe state[index] == 0 {
          unsafe free[count] = index
          count += 1
        } else {
          unsafe solution[index] = 0
        }
      }
      if let singular = unsafe solveFreeOfZeros(size, count, normal, right, factor, trial, free) {
        unsafe state[singular] = -1
        continue
      }
      var infeasible = 0
      var last = -1
      for position in 0..<count {
        let index = unsafe free[position]
        let value = unsafe trial[position]
        unsafe solution[index] = value
        if value < 0 {
          unsafe state[index] = 1
          infeasible += 1
          last = index
        }
      }
      // 1: below zero and to be put there; 2: at zero and to be set free.
      for index in 0..<size where unsafe state[index] == -1 {
        let column = unsafe normal + packed(0, index)
        var slope = unsafe -right[index]
        var scale = unsafe abs(right[index])
        for position in 0..<count {
          let other = unsafe free[position]
          let element = unsafe other < index ? column[other] : normal[packed(index, other)]
          let term = unsafe element * trial[position]
          slope += term
          scale += abs(term)
        }
        // Rounding must not send a variable to and fro.
        if slope < -1e-12 * scale {
          unsafe state[index] = 2
          infeasible += 1
          last = max(last, index)
        }
      }
      if infeasible == 0 { return }
      let exchangesAll = infeasible < fewest || patience > 0
      if infeasible < fewest {
        fewest = infeasible
        patience = 3
      } else if patience > 0 {
        patience -= 1
      }
      for index in 0..<size where unsafe state[index] > 0 {
        let isExchanged = exchangesAll || index == last
        unsafe state[index] = (state[index] == 1) == isExchanged ? -1 : 0
      }
    }
    for index in 0..<size { unsafe solution[index] = max(solution[index], 0) }
  }

  /// Cholesky over the free variables, all others being zero; the index of one without curvature,
  /// else `nil`.
  @unsafe @inline(__always)
  private static func solveFreeOfZeros(
    _ size: Int, _ count: Int, _ normal: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    _ factor: UnsafeMutablePointer<Double>, _ trial: UnsafeMutablePointer<Double>,
    _ free: UnsafeMutablePointer<Int>
  ) -> Int? {
    for position in 0..<count {
      let index = unsafe free[position]
      let column = unsafe normal + packed(0, index)
      let row = unsafe factor + position * size
      let diagonal = unsafe column[index]
      var pivot = diagonal
      var value = unsafe right[index]
      for earlier in 0..<position {
        let left = unsafe factor + earlier * size
        var sum = unsafe column[free[earlier]]
        for inner in 0..<earlier { sum -= unsafe row[inner] * left[inner] }
        sum *= unsafe left[earlier]
        unsafe row[earlier] = sum
        pivot -= sum * sum
        value -= unsafe sum * trial[earlier]
      }
      guard pivot > 1e-13 * diagonal else { return index }
      // The inverse of the diagonal is kept: divisions are slow.
      let inverse = 1 / pivot.squareRoot()
      unsafe row[position] = inverse
      unsafe trial[position] = value * inverse
    }
    for position in stride(from: count - 1, through: 0, by: -1) {
      let value = unsafe trial[position] * factor[position * size + position]
      unsafe trial[position] = value
      let row = unsafe factor + position * size
      // Row by row of L, so that the reading is in one piece.
      for earlier in 0..<position { unsafe trial[earlier] -= row[earlier] * value }
    }
    return nil
  }

  /// Cholesky over the free variables; the index of one without curvature, else `nil`.
  @unsafe @inline(__always)
  private static func solveFree(
    _ size: Int, _ count: Int, _ normal: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    _ solution: UnsafeMutablePointer<Double>, _ factor: UnsafeMutablePointer<Double>,
    _ trial: UnsafeMutablePointer<Double>, _ free: UnsafeMutablePointer<Int>,
    _ state: UnsafeMutablePointer<Int>
  ) -> Int? {
    for position in 0..<count {
      let index = unsafe free[position]
      var value = unsafe right[index]
      if count < size {
        for other in 0..<size where unsafe state[other] != 0 {
          let held = unsafe solution[other]
          if held != 0 {
            value -= unsafe normal[packed(min(index, other), max(index, other))] * held
          }
        }
      }
      // Row by row: L stands in the lower triangle of `factor`, row-major.
      let row = unsafe factor + position * size
      for earlier in 0..<position {
        let left = unsafe factor + earlier * size
        var sum = unsafe normal[packed(free[earlier], index)]
        for inner in 0..<earlier { sum -= unsafe row[inner] * left[inner] }
        unsafe row[earlier] = sum * left[earlier]
      }
      let diagonal = unsafe normal[packed(index, index)]
      var pivot = diagonal
      for inner in 0..<position { pivot -= unsafe row[inner] * row[inner] }
      guard pivot > 1e-13 * diagonal else { return index }
      // The inverse of the diagonal is kept: divisions are slow.
      unsafe row[position] = 1 / pivot.squareRoot()
      for inner in 0..<position { value -= unsafe row[inner] * trial[inner] }
      unsafe trial[position] = value * row[position]
    }
    for position in stride(from: count - 1, through: 0, by: -1) {
      var value = unsafe trial[position]
      for later in (position + 1)..<max(count, position + 1) {
        value -= unsafe factor[later * size + position] * trial[later]
      }
      unsafe trial[position] = value * factor[position * size + position]
    }
    return nil
  }

  /// Whether the objective falls when a variable moves off its bound.
  @unsafe @inline(__always)
  private static func wantsToLeave(
    _ size: Int, _ index: Int, _ normal: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    _ lower: UnsafePointer<Double>?, _ upper: UnsafePointer<Double>?,
    _ solution: UnsafeMutablePointer<Double>, _ state: UnsafeMutablePointer<Int>
  ) -> Bool {
    if let lower = unsafe lower, let upper = unsafe upper,
      unsafe lower[index] == upper[index]
    {
      return false
    }
    var slope = unsafe -right[index]
    var size_ = unsafe abs(right[index])
    for other in 0..<size {
      let term =
        unsafe normal[packed(min(index, other), max(index, other))] * solution[other]
      slope += term
      size_ += abs(term)
    }
    // Rounding must not send a variable to and fro.
    let tolerance = 1e-12 * size_
    return unsafe state[index] == 1 ? slope > tolerance : slope < -tolerance
  }
}
