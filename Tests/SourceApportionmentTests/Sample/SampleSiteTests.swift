import AirQuality
import Documents
import NumericKernels
import TestSupport
import Testing

@testable import SourceApportionment

@Suite("Samples of several places")
struct SampleSiteTests {
  private static func joined(
    _ places: [(String, MadeMixture)]
  ) throws -> SpeciatedSample {
    try SpeciatedSample(places: places.map { ($0, $1.sample) }, sameSpecies: { $0 })
  }

  private static func settings() -> PositiveMatrixFactorisation {
    var settings = PositiveMatrixFactorisation()
    settings.factors = 3
    settings.starts = 4
    settings.renewals = 1
    return settings
  }

  @Test("One set of profiles tells what each source brings at each place", .tags(.calibration))
  func together() throws {
    let city = try MadeMixture(samples: 300, seed: 1)
    // Three times the solvents, and hardly any fuel.
    let works = try MadeMixture(samples: 240, seed: 2) { source, _ in [0.2, 3, 1][source] }
    let sample = try Self.joined([("city", city), ("works", works)])
    #expect(sample.sites?.map(\.rows) == [0..<300, 300..<540])
    let solution = try Self.settings().apportion(sample)
    let fits = solution.siteFits
    #expect(fits.map(\.site.name) == ["city", "works"])
    for (factor, species) in [(0, "isopentane"), (1, "toluene"), (2, "acetylene")] {
      let place = try #require(sample.species.firstIndex(of: species))
      let found = try #require(
        (0..<3).max { solution.shares[$0][place] < solution.shares[$1][place] })
      for (fit, truth) in zip(fits, [city, works]) {
        let mass = try #require(fit.masses[found])
        let expected = truth.profiles[factor].reduce(0, +)
        #expect(abs(mass / expected - 1) < 0.12, "\(species) \(fit.site.name) \(mass) \(expected)")
        let own = try solution.factors(at: fit.site.name)
        #expect(abs(Summation.mean(own.contributions[found].compactMap(\.self)) - 1) < 1e-9)
        #expect(abs(own.profiles[found].reduce(0, +) - mass) < 1e-9 * mass)
        let correlation = MadeMixture.correlation(
          own.contributions[found].compactMap(\.self), truth.contributions[factor])
        #expect(correlation > 0.97)
      }
    }
    // Profiles and noise are alike at both.
    #expect(fits.allSatisfy { abs($0.relativeQ - 1) < 0.15 })
  }

  @Test("A place whose sources are others stands out by its Q", .tags(.calibration))
  func unlike() throws {
    let city = try MadeMixture(samples: 300, seed: 1)
    var other = MadeMixture.profiles
    // Solvents without toluene, combustion without acetylene.
    other[1][6] = 0.5
    other[1][8] = 9
    other[2][10] = 0.2
    other[2][11] = 6
    let port = try MadeMixture(samples: 100, seed: 3, sources: other)
    let solution = try Self.settings().apportion(
      Self.joined([("city", city), ("port", port)]))
    let fits = solution.siteFits
    #expect(fits[1].relativeQ > 1.5 && fits[0].relativeQ < 1, "\(fits.map(\.relativeQ))")
  }

  @Test("Blocks of a bootstrap stay within a place", .tags(.property))
  func blocks() throws {
    let city = try MadeMixture(samples: 100, seed: 1)
    let works = try MadeMixture(samples: 60, seed: 2)
    let solution = try Self.settings().apportion(
      Self.joined([("city", city), ("works", works)]))
    var analysis = BootstrapAnalysis()
    #expect(analysis.groups(of: solution) == [Array(0..<100), Array(100..<160)])
    analysis.strata = .seasons
    #expect(
      analysis.groups(of: solution).allSatisfy { group in
        group.allSatisfy { $0 < 100 } || group.allSatisfy { $0 >= 100 }
      })
  }

  @Test("Species of all places are taken under any name, the others are told")
  func species() throws {
    func sample(
      _ names: [String], unit: MeasurementUnit = .partsPerBillion, offset: Int = 0
    ) throws -> SpeciatedSample {
      try SpeciatedSample(
        species: names, unit: unit, instants: [Instant(secondsSinceEpoch: 0)],
        utcOffset: offset, concentrations: [names.indices.map { Double($0) + 1 }],
        uncertainties: [names.map { _ in 1 }])
    }
    let key = { (name: String) in name == "甲苯" ? "toluene" : name }
    let both = try SpeciatedSample(
      places: [
        ("A", sample(["toluene", "benzene", "ethane"])), ("B", sample(["benzene", "甲苯"])),
      ], sameSpecies: key)
    #expect(both.species == ["toluene", "benzene"])
    #expect(both.concentrations == [[1, 2], [2, 1]])
    #expect(
      both.notices.map(\.english)
        == ["Left out because not every place measured it; at A: ethane."])
    func problem(_ places: [(name: String, sample: SpeciatedSample)]) -> String? {
      let error = #expect(throws: SpeciatedSampleError.self) {
        try SpeciatedSample(places: places, sameSpecies: key)
      }
      return error?.explanation
    }
    let advice = "give every place a file of its own name with the same species, unit and clock"
    let one = try sample(["toluene"])
    #expect(
      problem([("A", one), ("A", one)])
        == "A, A: two places are called “A”; \(advice)")
    #expect(
      problem([("A", one), ("B", try sample(["toluene"], unit: .partsPerBillionCarbon))])
        == "A, B: one is in ppb, the other in ppbC; \(advice)")
    #expect(
      problem([("A", one), ("B", try sample(["toluene"], offset: 28_800))])
        == "A, B: their clocks differ; \(advice)")
    #expect(
      problem([("A", one), ("B", try sample(["benzene"]))])
        == "A, B: no species is measured at every place; \(advice)")
  }
}
