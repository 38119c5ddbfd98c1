import NumericKernels

/// Which rows of a sample each target row is averaged over.
///
/// The sample is sorted once so that every pool is one or two runs of neighbours: a season window
/// on the circle of the year is a run, or two where it spans the new year. Target rows with the same
/// pool share a cell.
package struct SamplePools: Sendable {
  /// The sample's rows in the order of the runs.
  package let order: [Int]
  /// Cell of each target row.
  package let cell: [Int]
  /// Runs of each cell, as positions in `order`.
  package let runs: [[Range<Int>]]

  /// How many sample rows a cell's pool holds.
  package var sizes: [Int] { runs.map { $0.reduce(0) { $0 + $1.count } } }

  /// One pool of the whole sample.
  package static func whole(sample: Int, targets: Int) -> SamplePools {
    SamplePools(
      order: Array(0..<sample), cell: [Int](repeating: 0, count: targets), runs: [[0..<sample]])
  }

  /// Pools of a window on a circle, for example the days around a day of the year.
  ///
  /// - Parameters:
  ///   - sample: place of each sample row on the circle, `0 ..< circumference`.
  ///   - targets: place of each target row.
  ///   - halfWidth: places to either side that belong to the window.
  ///   - circumference: how many places the circle has, for example 366.
  ///   - sampleClass: a class of each sample row that must be the target's, for example the hour;
  ///     `nil` for none.
  ///   - targetClass: the same of the targets.
  ///   - classes: how many classes there are.
  package static func window(
    sample: [Int], targets: [Int], halfWidth: Int, circumference: Int,
    sampleClass: [Int]? = nil, targetClass: [Int]? = nil, classes: Int = 1
  ) -> SamplePools {
    precondition(halfWidth >= 0 && circumference > 0)
    precondition((sampleClass == nil) == (targetClass == nil))
    // Class first, then place: a window is a run within its class.
    let keys = sample.indices.map { (sampleClass?[$0] ?? 0) * circumference + sample[$0] }
    var starts = [Int](repeating: 0, count: classes * circumference + 1)
    for key in keys { starts[key + 1] += 1 }
    for key in 0..<(classes * circumference) { starts[key + 1] += starts[key] }
    var next = starts
    var order = [Int](repeating: 0, count: sample.count)
    for row in sample.indices {
      order[next[keys[row]]] = row
      next[keys[row]] += 1
    }
    func runs(_ kind: Int, _ place: Int) -> [Range<Int>] {
      let first = kind * circumference
      func run(_ from: Int, _ through: Int) -> Range<Int> {
        starts[first + from]..<starts[first + through + 1]
      }
      guard 2 * halfWidth + 1 < circumference else { return [run(0, circumference - 1)] }
      let low = place - halfWidth
      let high = place + halfWidth
      if low < 0 { return [run(0, high), run(low + circumference, circumference - 1)] }
      if high >= circumference {
        return [run(0, high - circumference), run(low, circumference - 1)]
      }
      return [run(low, high)]
    }
    return SamplePools(
      order: order,
      cell: targets.indices.map { (targetClass?[$0] ?? 0) * circumference + targets[$0] },
      runs: (0..<classes).flatMap { kind in
        (0..<circumference).map { runs(kind, $0).filter { !$0.isEmpty } }
      })
  }
}
