import AirQuality
import NumericKernels

/// A design that compares period by period.
protocol PeriodDesign: EffectEstimator {
  var period: PanelPeriod { get }
  var periodCapture: Double { get }
  var replicates: Int { get }
  var seed: UInt64 { get }
  var confidenceLevel: Double { get }
}

/// What the designs that compare period by period have in common.
struct PeriodSettings {
  let period: PanelPeriod
  let capture: Double
  let level: Double
  let replicates: Int
  let seed: UInt64
  let method: Method

  init(_ design: some PeriodDesign) {
    period = design.period
    capture = design.periodCapture
    level = design.confidenceLevel
    replicates = design.replicates
    seed = design.seed
    method = design.method
  }

  /// Refuses settings that have no meaning, and studies that the design cannot answer.
  ///
  /// - Parameter needsDonors: whether stations that are never treated are indispensable.
  /// - Throws: `EstimationError.badSetting`, `.noDonors`.
  func check(_ study: Study, needsDonors: Bool) throws(EstimationError) {
    try EstimationError.requireLevel(level, method: method)
    guard capture > 0, capture <= 1 else {
      throw .badSetting(
        "periodCapture", method: method.identifier, problem: "\(capture) is not a share")
    }
    guard replicates >= 99 else {
      throw .badSetting(
        "replicates", method: method.identifier, problem: "at least 99 are needed")
    }
    let donors = study.donorIndices.count
    if needsDonors || !study.isStaggered {
      guard donors > 0 else { throw .noDonors(method: method.name) }
      guard donors > 1 else {
        throw .tooFewStations(found: 1, needed: 2, kind: "donors", method: method.name)
      }
    }
  }

  /// The study by periods, with what no design of this family can use refused.
  ///
  /// - Throws: `EstimationError.tooFewObservations`, `.constantOutcome`.
  func panel(_ study: Study) throws(EstimationError) -> PeriodPanel {
    let panel = PeriodPanel(study, period: period, capture: capture)
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

  /// Refuses what would take gigabytes: a group's every day is rarely what is asked.
  ///
  /// - Parameter effects: number of effects with an influence function of all stations each.
  /// - Throws: `EstimationError.badSetting`.
  func requireRoom(effects: Int, stations: Int) throws(EstimationError) {
    guard effects * stations <= 100_000_000 else {
      throw .badSetting(
        "period", method: method.identifier,
        problem: "\(effects) effects of \(stations) stations are too many; take a longer period")
    }
  }
}
