import Documents
import AirQuality
import NumericKernels
import SourceApportionment
import TestSupport
import Testing

@Suite("Chemical mass balance")
struct ChemicalMassBalanceTests {
  /// The made-up sources as profiles: shares of each one's sum.
  private func profiles(relativeError: Double = 0.05) -> [SourceProfile] {
    zip(["fuel", "solvent", "combustion"], MadeMixture.profiles).map { name, profile in
      let sum = profile.reduce(0, +)
      var shares: [String: SourceProfile.Share] = [:]
      for (species, value) in zip(MadeMixture.species, profile) {
        shares[species] = .init(
          fraction: value / sum, uncertainty: relativeError * value / sum + 0.0005)
      }
      return SourceProfile(name: name, shares: shares)
    }
  }

  /// Mass of each source in each sample.
  private func truth(_ made: MadeMixture) -> [[Double]] {
    made.contributions.indices.map { source in
      made.contributions[source].map { $0 * made.profiles[source].reduce(0, +) }
    }
  }

  @Test("Two sources and three species by hand: weighted least squares", .tags(.analytical))
  func byHand() throws {
    // Profiles without uncertainty, one uncertainty for all: s = (FᵀF)⁻¹Fᵀc.
    // F = [1 0; 0 1; 1 1], c = (1, 2, 4): s = (4/3, 7/3), residuals (−1/3, −1/3, 1/3).
    let fit = try EffectiveVarianceFit(
      design: Matrix(columns: [[1, 0, 1], [0, 1, 1]]),
      designErrors: Matrix(rows: 3, columns: 2), response: [1, 2, 4],
      responseErrors: [0.5, 0.5, 0.5])
    #expect(abs(fit.contributions[0] - 4.0 / 3) < 1e-12)
    #expect(abs(fit.contributions[1] - 7.0 / 3) < 1e-12)
    // (FᵀF)⁻¹ = [2 −1; −1 2] / 3, times 0.25.
    #expect(abs(fit.covariance[0, 0] - 0.25 * 2 / 3) < 1e-12)
    #expect(abs(fit.covariance[0, 1] + 0.25 / 3) < 1e-12)
    #expect(abs(fit.residuals[2] - 1.0 / 3) < 1e-12)
  }

  @Test("Effective variance by hand: one source, two species", .tags(.analytical))
  func effectiveVariance() throws {
    // f = (1, 1), σf = (0, 0.5), c = (2, 4), σc = (1, 1): V = (1, 1 + s²/4), and the normal
    // equation is s (1 + 1/V₂) = 2 + 4/V₂.
    let fit = try EffectiveVarianceFit(
      design: Matrix(columns: [[1, 1]]), designErrors: Matrix(columns: [[0, 0.5]]),
      response: [2, 4], responseErrors: [1, 1])
    let s = fit.contributions[0]
    let second = 1 + s * s / 4
    #expect(abs(s * (1 + 1 / second) - (2 + 4 / second)) < 1e-8)
    #expect(abs(fit.covariance[0, 0] - 1 / (1 + 1 / second)) < 1e-8)
  }

