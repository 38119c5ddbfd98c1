import Documents
import Ingest
import SourceApportionment
public import VOC

extension FactorStudy {
  /// A study of samples that are read, those of several places with one set of profiles.
  ///
  /// - Parameters:
  ///   - inputs: one a place; a place is called like its file.
  ///   - strong: species that are fitted although their signal is bad.
  ///   - constraints: such as `1:toluene=0`.
  ///   - profiles: table of profiles that the factors are compared with.
  ///   - clock: takes the samples as they were before they reacted, where it has a ratio at emission.
  /// - Throws: `SettingFault`, `ApportionmentError`, `VOCError`, and what reading throws.
  public init(
    _ inputs: [SampleReading], keeping strong: [String], constraints: [String] = [],
    profiles: String? = nil, clock: PhotochemicalAge = PhotochemicalAge()
  ) throws {
    let read = try SampleReading.samples(inputs)
    let own = try inputs[0].own()
    let places = try read.places.map { place -> (name: String, initial: InitialSamples?) in
      (place.name, clock.isStarted ? try clock.initial(place.sample, own: own) : nil)
    }
    let samples = zip(read.places, places).map { ($0.name, $1.initial?.sample ?? $0.sample) }
    let sample =
      samples.count == 1
      ? samples[0].1
      : try SpeciatedSample(places: samples, sameSpecies: { own.canonical($0) ?? $0 })
    let names = SampleNames(sample.species, own)
    let screened = try sample.screened(keeping: Set(strong.map(names.own)))
    self.init(screened.0)
    self.own = own
    signals = screened.1
    let told = places.flatMap { place in
      (place.initial?.premises ?? []).map { premise in
        places.count == 1
          ? premise
          : Message("sources.of-site", ["site": .fact(place.name), "what": .message(premise)])
      }
    }
    premises = told.isEmpty ? nil : told
    readingRemarks = read.remarks
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
    if rolling != nil, rotation != nil {
      throw SettingFault(
        "rolling", saying: "error.setting.windows-are-not-rotated", "error.setting.leave-one-out")
    }
  }
}
