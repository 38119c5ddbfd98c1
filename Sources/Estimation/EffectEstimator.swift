public import AirQuality
import Documents

/// A way to estimate the effect of a measure: a value whose stored properties are its settings.
///
/// Each setting has a documented default. There is no fitted state.
public protocol EffectEstimator: Codable, Hashable, Sendable {
  /// What `estimate(_:)` returns.
  associatedtype Fit: EstimatorFit
  /// Name, source and design.
  static var method: Method { get }
  /// Whether the estimate adjusts for the study's covariates. Default: no.
  static var usesCovariates: Bool { get }
  /// Whether it takes the covariates of every station, donors' included. Default: no.
  var wantsStationCovariates: Bool { get }
  /// Whether it needs those covariates after the measure's start too; `false` where only means from
  /// before it are taken. Default: as `wantsStationCovariates`.
  var wantsCovariatesAfter: Bool { get }
  /// Whether it takes the predictors that the study states. Default: no.
  var wantsStatedPredictors: Bool { get }
  /// Every setting: what a study may write, and what a page shows.
  static var settings: [Setting<Self>] { get }
  /// Settings that change nothing beside the other settings, by property; a study that gives one of
  /// them another value than its default is refused. Default: none.
  var idleSettings: [String] { get }
  /// Settings that earlier versions had and that studies still name. Default: none.
  static var formerSettings: [FormerSetting] { get }
  /// All settings at their defaults.
  init()
  /// Answers the study's question.
  ///
  /// - Throws: `EstimationError` when the question cannot be answered with these data; what can
  ///   be answered but should worry the reader is a `Diagnostic` of the fit.
  func estimate(_ study: Study) throws(EstimationError) -> Fit
  /// The effect alone, for the many repeats on negative controls. Default: that of the fit; a
  /// design whose tables cost much leaves them out here, and with them the diagnostics that come
  /// from them. The estimate is the fit's, and so are interval and p-value but for a smaller
  /// number of draws where a design documents one.
  func effect(of study: Study) throws(EstimationError) -> EffectEstimate
  /// Whether treated stations may start on different dates. Default: no.
  static var allowsStaggeredStarts: Bool { get }
  /// Whether one place's own past can answer, so that a study may repeat the design on dates of that
  /// past on which nothing was done. Default: no.
  static var answersFromOnePlace: Bool { get }
}

extension EffectEstimator {
  /// Writes the settings by their names.
  public func encode(to encoder: any Encoder) throws {
    try EstimatorCatalogue.settings(of: self).encode(to: encoder)
  }

  /// Reads settings by their names; those that are not there have their defaults.
  ///
  /// - Throws: `EstimationError.unknownSetting`, `.badSetting`; `DecodingError` for what is no object.
  public init(from decoder: any Decoder) throws {
    let settings = try [String: JSONValue](from: decoder)
    self = try EstimatorCatalogue.configured(Self(), settings)
  }
}

/// A setting that earlier versions had, so that a study written for one of them still runs.
public struct FormerSetting: Sendable {
  /// Its name.
  let name: String
  /// What each value, as JSON writes it, is called today.
  let values: [String: [String: String]]
  /// What to write instead, for values that nothing stands for today.
  let now: Message
}

extension EffectEstimator {
  /// The fit without its static type, for lists of several methods.
  ///
  /// - Throws: `EstimationError.staggeredStarts` when the design needs one start for all treated
  ///   stations and the study has several.
  public func anyEstimate(_ study: Study) throws(EstimationError) -> any EstimatorFit {
    try requireStarts(study)
    return try estimate(study)
  }

  /// `effect(of:)` behind the same check as `anyEstimate(_:)`.
  public func anyEffect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try requireStarts(study)
    return try effect(of: study)
  }

  private func requireStarts(_ study: Study) throws(EstimationError) {
    guard Self.allowsStaggeredStarts || !study.isStaggered else {
      throw .staggeredStarts(method: Self.method.name)
    }
  }

  /// The effect of the whole fit.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try estimate(study).effect
  }

  /// Most designs compare one period before with one after.
  public static var allowsStaggeredStarts: Bool { false }

  /// Most designs compare places.
  public static var answersFromOnePlace: Bool { false }

  /// Most designs take weather through the comparison with donors alone.
  public static var usesCovariates: Bool { false }

  /// Most settings were never called otherwise.
  public static var formerSettings: [FormerSetting] { [] }

  /// Most settings always count.
  public var idleSettings: [String] { [] }

  /// Most designs take no covariates of donors.
  public var wantsStationCovariates: Bool { false }

  /// Most designs that take covariates take them in both periods.
  public var wantsCovariatesAfter: Bool { wantsStationCovariates }

  /// Most designs learn from the outcome.
  public var wantsStatedPredictors: Bool { false }

  /// Name, source and design.
  public var method: Method { Self.method }
}

/// A fit: the effect, and what is needed to draw and to judge it.
public protocol EstimatorFit: Codable, Sendable {
  /// The finding.
  var effect: EffectEstimate { get }
  /// What the method expects without the measure, on the study's axis and in its unit; `nil`
  /// when the method has no such path.
  var counterfactual: MonitoringSeries? { get }
  /// The fit's own numbers, as rows for a table.
  var summary: Summary { get }
  /// Tidy tables beside the effect, each with the figure to draw from it. Default: none.
  var tables: [FitTable] { get }
}

extension EstimatorFit {
  /// Most fits have no table of their own.
  public var tables: [FitTable] { [] }
}

/// Numbers for a table, without prose.
public struct Summary: Hashable, Codable, Sendable {
  /// One number with its name and unit.
  public struct Row: Hashable, Codable, Sendable {
    /// For example `level change`.
    public let name: String
    /// The number; `nil` where the fit has none.
    public let value: Double?
    /// Standard error in the same unit, if it has one.
    public let standardError: Double?
    /// Unit, `1` for a pure number.
    public let unit: String

    /// A row; what is not finite is no number.
    public init(_ name: String, _ value: Double?, standardError: Double? = nil, unit: String = "1")
    {
      self.name = name
      self.value = value.flatMap { $0.isFinite ? $0 : nil }
      self.standardError = standardError.flatMap { $0.isFinite ? $0 : nil }
      self.unit = unit
    }
  }

  /// In the order to print.
  public let rows: [Row]

  /// A summary from its rows.
  public init(_ rows: [Row]) { self.rows = rows }
}