  @Test(
    "Britt and Luecke: profiles without error change nothing, with error the loss is least",
    .tags(.analytical))
  func brittLuecke() throws {
    let design = Matrix(columns: [[1, 0, 1], [0, 1, 1]])
    let errors = [0.5, 0.5, 0.5]
    let exact = try EffectiveVarianceFit.brittLuecke(
      design: design, designErrors: Matrix(rows: 3, columns: 2), response: [1, 2, 4],
      responseErrors: errors)
    #expect(abs(exact.contributions[0] - 4.0 / 3) < 1e-9)
    #expect(abs(exact.covariance[0, 1] + 0.25 / 3) < 1e-9)
    // One source, two species, f = (1, 1), σf = (0, 0.5), c = (2, 4), σc = 1: the loss
    // (2 − s)² + (4 − s)² / (1 + s²/4) has its least value where its derivative is zero:
    // 2 (s − 2) V² − 2 (4 − s) V − (4 − s)² s / 2 = 0 with V = 1 + s²/4.
    let fit = try EffectiveVarianceFit.brittLuecke(
      design: Matrix(columns: [[1, 1]]), designErrors: Matrix(columns: [[0, 0.5]]),
      response: [2, 4], responseErrors: [1, 1])
    let s = fit.contributions[0]
    let v = 1 + s * s / 4
    #expect(abs(2 * (s - 2) * v * v - 2 * (4 - s) * v - (4 - s) * (4 - s) * s / 2) < 1e-6)
    func loss(_ s: Double) -> Double { (2 - s) * (2 - s) + (4 - s) * (4 - s) / (1 + s * s / 4) }
    let effective = try EffectiveVarianceFit(
      design: Matrix(columns: [[1, 1]]), designErrors: Matrix(columns: [[0, 0.5]]),
      response: [2, 4], responseErrors: [1, 1])
    #expect(loss(s) < loss(effective.contributions[0]) - 1e-4)
  }

  @Test("Britt and Luecke also find three known sources", .tags(.analytical))
  func brittLueckeSources() throws {
    let made = try MadeMixture(samples: 120)
    var settings = ChemicalMassBalance()
    settings.solution = .brittLuecke
    let balance = try settings.apportion(made.sample, profiles: profiles())
    let truth = truth(made)
    for source in 0..<3 {
      let mean = truth[source].reduce(0, +) / 120
      #expect(abs(balance.meanContributions[source] - mean) < 0.02 * mean)
    }
    let inside = balance.rows.indices.reduce(0) { sum, row in
      sum
        + (0..<3).count {
          abs(balance.rows[row].contributions[$0] - truth[$0][row])
            <= 2 * balance.rows[row].standardErrors[$0]
        }
    }
    #expect(Double(inside) / 360 > 0.95)
  }

  @Test("Three known sources are within two standard errors", .tags(.analytical))
  func recoversSources() throws {
    let made = try MadeMixture(samples: 120)
    let balance = try ChemicalMassBalance().apportion(made.sample, profiles: profiles())
    let truth = truth(made)
    var inside = 0
    for (row, result) in balance.rows.enumerated() {
      for source in 0..<3
      where abs(result.contributions[source] - truth[source][row])
        <= 2 * result.standardErrors[source]
      { inside += 1 }
    }
    // Two standard errors hold 95 % when they are right; the profiles' own error, which was not
    // drawn here, makes them wider.
    #expect(Double(inside) / 360 > 0.95)
    for source in 0..<3 {
      let mean = truth[source].reduce(0, +) / 120
      // Weights that depend on the estimate bring a bias of about one per cent.
      #expect(abs(balance.meanContributions[source] - mean) < 0.02 * mean)
    }
    #expect(balance.rows.allSatisfy { $0.rSquared > 0.9 && abs($0.percentMass - 100) < 25 })
  }

  @Test("The answer does not depend on the number of threads", .tags(.property))
  func threads() throws {
    let made = try MadeMixture(samples: 30)
    let one = try ChemicalMassBalance().apportion(
      made.sample, profiles: profiles(), threads: 1)
    let two = try ChemicalMassBalance().apportion(
      made.sample, profiles: profiles(), threads: 2)
    #expect(one == two)
  }

  @Test("Another unit scales the contributions and nothing else", .tags(.property))
  func units() throws {
    let made = try MadeMixture(samples: 10)
    let scaled = try SpeciatedSample(
      species: made.sample.species, unit: .partsPerTrillion, instants: made.sample.instants,
      concentrations: made.sample.concentrations.map { $0.map { $0.map { 1_024 * $0 } } },
      uncertainties: made.sample.uncertainties.map { $0.map { 1_024 * $0 } })
    let plain = try ChemicalMassBalance().apportion(made.sample, profiles: profiles())
    let other = try ChemicalMassBalance().apportion(scaled, profiles: profiles())
    for (left, right) in zip(plain.rows, other.rows) {
      #expect(abs(left.reducedChiSquared - right.reducedChiSquared) < 1e-9)
      for (a, b) in zip(left.contributions, right.contributions) {
        #expect(abs(1_024 * a - b) < 1e-6 * (1 + abs(b)))
      }
    }
  }

