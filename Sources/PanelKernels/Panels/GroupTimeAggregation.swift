package import NumericKernels

/// How group-time effects are averaged.
package enum AggregationKind: String, Codable, Sendable, CaseIterable {
  /// Over all effects after treatment, by group size.
  case simple
  /// By time since treatment.
  case dynamic
  /// By group, every time after treatment alike.
  case group
  /// By calendar time, groups by size.
  case calendar
}

/// Weighted averages of group-time effects with their influence functions.
///
/// Groups count by their share of units; that the shares are estimated is part of the influence
/// functions.
///
/// - Source: Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001, section 3 and
///   corollary 2.
package struct GroupTimeAggregation: Sendable {
  /// An average.
  package struct Average: Sendable, Hashable {
    /// Event time, first treated row or calendar row; 0 of the overall average.
    package let key: Int
    /// In the unit of the outcome.
    package let effect: Double
    /// From the influence function; `nil` when it is zero.
    package let standardError: Double?
  }

  /// Which averages.
  package let kind: AggregationKind
  /// Over everything after treatment.
  package let overall: Average
  /// By the kind's key, ascending; empty for the simple average.
  package let averages: [Average]
  /// One a unit.
  package let overallInfluence: [Double]
  /// `units × averages`.
  package let influence: Matrix

  /// - Parameters:
  ///   - balancedUntil: of the dynamic kind: only groups that are observed for so many rows
  ///     after their start, and only event times that all of them have; `nil` for all.
  /// - Throws: `KernelError.tooFewObservations` when no effect after treatment is there.
  package init(
    _ effects: GroupTimeEffects, _ kind: AggregationKind, balancedUntil: Int? = nil
  ) throws(KernelError) {
    let weighing = GroupWeighing(effects)
    let cells = effects.cells
    let after = cells.indices.filter { cells[$0].eventTime >= 0 }
    guard !after.isEmpty else { throw .tooFewObservations(rows: 0, columns: 1) }
    var parts: [(average: Average, influence: [Double])] = []
    var overall: (effect: Double, influence: [Double])
    switch kind {
    case .simple:
      overall = weighing.average(after)
    case .group:
      let groups = Set(after.map { cells[$0].group }).sorted()
      for group in groups {
        let members = after.filter { cells[$0].group == group }
        parts.append(weighing.part(group, weighing.mean(members)))
      }
      overall = weighing.average(
        groups: groups, effects: parts.map(\.average.effect), influences: parts.map(\.influence))
    case .calendar:
      for time in Set(after.map { cells[$0].time }).sorted() {
        let members = after.filter { cells[$0].time == time }
        parts.append(weighing.part(time, weighing.average(members)))
      }
      overall = weighing.mean(parts)
    case .dynamic:
      let last = effects.times - 1
      for event in Set(cells.map(\.eventTime)).sorted() {
        if let limit = balancedUntil, event > limit || event < limit - last { continue }
        let members = cells.indices.filter { index in
          cells[index].eventTime == event
            && (balancedUntil.map { last - cells[index].group >= $0 } ?? true)
        }
        if members.isEmpty { continue }
        parts.append(weighing.part(event, weighing.average(members)))
      }
      overall = weighing.mean(parts.filter { $0.average.key >= 0 })
    }
    guard overall.effect.isFinite else { throw .tooFewObservations(rows: 0, columns: 1) }
    self.kind = kind
    self.overall = weighing.part(0, overall).average
    overallInfluence = overall.influence
    averages = parts.map(\.average)
    influence = Matrix(
      rows: effects.starts.count, columns: parts.count,
      storage: Array(parts.map(\.influence).joined()))
  }
}

/// Averages with weights by group size.
private struct GroupWeighing {
  private let effects: GroupTimeEffects
  private let shares: [Int: Double]
  private let count: Double

