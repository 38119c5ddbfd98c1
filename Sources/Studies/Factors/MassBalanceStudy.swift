public import Documents
import Ingest
public import SourceApportionment

/// Apportions samples to sources whose profiles are known.
public struct MassBalanceStudy: Job {
  /// The samples.
  public let input: SampleReading
  /// Table of profiles: source, species, fraction, uncertainty.
  public let profiles: String
  /// How samples are apportioned.
  public var settings = ChemicalMassBalance()
  /// Threads; `nil` for the machine's. The result does not depend on it.
  public var threads: Int?

  /// A study of samples with the defaults.
  public init(_ input: SampleReading, profiles: String) {
    self.input = input
    self.profiles = profiles
  }

  /// The shares of the sources, with the samples.
  public struct Answer: Sendable {
    /// By sample and source.
    public let balance: MassBalance
    /// The samples.
    public let sample: SpeciatedSample
    /// Columns that were left out.
    public let remarks: [Message]
  }

  /// - Throws: `SettingFault`, `ApportionmentError`, and what reading throws.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.check("threads", threads, 1...)
    let (sample, remarks) = try input.sample()
    try watch.begin(0, of: 1, .verbatim(input.concentrations))
    let names = SampleNames(sample.species, try input.own())
    var settings = settings
    settings.fittingSpecies = settings.fittingSpecies?.map(names.own)
    return Answer(
      balance: try settings.apportion(
        sample, profiles: try SourceProfileReader.read(path: profiles).map(names.own),
        threads: threads),
      sample: sample, remarks: remarks)
  }
}
