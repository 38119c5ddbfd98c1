public import Documents
import Ingest
public import SourceApportionment
public import VOC

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
    let names = SampleNames(sample.species)
    var settings = settings
    settings.fittingSpecies = settings.fittingSpecies?.map(names.own)
    return Answer(
      balance: try settings.apportion(
        sample, profiles: try SourceProfileReader.read(path: profiles).map(names.own),
        threads: threads),
      sample: sample, remarks: remarks)
  }
}

extension FactorStudy {
  /// A study of samples that are read.
  ///
  /// - Parameters:
  ///   - strong: species that are fitted although their signal is bad.
  ///   - constraints: such as `1:toluene=0`.
  ///   - profiles: table of profiles that the factors are compared with.
  ///   - clock: takes the samples as they were before they reacted, where it has a ratio at emission.
  /// - Throws: `SettingFault`, `ApportionmentError`, `VOCError`, and what reading throws.
  public init(
    _ input: SampleReading, keeping strong: [String], constraints: [String] = [],
    profiles: String? = nil, clock: PhotochemicalAge = PhotochemicalAge()
  ) throws {
    var (sample, remarks) = try input.sample()
    let initial = clock.isStarted ? try clock.initial(sample) : nil
    if let initial { sample = initial.sample }
    let names = SampleNames(sample.species)
    let screened = try sample.screened(keeping: Set(strong.map(names.own)))
    self.init(screened.0)
    signals = screened.1
    premises = initial?.premises
    readingRemarks = remarks
    self.constraints = try constraints.map {
      let constraint = try FactorConstraint($0)
      return FactorConstraint(
        factor: constraint.factor, species: names.own(constraint.species), kind: constraint.kind)
    }
    self.profiles = try profiles.map { try SourceProfileReader.read(path: $0).map(names.own) } ?? []
  }

  /// Numbers of factors as they are written: `3...8`.
  ///
  /// - Throws: `SettingFault`, named `select`.
  public static func counts(_ text: String) throws(SettingFault) -> ClosedRange<Int> {
    let parts = text.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 2, parts[0] >= 1, parts[0] <= parts[1] else {
      throw SettingFault("select", "“\(text)”", "error.setting.two-numbers")
    }
    return parts[0]...parts[1]
  }

  /// Refuses settings that are none.
  func check() throws(SettingFault) {
    try SettingFault.check("threads", threads, 1...)
    for (name, number) in [
      ("starts", settings.starts), ("renewals", settings.renewals), ("bootstrap", draws),
      ("bootstrapDisplacement", displacedDraws), ("factors", settings.factors),
    ] { try SettingFault.checkCount(number, name) }
    try SettingFault.check("outlierThreshold", settings.outlierThreshold, 0...)
  }
}