  init(_ effects: GroupTimeEffects) {
    self.effects = effects
    let total = Double(effects.unitCount)
    var sizes: [Int: Int] = [:]
    for unit in effects.starts.indices where effects.included[unit] {
      sizes[effects.starts[unit], default: 0] += 1
    }
    shares = sizes.mapValues { Double($0) / total }
    count = total
  }

  /// Cells weighed by their group's share.
  func average(_ cells: [Int]) -> (effect: Double, influence: [Double]) {
    let weights = cells.map { shares[effects.cells[$0].group] ?? 0 }
    let total = weights.reduce(0, +)
    let values = cells.map { effects.cells[$0].effect }
    let effect = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
    var influence = combined(cells, weights.map { $0 / total })
    addWeightInfluence(
      groups: cells.map { effects.cells[$0].group }, effects: values, to: &influence)
    return (effect, influence)
  }

  /// Cells weighed alike; they are of one group, so the shares do not matter.
  func mean(_ cells: [Int]) -> (effect: Double, influence: [Double]) {
    let weight = 1 / Double(cells.count)
    let effect = cells.reduce(0) { $0 + effects.cells[$1].effect } * weight
    return (effect, combined(cells, cells.map { _ in weight }))
  }

  /// Groups weighed by their shares.
  func average(
    groups: [Int], effects values: [Double], influences: [[Double]]
  ) -> (effect: Double, influence: [Double]) {
    let weights = groups.map { shares[$0] ?? 0 }
    let total = weights.reduce(0, +)
    var influence = [Double](repeating: 0, count: effects.starts.count)
    var effect = 0.0
    for index in groups.indices {
      effect += weights[index] * values[index] / total
      for unit in influence.indices {
        influence[unit] += weights[index] / total * influences[index][unit]
      }
    }
    addWeightInfluence(groups: groups, effects: values, to: &influence)
    return (effect, influence)
  }

  /// Averages weighed alike.
  func mean(
    _ parts: [(average: GroupTimeAggregation.Average, influence: [Double])]
  ) -> (effect: Double, influence: [Double]) {
    var influence = [Double](repeating: 0, count: effects.starts.count)
    var effect = 0.0
    for part in parts {
      effect += part.average.effect / Double(parts.count)
      for unit in influence.indices {
        influence[unit] += part.influence[unit] / Double(parts.count)
      }
    }
    return (parts.isEmpty ? .nan : effect, influence)
  }

  /// An average with its key and its error.
  func part(
    _ key: Int, _ average: (effect: Double, influence: [Double])
  ) -> (average: GroupTimeAggregation.Average, influence: [Double]) {
    let error = average.influence.reduce(0) { $0 + $1 * $1 }.squareRoot() / count
    return (
      GroupTimeAggregation.Average(
        key: key, effect: average.effect,
        standardError: error > 1e-12 * abs(average.effect) && error > 0 ? error : nil),
      average.influence
    )
  }

  /// Only the named cells are touched: an average of one event time has few of all cells.
  private func combined(_ cells: [Int], _ weights: [Double]) -> [Double] {
    let units = effects.influence.rows
    var result = [Double](repeating: 0, count: units)
    let source = effects.influence.storage.span
    var target = result.mutableSpan
    for (cell, weight) in zip(cells, weights) {
      let base = cell * units
      for unit in 0..<units { target[unit] += weight * source[base + unit] }
    }
    return result
  }

  /// Adds what the estimated shares contribute: the derivative of Σ pₖ aₖ / Σ pₖ by the shares,
  /// times each unit's membership. (Less the share, which would sum to zero.)
  private func addWeightInfluence(
    groups: [Int], effects values: [Double], to influence: inout [Double]
  ) {
    let weights = groups.map { shares[$0] ?? 0 }
    let total = weights.reduce(0, +)
    let product = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
    let average = product / total
    var ofGroup: [Int: Double] = [:]
    for (group, value) in zip(groups, values) {
      ofGroup[group, default: 0] += (value - average) / total
    }
    for unit in influence.indices where effects.included[unit] {
      influence[unit] += ofGroup[effects.starts[unit]] ?? 0
    }
  }
}
