import Documents
public import AirQuality
import Foundation
import NumericKernels

/// Diagnostic ratios, the regime of ozone, and what weekends change.
public struct RatioAnalysis: Hashable, Codable, Sendable {
  /// What values below detection count as. Ratios need values above zero: half or limit.
  public var rule: CensoringRule?
  /// Temperature and pressure, where masses become numbers of molecules.
  public var air: AirState?
  /// First local hour of daylight, for indicators of the regime of ozone whose borders were made for
  /// no hours of their own. Default: 6.
  public var firstHour = 6
  /// Last local hour. Default: 18.
  public var lastHour = 18
  /// Replicates of the bootstrap. Default: 999.
  public var replicates = 999
  /// Seed. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95

  /// All settings at their defaults.
  public init() {}

  /// Analyses a record. What a record cannot answer for want of a compound is listed.
  ///
  /// - Throws: `VOCError` for units and values below detection; `.badSetting`.
  public func analyse(_ record: SpeciatedRecord) throws(VOCError) -> RatioReport {
    guard replicates >= 99, confidenceLevel > 0, confidenceLevel < 1 else {
      throw .badSetting("replicates, level", problem: "error.voc.are-below-99-outside")
    }
    let molecules = try record.converted(
      to: ConcentrationScale(unit: .partsPerBillion, air: air ?? record.scale.air))
    let filled = try molecules.filled(rule)
    var ratios: [RatioReport.RatioRow] = []
    var missing: [String] = []
    var sparse: [String: Int] = [:]
    for diagnostic in DiagnosticRatio.all {
      guard let top = record.column(of: diagnostic.numerator),
        let bottom = record.column(of: diagnostic.denominator)
      else {
        missing.append(diagnostic.identifier)
        continue
      }
      if let row = row(diagnostic, filled.column(top), filled.column(bottom)) {
        ratios.append(row)
      } else {
        missing.append(diagnostic.identifier)
        sparse[diagnostic.identifier] = shared(filled.column(top), filled.column(bottom)).count
      }
    }
    let indicators = try regimes(record, molecules, filled)
    return RatioReport(
      station: record.station.key, settings: self, ratios: ratios, unanswered: missing,
      sparse: sparse, regimes: indicators.rows, sparseRegimes: indicators.sparse,
      weekend: try WeekendEffect.effects(record, settings: self))
  }

  /// Steps that a ratio needs: fewer give no interval that means anything.
  static let leastSteps = 10

  /// Steps at which both compounds are above zero.
  private func shared(_ top: [Double], _ bottom: [Double]) -> [Int] {
    top.indices.filter { top[$0] > 0 && bottom[$0] > 0 }
  }

  private func row(
    _ diagnostic: DiagnosticRatio, _ top: [Double], _ bottom: [Double]
  ) -> RatioReport.RatioRow? {
    let rows = shared(top, bottom)
    guard rows.count >= Self.leastSteps else { return nil }
    let logs = rows.map { log(top[$0]) - log(bottom[$0]) }
    let (lower, upper) = interval(logs)
    let middle = Summation.median(logs)
    return RatioReport.RatioRow(
      ratio: diagnostic, geometricMean: exp(Summation.mean(logs)), lower: exp(lower),
      upper: exp(upper), median: exp(middle),
      lowerQuartile: exp(Summation.quantile(logs, probability: 0.25)),
      upperQuartile: exp(Summation.quantile(logs, probability: 0.75)), count: rows.count,
      correlation: Self.correlation(rows.map { log(top[$0]) }, rows.map { log(bottom[$0]) }),
      goesWith: diagnostic.ranges.filter { $0.low <= exp(middle) && exp(middle) <= $0.high }
        .map(\.goesWith))
  }

  /// Of the mean, by the stationary bootstrap with automatic block length.
  func interval(_ values: [Double]) -> (Double, Double) {
    let blocks = BlockBootstrap.stationary(meanLength: BlockBootstrap.automaticLength(values))
    let seed = seed
    let means = parallelMap(count: replicates) { index in
      var stream = RandomStream(seed: seed, index: UInt64(index))
      return Summation.mean(
        blocks.indices(count: values.count, using: &stream).map { values[$0] })
    }
    let tail = (1 - confidenceLevel) / 2
    return (
      Summation.quantile(means, probability: tail),
      Summation.quantile(means, probability: 1 - tail)
    )
  }

  private static func correlation(_ first: [Double], _ second: [Double]) -> Double? {
    let a = Summation.mean(first)
    let b = Summation.mean(second)
    let left = first.map { $0 - a }
    let right = second.map { $0 - b }
    let scale = (LinearAlgebra.dot(left, left) * LinearAlgebra.dot(right, right)).squareRoot()
    return scale > 0 ? LinearAlgebra.dot(left, right) / scale : nil
  }

  /// Indicators of whether organic compounds or nitrogen oxides limit ozone, by day.
  private func regimes(
    _ record: SpeciatedRecord, _ molecules: SpeciatedRecord, _ filled: Matrix
  ) throws(VOCError) -> (rows: [RatioReport.RegimeRow], sparse: [String: Int]) {
    let isDaily = record.axis.step >= .day
    func rows(_ hours: ClosedRange<Int>) -> [Int] {
      (0..<record.axis.count).filter { row in
        let hour =
          record.axis.instant(at: row).secondOfDay(utcOffset: record.axis.utcOffset) / 3_600
        return isDaily || hours.contains(hour)
      }
    }
    func companion(_ name: String) -> [Double?]? {
      guard let series = record.other(Pollutant(name)), series.unit == .partsPerBillion else {
        return nil
      }
      return (0..<record.axis.count).map { row in
        series.axis.position(of: record.axis.instant(at: row)).flatMap { series[$0] }
      }
    }
    var found: [RatioReport.RegimeRow] = []
    var sparse: [String: Int] = [:]
    func add(_ indicator: RegimeIndicator, _ value: (Int) -> Double?) {
      let hours = indicator.hours ?? firstHour...lastHour
      let values = rows(hours).compactMap(value).filter { $0.isFinite && $0 > 0 }
      guard values.count >= Self.leastSteps else {
        sparse[indicator.identifier] = values.count
        return
      }
      found.append(RatioReport.RegimeRow(indicator, values, isDaily: isDaily, hours: hours))
    }
    let nitrogen = companion("nox")
    if let nitrogen {
      add(.carbonOverNitrogen) { row in
        let carbon = record.compounds.indices.reduce(0.0) { sum, column in
          sum + filled[row, column] * record.compounds[column].carbonAtoms
        }
        return nitrogen[row].map { carbon / $0 }
      }
    }
    if let peroxide = companion("h2o2"), let acid = companion("hno3") {
      add(.peroxideOverAcid) { row in
        peroxide[row].flatMap { top in acid[row].map { top / $0 } }
      }
    }
    if let column = record.column(of: "formaldehyde"), let dioxide = companion("no2") {
      add(.formaldehydeOverDioxide) { row in dioxide[row].map { filled[row, column] / $0 } }
    }
    return (found, sparse)
  }
}
