import Documents
import AirQuality
import SourceApportionment
import TestSupport
import Testing

@Suite("Positive matrix factorisation")
struct PositiveMatrixFactorisationTests {
  private func settings(_ factors: Int = 3, starts: Int = 4) -> PositiveMatrixFactorisation {
    var settings = PositiveMatrixFactorisation()
    settings.factors = factors
    settings.starts = starts
    settings.renewals = 1
    return settings
  }

  /// For each true source, the factor whose profile is most alike.
  private func partners(_ solution: FactorSolution, _ truth: [[Double]]) -> [Int] {
    truth.map { profile in
      solution.profiles.indices.max {
        MadeMixture.correlation(solution.profiles[$0], profile)
          < MadeMixture.correlation(solution.profiles[$1], profile)
      } ?? 0
    }
  }

  @Test("Three known sources are recovered from noisy samples", .tags(.analytical))
  func recoversSources() throws {
    let made = try MadeMixture()
    let solution = try settings().apportion(made.sample)
    let partners = partners(solution, made.profiles)
    #expect(Set(partners).count == 3)
    for (source, factor) in partners.enumerated() {
      #expect(MadeMixture.correlation(solution.profiles[factor], made.profiles[source]) > 0.99)
      #expect(
        MadeMixture.correlation(
          solution.contributions[factor].compactMap(\.self), made.contributions[source])
          > 0.99)
    }
    // Model and uncertainties are right, so Q is near its expectation.
    #expect(abs(solution.qRatio - 1) < 0.1)
    #expect(solution.stability > 0.5)
  }

  @Test("The answer does not depend on the number of threads", .tags(.property))
  func threads() throws {
    let made = try MadeMixture(samples: 60)
    let one = try settings().apportion(made.sample, threads: 1)
    let two = try settings().apportion(made.sample, threads: 2)
    #expect(one == two)
  }

  @Test("Another unit scales the profiles and nothing else", .tags(.property))
  func units() throws {
    let made = try MadeMixture(samples: 60)
    let scaled = try SpeciatedSample(
      species: made.sample.species, unit: .partsPerTrillion, instants: made.sample.instants,
      concentrations: made.sample.concentrations.map { $0.map { $0.map { 1_024 * $0 } } },
      uncertainties: made.sample.uncertainties.map { $0.map { 1_024 * $0 } })
    let plain = try settings().apportion(made.sample)
    let other = try settings().apportion(scaled)
    #expect(abs(other.qTrue / plain.qTrue - 1) < 1e-6)
    for (left, right) in zip(plain.profiles.joined(), other.profiles.joined()) {
      #expect(abs(1_024 * left - right) <= 1e-4 * (1_024 * left + 1))
    }
  }

  @Test(
    "Contributions have mean one and the factors stand in order of their mass", .tags(.property))
  func normalised() throws {
    let solution = try settings().apportion(try MadeMixture(samples: 80).sample)
    for row in solution.contributions.map({ $0.compactMap(\.self) }) {
      #expect(abs(row.reduce(0, +) / Double(row.count) - 1) < 1e-9)
      #expect(row.allSatisfy { $0 >= 0 })
    }
    #expect(solution.masses == solution.masses.sorted(by: >))
    #expect(solution.profiles.joined().allSatisfy { $0 >= 0 })
  }

  @Test("A value without weight does not steer the factors", .tags(.property))
  func missingValues() throws {
    let made = try MadeMixture(samples: 80)
    var values = made.sample.concentrations
    values[7][3] = nil
    let gapped = try SpeciatedSample(
      species: made.sample.species, unit: made.sample.unit, instants: made.sample.instants,
      concentrations: values, uncertainties: made.sample.uncertainties)
    let solution = try settings().apportion(gapped)
    #expect(solution.scaledResiduals[7][3] == nil)
    let partners = partners(solution, made.profiles)
    for (source, factor) in partners.enumerated() {
      #expect(MadeMixture.correlation(solution.profiles[factor], made.profiles[source]) > 0.99)
    }
  }

  @Test("One wild value moves the robust fit less than the plain one", .tags(.property))
  func robustMode() throws {
    let made = try MadeMixture(samples: 80)
    var values = made.sample.concentrations
    values[10][6] = 60
    let wild = try SpeciatedSample(
      species: made.sample.species, unit: made.sample.unit, instants: made.sample.instants,
      concentrations: values, uncertainties: made.sample.uncertainties)
    func worst(_ settings: PositiveMatrixFactorisation) throws -> Double {
      let solution = try settings.apportion(wild)
      return partners(solution, made.profiles).enumerated().map { source, factor in
        MadeMixture.correlation(solution.profiles[factor], made.profiles[source])
      }.min() ?? 0
    }
    var plain = settings()
    plain.outlierThreshold = nil
    #expect(try worst(settings()) > 0.99)
    #expect(try worst(plain) < worst(settings()))
  }

  @Test("More factors than the data can carry are refused")
  func tooMany() throws {
    let sample = try MadeMixture(samples: 20).sample
    let error = #expect(throws: ApportionmentError.self) { try settings(12).apportion(sample) }
    #expect(
      error?.explanation
        == "12 factors cannot be found in 20 samples of 12 species; ask for fewer factors")
  }
}
