import Documents
import Foundation
import TestSupport
import Testing

@testable import OffRoad

@Suite("Uncertainty of inventories")
struct UncertaintyAnalysisTests {
  private let inventory = MachineInventory(sulphurPartsPerMillion: 10)

  private func machine(_ type: String, _ stage: String, hours: Double? = 800) throws -> Machine {
    Machine(
      type: try #require(MachineType.position(named: type)),
      stage: try #require(EngineStage.position(of: stage)), power: 100, modelYear: 2015,
      hours: hours, loadFactor: 0.5)
  }

  private func analysis(
    _ distributions: [UncertainQuantity: ParameterDistribution], draws: Int = 2_000
  ) -> UncertaintyAnalysis {
    var analysis = UncertaintyAnalysis()
    analysis.distributions = distributions
    analysis.draws = draws
    analysis.sobolDraws = 1_024
    return analysis
  }

  @Test("With everything known the interval is the total", .tags(.analytical))
  func known() throws {
    let fleet = try ClassFleet([machine("excavator", "eu-ii")], year: 2020)
    let result = try analysis([:]).analyse(inventory, fleet)
    let total = try #require(result.total(.nox))
    let tally = try inventory.tally(fleet).tonnes(.nox)
    #expect(abs(total.central / tally - 1) < 1e-12)
    #expect(abs(total.lower / tally - 1) < 1e-12 && abs(total.upper / tally - 1) < 1e-12)
    #expect(result.shares.isEmpty)
  }

  @Test("A lognormal count of 30 % gives a factor of 1.3 either way", .tags(.analytical))
  func lognormal() throws {
    let fleet = try ClassFleet([machine("excavator", "eu-ii")], year: 2020)
    let result = try analysis([.population: .lognormal(spread: 0.3)], draws: 20_000)
      .analyse(inventory, fleet)
    let total = try #require(result.total(.nox))
    // A stratum is 1/20,000 wide; the quantile moves by no more than 0.2 % in it.
    #expect(abs(total.upper / total.central - 1.3) < 0.003)
    #expect(abs(total.central / total.lower - 1.3) < 0.003)
  }

  @Test("Errors that machines do not share average out", .tags(.analytical))
  func correlation() throws {
    let fleet = try ClassFleet(
      Array(repeating: machine("excavator", "eu-ii"), count: 100), year: 2020)
    func width(_ correlation: Double) throws -> Double {
      var analysis = analysis([.hours: .triangular(low: 0.5, mode: 1, high: 1.5)])
      analysis.correlation = correlation
      let total = try #require(try analysis.analyse(inventory, fleet).total(.nox))
      return total.upper - total.lower
    }
    // A hundred equal machines: a tenth of the width.
    #expect(try abs(width(0) / width(1) - 0.1) < 1e-9)
    #expect(try abs(width(0.5) / width(1) - 0.505.squareRoot()) < 1e-9)
  }

  @Test("The survey that would help most is named", .tags(.analytical))
  func shares() throws {
    var crane = try machine("crane", "eu-ii", hours: nil)
    crane.count = 3
    let fleet = try ClassFleet([machine("excavator", "eu-ii"), crane], year: 2020)
    let result = try analysis([
      .hours: .lognormal(spread: 0.1), .defaultHours: .uniform(low: 0.5, high: 1.5),
    ]).analyse(inventory, fleet)
    let first = try #require(result.shares.first)
    #expect(first.quantity == .defaultHours && first.subject == "crane")
    // Sum of two independent terms: the shares are those of the variances and make one.
    #expect(first.total > 0.9)
    #expect(abs(result.shares.reduce(0) { $0 + $1.firstOrder } - 1) < 0.1)
    #expect(abs(result.shares.reduce(0) { $0 + $1.rankShare } - result.rankRSquared) < 0.05)
    #expect(first.swing[0] < first.swing[1])
  }

  @Test("Guessed activity is shown as a range between its ends", .tags(.analytical))
  func ranges() throws {
    let guessed = try machine("excavator", "eu-ii", hours: nil)
    let fleet = try ClassFleet([guessed, machine("crane", "eu-ii")], year: 2020)
    let result = try analysis([.defaultHours: .uniform(low: 0.5, high: 1.5)])
      .analyse(inventory, fleet)
    let all = try inventory.tally(fleet).tonnes(.nox)
    let own = try inventory.tally(ClassFleet([guessed], year: 2020)).tonnes(.nox)
    let range = try #require(result.ranges.first { $0.pollutant == .nox })
    #expect(abs(range.low - (all - 0.5 * own)) < 1e-6 * all)
    #expect(abs(range.high - (all + 0.5 * own)) < 1e-6 * all)
  }

  @Test("The same seed gives the same bits, another seed another draw", .tags(.property))
  func seeds() throws {
    let fleet = try ClassFleet([machine("excavator", "eu-ii")], year: 2020)
    var analysis = analysis(UncertaintyAnalysis.defaultDistributions, draws: 200)
    let first = try analysis.analyse(inventory, fleet)
    #expect(try analysis.analyse(inventory, fleet) == first)
    analysis.seed = 2
    #expect(try analysis.analyse(inventory, fleet).totals != first.totals)
  }

  @Test("Our own spreads are told as defaults, the user’s are not", .tags(.analytical))
  func defaults() throws {
    let fleet = try ClassFleet([machine("excavator", "eu-ii")], year: 2020)
    let result = try analysis(UncertaintyAnalysis.defaultDistributions, draws: 200)
      .analyse(inventory, fleet)
    let spread = Message(
      "assumed.spread", ["of": .message(UncertainQuantity.emissionFactor.name)])
    #expect(result.defaults.map(\.quantity).contains(spread))
    #expect(result.defaults.allSatisfy { !$0.backing.isBacked })
    var own = UncertaintyAnalysis.defaultDistributions
    own[.emissionFactor] = .lognormal(spread: 0.2)
    let changed = try analysis(own, draws: 200).analyse(inventory, fleet)
    #expect(!changed.defaults.map(\.quantity).contains(spread))
  }

  @Test("Impossible settings are refused", .tags(.analytical))
  func settings() throws {
    let fleet = try ClassFleet([machine("excavator", "eu-ii")], year: 2020)
    #expect(throws: OffRoadError.self) {
      try analysis([:], draws: 10).analyse(inventory, fleet)
    }
    #expect(throws: OffRoadError.self) {
      try analysis([.hours: .uniform(low: 2, high: 1)]).analyse(inventory, fleet)
    }
  }
}
