import NumericKernels

/// Which cells of a dense panel are missing, kept as the list of gaps a unit.
///
/// Sums over observed cells are taken as whole sums minus gaps, so that an iteration costs as
/// much as there are gaps and not as much as there are cells.
struct MissingPattern: Sendable {
  let times: Int
  let units: Int
  /// Gaps of unit i: `gaps[starts[i] ..< starts[i + 1]]`, ascending time positions.
  let starts: [Int]
  let gaps: [Int32]
  /// Observed cells a unit.
  let unitCounts: [Double]
  /// Observed cells a time.
  let timeCounts: [Double]

  /// - Parameters:
  ///   - panel: `times × units`, NaN where missing.
  ///   - ends: row of each unit from which on its cells count as missing; `nil` for none.
  init(_ panel: Matrix, until ends: [Int]? = nil) {
    times = panel.rows
    units = panel.columns
    var starts = [0]
    var gaps: [Int32] = []
    var timeCounts = [Double](repeating: Double(panel.columns), count: panel.rows)
    var unitCounts: [Double] = []
    let cells = panel.storage.span
    for unit in 0..<panel.columns {
      let base = unit * panel.rows
      let end = ends?[unit] ?? panel.rows
      for time in 0..<panel.rows where time >= end || cells[base + time].isNaN {
        gaps.append(Int32(time))
        timeCounts[time] -= 1
      }
      unitCounts.append(Double(panel.rows - (gaps.count - (starts.last ?? 0))))
      starts.append(gaps.count)
    }
    self.starts = starts
    self.gaps = gaps
    self.timeCounts = timeCounts
    self.unitCounts = unitCounts
  }

  var isBalanced: Bool { gaps.isEmpty }
  var observed: Int { times * units - gaps.count }

  func gaps(of unit: Int) -> ArraySlice<Int32> { gaps[starts[unit]..<starts[unit + 1]] }

  /// Number of separate blocks of the graph that joins units and times with common cells; each
  /// takes one redundant effect away. Units and times without a cell are not counted.
  var components: Int {
    if isBalanced { return units > 0 && times > 0 ? 1 : 0 }
    return Set(blocks.compactMap(\.self)).count
  }

  /// The block of each unit, `nil` for one without a cell: only units of one block have levels that
  /// can be compared.
  var blocks: [Int?] {
    if isBalanced { return [Int?](repeating: 0, count: units) }
    var parent = Array(0..<(units + times))
    func root(_ node: Int) -> Int {
      var node = node
      while parent[node] != node {
        parent[node] = parent[parent[node]]
        node = parent[node]
      }
      return node
    }
    for unit in 0..<units {
      var missing = gaps(of: unit)[...]
      for time in 0..<times {
        if let next = missing.first, Int(next) == time {
          missing = missing.dropFirst()
          continue
        }
        let left = root(unit)
        let right = root(units + time)
        if left != right { parent[left] = right }
      }
    }
    return (0..<units).map { unitCounts[$0] > 0 ? root($0) : nil }
  }
}
