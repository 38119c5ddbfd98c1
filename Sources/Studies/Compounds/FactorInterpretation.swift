public import AirQuality
import Documents
public import SourceApportionment
public import VOC

/// Tells what factors that were found amount to: ozone and aerosol, directions, their course in air that
/// thins alike.
public struct FactorInterpretation: Job {
  /// What the receptor model wrote.
  public let report: FactorReport
  /// Wind and mixing at the place; empty without.
  public var weather: [MonitoringSeries] = []
  /// How it is told.
  public var settings = FactorReading()

  /// An interpretation with the settings' defaults.
  public init(_ report: FactorReport) { self.report = report }

  /// Reads the factors.
  ///
  /// - Throws: `VOCError`, `ApportionmentError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> FactorReadingReport {
    try watch.begin(0, of: 1, "progress.factors")
    return try settings.read(report, weather: weather)
  }
}
