import Documents
public import AirQuality
import Foundation
import NumericKernels
import PanelKernels

/// Two-way fixed effects: how much more the treated stations changed than the donors.
///
/// Every station keeps its own level and every step its own common shock. Assumes that without
/// the measure treated and donors would have moved alike, and that the measure does not reach
/// the donors. With staggered starts the estimate weighs early and late starters in a way that
/// need not be an average of their effects (Goodman-Bacon 2021, doi:10.1016/j.jeconom.2021.03.014).
///
/// - Source: Wooldridge (2010), ch. 10; clustered errors Liang and Zeger (1986),
///   doi:10.1093/biomet/73.1.13, with fixest's small-sample factors; wild cluster bootstrap
///   Cameron, Gelbach and Miller (2008), doi:10.1162/rest.90.3.414; spatial errors Conley (1999),
///   doi:10.1016/S0304-4076(98)00084-0; weights of staggered starts Goodman-Bacon (2021); ranks of
///   few treated stations MacKinnon and Webb (2020), doi:10.1016/j.jeconom.2020.04.024.
public struct DifferenceInDifferences: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "difference-in-differences", name: "Difference in differences, two-way",
    source: "doi:10.1162/rest.90.3.414", design: .controlledBeforeAfter,
    assumption:
      "Without the measure the treated stations would have moved like the donors, and the "
      + "measure does not reach the donors.")

  /// Each station is treated from its own start on.
  public static let allowsStaggeredStarts = true

  /// How interval and p-value are made.
  public enum Inference: String, Codable, Sendable, CaseIterable {
    /// Ranks with fewer than `ranksBelow` treated stations; else the wild bootstrap below
    /// `wildBelow` stations, clustered errors from there on.
    case automatic
    /// The same estimate for other groups among all stations, by rank; the interval inverts the
    /// test.
    case ranks
    /// Errors clustered by station, Student t with stations − 1 degrees of freedom.
    case clusterRobust = "cluster-robust"
    /// Wild cluster bootstrap with the null imposed; the interval inverts the test.
    case wildBootstrap = "wild-bootstrap"
    /// Errors that may be related between stations nearer than `spatialCutoff`, Student t with
    /// stations − 1 degrees of freedom.
    case spatial
  }

  /// How interval and p-value are made. Default: automatic.
  public var inference = Inference.automatic
  /// Treated stations below which `automatic` takes ranks: with few of them clustered errors and
  /// the bootstrap reject far too often or never, however many donors there are. Default: 6.
  public var ranksBelow = 6
  /// Groups of stations that are ranked, at most. Default: 199.
  public var draws = 199
  /// Stations below which `automatic` takes the bootstrap. Default: 50.
  public var wildBelow = 50
  /// Distance in kilometres from which errors of two stations are unrelated, for `spatial`.
  /// Default: 300.
  public var spatialCutoff = 300.0
  /// Bootstrap replicates. Default: 999.
  public var replicates = 999
  /// Seed of the bootstrap. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = [
    .word("inference", \.inference),
    .count("ranksBelow", \.ranksBelow),
    .count("draws", \.draws, .from(19)),
    .count("wildBelow", \.wildBelow),
    .number("spatialCutoff", \.spatialCutoff, .above(0)),
    .count("replicates", \.replicates, .from(99)),
    .seed(\.seed),
    .number("confidenceLevel", \.confidenceLevel, .share),
  ]

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    switch inference {
    case .automatic: ["spatialCutoff"]
    case .ranks: ["spatialCutoff", "wildBelow", "ranksBelow", "replicates"]
    case .wildBootstrap: ["spatialCutoff", "wildBelow", "ranksBelow", "draws"]
    case .clusterRobust:
      ["spatialCutoff", "wildBelow", "ranksBelow", "draws", "replicates", "seed"]
    case .spatial: ["wildBelow", "ranksBelow", "draws", "replicates", "seed"]
    }
  }

  /// Fits the two-way model to the steps of both periods.
  ///
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.tooFewObservations`, or
  ///   `.collinear` when the treatment cannot be told apart from the stations and steps.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    try fit(study, draws: draws)
  }

  /// With 19 groups, whose ranks still allow a test at 5 %.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try fit(study, draws: min(draws, 19)).effect
  }

  private func fit(_ study: Study, draws: Int) throws(EstimationError) -> Fit {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    guard replicates >= 99 else {
      throw .badSetting(
        "replicates", method: Self.method.identifier, problem: "error.study.least-99-are-needed")
    }
    guard draws >= 19 else {
      throw .badSetting(
        "draws", method: Self.method.identifier, problem: "error.study.least-19-are-needed")
    }
    guard !study.donorIndices.isEmpty else { throw .noDonors(method: Self.method.name) }
    // Of two stations each is the other's mirror: nothing is left to say how sure the answer is.
    guard study.panel.stations.count > 2 else {
      throw .tooFewStations(
        found: 2, needed: 3, kind: "error.study.stations-together",
        method: Self.method.name)
    }
    let panel = PanelSample(study)
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try TwoWayFixedEffects(panel.values, treatedFrom: panel.treatedFrom)
    }
    let freedom = Double(fit.clusterDegreesOfFreedom)
    let error = inference == .spatial ? try spatialError(fit, study) : fit.unitClusteredError
    var scaled = ScaleEstimate(
      value: fit.coefficient, standardError: error, degreesOfFreedom: freedom,
      level: confidenceLevel,
      method: inference == .spatial
        ? Message("how.conley", ["distance": .count(Int(spatialCutoff))])
        : "how.clustered-student")
    var pValue: PValue?
    if error > 0 {
      pValue = PValue(
        value: Distribution.twoSidedP(t: fit.coefficient / error, degreesOfFreedom: freedom),
        method: scaled.intervalMethod)
    }
    let treated = study.treatedIndices.count
    let usesRanks = inference == .ranks || (inference == .automatic && treated < ranksBelow)
    let usesBootstrap =
      inference == .wildBootstrap
      || (inference == .automatic && !usesRanks && fit.units < wildBelow)
    if usesRanks {
      let ranks = try RankedGroups(panel, fit, draws: draws, seed: seed, level: confidenceLevel)
      scaled = ranks.scaled
      pValue = ranks.pValue
    }
    if usesBootstrap, fit.unitClusteredError > 0 {
      let bootstrap = try EstimationError.numerical { () throws(KernelError) in
        try WildClusterBootstrap(
          panel.values, treatedFrom: panel.treatedFrom, fit: fit, replicates: replicates,
          level: confidenceLevel, seed: seed)
      }
      scaled.intervalMethod =
        Message("how.wild-bootstrap", ["count": .count(replicates)])
      scaled.lower = bootstrap.interval.lower
      scaled.upper = bootstrap.interval.upper
      pValue = PValue(
        value: bootstrap.pValue, method: scaled.intervalMethod,
        smallestPossible: bootstrap.smallestP)
    }
    let size = SampleSize(
      treated: study.treatedIndices.count, donors: study.donorIndices.count,
      stepsBefore: study.beforePositions.count, stepsAfter: study.afterPositions.count,
      observations: fit.observations)
    let comparison = DonorComparison(study)
    let bacon = study.isStaggered ? try BaconTable(study) : nil
    return Fit(
      effect: EffectEstimate(
        scaled, pValue: pValue, method: Self.method,
        estimand: "mean effect on the treated stations over the period after", study: study,
        sample: size,
        diagnostics: try comparison.diagnostics(
          ranked: usesRanks, few: ranksBelow, level: scaled.level, asked: confidenceLevel)
          + study.outcomeDiagnostics + [bacon?.leftOut].compactMap(\.self)),
      counterfactual: comparison.counterfactual,
      summary: Summary([
        .init(
          "treatment", fit.coefficient, standardError: scaled.standardError, unit: study.scaleUnit),
        .init("within R²", fit.withinRSquared),
        .init("stations", Double(fit.units)), .init("steps", Double(fit.times)),
        .init("observations", Double(fit.observations)),
      ]),
      tables: [bacon?.table].compactMap(\.self))
  }

  /// The clustered error with the products of near stations added.
  private func spatialError(
    _ fit: TwoWayFixedEffects, _ study: Study
  ) throws(EstimationError) -> Double {
    guard spatialCutoff > 0 else {
      throw .badSetting(
        "spatialCutoff", method: Self.method.identifier,
        problem: Message("error.study.is-no-distance", ["spatialCutoff": .fact(spatialCutoff)]))
    }
    var places: [Coordinate] = []
    for station in study.panel.stations {
      guard let place = station.coordinate else {
        throw .badSetting(
          "inference", method: Self.method.identifier,
          problem: Message(
            "error.study.spatial-errors-need-coordinates", ["key": .fact(station.key)]))
      }
      places.append(place)
    }
    let squares = LinearAlgebra.dot(fit.unitScores, fit.unitScores)
    guard squares > 0 else { return 0 }
    let sum = SpatialCovariance.sum(scores: fit.unitScores, cutoff: spatialCutoff) {
      places[$0].kilometres(to: places[$1])
    }
    guard sum > 0 else {
      throw .numerical(
        Message("error.study.spatial-variance-is-not", ["spatialCutoff": .fact(spatialCutoff)]))
    }
    return fit.unitClusteredError * (sum / squares).squareRoot()
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// The donors' average moved to the treated stations' level before the measure.
    public let counterfactual: MonitoringSeries?
    /// Coefficient, fit and sizes.
    public let summary: Summary
    /// With staggered starts `bacon`: of which comparisons the coefficient is made.
    public let tables: [FitTable]
  }
}

/// The steps of both periods, one row each, the gap between them left out.
struct PanelSample {
  /// `steps × stations` on the outcome's scale.
  let values: Matrix
  /// First treated row of each station, `nil` for donors.
  let treatedFrom: [Int?]

  init(_ study: Study) {
    let positions = Array(study.beforePositions) + Array(study.afterPositions)
    let responses = study.responses
    // Without a gap the panel is used as it stands: no copy of a large block.
    values =
      positions.count == responses.rows && positions.first == 0
      ? responses : responses.rows(positions)
    let axis = study.panel.axis
    treatedFrom = study.treatments.map { treatment in
      guard case .since(let start) = treatment else { return nil }
      return positions.firstIndex { axis.instant(at: $0) >= start } ?? positions.count
    }
  }
}
