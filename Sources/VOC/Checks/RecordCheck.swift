public import AirQuality
import Documents
import Foundation
import NumericKernels

/// What a chromatograph's record is held against before anything is made of it: its own total, isomers
/// that come together, neighbours on the carbon ladder, peaks that change places, and canisters.
///
/// A finding says where somebody should look at the chromatograms; it proves no fault, and nothing is
/// changed. Values below detection are missing here; in the sum they count as what `rule` says, as zero
/// without one.
///
/// - Source: the kinds of check are those of US EPA's PAMS Data Analysis Workbook, part Data Validation
///   (September 2000), and of its Technical Assistance Document for PAMS (EPA-454/B-19-004); both were
///   seen to exist, their rules were not read in full. Ratios of hydrocarbons as a test: Parrish et al.
///   (1998), doi:10.1029/98JD01364 (recalled). The bounds are ours; `docs/voc-check.md` says what they
///   find in simulated records and how often they call a clean one faulty.
public struct RecordCheck: Hashable, Codable, Sendable {
  /// What values below detection count as in the sum over compounds. Default: `nil`, zero.
  public var rule: CensoringRule?
  /// The air of mass concentrations. Default: the record's own.
  public var air: AirState?
  /// Compounds as their peaks follow each other. Default: `nil`, the table `voc_elution.csv`.
  public var order: [String]?
  /// How many peaks further a name can slip. Default: 2.
  public var reach = 2
  /// Fewest steps with both compounds. Default: 30.
  public var leastSteps = 30
  /// Least correlation of the logarithms of isomers. Default: 0.6.
  public var leastIsomerCorrelation = 0.6
  /// Least correlation of the logarithms of neighbours on the carbon ladder. Default: 0.3.
  public var leastLadderCorrelation = 0.3
  /// Share by which the sum may exceed the total at a step. Default: 0.1, for two calibrations.
  public var toleratedExcess = 0.1
  /// Share of steps at which the sum may exceed it by more. Default: 0.05.
  public var toleratedShare = 0.05
  /// Least sum of scores of a section of independent steps that is called. Default: 12, four steps or
  /// more of full weight.
  public var threshold = 12.0
  /// Share by which the slope of canister against instrument may differ from 1. Default: 0.2.
  public var toleratedSlope = 0.2
  /// Draws of the canister's intervals. Default: 999.
  public var replicates = 999
  /// Seed of the draws. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95

  /// All settings at their defaults.
  public init() {}

  /// Checks a record.
  ///
  /// - Parameter canister: samples of the same place, each over one step of its axis, which is as long
  ///   as the record's or longer.
  /// - Throws: `VOCError.airStateMissing`, `.badSetting`, `.unknownCompounds`; for the sum as `filled`.
  public func check(
    _ record: SpeciatedRecord, canister: SpeciatedRecord? = nil
  ) throws(VOCError) -> RecordCheckReport {
    try validate()
    let columns = try RecordColumns(record, air: air)
    let exchanges = try PeakExchanges(self, columns)
    return RecordCheckReport(
      station: record.station.key, settings: self, steps: record.axis.count,
      compounds: record.compounds.count,
      from: record.axis.label(at: 0), until: record.axis.label(at: max(record.axis.count - 1, 0)),
      totals: try TotalBalance.balances(self, record),
      isomers: CompoundPair.isomers.compactMap {
        PairBehaviour($0, columns, self, least: leastIsomerCorrelation)
      },
      ladder: CompoundPair.ladder(columns).compactMap {
        PairBehaviour($0, columns, self, least: leastLadderCorrelation)
      },
      exchanges: exchanges.found, pairsLookedAt: exchanges.lookedAt,
      pairsTooAlike: exchanges.tooAlike, plots: RatioPlot.plots(columns, leastSteps),
      canister: try canister.map { (canister) throws(VOCError) in
        try CanisterComparison.rows(self, columns, canister)
      } ?? [])
  }

  private func validate() throws(VOCError) {
    func require(_ holds: Bool, _ name: String, _ problem: Message) throws(VOCError) {
      if !holds { throw .badSetting(name, problem: problem) }
    }
    try require(reach >= 1, "reach", "error.voc.check-reach")
    try require(leastSteps >= 10, "least steps", "error.voc.check-steps")
    for (name, value) in [
      ("least isomer correlation", leastIsomerCorrelation),
      ("least ladder correlation", leastLadderCorrelation), ("tolerated share", toleratedShare),
    ] {
      try require((0...1).contains(value), name, "error.voc.check-share")
    }
    for (name, value) in [
      ("tolerated excess", toleratedExcess), ("tolerated slope", toleratedSlope),
    ] {
      try require(value >= 0 && value.isFinite, name, "error.voc.check-negative")
    }
    try require(threshold > 0 && threshold.isFinite, "threshold", "error.voc.check-threshold")
    try require(
      replicates >= 99 && confidenceLevel > 0 && confidenceLevel < 1, "replicates, level",
      "error.voc.are-below-99-outside")
  }
}

/// A record's columns as the checks need them: ppbC, missing where below detection.
struct RecordColumns {
  let record: SpeciatedRecord
  let compounds: [Compound]
  let axis: TimeAxis
  /// Natural logarithms of ppbC, NaN where missing, zero or below.
  let logarithms: [[Double]]

  init(_ record: SpeciatedRecord, air: AirState?) throws(VOCError) {
    let carbon = try record.converted(
      to: ConcentrationScale(unit: .partsPerBillionCarbon, air: air ?? record.scale.air))
    self.record = carbon
    compounds = record.compounds
    axis = record.axis
    logarithms = record.compounds.indices.map { column in
      (0..<record.axis.count).map { row in
        let value = carbon.values[row, column]
        return carbon.isBelow(row, column) || !(value > 0) ? .nan : log(value)
      }
    }
  }

  var stepsPerDay: Double { 86_400 / Double(axis.step.meanSeconds) }

  func logarithm(of name: String) -> [Double]? {
    compounds.firstIndex { $0.name == name }.map { logarithms[$0] }
  }

  /// Correlation over steps with both; `nil` with fewer than `least` of them or without spread.
  static func correlation(
    _ first: [Double], _ second: [Double], least: Int
  ) -> (value: Double, count: Int)? {
    let rows = first.indices.filter { first[$0].isFinite && second[$0].isFinite }
    guard rows.count >= least else { return nil }
    let a = rows.map { first[$0] }
    let b = rows.map { second[$0] }
    let left = Summation.mean(a)
    let right = Summation.mean(b)
    var sums = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      sums.0 += (x - left) * (x - left)
      sums.1 += (y - right) * (y - right)
      sums.2 += (x - left) * (y - right)
    }
    let scale = (sums.0 * sums.1).squareRoot()
    return scale > 0 ? (sums.2 / scale, rows.count) : nil
  }
}
