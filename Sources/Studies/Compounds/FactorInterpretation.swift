import AirQuality
import Documents
import Ingest
import SourceApportionment
public import VOC

/// Tells what factors that were found amount to: ozone and aerosol, directions, their course in air that
/// thins alike.
public struct FactorInterpretation: Job {
  /// The file of what the receptor model wrote, `sources.json`.
  public let report: String
  /// Files with wind and mixing at the place: of a known format, or a stamp and one column a variable;
  /// empty without.
  public var weather: [String] = []
  /// Temperature of the air, kelvin; needed where profiles are ppb.
  public var kelvin: Double?
  /// Pressure of the air, kilopascal.
  public var kilopascals: Double?
  /// Own constants before the catalogue's, a table; `nil` for none.
  public var constants: String?
  /// Compounds and lumps that the catalogue does not have, a YAML file; `nil` for none.
  public var ownSpecies: String?
  /// How it is told; air and constants are taken from what is named above.
  public var settings = FactorReading()

  /// An interpretation with the settings' defaults.
  public init(_ report: String) { self.report = report }

  /// Reads the factors.
  ///
  /// - Throws: `SettingFault`, `FileFault`, `IngestError`, `VOCError`, `ApportionmentError`;
  ///   `CancellationError`.
  public func run(_ watch: JobWatch) throws -> FactorReadingReport {
    try SettingFault.checkCount(settings.assessment.draws, "draws")
    try watch.begin(0, of: 1, "progress.factors")
    var settings = settings
    var stated = RecordReading()
    stated.kelvin = kelvin
    stated.kilopascals = kilopascals
    settings.assessment.air = try stated.air()
    if let own = try OwnConstants(path: constants) { settings.assessment.ownConstants = own }
    let factors = try FactorReportFile.read(path: report)
    let weather = try weather.map {
      try PlaceWeather(path: $0, utcOffset: factors.solution.utcOffset)
    }
    var reading = try settings.read(
      factors, weather: weather.flatMap(\.series),
      own: try OwnSpecies(path: ownSpecies) ?? OwnSpecies())
    reading.premises = weather.flatMap(\.premises)
    return reading
  }
}
