package import NumericKernels

/// Effects of a staggered treatment by imputing what treated cells would have shown.
///
/// Unit and time effects are estimated on untreated cells alone; the effect in a treated cell is
/// its value less both. Averages of cells come with the variance of the imputation estimator
/// (conservative: effects within a cell of `Averaging` may differ) or, with
/// `Averaging.target`, of the two-stage estimator. Neither the panel nor the effects are copied.
/// Assumes parallel paths of the untreated outcomes at all times and no anticipation.
///
/// - Source: Borusyak, Jaravel and Spiess (2024), doi:10.1093/restud/rdae007, theorem 2 and
///   equations 6 to 8; Gardner (2022), doi:10.48550/arXiv.2207.05943, section 3.3.
package struct ImputationEffects: Sendable {
  /// About which mean the effects of treated cells vary.
  package enum Averaging: Sendable {
    /// The mean of their group (units with one start) at their time, over the other units of the
    /// group where `leaveOut` says so.
    case groupAndTime(leaveOut: Bool)
    /// The mean of the target itself: Gardner's second stage.
    case target
  }

  /// An average of treated cells.
  package struct Average: Sendable, Hashable {
    /// In the unit of the panel.
    package let effect: Double
    /// Clustered by unit.
    package let standardError: Double
    /// Treated cells that were averaged.
    package let cells: Int
    /// Units they belong to.
    package let units: Int
  }

  /// One a target; `nil` for a target without a cell that can be imputed.
  package let averages: [Average?]
  /// `units × targets`: how much each unit's residuals move each average. Sums of squares are the
  /// variances, products the covariances.
  package let scores: Matrix
  /// αᵢ; 0 for a unit without untreated cells.
  package let unitEffects: [Double]
  /// λₜ; 0 for a time without untreated cells.
  package let timeEffects: [Double]
  /// Untreated cells.
  package let untreatedCells: Int
  /// Treated cells that were imputed, and those that could not be because their unit or their
  /// time has no untreated cell.
  package let imputed: Int
  package let notImputed: Int
  /// Units with at least one cell.
  package let units: Int

  /// - Parameters:
  ///   - targets: number of averages.
  ///   - isIn: whether a treated cell belongs to a target, from its unit's start and its time; a
  ///     cell may belong to several.
  /// - Throws: `KernelError.tooFewObservations` without a cell to impute, `.rankDeficient` when
  ///   the untreated cells fall into blocks whose levels cannot be compared, `.didNotConverge`.
  package init(
    _ panel: StaggeredPanel, targets: Int, averaging: Averaging,
    isIn: (_ target: Int, _ start: Int, _ time: Int) -> Bool, threads: Int? = nil
  ) throws(KernelError) {
    let pattern = MissingPattern(panel.values, until: panel.starts)
    guard pattern.observed > 0 else { throw .tooFewObservations(rows: 0, columns: panel.units) }
    guard pattern.components == 1 else {
      throw .rankDeficient(columns: ["unit effects"], dependsOn: ["time effects"])
    }
    let untreated = try UntreatedModel(panel, pattern)
    let membership = TargetCells(panel, targets: targets, isIn: isIn)
    let treated = TreatedCells(panel, pattern, untreated, membership, averaging)
    guard treated.imputed > 0 else { throw .tooFewObservations(rows: 0, columns: targets) }
    let directions = try parallelMap(
      count: targets, threads: threads,
      throwing: { (target) throws(KernelError) -> [Double] in
        guard treated.counts[target] > 0 else {
          return Array(repeating: 0, count: panel.times)
        }
        return try treated.weightProjection(target, pattern).timeEffects
      })
    var scores = treated.scores
    untreated.addScores(panel, directions, to: &scores)
    var averages: [Average?] = []
    for target in 0..<targets {
      guard treated.counts[target] > 0 else {
        averages.append(nil)
        continue
      }
      let column = scores.column(target)
      averages.append(
        Average(
          effect: treated.means[target],
          standardError: LinearAlgebra.dot(column, column).squareRoot(),
          cells: treated.counts[target], units: treated.unitCounts[target]))
    }
    self.averages = averages
    self.scores = scores
    unitEffects = untreated.projection.unitEffects
    timeEffects = untreated.projection.timeEffects
    untreatedCells = pattern.observed
    imputed = treated.imputed
    notImputed = treated.notImputed
    units = treated.activeUnits
  }
}

