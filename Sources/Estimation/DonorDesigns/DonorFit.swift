import Documents
public import AirQuality
import NumericKernels
import PanelKernels

/// What a design with weighted donors found.
public struct DonorFit: EstimatorFit {
  /// A donor and its share in the comparison.
  public struct Weight: Hashable, Codable, Sendable {
    /// The donor.
    public let station: Station
    /// Share, averaged over treated stations; the shares sum to one. Negative only with
    /// augmentation.
    public let weight: Double
  }

  /// The finding.
  public let effect: EffectEstimate
  /// What the weighted donors expect at the treated stations without the measure.
  public let counterfactual: MonitoringSeries?
  /// Effect, fit before the measure, concentration and optimality of the weights.
  public let summary: Summary
  /// Donors by descending weight, those without weight left out.
  public let weights: [Weight]
  /// Weights, gaps and placebos as tables.
  public let tables: [FitTable]
}

/// Fits a kernel to a study and puts the result into words and tables.
struct DonorEstimation<Kernel: CounterfactualKernel> {
  let study: Study
  let panel: DonorPanel
  let kernel: Kernel
  let inference: PanelInference
  /// What the weights were learnt from; printed.
  let basis: Diagnostic

  init(
    _ study: Study, _ kernel: Kernel, _ inference: PanelInference, basis: Diagnostic,
    covariates: DonorCovariates
  ) throws(EstimationError) {
    try EstimationError.requireLevel(inference.level, method: inference.method)
    guard inference.draws >= 19 else {
      throw .badSetting(
        "draws", method: inference.method.identifier, problem: "error.study.least-19-are-needed")
    }
    self.study = study
    self.kernel = kernel
    self.inference = inference
    self.basis = basis
    panel = try DonorPanel(study, method: inference.method, covariates: covariates)
  }

  /// - Parameter tables: whether paths and tables are wanted.
  func fit(tables isWanted: Bool) throws(EstimationError) -> DonorFit {
    let found = try EstimationError.numerical { () throws(KernelError) in
      try kernel.fit(panel.prepared, panel.assignment, path: true)
    }
    let uncertainty = try inference.uncertainty(
      of: found, by: kernel, panel, gaps: isWanted)
    let gap = zip(panel.observedPath, found.expected).map { $0 - $1 }
    let robustness = DonorRobustness(self, found, uncertainty, gap: gap)
    let fitBefore = FitBefore(self, found, gap: gap)
    var remarks = [basis] + panel.diagnostics + fitBefore.diagnostics + uncertainty.diagnostics
    var further: [FitTable] = []
    if isWanted {
      let robust = SideAnswer("the same at an earlier date") { () throws(EstimationError) in
        ([], try robustness.diagnostics)
      }
      let without = SideAnswer("the effect without one donor") { () throws(EstimationError) in
        (try robustness.tables, [])
      }
      let near = SideAnswer("the effect by distance of the donors") {
        () throws(EstimationError) in
        try Spillover(self, found)?.report ?? ([], [])
      }
      for answer in [robust, without, near] {
        remarks += answer.diagnostics
        further += answer.tables
      }
    }
    remarks += study.outcomeDiagnostics
    let effect = EffectEstimate(
      ScaleEstimate(
        value: found.effect, standardError: uncertainty.standardError,
        degreesOfFreedom: uncertainty.degreesOfFreedom, lower: uncertainty.lower,
        upper: uncertainty.upper, level: uncertainty.level, method: uncertainty.method),
      pValue: uncertainty.pValue, method: inference.method,
      estimand: "mean effect on the treated stations over the period after", study: study,
      sample: panel.size,
      diagnostics: remarks)
    let weights = zip(panel.assignment.donors, found.donorWeights)
      .filter { $0.1 != 0 }
      .map { DonorFit.Weight(station: study.panel.stations[$0.0], weight: $0.1) }
      .sorted { ($1.weight, $0.station.key) < ($0.weight, $1.station.key) }
    var tables: [FitTable] = []
    if isWanted {
      tables = DonorTables(self, found, uncertainty, weights: weights, gap: gap).all
      tables += further
    }
    return DonorFit(
      effect: effect,
      counterfactual: isWanted ? panel.series(named: "weighted donors", found.expected) : nil,
      summary: summary(found, uncertainty, fitBefore), weights: weights,
      tables: tables)
  }

  private func summary(
    _ found: Counterfactual, _ uncertainty: PanelUncertainty, _ before: FitBefore
  ) -> Summary {
    let unit = study.scaleUnit
    var rows = [
      Summary.Row("effect", found.effect, standardError: uncertainty.standardError, unit: unit),
      .init("standard deviation of the gap before", before.deviation, unit: unit),
    ]
    if before.matchesLevel {
      rows.append(.init("mean gap before", before.level, unit: unit))
    }
    if let covariates = panel.covariates, let regression = panel.regression {
      rows += covariates.rows(regression, scaleUnit: unit)
    }
    if !found.donorWeights.isEmpty {
      rows.append(
        .init(
          "donors with weight",
          Double(found.donorWeights.reduce(0) { $0 + (abs($1) > 1e-6 ? 1 : 0) })))
      rows.append(.init("largest weight", found.donorWeights.max()))
      rows.append(
        .init(
          "effective donors",
          1 / found.donorWeights.reduce(0) { $0 + $1 * $1 }))
    }
    if kernel.core.tellsGap {
      rows.append(.init("optimality gap, relative", found.relativeGap))
    }
    for (name, value) in found.cohorts.first?.chosen.sorted(by: { $0.key < $1.key }) ?? [] {
      rows.append(.init(name, value))
    }
    for (name, value) in found.chosen.sorted(by: { $0.key < $1.key }) {
      rows.append(.init(name, value))
    }
    if found.cohorts.count > 1 {
      for cohort in found.cohorts {
        let date = study.panel.axis.date(at: panel.positions[cohort.start])
        rows.append(.init("effect, start \(date)", cohort.effect, unit: unit))
      }
    }
    return Summary(rows)
  }
}
