import AirQuality
import Cooperation
import Foundation
import NumericKernels

/// Studies in which a group of donors stands for the treated.
enum PseudoTreatment {
  /// Different groups of donors in a fixed order.
  static func groups(
    among donors: [Int], size: Int, atMost count: Int, seed: UInt64
  ) -> [[Int]] {
    // Two donors must be left to compare with.
    guard size > 0, donors.count >= size + 2, count > 0 else { return [] }
    let all = combinations(donors.count, size)
    if all <= count { return enumerate(donors, size: size) }
    var seen: Set<[Int]> = []
    var groups: [[Int]] = []
    var draw: UInt64 = 0
    while groups.count < count, draw < UInt64(count) * 50 {
      var stream = RandomStream(seed: seed, index: draw)
      var pool = donors
      for position in 0..<size {
        pool.swapAt(position, position + stream.index(below: pool.count - position))
      }
      let group = pool[..<size].sorted()
      if seen.insert(group).inserted { groups.append(group) }
      draw += 1
    }
    return groups
  }

  /// The study with a group in the place of its treated stations, whose starts the group takes over in
  /// order.
  ///
  /// - Parameter available: whoever may take part, the group included.
  /// - Throws: what `Study` throws.
  static func study(
    _ study: Study, treating group: [Int], like starts: [Treatment], among available: [Int]
  ) throws(EstimationError) -> Study {
    let members = Set(group)
    let taken = Dictionary(uniqueKeysWithValues: zip(group, starts))
    let order = group + available.filter { !members.contains($0) }
    let panel = study.panel
    // Of the covariates' stations those that are left.
    return try Study(
      title: study.title, measure: study.measure, outcome: study.outcome,
      panel: Panel(
        stations: order.map { panel.stations[$0] }, pollutant: panel.pollutant,
        unit: panel.unit, axis: panel.axis,
        matrix: Matrix(columns: order.map { panel.matrix.column($0) })),
      treatments: order.map { taken[$0] ?? .never },
      before: study.before, after: study.after, stationCovariates: study.stationCovariates,
      predictors: study.predictors)
  }

  /// The number of subsets, capped so that it cannot overflow.
  static func combinations(_ total: Int, _ size: Int) -> Int {
    guard size <= total else { return 0 }
    var result = 1
    for step in 0..<min(size, total - size) {
      result = result * (total - step) / (step + 1)
      if result > 1_000_000 { return .max }
    }
    return result
  }

  private static func enumerate(_ donors: [Int], size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard donors.count >= size else { return [] }
    return donors.indices.flatMap { first in
      enumerate(Array(donors[(first + 1)...]), size: size - 1).map { [donors[first]] + $0 }
    }
  }
}

extension Study {
  /// The study as it would have been with a further change at its treated stations, and that change on
  /// the scale of the coefficient.
  ///
  /// - Parameter share: change of every value of a treated station from its start on, as a share of the
  ///   value; −0.1 takes a tenth away. Greater than −1.
  /// - Returns: the study, and log (1 + share) on the log scale; on the linear scale the mean change of
  ///   the treated stations' values in the period after. `nil` where nothing was measured after.
  package func inserting(_ share: Double) -> (study: Study, effect: Double)? {
    var matrix = panel.matrix
    var changes: [Double] = []
    let axis = panel.axis
    let after = afterPositions
    for station in treatedIndices {
      guard case .since(let start) = treatments[station] else { continue }
      for position in 0..<axis.count where axis.instant(at: position) >= start {
        let value = matrix[position, station]
        guard !value.isNaN else { continue }
        matrix[position, station] = value * (1 + share)
        if after.contains(position) { changes.append(share * value) }
      }
    }
    guard !changes.isEmpty, let changed = try? replacing(matrix: matrix) else { return nil }
    return (
      changed, outcome.scale == .log ? log1p(share) : Summation.mean(changes)
    )
  }
}
