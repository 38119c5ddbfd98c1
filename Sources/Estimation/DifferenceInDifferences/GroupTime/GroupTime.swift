import Documents
import AirQuality
import NumericKernels
import PanelKernels

/// Group-time average effects of Callaway and Sant'Anna.
///
/// Stations that start together are a group. The change of each group since its last period
/// before the measure is compared with that of untreated stations over the same two periods; the
/// answer is an average of these effects and never compares with a station that is already
/// treated. Assumes that without the measure group and comparison would have moved alike (given
/// the covariates), that nobody reacted earlier than `anticipation`, and that the measure does not
/// reach the comparison.
///
/// - Source: Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001. The small-sample
///   degrees of freedom are ours (see `GroupedVariance`).
public struct GroupTime: PeriodDesign {
  /// Name, source and design.
  public static let method = Method(
    identifier: "group-time", name: "Group-time effects (Callaway and Sant’Anna)",
    source: "doi:10.1016/j.jeconom.2020.12.001", design: .controlledBeforeAfter,
    assumption:
      "Without the measure each group of treated stations would have moved like the untreated "
      + "ones since its last period before the measure, and the measure does not reach them.",
    weakness:
      "With one treated station and four weeks after the measure, 31 of 400 true nulls "
      + "of simulated daily panels were rejected at 5 %: lean on the negative controls.")
  /// Staggered starts are what it is for.
  public static let allowsStaggeredStarts = true
  /// The influence functions count the groups' shares too.
  public static let sharesAreRandom = true

  /// How the effects are averaged into one.
  public enum Aggregation: String, Codable, Sendable, CaseIterable {
    /// Over all groups and periods after their start, by numbers of stations.
    case simple
    /// Over the averages by period since the start.
    case dynamic
    /// Over the groups’ averages, by numbers of stations.
    case group
    /// Over the averages by calendar period.
    case calendar
  }

  /// Which stations a group is compared with.
  public enum Comparison: String, Codable, Sendable, CaseIterable {
    /// Donors.
    case neverTreated = "never-treated"
    /// Donors and stations whose start is still to come.
    case notYetTreated = "not-yet-treated"
  }

  /// Against which period effects before the start are measured.
  public enum Base: String, Codable, Sendable, CaseIterable {
    /// The period just before each.
    case varying
    /// The last period before the start.
    case universal
  }

  /// How covariates enter.
  public enum Adjustment: String, Codable, Sendable, CaseIterable {
    /// The untreated stations’ changes are regressed on them.
    case regression
    /// Untreated stations are weighted by their odds of treatment.
    case inverseProbability = "inverse-probability"
    /// Both.
    case doublyRobust = "doubly-robust"
  }

  /// A property of a station that the comparison may hold fixed.
  public enum UnitCovariate: String, Codable, Sendable, CaseIterable {
    /// The outcome’s mean over the period before, on the outcome’s scale.
    case levelBefore = "level-before"
    /// Degrees north.
    case latitude
    /// Degrees east.
    case longitude
  }

  /// How the effects are averaged into the headline. Default: simple.
  public var aggregation = Aggregation.simple
  /// Which stations a group is compared with. Default: donors and not yet treated stations.
  public var comparison = Comparison.notYetTreated
  /// Against which period effects before the start are measured. Default: universal, so that they
  /// can be read and tested as a path.
  public var base = Base.universal
  /// How covariates enter. Default: doubly robust.
  public var adjustment = Adjustment.doublyRobust
  /// Properties of the stations to hold fixed. Default: none.
  public var covariates: [UnitCovariate] = []
  /// Periods before the start from which an effect is thought possible. Default: 0.
  public var anticipation = 0
  /// Periods after the start until which every group must be observed to count by period since the
  /// start; −1 takes all groups. Default: −1.
  public var balancedUntil = -1
  /// What every design that compares period by period can be told.
  public var shared = PeriodSettings()

