import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// What a design with donors finds when it is asked in other ways: at an earlier date, without one
/// donor, with a statistic that allows for the fit before.
struct DonorRobustness<Kernel: CounterfactualKernel> {
  private let estimation: DonorEstimation<Kernel>
  private let found: Counterfactual
  private let uncertainty: PanelUncertainty
  private let gap: [Double]

  /// Most donors that are left out in turn, by descending weight.
  private static var mostLeftOut: Int { 30 }

  init(
    _ estimation: DonorEstimation<Kernel>, _ found: Counterfactual,
    _ uncertainty: PanelUncertainty, gap: [Double]
  ) {
    self.estimation = estimation
    self.found = found
    self.uncertainty = uncertainty
    self.gap = gap
  }

  private var panel: DonorPanel { estimation.panel }
  private var unit: String { estimation.study.scaleUnit }

  var diagnostics: [Diagnostic] {
    get throws(EstimationError) {
      [try placeboInTime, ratioRank].compactMap(\.self)
    }
  }

  /// The measure moved to two thirds of the period before, the time after it left out.
  ///
  /// - Source: Abadie, Diamond and Hainmueller (2015), doi:10.1111/ajps.12116.
  private var placeboInTime: Diagnostic? {
    get throws(EstimationError) {
      let first = panel.assignment.starts.min() ?? 0
      let start = 2 * first / 3
      guard start >= 4, first - start >= 2 else { return nil }
      let assignment = PanelAssignment(
        treated: panel.assignment.treated, starts: panel.assignment.treated.map { _ in start },
        donors: panel.assignment.donors)
      let kernel = estimation.kernel
      let effect = try EstimationError.numerical { () throws(KernelError) in
        let before = try panel.prepared.rows(Array(0..<first), starts: [start])
        return try kernel.fit(before, assignment, path: false).effect
      }
      let share = found.effect == 0 ? 0 : abs(effect / found.effect)
      let date = estimation.study.panel.axis.date(at: panel.positions[start])
      return Diagnostic(
        "placebo-in-time", share > 0.5 ? .warning : .note,
        ["date": .date("\(date)"), "effect": estimation.study.value(effect)])
    }
  }

  /// Rank of the ratio of errors after and before, which discounts placebos that never fitted.
  ///
  /// - Source: Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746, section 3.4.
  private var ratioRank: Diagnostic? {
    guard !uncertainty.gaps.isEmpty else { return nil }
    let start = panel.assignment.starts.min() ?? 0
    func ratio(_ path: [Double]) -> Double? {
      let before = path[..<start].reduce(0) { $0 + $1 * $1 } / Double(start)
      let after = path[start...].reduce(0) { $0 + $1 * $1 } / Double(path.count - start)
      return before > 0 ? (after / before).squareRoot() : nil
    }
    guard let own = ratio(gap) else { return nil }
    let others = uncertainty.gaps.compactMap(ratio)
    guard others.count == uncertainty.gaps.count else { return nil }
    let asLarge = others.reduce(0) { $0 + ($1 >= own ? 1 : 0) }
    let p = Double(asLarge + 1) / Double(others.count + 1)
    return Diagnostic(
      "ratio-rank", .note,
      [
        "ratio": .two(own), "large": .count(asLarge), "count": .count(others.count),
        "p": .probability(p), "smallest": .three(1 / Double(others.count + 1)),
      ])
  }

  /// The effect without each donor that carries weight.
  var tables: [FitTable] {
    get throws(EstimationError) {
      let donors = panel.assignment.donors
      let heaviest = donors.indices.filter {
        !found.donorWeights.isEmpty && found.donorWeights[$0] > 0.01
      }
      .sorted { (found.donorWeights[$1], $0) < (found.donorWeights[$0], $1) }
      .prefix(Self.mostLeftOut)
      guard donors.count > 2, !heaviest.isEmpty else { return [] }
      let frozen = try EstimationError.numerical { () throws(KernelError) in
        try estimation.kernel.frozen(after: found, panel.prepared, panel.assignment)
      }
      let effects = try EstimationError.numerical { () throws(KernelError) in
        try parallelMap(
          count: heaviest.count,
          throwing: { (index) throws(KernelError) -> Double in
            var others = donors
            others.remove(at: heaviest[index])
            return try frozen.fit(
              panel.prepared,
              PanelAssignment(
                treated: panel.assignment.treated, starts: panel.assignment.starts,
                donors: others), path: false
            ).effect
          })
      }
      let stations = estimation.study.panel.stations
      return [
        FitTable(
          name: "leave-one-donor-out", caption: "The effect without one donor",
          columns: [
            .init("left out", unit: ""), .init("weight"), .init("effect", unit: unit),
          ],
          rows: zip(heaviest, effects).map { place, effect in
            [
              .text(stations[donors[place]].name), .number(found.donorWeights[place]),
              .number(effect),
            ]
          },
          drawing: .bars(label: "left out", value: "effect"))
      ]
    }
  }
}
