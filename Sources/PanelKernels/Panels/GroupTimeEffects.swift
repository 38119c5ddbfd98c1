package import NumericKernels

/// Which untreated units a group is compared with.
package enum ComparisonUnits: String, Codable, Sendable, CaseIterable {
  /// Units that are never treated in the panel.
  case neverTreated = "never-treated"
  /// Those and units whose treatment is still to come in both periods compared.
  case notYetTreated = "not-yet-treated"
}

/// Which period an effect before treatment is measured against.
package enum BasePeriod: String, Codable, Sendable, CaseIterable {
  /// Before treatment the period just before; from treatment on the last one before it.
  case varying
  /// Always the last period before treatment.
  case universal
}

/// Average effects by group (units that start together) and time, with influence functions.
///
/// The change of every group since its base period is compared with the change of untreated
/// units over the same two periods. A comparison uses the units that were observed in both of its
/// periods, so an unbalanced panel loses pairs and not units; that departs from the R package did,
/// which drops such units or treats the panel as repeated cross-sections. Assumes parallel paths
/// given the covariates, no reaction earlier than the stated anticipation, and that gaps have
/// nothing to do with the changes.
///
/// - Source: Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001, equations 2.2 to
///   2.9 and 4.1 to 4.3.
package struct GroupTimeEffects: Sendable {
  /// Settings of the comparisons.
  package struct Options: Sendable {
    package var adjustment = CovariateAdjustment.doublyRobust
    package var comparison = ComparisonUnits.neverTreated
    package var base = BasePeriod.varying
    /// Rows before the start from which an effect is thought possible.
    package var anticipation = 0

    package init() {}
  }

  /// One effect.
  package struct Cell: Sendable, Hashable {
    /// First treated row of the group.
    package let group: Int
    /// Row at which the effect is measured.
    package let time: Int
    /// Row against which it is measured.
    package let base: Int
    /// In the unit of the outcome; 0 at the base of a universal comparison.
    package let effect: Double
    /// From the influence function; `nil` at the base and when it is zero.
    package let standardError: Double?
    /// Treated units compared.
    package let treated: Int
    /// Untreated units compared.
    package let controls: Int

    /// Rows since the treatment started.
    package var eventTime: Int { time - group }
  }

  /// Why a group's time has no effect.
  package enum Omission: Sendable, Hashable {
    /// No period before treatment.
    case noBase
    /// Nothing observed in both periods on one of the sides.
    case noPairs
    /// The covariates are collinear among the controls or separate them from the treated.
    case noOverlap
  }

  /// By group, then time.
  package let cells: [Cell]
  /// `units × cells`; zero for units that were not compared.
  package let influence: Matrix
  /// First treated row of each unit; the number of rows for never.
  package let starts: [Int]
  /// Units that count: observed at least once and not treated from the first row on.
  package let included: [Bool]
  /// Comparisons that could not be made.
  package let omissions: [Omission: Int]
  /// Rows of the panel.
  package let times: Int

  /// Number of units that count; the influence functions refer to it.
  package var unitCount: Int { included.reduce(0) { $0 + ($1 ? 1 : 0) } }
  /// Groups with at least one effect, ascending.
  package var groups: [Int] { Set(cells.map(\.group)).sorted() }

  /// - Throws: `KernelError.tooFewObservations` when no comparison can be made.
  package init(
    _ panel: StaggeredPanel, options: Options = Options(), threads: Int? = nil
  ) throws(KernelError) {
    let times = panel.times
    let pattern = MissingPattern(panel.values)
    let starts = panel.starts
    let included = starts.indices.map { starts[$0] > 0 && pattern.unitCounts[$0] > 0 }
    let count = included.reduce(0) { $0 + ($1 ? 1 : 0) }
    let groups = panel.groups.filter { $0 > 0 }
    let results = parallelMap(count: groups.count, threads: threads) { index in
      GroupComparison(
        panel, group: groups[index], options: options, included: included, total: count
      ).effects
    }
    var cells: [Cell] = []
    var storage: [Double] = []
    var omissions: [Omission: Int] = [:]
    storage.reserveCapacity(results.reduce(0) { $0 + $1.cells.count } * panel.units)
    for result in results {
      cells += result.cells
      for column in result.influence { storage += column }
      omissions.merge(result.omissions) { $0 + $1 }
    }
    guard !cells.isEmpty else {
      throw .tooFewObservations(rows: count, columns: groups.count)
    }
    self.cells = cells
    influence = Matrix(rows: panel.units, columns: cells.count, storage: storage)
    self.starts = starts
    self.included = included
    self.omissions = omissions
    self.times = times
  }
}

