import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Power by insertion into own series")
struct PowerAnalysisTests {
  // Independent days of deviation 3 around 50, one of 24 treated, 24 others: the two-way difference over
  // B days before and A after has standard deviation 3 √((1/A + 1/B)(1 + 1/23)). At 5 % and power 0.8 the
  // smallest effect is 2.80 of these, 2.80 / 50 of the level. Learnt from 100 trials it is within a fifth.
  @Test(
    "On independent noise the smallest effect is what the normal theory says", .tags(.analytical))
  func normalTheory() throws {
    let study = try Study.simulated(
      levelChange: 0, noise: 3, persistence: 0, treated: 1, donors: 23, daysBefore: 400,
      daysAfter: 400, seed: 11)
    var analysis = PowerAnalysis()
    analysis.months = [3]
    analysis.trials = 120
    let rows = analysis.analyse(StudyHistory(study), [BeforeAfterOfDonors.estimator])
    let row = try #require(rows.first)
    #expect(row.trials == 120)
    let deviation =
      3 * ((1 / Double(row.stepsAfter) + 1 / Double(row.stepsBefore)) * (1 + 1.0 / 23)).squareRoot()
    // Levels run from 50 to 96.
    let expected = 2.80 * deviation / 73
    let found = try #require(row.detectable)
    #expect(abs(found / expected - 1) < 0.25, "\(found), \(expected)")
  }

  private enum BeforeAfterOfDonors {
    static let estimator: any EffectEstimator = {
      var ranks = DifferenceInDifferences()
      ranks.draws = 19
      return ranks
    }()
  }

  @Test(
    "More months find smaller effects, and a larger effect is found more often", .tags(.property))
  func monotone() throws {
    let study = try Study.simulated(
      levelChange: 0, noise: 6, treated: 1, donors: 25, daysBefore: 300, daysAfter: 300,
      seed: 3)
    var analysis = PowerAnalysis()
    analysis.months = [1, 6]
    analysis.trials = 60
    let rows = analysis.analyse(StudyHistory(study), [BeforeAfterOfDonors.estimator])
    let (short, long) = (try #require(rows.first), try #require(rows.last))
    #expect(try #require(long.detectable) < #require(short.detectable))
    let shares = try #require(long.found)
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 + 0.02 })
  }

  @Test("A history too short for the months says nothing instead of something", .tags(.analytical))
  func tooShort() throws {
    let study = try Study.simulated(
      levelChange: 0, noise: 3, treated: 1, donors: 9, daysBefore: 40, daysAfter: 40, seed: 1)
    var analysis = PowerAnalysis()
    analysis.months = [3]
    let rows = analysis.analyse(StudyHistory(study), [BeforeAfter()])
    #expect(rows.first?.detectable == nil)
    #expect(rows.first?.found == nil)
  }

  @Test("The same seed gives the same answer on one and on two threads", .tags(.property))
  func threads() throws {
    let study = try Study.simulated(
      levelChange: 0, noise: 3, treated: 1, donors: 9, daysBefore: 200, daysAfter: 200, seed: 1)
    var analysis = PowerAnalysis()
    analysis.months = [1]
    analysis.trials = 40
    let history = StudyHistory(study)
    #expect(
      analysis.analyse(history, [BeforeAfter()], threads: 1)
        == analysis.analyse(history, [BeforeAfter()], threads: 2))
  }
}

@Suite("Sites chosen on one part of the days and judged on another")
struct SiteDesignTests {
  @Test("The station that others follow best is chosen, noise alone is not", .tags(.analytical))
  func quietest() throws {
    // Station 0 is the common course almost exactly, the others have noise of their own.
    let loud = try Study.simulated(
      levelChange: 0, noise: 6, shared: 8, treated: 4, donors: 12, daysBefore: 250, daysAfter: 250,
      seed: 5)
    var matrix = loud.panel.matrix
    for row in 0..<matrix.rows {
      var sum = 0.0
      for column in 4..<16 { sum += matrix[row, column] }
      matrix[row, 2] = sum / 12
    }
    let history = StudyHistory(try loud.replacing(matrix: matrix))
    var design = SiteDesign()
    design.months = 2
    design.sizes = [1]
    let found = try #require(try design.design(history, candidates: history.treatedKeys))
    #expect(found.choices.count == 4)
    let best = try #require(found.choices.first)
    #expect(best.stations == [history.stations[2].key])
    #expect(best.judged < 0.3 * found.choices[1].judged)
    #expect(best.stability == 1)
  }

  // Stations that differ by chance alone: the best of many looks better than it is, and the days that the
  // choice has not seen say so.
  @Test("The best of many sets keeps less than it promises", .tags(.property))
  func winner() throws {
    var promised = 0.0
    var kept = 0.0
    for seed in 1...4 {
      let study = try Study.simulated(
        levelChange: 0, noise: 6, persistence: 0.9, treated: 20, donors: 10, daysBefore: 200,
        daysAfter: 200, seed: UInt64(seed))
      let history = StudyHistory(study)
      var design = SiteDesign()
      design.months = 2
      design.sizes = [1, 2]
      let found = try #require(try design.design(history, candidates: history.treatedKeys))
      promised += found.choices[0].chosen
      kept += found.choices[0].judged
    }
    #expect(kept > promised)
  }

  @Test("A set that costs more than the budget is left out and counted", .tags(.analytical))
  func budget() throws {
    let study = try Study.simulated(
      levelChange: 0, noise: 6, treated: 3, donors: 8, daysBefore: 200, daysAfter: 200, seed: 2)
    let history = StudyHistory(study)
    var design = SiteDesign()
    design.months = 2
    design.sizes = [1]
    design.costs = [history.stations[0].key: 10, history.stations[1].key: 99]
    design.budget = 50
    let found = try #require(try design.design(history, candidates: history.treatedKeys))
    #expect(found.tooDear == 1)
    #expect(!found.choices.contains { $0.stations.contains(history.stations[1].key) })
    #expect(found.choices.first { $0.stations == [history.stations[0].key] }?.cost == 10)
  }
}
