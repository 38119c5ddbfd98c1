public import AirAccord
public import ArgumentParser

// The library's own choices as values of options, spelled as they are written in files.

extension BootstrapAnalysis.Strata: ExpressibleByArgument {}
extension StampConvention: ExpressibleByArgument {}
extension DateOrder: ExpressibleByArgument {}
extension FormatDescription.Encoding: ExpressibleByArgument {}
extension FormatDescription.Censoring: ExpressibleByArgument {}
extension FormatDescription.ThousandsMark: ExpressibleByArgument {}
extension FormatDescription.DecimalMark: ExpressibleByArgument {}
extension FormatDescription.TimeRule.Jitter: ExpressibleByArgument {}
extension AggregateStatistic: ExpressibleByArgument {}
extension MonitoringSeries.RollingAlignment: ExpressibleByArgument {}
extension ConflictRule: ExpressibleByArgument {}
extension AirQualityStandard.Authority: ExpressibleByArgument {}
extension AirQualityIndexSeries.Step: ExpressibleByArgument {}
extension CensoringRule: ExpressibleByArgument {}
extension DerivedSeries.Quantity: ExpressibleByArgument {}
extension DerivedSeries.Part: ExpressibleByArgument {}
extension IsomerOverlap.Choice: ExpressibleByArgument {}
extension NormalisationReport.Period: ExpressibleByArgument {}
extension ReactivityRows: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension SimulatedNetwork.Step: ExpressibleByArgument {}
extension SimulatedPanel.Network: ExpressibleByArgument {}
extension SamplePolicy.Missing: ExpressibleByArgument {}
extension ChemicalMassBalance.Solution: ExpressibleByArgument {}
extension SamplePolicy.BelowDetection: ExpressibleByArgument {}
extension WeatherModel.Scale: ExpressibleByArgument {}
extension WeatherPool.Extent: ExpressibleByArgument {}
extension SeriesExport.Layout: ExpressibleByArgument {}
extension SeriesProfiles.Kind: ExpressibleByArgument {}
extension TrendResolution: ExpressibleByArgument {}
extension Trend.Interval: ExpressibleByArgument {}
extension Calibration.Null: ExpressibleByArgument {}

// What is read from its text as files write it: `2014-01-31`; `hour`, `8 h`; `2013-01-01..2015-12-31`.
extension CivilDate: LosslessStringConvertible, ExpressibleByArgument {}
extension TimeStep: LosslessStringConvertible, ExpressibleByArgument {}
extension FiscalYear: LosslessStringConvertible, ExpressibleByArgument {}
extension WeatherPool.Reference: LosslessStringConvertible, ExpressibleByArgument {}

extension WeatherMethod: ExpressibleByArgument {
  /// Reads `trees` or `additive`.
  public init?(argument: String) { self.init(identifier: argument) }
  /// What there is to choose.
  public static var allValueStrings: [String] { ["trees", AdditiveSettings.identifier] }
  /// As it is written.
  public var defaultValueDescription: String {
    switch self {
    case .trees: "trees"
    case .additive: AdditiveSettings.identifier
    }
  }
}

/// Whole numbers above zero with commas between, such as `1,24`.
public struct CountList: ExpressibleByArgument {
  let numbers: [Int]

  /// Reads `1,24`; `nil` where a part is none.
  public init?(argument: String) {
    let parts = argument.split(separator: ",").map { Int($0) }
    numbers = parts.compactMap(\.self).filter { $0 > 0 }
    if numbers.isEmpty || numbers.count != parts.count { return nil }
  }
}

/// Numbers with commas between, such as `1,2,4`.
public struct NumberList: ExpressibleByArgument {
  let numbers: [Double]

  init(_ numbers: [Double]) { self.numbers = numbers }

  /// Reads `1,2,4`; `nil` where a part is no number.
  public init?(argument: String) {
    let parts = argument.split(separator: ",").map { Double($0) }
    numbers = parts.compactMap(\.self)
    if numbers.isEmpty || numbers.count != parts.count { return nil }
  }

  /// As it is written on a command line.
  public var defaultValueDescription: String {
    numbers.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ",")
  }
}
