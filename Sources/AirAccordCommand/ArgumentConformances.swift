public import AirQuality
public import Store
public import ArgumentParser
public import Documents
public import Estimation
public import Evidence
public import Ingest
public import Simulation
public import SourceApportionment
public import VOC
public import Weather

// The library's own choices as values of options, spelled as they are written in files.

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
extension SamplePolicy.Missing: ExpressibleByArgument {}
extension ChemicalMassBalance.Solution: ExpressibleByArgument {}
extension SamplePolicy.BelowDetection: ExpressibleByArgument {}
extension WeatherModel.Scale: ExpressibleByArgument {}
extension WeatherPool.Extent: ExpressibleByArgument {}
extension TrendResolution: ExpressibleByArgument {}
extension Trend.Interval: ExpressibleByArgument {}
extension Calibration.Null: ExpressibleByArgument {}

extension CivilDate: ExpressibleByArgument {
  /// Reads `2014-01-31`.
  public init?(argument: String) { self.init(argument) }
}

extension TimeStep: ExpressibleByArgument {
  /// Reads `hour`, `8 h`, `month` and their like.
  public init?(argument: String) { self.init(argument) }
}