/// Unit and time effects of the untreated cells.
private struct UntreatedModel: Sendable {
  let projection: TwoWayProjection

  init(_ panel: StaggeredPanel, _ pattern: MissingPattern) throws(KernelError) {
    let times = panel.times
    let cells = panel.values.storage.span
    var means = [Double](repeating: 0, count: panel.units)
    var sums = [Double](repeating: 0, count: times)
    for unit in 0..<panel.units where pattern.unitCounts[unit] > 0 {
      let base = unit * times
      let end = panel.starts[unit]
      var sum = 0.0
      for time in 0..<end {
        let value = cells[base + time]
        sum += value.isNaN ? 0 : value
      }
      let mean = sum / pattern.unitCounts[unit]
      means[unit] = mean
      var target = sums.mutableSpan
      for time in 0..<end {
        let value = cells[base + time]
        target[time] += value.isNaN ? 0 : value - mean
      }
    }
    projection = try TwoWayProjection(pattern, unitMeans: means, timeSums: sums)
  }

  /// Adds Σₜ vᵢₜ eᵢₜ over a unit's untreated cells, vᵢₜ = −(aᵢ + bₜ). The residuals of a unit sum
  /// to zero, so aᵢ drops out.
  func addScores(_ panel: StaggeredPanel, _ directions: [[Double]], to scores: inout Matrix) {
    let times = panel.times
    let targets = directions.count
    // Time by time, so that the inner loop runs over the targets.
    var weights = [Double](repeating: 0, count: times * targets)
    for (target, direction) in directions.enumerated() {
      for time in 0..<times { weights[time * targets + target] = direction[time] }
    }
    let cells = panel.values.storage.span
    let weight = weights.span
    var sums = [Double](repeating: 0, count: targets)
    for unit in 0..<panel.units {
      let level = projection.unitEffects[unit]
      for target in 0..<targets { sums[target] = 0 }
      for time in 0..<panel.starts[unit] {
        let value = cells[unit * times + time]
        if value.isNaN { continue }
        let residual = value - level - projection.timeEffects[time]
        for target in 0..<targets { sums[target] += weight[time * targets + target] * residual }
      }
      for target in 0..<targets { scores[unit, target] -= sums[target] }
    }
  }
}

/// Which targets the treated cells of each start belong to.
private struct TargetCells {
  /// Of each distinct start and time from it on: the targets.
  private let targets: [[[Int]]]
  private let rows: [Int]
  let groups: [Int]
  let targetCount: Int

  init(_ panel: StaggeredPanel, targets: Int, isIn: (Int, Int, Int) -> Bool) {
    groups = panel.groups
    targetCount = targets
    self.targets = groups.map { start in
      (start..<panel.times).map { time in (0..<targets).filter { isIn($0, start, time) } }
    }
    let place = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
    rows = panel.starts.map { place[$0] ?? -1 }
  }

  /// Position of a unit's start among the groups; −1 for never.
  func row(of unit: Int) -> Int { rows[unit] }
  /// The targets of a cell.
  func callAsFunction(_ row: Int, _ time: Int) -> [Int] { targets[row][time - groups[row]] }
}

/// The effects in treated cells, averaged.
private struct TreatedCells: Sendable {
  var imputed = 0
  var notImputed = 0
  var activeUnits = 0
  /// By target.
  var counts: [Int]
  var unitCounts: [Int]
  var means: [Double]
  /// `units × targets`: Σₜ w (τᵢₜ − τ̄ᵢₜ).
  var scores: Matrix
  /// By target: share of the target's cells in each unit and at each time.
  private var unitShares: [[(unit: Int, share: Double)]]
  private var timeShares: [[Double]]

