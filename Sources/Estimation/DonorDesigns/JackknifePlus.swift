import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// The jackknife+ over blocks of steps, for the average and for each step after the start.
extension PanelInference {
  /// Each block as long as the period after is taken out of the period before; the refit gives an
  /// effect and, on the block, an error of an average over as many steps. The ends are order
  /// statistics of effects minus and plus the size of the errors.
  ///
  /// A step after the start is treated likewise, with the refits' gaps at the step and their errors
  /// at the block's step in the same place: blocks are what is exchanged, so that each gives one
  /// error. What is guaranteed is one minus twice the error that was asked for, and only where
  /// blocks are exchangeable; neighbouring blocks overlap and series are serially correlated, so
  /// that this holds about.
  ///
  /// - Parameter points: whether single steps are wanted too.
  /// - Source: Barber, Candès, Ramdas and Tibshirani (2021), doi:10.1214/20-AOS1965, section 1.3
  ///   and theorem 1, as used for synthetic controls by Ben-Michael, Feller and Rothstein (2021);
  ///   blocks because the errors of neighbouring steps are alike.
  func jackknifePlus(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel, points: Bool
  ) throws(EstimationError) -> PanelUncertainty {
    let blocks = try BlocksBefore(panel, self)
    let start = blocks.start
    let frozen = try EstimationError.numerical { () throws(KernelError) in
      try kernel.frozen(after: fit, panel.prepared, panel.assignment)
    }
    let found = try blocks.refits(frozen)
    guard
      let ends = JackknifePlusEnds(
        found.map { (Summation.mean($0.gaps), abs(Summation.mean($0.errors))) }, level: level)
    else {
      throw .tooFewObservations(
        found: start, needed: blocks.width + blocks.needed, period: panel.study.before.description)
    }
    guard ends.lower <= fit.effect, fit.effect <= ends.upper else {
      throw .badSetting(
        "inference", method: method.identifier,
        problem: "error.study.jackknife-interval-does-not")
    }
    let observed = panel.observedPath
    return PanelUncertainty(
      standardError: (ends.upper - ends.lower)
        / (2 * Distribution.normalQuantile(0.5 + level / 2)),
      degreesOfFreedom: nil, lower: ends.lower, upper: ends.upper,
      level: level,
      method: Message(
        "how.jackknife-plus",
        ["count": .count(found.count), "length": .count(blocks.width)]),
      points: !points
        ? []
        : (0..<blocks.width).map { step in
          let row = start + step
          let own = JackknifePlusEnds(
            found.map { ($0.gaps[step], abs($0.errors[step])) }, level: level)
          return PointEffect(
            row: row, effect: observed[row] - fit.expected[row],
            interval: own.map { ($0.lower, $0.upper) }, pValue: nil)
        },
      diagnostics: [guarantee])
  }

  /// What readers may count on.
  private var guarantee: Diagnostic {
    let asked = 100 * level
    let certain = max(0, 100 * (1 - 2 * (1 - level)))
    return Diagnostic(
      "jackknife-plus-guarantee", .note,
      ["asked": .number(asked, .decimals(0)), "certain": .number(certain, .decimals(0))])
  }
}

/// The blocks of steps before the measure that are left out in turn.
private struct BlocksBefore {
  /// First row after the start.
  let start: Int
  /// Steps of a block and of the period after.
  let width: Int
  /// Blocks that ranks at the level need.
  let needed: Int
  private let firsts: [Int]
  private let panel: DonorPanel

  /// - Throws: `EstimationError.badSetting` with several starts, `.tooFewObservations` where the
  ///   period before has too few blocks.
  init(_ panel: DonorPanel, _ inference: PanelInference) throws(EstimationError) {
    guard panel.assignment.cohorts.count == 1, let start = panel.assignment.starts.first else {
      throw .badSetting(
        "inference", method: inference.method.identifier,
        problem: "error.study.jackknife-is-stations-start")
    }
    width = panel.prepared.values.rows - start
    let possible = start - width + 1
    // Ranks at this level need so many blocks, and a refit needs rows of its own.
    needed = Int((1 / (1 - inference.level)).rounded(.up)) - 1
    guard possible >= needed, start - width >= 4 else {
      throw .tooFewObservations(
        found: start, needed: max(width + needed - 1, width + 4),
        period: panel.study.before.description)
    }
    firsts = Array(stride(from: 0, to: possible, by: max(1, possible / inference.draws)))
    self.start = start
    self.panel = panel
  }

  /// Gaps after the start and errors on the left-out block of each refit, `width` values each.
  func refits(
    _ kernel: some CounterfactualKernel
  ) throws(EstimationError) -> [(gaps: [Double], errors: [Double])] {
    let prepared = panel.prepared
    let treated = panel.assignment.treated
    let inner = PanelAssignment(
      treated: treated, starts: treated.map { _ in start - width },
      donors: panel.assignment.donors)
    return try EstimationError.numerical { () throws(KernelError) in
      try parallelMap(
        count: firsts.count,
        throwing: { (index) throws(KernelError) -> (gaps: [Double], errors: [Double]) in
          let block = firsts[index]..<firsts[index] + width
          let kept = (0..<start).filter { !block.contains($0) }
          // The block stands after the rows that are learnt from, before those after the measure.
          let order = kept + Array(block) + Array(start..<prepared.values.rows)
          let reordered = try prepared.rows(order, starts: [start - width])
          let refit = try kernel.fit(reordered, inner, path: true)
          let observed = reordered.meanPath(of: treated)
          let gaps = zip(observed, refit.expected).map { $0 - $1 }
          return (Array(gaps[start...]), Array(gaps[start - width..<start]))
        })
    }
  }
}

/// The ends of a jackknife+ interval.
private struct JackknifePlusEnds {
  let lower: Double
  let upper: Double

  /// - Parameter refits: effect and size of the error of each refit.
  /// - Returns: `nil` where the refits are too few for the level.
  init?(_ refits: [(effect: Double, error: Double)], level: Double) {
    let rank = Int((level * Double(refits.count + 1)).rounded(.up))
    guard rank <= refits.count else { return nil }
    lower = refits.map { $0.effect - $0.error }.sorted()[refits.count - rank]
    upper = refits.map { $0.effect + $0.error }.sorted()[rank - 1]
  }
}
