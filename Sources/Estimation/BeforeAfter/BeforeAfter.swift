import Documents
public import AirQuality
import Foundation
import NumericKernels

/// The treated stations after the measure against the same stations before it.
///
/// It describes a change and cannot say what made it: weather, season and everything else that
/// changed are in the number. On the linear scale the difference and, beside it, the ratio of
/// means or medians; on the log scale the ratio of geometric means.
///
/// - Source: for the covariance Newey and West (1987), doi:10.2307/1913610, with the automatic
///   bandwidth of Newey and West (1994), doi:10.2307/2297912; for the bootstrap Politis and
///   Romano (1994), doi:10.1080/01621459.1994.10476870.
public struct BeforeAfter: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "before-after", name: "Before–after comparison",
    source: "doi:10.2307/1913610", design: .uncontrolledBeforeAfter,
    assumption: "Nothing but the measure changed between the two periods, weather included.")

  /// What is compared.
  public enum Statistic: String, Codable, Sendable, CaseIterable {
    case mean, median
  }

  /// How the interval is made.
  public enum Interval: String, Codable, Sendable, CaseIterable {
    /// From the serial dependence; for means only.
    case hac
    /// Stationary block bootstrap within each period, with automatic block length.
    case blockBootstrap = "block-bootstrap"
  }

  /// What is compared. Default: means.
  public var statistic = Statistic.mean
  /// How the interval is made. Default: from the serial dependence. Medians always use the bootstrap.
  public var interval = Interval.hac
  /// Coverage of the interval. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Bootstrap replicates. Default: 1,999.
  public var replicates = 1_999
  /// Seed of the bootstrap. Default: 1.
  public var seed: UInt64 = 1

  /// A date of the same place on which nothing was done can be asked.
  public static let answersFromOnePlace = true

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = [
    .word("statistic", \.statistic),
    .word("interval", \.interval),
    .number("confidenceLevel", \.confidenceLevel, .share),
    .count("replicates", \.replicates, .from(99)),
    .seed(\.seed),
  ]

  /// All settings at their defaults.
  public init() {}

  /// Settings that change nothing beside the others.
  public var idleSettings: [String] {
    statistic == .median ? ["interval"] : interval == .hac ? ["replicates", "seed"] : []
  }

  /// Compares the two periods.
  ///
  /// - Throws: `EstimationError.tooFewObservations` with fewer than ten steps in a period,
  ///   `.tooFewEffectiveDays` where those of a period are worth fewer than two independent ones.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    guard replicates >= 99 else {
      throw .badSetting(
        "replicates", method: Self.method.identifier, problem: "error.study.least-99-are-needed")
    }
    let sample = try TreatedSample(study, minimum: 10)
    let indicators = Matrix(
      columns: [sample.isAfter.map { $0 ? 0 : 1 }, sample.isAfter.map { $0 ? 1 : 0 }])
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: indicators, response: sample.values, names: ["before", "after"])
    }
    let seasonal = try seasonFit(study, sample, indicators)
    let covariance = try SerialCovariance(seasonal ?? fit, positions: sample.positions)
    let effective = try EffectiveSteps(covariance.errors, isAfter: sample.isAfter, study: study)
    let comparison: Comparison
    if statistic == .median || interval == .blockBootstrap {
      comparison = try bootstrapped(sample, effective, covariance)
    } else {
      comparison = try meansByRegression(sample, fit, covariance)
    }
    let scaled = ScaleEstimate(
      value: comparison.difference, standardError: comparison.standardError,
      degreesOfFreedom: comparison.degreesOfFreedom, lower: comparison.lower,
      upper: comparison.upper, level: confidenceLevel, method: comparison.intervalMethod)
    let effect = EffectEstimate(
      scaled, pValue: comparison.pValue, method: Self.method,
      estimand: "change of the treated stations’ \(statistic.rawValue) from before to after",
      study: study, relative: study.outcome.scale == .linear ? comparison.ratio : nil,
      sample: sample.size(study),
      diagnostics: SeasonOverlap(study).diagnostics
        + [seasonal == nil ? nil : Diagnostic("season-not-noise", .note)].compactMap(\.self)
        + [effective.diagnostic] + study.outcomeDiagnostics)
    return Fit(
      effect: effect,
      counterfactual: study.path(
        named: "before", Array(repeating: comparison.before, count: study.panel.axis.count)),
      before: comparison.before, after: comparison.after)
  }

  /// The two levels beside the season that both periods have in common, where each is at least a year
  /// long and they hold the same parts of the year; else `nil`.
  ///
  /// A season that both periods have is no noise. Left in, it makes neighbouring days alike for months
  /// and errors of yearly means several times too large.
  private func seasonFit(
    _ study: Study, _ sample: TreatedSample, _ indicators: Matrix
  ) throws(EstimationError) -> LeastSquaresFit? {
    guard study.before.dayCount >= 365, study.after.dayCount >= 365, SeasonOverlap(study).isEven
    else { return nil }
    let angles = sample.positions.map { position -> Double in
      2 * Double.pi * Double(study.panel.axis.date(at: position).dayOfYear) / 365.25
    }
    var columns = [indicators.column(0), indicators.column(1)]
    var names = ["before", "after"]
    for order in 1...3 {
      columns.append(angles.map { cos(Double(order) * $0) })
      columns.append(angles.map { sin(Double(order) * $0) })
      names += ["cosine \(order)", "sine \(order)"]
    }
    return try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: Matrix(columns: columns), response: sample.values, names: names)
    }
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// The level before, carried on.
    public let counterfactual: MonitoringSeries?
    /// Statistic before, on the outcome's scale.
    public let before: Double
    /// Statistic after, on the outcome's scale.
    public let after: Double

    /// Both levels.
    public var summary: Summary {
      Summary([
        .init("level before", before), .init("level after", after),
        .init(
          "difference", effect.coefficient.value,
          standardError: effect.coefficient.standardError),
      ])
    }
  }
}