/// All comparisons of one group.
private struct GroupComparison {
  struct Effects: Sendable {
    var cells: [GroupTimeEffects.Cell] = []
    var influence: [[Double]] = []
    var omissions: [GroupTimeEffects.Omission: Int] = [:]
  }

  private let panel: StaggeredPanel
  private let group: Int
  private let options: GroupTimeEffects.Options
  private let included: [Bool]
  private let total: Int

  init(
    _ panel: StaggeredPanel, group: Int, options: GroupTimeEffects.Options, included: [Bool],
    total: Int
  ) {
    self.panel = panel
    self.group = group
    self.options = options
    self.included = included
    self.total = total
  }

  /// The pairs of the last comparison with what only depends on who is in it.
  private struct Pairs {
    var units: [Int] = []
    var treated: [Double] = []
    var design: [Double] = []
    var score: PropensityScore?
  }

  var effects: Effects {
    var result = Effects()
    let last = group - options.anticipation - 1
    guard last >= 0 else {
      result.omissions[.noBase] = 1
      return result
    }
    var pairs = Pairs()
    var isFresh = false
    for time in 0..<panel.times {
      let base = options.base == .universal || time > last ? last : time - 1
      guard base >= 0 else { continue }
      if time == base {
        result.cells.append(
          GroupTimeEffects.Cell(
            group: group, time: time, base: base, effect: 0, standardError: nil,
            treated: 0, controls: 0))
        result.influence.append(Array(repeating: 0, count: panel.units))
        continue
      }
      let (units, changes) = compared(time, base)
      if !isFresh || units != pairs.units {
        pairs = prepare(units)
        isFresh = true
      }
      let treatedCount = Int(pairs.treated.reduce(0, +))
      guard treatedCount > 0, treatedCount < units.count else {
        result.omissions[.noPairs, default: 0] += 1
        continue
      }
      guard
        let effect = TwoPeriodEffect(
          changes: changes, treated: pairs.treated, design: pairs.design, size: size,
          adjustment: options.adjustment, score: pairs.score)
      else {
        result.omissions[.noOverlap, default: 0] += 1
        continue
      }
      append(effect, time: time, base: base, pairs, treatedCount, to: &result)
    }
    return result
  }

  private var size: Int { panel.covariates.columns + 1 }

  /// Units on either side that were observed in both rows, and how much they changed.
  private func compared(_ time: Int, _ base: Int) -> (units: [Int], changes: [Double]) {
    let horizon = max(time, base) + options.anticipation
    let times = panel.times
    var units: [Int] = []
    var changes: [Double] = []
    let cells = panel.values.storage.span
    for unit in included.indices where included[unit] {
      let start = panel.starts[unit]
      let isControl =
        start == times || (options.comparison == .notYetTreated && start > horizon)
      guard start == group || isControl else { continue }
      let change = cells[unit * times + time] - cells[unit * times + base]
      if change.isNaN { continue }
      units.append(unit)
      changes.append(change)
    }
    return (units, changes)
  }

  private func prepare(_ units: [Int]) -> Pairs {
    var pairs = Pairs(units: units)
    pairs.treated = units.map { panel.starts[$0] == group ? 1 : 0 }
    pairs.design.reserveCapacity(units.count * size)
    for unit in units {
      pairs.design.append(1)
      for column in 0..<panel.covariates.columns {
        pairs.design.append(panel.covariates[unit, column])
      }
    }
    if options.adjustment != .regression, size > 1 {
      pairs.score = PropensityScore(design: pairs.design, size: size, treated: pairs.treated)
    }
    return pairs
  }

  private func append(
    _ effect: TwoPeriodEffect, time: Int, base: Int, _ pairs: Pairs, _ treated: Int,
    to result: inout Effects
  ) {
    // The influence function of a part of the sample, blown up to the whole.
    let scale = Double(total) / Double(pairs.units.count)
    var column = [Double](repeating: 0, count: panel.units)
    var squares = 0.0
    for (row, unit) in pairs.units.enumerated() {
      let value = scale * effect.influence[row]
      column[unit] = value
      squares += value * value
    }
    let error = squares.squareRoot() / Double(total)
    result.cells.append(
      GroupTimeEffects.Cell(
        group: group, time: time, base: base, effect: effect.effect,
        standardError: error > 0 ? error : nil, treated: treated,
        controls: pairs.units.count - treated))
    result.influence.append(column)
  }
}
