import NumericKernels

/// The minimum of a smooth function of few variables, from differences of its values.
///
/// - Source: Broyden, Fletcher, Goldfarb and Shanno's update as in Nocedal and Wright (2006),
///   algorithm 6.1, doi:10.1007/978-0-387-40065-5 (from memory).
enum QuasiNewton {
  /// - Parameters:
  ///   - start: where the search begins.
  ///   - value: infinite where it is not defined.
  /// - Returns: the place and the value there; the start where nothing is smaller.
  static func minimum(
    from start: [Double], rounds: Int = 100, tolerance: Double = 1e-9,
    _ value: ([Double]) -> Double
  ) -> (place: [Double], value: Double) {
    let size = start.count
    var place = start
    var here = value(place)
    guard size > 0, here.isFinite else { return (place, here) }
    func slope(_ place: [Double]) -> [Double] {
      (0..<size).map { index in
        let step = 1e-5 * max(1, abs(place[index]))
        var moved = place
        moved[index] += step
        let above = value(moved)
        moved[index] -= 2 * step
        let below = value(moved)
        let found = (above - below) / (2 * step)
        return found.isFinite ? found : 0
      }
    }
    var gradient = slope(place)
    var inverse = Matrix.identity(size)
    var isFresh = true
    for _ in 0..<rounds {
      var direction = [Double](repeating: 0, count: size)
      for row in 0..<size {
        for column in 0..<size { direction[row] -= inverse[row, column] * gradient[column] }
      }
      var descent = LinearAlgebra.dot(direction, gradient)
      if descent >= 0 {
        inverse = .identity(size)
        isFresh = true
        direction = gradient.map { -$0 }
        descent = LinearAlgebra.dot(direction, gradient)
      }
      // A first step of unknown scale goes no further than one unit.
      let longest = direction.map(abs).max() ?? 0
      var share = isFresh && longest > 1 ? 1 / longest : min(1, 5 / max(longest, 1e-300))
      var moved = place
      var there = Double.infinity
      for _ in 0..<40 {
        for index in 0..<size { moved[index] = place[index] + share * direction[index] }
        there = value(moved)
        if there <= here + 1e-4 * share * descent { break }
        share /= 2
      }
      guard there < here else { break }
      let next = slope(moved)
      let step = zip(moved, place).map { $0 - $1 }
      let change = zip(next, gradient).map { $0 - $1 }
      let curvature = LinearAlgebra.dot(step, change)
      if curvature > 0 {
        if isFresh {
          let scale = curvature / LinearAlgebra.dot(change, change)
          for index in 0..<size { inverse[index, index] = scale }
          isFresh = false
        }
        let turned = (0..<size).map { row in
          (0..<size).reduce(0.0) { $0 + inverse[row, $1] * change[$1] }
        }
        let pull = 1 + LinearAlgebra.dot(change, turned) / curvature
        for row in 0..<size {
          for column in 0..<size {
            inverse[row, column] +=
              (pull * step[row] * step[column] - turned[row] * step[column]
                - step[row] * turned[column]) / curvature
          }
        }
      }
      let gained = here - there
      place = moved
      here = there
      gradient = next
      if gained <= tolerance * (1 + abs(here)), (gradient.map(abs).max() ?? 0) < 1e-3 { break }
    }
    return (place, here)
  }
}
