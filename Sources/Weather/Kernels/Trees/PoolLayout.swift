import NumericKernels

/// The pools of all cells as pairs of borders in the sorted sample.
///
/// The number of a set's rows in a run is the difference of two ranks, so one pass over the set
/// serves every pool, however much the pools overlap.
struct PoolLayout: Sendable {
  /// Distinct ends of runs, ascending, as positions in the sorted sample.
  let borders: [Int32]
  let cellCount: Int
  /// Up to two runs a cell as indices into `borders`; an absent run has equal ends.
  private let ends: [Int32]
  /// One over the pool's size; NaN for an empty pool.
  private let reciprocals: [Double]

  init(_ pools: SamplePools) {
    var distinct: Set<Int> = [0]
    for runs in pools.runs {
      precondition(runs.count <= 2)
      for run in runs {
        distinct.insert(run.lowerBound)
        distinct.insert(run.upperBound)
      }
    }
    let sorted = distinct.sorted()
    let places = Dictionary(
      uniqueKeysWithValues: sorted.enumerated().map { ($0.element, Int32($0.offset)) })
    borders = sorted.map(Int32.init)
    cellCount = pools.runs.count
    var ends: [Int32] = []
    for runs in pools.runs {
      for index in 0..<2 {
        let run = index < runs.count ? runs[index] : 0..<0
        ends.append(places[run.lowerBound] ?? 0)
        ends.append(places[run.upperBound] ?? 0)
      }
    }
    self.ends = ends
    reciprocals = pools.sizes.map { $0 > 0 ? 1 / Double($0) : .nan }
  }

  /// By cell, the mean over its pool of what the ranks accumulate.
  func shares(_ ranks: [Double], into sums: inout [Double]) {
    unsafe ranks.withUnsafeBufferPointer { ranks in
      unsafe ends.withUnsafeBufferPointer { ends in
        unsafe reciprocals.withUnsafeBufferPointer { reciprocals in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            for cell in 0..<cellCount {
              let place = 4 * cell
              let first = unsafe ranks[Int(ends[place + 1])] - ranks[Int(ends[place])]
              let second = unsafe ranks[Int(ends[place + 3])] - ranks[Int(ends[place + 2])]
              unsafe sums[cell] = unsafe (first + second) * reciprocals[cell]
            }
          }
        }
      }
    }
  }
}