  @Test("A source that did not contribute may come out negative, and is taken out by choice only")
  func negatives() throws {
    let made = try MadeMixture(samples: 40)
    var wrong = profiles()
    // Nothing of this mixture: ethane alone is explained already.
    wrong.append(
      SourceProfile(
        name: "gas leak",
        shares: [
          "ethane": .init(fraction: 0.9, uncertainty: 0.02),
          "propane": .init(fraction: 0.1, uncertainty: 0.01),
        ]))
    let plain = try ChemicalMassBalance().apportion(made.sample, profiles: wrong)
    #expect(plain.rows.contains { $0.contributions[3] < 0 })
    var settings = ChemicalMassBalance()
    settings.eliminatesNegatives = true
    let cleaned = try settings.apportion(made.sample, profiles: wrong)
    #expect(cleaned.rows.allSatisfy { $0.contributions.allSatisfy { $0 >= 0 } })
    #expect(cleaned.rows.contains { !$0.isFitted[3] })
  }

  @Test("Two equal profiles are refused by name")
  func collinear() throws {
    let made = try MadeMixture(samples: 5)
    var doubled = profiles()
    doubled.append(SourceProfile(name: "fuel again", shares: doubled[0].shares))
    let error = #expect(throws: ApportionmentError.self) {
      try ChemicalMassBalance().apportion(made.sample, profiles: doubled)
    }
    guard case .collinear(let names) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    // Both twins, and none of the others.
    #expect(names == [profiles()[0].name, "fuel again"])
  }

  @Test("Too few common species are refused with their number")
  func tooFewSpecies() throws {
    let made = try MadeMixture(samples: 5)
    let error = #expect(throws: ApportionmentError.self) {
      var settings = ChemicalMassBalance()
      settings.fittingSpecies = ["ethane", "toluene", "benzene"]
      _ = try settings.apportion(made.sample, profiles: profiles())
    }
    #expect(
      error?.explanation
        == "3 species are both measured and in the profiles, more than 3 are needed; name the "
        + "species alike in both files, or use fewer profiles")
  }

  @Test("Factors of the mixture are most like their own sources’ profiles", .tags(.analytical))
  func comparison() throws {
    let made = try MadeMixture(samples: 120)
    var settings = PositiveMatrixFactorisation()
    settings.factors = 3
    settings.starts = 3
    settings.renewals = 1
    let solution = try settings.apportion(made.sample)
    let comparisons = ProfileComparison.compare(solution, with: profiles())
    #expect(comparisons.count == 9)
    let best = (0..<3).compactMap { factor in comparisons.first { $0.factor == factor } }
    #expect(Set(best.map(\.source)).count == 3)
    for comparison in best {
      #expect(comparison.correlation > 0.99)
      // A species that a source lacks counts in full however little of it the factor has.
      #expect(comparison.identityDistance < 1)
    }
  }

  @Test(
    "95 % intervals of means hold the truth when profiles are wrong once for the city",
    .tags(.calibration))
  func meansWithCommonProfiles() throws {
    var inside = [0, 0, 0]
    let cities = SimulationRuns.count(everyday: 100, full: 10_000)
    for city in 0..<cities {
      let made = try MadeMixture(samples: 60, seed: UInt64(city + 1001))
      // The profiles that the analyst has are off by their uncertainty, all samples alike.
      var stream = RandomStream(seed: 77, index: UInt64(city + 1000))
      let own = profiles(relativeError: 0.1).map { profile in
        var shares = profile.shares
        for name in profile.shares.keys.sorted() {
          guard let share = profile.shares[name] else { continue }
          shares[name] = .init(
            fraction: max(share.fraction + share.uncertainty * stream.normal(), 0),
            uncertainty: share.uncertainty)
        }
        return SourceProfile(name: profile.name, shares: shares)
      }
      let balance = try ChemicalMassBalance().apportion(made.sample, profiles: own)
      let errors = balance.meanStandardErrors
      for (source, truth) in truth(made).enumerated() {
        let mean = truth.reduce(0, +) / 60
        if abs(balance.meanContributions[source] - mean) <= 1.96 * errors[source] {
          inside[source] += 1
        }
      }
    }
    if SimulationRuns.isFull { print("means within their intervals: \(inside) of \(cities)") }
    let band = SimulationRuns.band(0.95, runs: cities)
    #expect(inside.allSatisfy { band.contains(Double($0) / Double(cities)) }, "\(inside)")
  }

  @Test("More samples do not make the error of the profiles smaller", .tags(.analytical))
  func commonError() throws {
    // One source, two species, f = (1, 1) ± (0.1, 0.1), c = (s, s) ± 0.01: the estimate is about
    // s (1 − (d1 + d2)/2), so its error from the profiles is s × 0.1/√2.
    func error(_ samples: Int) throws -> MassBalance.MeanError {
      let sample = try SpeciatedSample(
        species: ["a", "b"], unit: .partsPerBillion,
        instants: (0..<samples).map { Instant(secondsSinceEpoch: 3_600 * $0) },
        concentrations: (0..<samples).map { _ in [2, 2] },
        uncertainties: (0..<samples).map { _ in [0.01, 0.01] })
      let share = SourceProfile.Share(fraction: 1, uncertainty: 0.1)
      return try ChemicalMassBalance().apportion(
        sample, profiles: [SourceProfile(name: "s", shares: ["a": share, "b": share])]
      ).meanErrors[0]
    }
    let few = try error(4)
    let many = try error(400)
    #expect(abs(few.profiles - 2 * 0.1 / 2.0.squareRoot()) < 1e-9)
    #expect(abs(many.profiles - few.profiles) < 1e-9)
    // Of the samples: 0.01/√2 each, over the square root of their number.
    #expect(abs(many.samples - 0.01 / 2.0.squareRoot() / 20) < 1e-9)
  }

  @Test(
    "Measured, calculated and influence of each species, by hand", .tags(.analytical))
  func speciesByHand() throws {
    // F = [1 0; 0 1; 1 1] exact, c = (1, 2, 4), σ = 0.5: s = (4/3, 7/3), calculated (4/3, 7/3, 11/3).
    // (FᵀF)⁻¹Fᵀ = [2 −1 1; −1 2 1] / 3; over the largest of each row: 1, −1/2, 1/2 and −1/2, 1, 1/2.
    let sample = try SpeciatedSample(
      species: ["a", "b", "c"], unit: .partsPerBillion, instants: [Instant(secondsSinceEpoch: 0)],
      concentrations: [[1, 2, 4]], uncertainties: [[0.5, 0.5, 0.5]])
    func profile(_ name: String, _ values: [Double]) -> SourceProfile {
      SourceProfile(
        name: name,
        shares: Dictionary(
          uniqueKeysWithValues: zip(["a", "b", "c"], values).map {
            ($0, SourceProfile.Share(fraction: $1, uncertainty: 0))
          }))
    }
    let balance = try ChemicalMassBalance().apportion(
      sample, profiles: [profile("one", [1, 0, 1]), profile("two", [0, 1, 1])])
    let found = balance.speciesBalances
    #expect(found.map(\.measured) == [1, 2, 4])
    for (one, truth) in zip(found, [4.0 / 3, 7.0 / 3, 11.0 / 3]) {
      #expect(abs(one.calculated - truth) < 1e-9)
    }
    #expect(abs(found[2].bySource[0] - 4.0 / 3) < 1e-9)
    #expect(abs(found[2].scaledResidual - 2.0 / 3) < 1e-9)
    for (one, truth) in zip(found, [[1, -0.5], [-0.5, 1], [0.5, 0.5]]) {
      for (value, expected) in zip(one.influences, truth) {
        #expect(abs(value - expected) < 1e-9)
      }
    }
  }
}
