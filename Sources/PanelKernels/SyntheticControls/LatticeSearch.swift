import NumericKernels

/// Downhill search without derivatives over the points of a lattice, which halves where no neighbour
/// is lower.
///
/// Only what lowers the value by more than rounding can is taken for a step down, so that a function
/// in another unit, whose values differ in their last bits, is followed to the very same point. The
/// usual simplex search wanders with those bits where a function is flat or has kinks.
///
/// - Source: compass search as Kolda, Lewis and Torczon (2003), doi:10.1137/S003614450242889,
///   with directions along two axes too, since a kink can bar the way along each alone.
enum LatticeSearch {
  /// The lowest point found and the value there.
  ///
  /// - Parameters:
  ///   - start: on the lattice.
  ///   - step: the first distance between neighbours.
  ///   - smallest: the last one.
  ///   - reach: no coordinate goes further from zero.
  static func minimise(
    from start: [Double], step first: Double = 1, smallest: Double = 1.0 / 64, reach: Double = 12,
    _ value: ([Double]) throws(KernelError) -> Double
  ) throws(KernelError) -> (point: [Double], value: Double) {
    var point = start
    var lowest = try value(point)
    var step = first
    while step >= smallest {
      var hasMoved = false
      for direction in directions(start.count) {
        // Further along what went down, until it does not.
        while true {
          var trial = point
          for (axis, sign) in direction { trial[axis] += sign * step }
          guard trial.allSatisfy({ abs($0) <= reach }) else { break }
          let there = try value(trial)
          guard there < lowest - gain * abs(lowest) else { break }
          point = trial
          lowest = there
          hasMoved = true
        }
      }
      if !hasMoved { step /= 2 }
    }
    return (point, lowest)
  }

  /// Share of the value below which a difference may be rounding.
  private static let gain = 1e-8

  /// Along each axis, and along two at once, forwards and back.
  private static func directions(_ size: Int) -> [[(axis: Int, sign: Double)]] {
    var all: [[(axis: Int, sign: Double)]] = []
    for axis in 0..<size { all += [[(axis, 1)], [(axis, -1)]] }
    for one in 0..<size {
      for other in 0..<one {
        all += [[(one, 1), (other, -1)], [(one, -1), (other, 1)]]
      }
    }
    return all
  }
}
