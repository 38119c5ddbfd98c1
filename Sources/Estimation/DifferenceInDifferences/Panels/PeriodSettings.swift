import AirQuality
import Documents
import NumericKernels

/// A design that compares period by period.
public protocol PeriodDesign: EffectEstimator {
  /// What all designs of the family can be told.
  var shared: PeriodSettings { get set }
  /// Whether the errors count that other stations might have started together. Default: no.
  static var sharesAreRandom: Bool { get }
}

/// What every design that compares period by period can be told.
public struct PeriodSettings: Hashable, Sendable {
  /// The length of a period. Default: month.
  public var period = PanelPeriod.month
  /// Share of a period’s steps that a station must have, 0 to 1. Default: 0.5.
  public var periodCapture = 0.5
  /// Replicates of the multiplier bootstrap behind the uniform band. Default: 999.
  public var replicates = 999
  /// Seed of the bootstrap. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of intervals and band. Default: 0.95.
  public var confidenceLevel = 0.95

  static let list: [Setting<Self>] = [
    .word("period", \.period),
    .number("periodCapture", \.periodCapture, .above(0, to: 1)),
    .count("replicates", \.replicates, .from(99)),
    .seed(\.seed),
    .number("confidenceLevel", \.confidenceLevel, .share),
  ]
}

extension PeriodDesign {
  /// Most designs take the groups' sizes as they are.
  public static var sharesAreRandom: Bool { false }

  /// Settings of the family.
  static var sharedList: [Setting<Self>] { PeriodSettings.list.map { $0.inside(\.shared) } }

  /// The length of a period.
  public var period: PanelPeriod {
    get { shared.period }
    set { shared.period = newValue }
  }
  /// Share of a period’s steps that a station must have, 0 to 1.
  public var periodCapture: Double {
    get { shared.periodCapture }
    set { shared.periodCapture = newValue }
  }
  /// Replicates of the multiplier bootstrap behind the uniform band.
  public var replicates: Int {
    get { shared.replicates }
    set { shared.replicates = newValue }
  }
  /// Seed of the bootstrap.
  public var seed: UInt64 {
    get { shared.seed }
    set { shared.seed = newValue }
  }
  /// Coverage of intervals and band.
  public var confidenceLevel: Double {
    get { shared.confidenceLevel }
    set { shared.confidenceLevel = newValue }
  }
}

extension PeriodDesign {
  /// Refuses settings that have no meaning, and studies that the design cannot answer.
  ///
  /// - Parameter needsDonors: whether stations that are never treated are indispensable.
  /// - Throws: `EstimationError.badSetting`, `.noDonors`.
  func check(_ study: Study, needsDonors: Bool) throws(EstimationError) {
    try EstimationError.requireLevel(confidenceLevel, method: method)
    guard periodCapture > 0, periodCapture <= 1 else {
      throw .badSetting(
        "periodCapture", method: method.identifier,
        problem: Message("error.study.is-not-share", ["capture": .fact(periodCapture)]))
    }
    guard replicates >= 99 else {
      throw .badSetting(
        "replicates", method: method.identifier, problem: "error.study.least-99-are-needed")
    }
    let donors = study.donorIndices.count
    if needsDonors || !study.isStaggered {
      guard donors > 0 else { throw .noDonors(method: method.name) }
      guard donors > 1 else {
        throw .tooFewStations(found: 1, needed: 2, kind: "error.study.donors", method: method.name)
      }
    }
  }

  /// The study by periods, with what no design of this family can use refused.
  ///
  /// - Throws: `EstimationError.tooFewObservations`, `.constantOutcome`.
  func periods(of study: Study) throws(EstimationError) -> PeriodPanel {
    let panel = PeriodPanel(study, period: period, capture: periodCapture)
    let treated = study.treatedIndices.compactMap { panel.treatedFrom[$0] }
    guard let first = treated.min(), first > 0 else {
      throw .tooFewObservations(found: 0, needed: 1, period: study.before.description)
    }
    guard first < panel.values.rows else {
      throw .tooFewObservations(found: 0, needed: 1, period: study.after.description)
    }
    var least = Double.infinity
    var most = -Double.infinity
    for value in panel.values.storage where !value.isNaN {
      least = min(least, value)
      most = max(most, value)
    }
    // A constant that went through a sum differs in its last digits.
    guard most - least > 1e-12 * max(abs(most), abs(least)) else { throw .constantOutcome }
    return panel
  }

  /// Refuses a horizon before the start.
  ///
  /// - Throws: `EstimationError.badSetting`.
  func requireHorizon(_ periods: Int) throws(EstimationError) {
    guard periods >= 0 else {
      throw .badSetting(
        "horizon", method: method.identifier,
        problem: Message("error.study.setting-is-negative", ["value": .fact(periods)]))
    }
  }

  /// Refuses what would take gigabytes: a group's every day is rarely what is asked.
  ///
  /// - Parameter effects: number of effects with an influence function of all stations each.
  /// - Throws: `EstimationError.badSetting`.
  func requireRoom(effects: Int, stations: Int) throws(EstimationError) {
    guard effects * stations <= 100_000_000 else {
      throw .badSetting(
        "period", method: method.identifier,
        problem: Message(
          "error.study.effects-stations-are-too",
          ["effects": .fact(effects), "stations": .fact(stations)]))
    }
  }
}