  init(
    _ panel: StaggeredPanel, _ pattern: MissingPattern, _ model: UntreatedModel,
    _ membership: TargetCells, _ averaging: ImputationEffects.Averaging
  ) {
    let times = panel.times
    let targets = membership.targetCount
    let units = model.projection.unitEffects
    let levels = model.projection.timeEffects
    counts = Array(repeating: 0, count: targets)
    unitCounts = counts
    means = Array(repeating: 0, count: targets)
    unitShares = Array(repeating: [], count: targets)
    timeShares = Array(repeating: Array(repeating: 0, count: times), count: targets)
    scores = Matrix(rows: panel.units, columns: targets)
    func effect(_ unit: Int, _ time: Int) -> Double {
      panel.values.storage[unit * times + time] - units[unit] - levels[time]
    }
    func isImputable(_ unit: Int, _ time: Int) -> Bool {
      !panel.values.storage[unit * times + time].isNaN && pattern.timeCounts[time] > 0
    }
    // First pass: sums by target and by group and time.
    var groupSums = membership.groups.map { _ in [Double](repeating: 0, count: times) }
    var groupCounts = groupSums
    for unit in 0..<panel.units {
      let row = membership.row(of: unit)
      var hasCell = pattern.unitCounts[unit] > 0
      if row >= 0 {
        var own = [Int](repeating: 0, count: targets)
        for time in panel.starts[unit]..<times {
          if panel.values.storage[unit * times + time].isNaN { continue }
          hasCell = true
          guard pattern.unitCounts[unit] > 0, isImputable(unit, time) else {
            notImputed += 1
            continue
          }
          imputed += 1
          let value = effect(unit, time)
          groupSums[row][time] += value
          groupCounts[row][time] += 1
          for target in membership(row, time) {
            own[target] += 1
            means[target] += value
            timeShares[target][time] += 1
          }
        }
        for target in 0..<targets where own[target] > 0 {
          counts[target] += own[target]
          unitCounts[target] += 1
          unitShares[target].append((unit, Double(own[target])))
        }
      }
      if hasCell { activeUnits += 1 }
    }
    for target in 0..<targets where counts[target] > 0 {
      let count = Double(counts[target])
      means[target] /= count
      for index in unitShares[target].indices { unitShares[target][index].share /= count }
      for time in 0..<times { timeShares[target][time] /= count }
    }
    // Second pass: departures from the means.
    for unit in 0..<panel.units where pattern.unitCounts[unit] > 0 {
      let row = membership.row(of: unit)
      guard row >= 0 else { continue }
      for time in panel.starts[unit]..<times where isImputable(unit, time) {
        let value = effect(unit, time)
        for target in membership(row, time) {
          var departure: Double
          switch averaging {
          case .target: departure = value - means[target]
          case .groupAndTime(let leaveOut):
            let count = groupCounts[row][time]
            if leaveOut, count < 2 {
              // Nobody else to compare with: the target's mean stands in.
              departure = value - means[target]
            } else {
              departure = value - groupSums[row][time] / count
              if leaveOut { departure *= count / (count - 1) }
            }
          }
          scores[unit, target] += departure / Double(counts[target])
        }
      }
    }
  }

  /// The unit and time effects that fit the target's weights on the untreated cells.
  func weightProjection(
    _ target: Int, _ pattern: MissingPattern
  ) throws(KernelError) -> TwoWayProjection {
    var means = [Double](repeating: 0, count: pattern.units)
    var sums = timeShares[target]
    var total = 0.0
    for (unit, share) in unitShares[target] {
      let mean = share / pattern.unitCounts[unit]
      means[unit] = mean
      total += mean
      for time in pattern.gaps(of: unit) { sums[Int(time)] += mean }
    }
    for time in sums.indices { sums[time] -= total }
    return try TwoWayProjection(pattern, unitMeans: means, timeSums: sums)
  }
}