  /// Every setting of the method.
  public static let settings: [Setting<Self>] =
    [
      .word("aggregation", \.aggregation),
      .word("comparison", \.comparison),
      .word("base", \.base),
      .word("adjustment", \.adjustment),
      .words("covariates", \.covariates),
      .count("anticipation", \.anticipation, .from(0)),
      .count("balancedUntil", \.balancedUntil),
    ] + sharedList

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] { covariates.isEmpty ? ["adjustment"] : [] }

  /// Compares, averages and judges.
  ///
  /// Tables: `event-study`, `group-time`, `by-group`, `by-calendar`, `pre-trend-power`, `sensitivity`.
  ///
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.tooFewObservations`,
  ///   `.constantOutcome`, `.badSetting`, `.noData` for a station without a coordinate when one is
  ///   a covariate, and `.numerical` when no comparison can be made.
  public func estimate(_ study: Study) throws(EstimationError) -> PanelFit {
    try fit(study, isDetailed: true)
  }

  /// The effect without tables.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try fit(study, isDetailed: false).effect
  }

  private func fit(
    _ study: Study, isDetailed: Bool
  ) throws(EstimationError) -> PanelFit {
    try check(study, needsDonors: comparison == .neverTreated)
    guard anticipation >= 0 else {
      throw .badSetting(
        "anticipation", method: Self.method.identifier,
        problem: Message(
          "error.study.anticipation-is-negative", ["anticipation": .fact(anticipation)]))
    }
    let panel = try periods(of: study)
    let staggered = try panel.staggered(covariates: try covariateMatrix(study))
    try requireRoom(
      effects: staggered.groups.count * staggered.times, stations: staggered.units)
    var options = GroupTimeEffects.Options()
    options.adjustment = CovariateAdjustment(rawValue: adjustment.rawValue) ?? .doublyRobust
    options.comparison = ComparisonUnits(rawValue: comparison.rawValue) ?? .neverTreated
    options.base = BasePeriod(rawValue: base.rawValue) ?? .universal
    options.anticipation = anticipation
    let limit = balancedUntil >= 0 ? balancedUntil : nil
    // Closures with typed errors may not capture mutable values.
    let chosen = options
    let effects = try EstimationError.numerical { () throws(KernelError) in
      try GroupTimeEffects(staggered, options: chosen)
    }
    let kind = AggregationKind(rawValue: aggregation.rawValue) ?? .simple
    let aggregates = try EstimationError.numerical { () throws(KernelError) in
      (
        dynamic: try GroupTimeAggregation(effects, .dynamic, balancedUntil: limit),
        chosen: try GroupTimeAggregation(effects, kind, balancedUntil: limit)
      )
    }
    let tables = GroupTimeTables(effects, panel, study, shared)
    return try PanelFit(
      tables.panelEffects(aggregates.dynamic, headline: aggregates.chosen, options), study,
      self, estimand: estimand, inference: "how.influence",
      tables: isDetailed ? tables.all : [],
      diagnostics: panel.remarks + tables.diagnostics
        + (isDetailed ? tables.uncompared(options) : []),
      isDetailed: isDetailed)
  }

  private var estimand: String {
    switch aggregation {
    case .simple: "mean effect on the treated stations over their periods after the start"
    case .dynamic: "mean over periods since the start of the effect on the treated stations"
    case .group: "mean over treated stations of their mean effect after the start"
    case .calendar: "mean over calendar periods of the effect on the stations then treated"
    }
  }

  /// `stations × covariates`; `nil` without any.
  private func covariateMatrix(_ study: Study) throws(EstimationError) -> Matrix? {
    guard !covariates.isEmpty else { return nil }
    let responses = study.responses
    var columns: [[Double]] = []
    for covariate in covariates {
      var column: [Double] = []
      for (index, station) in study.panel.stations.enumerated() {
        var value: Double?
        switch covariate {
        case .levelBefore:
          let values = study.beforePositions.map { responses[$0, index] }.filter { !$0.isNaN }
          value = values.isEmpty ? nil : Summation.mean(values)
        case .latitude: value = station.coordinate?.latitude
        case .longitude: value = station.coordinate?.longitude
        }
        guard let value else {
          throw .noData(
            station: station.key, pollutant: covariate.rawValue,
            window: study.before.description)
        }
        column.append(value)
      }
      columns.append(column)
    }
    return Matrix(columns: columns)
  }
}
