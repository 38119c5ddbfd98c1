import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import SourceApportionment

@Suite("Bootstrap within seasons")
struct StrataTests {
  @Test("Seasons of the samples' clock, of all years together", .tags(.analytical))
  func groups() throws {
    let days = ["2015-12-01", "2016-02-29", "2016-03-01", "2016-07-15", "2016-11-30", "2017-01-01"]
    let instants = try days.map { Instant(try #require(CivilDate($0)), utcOffset: 8 * 3_600) }
    let groups = BootstrapAnalysis.Strata.seasons.groups(instants, utcOffset: 8 * 3_600)
    #expect(groups == [[0, 1, 5], [2], [3], [4]])
    // The first of December in Shanghai began in November by Greenwich.
    #expect(
      BootstrapAnalysis.Strata.seasons.groups(instants, utcOffset: 0)
        != groups)
    #expect(BootstrapAnalysis.Strata.all.groups(instants, utcOffset: 0) == [[0, 1, 2, 3, 4, 5]])
  }

  /// 160 days of which the last sixteen are of another season, in which alone the second source emits.
  private static func sample() throws -> SpeciatedSample {
    var stream = RandomStream(seed: 3, index: 1)
    let profiles = [[5.0, 3, 1, 0.2, 2], [0.1, 1, 2, 6, 4]]
    var values: [[Double?]] = []
    var errors: [[Double]] = []
    let start = 16_436 + 151 - 144
    for day in 0..<160 {
      let strengths = [stream.exponential() + 0.1, day >= 144 ? stream.exponential() + 0.5 : 0]
      let row = (0..<5).map { species -> Double in
        let clean = (0..<2).reduce(0.0) { $0 + profiles[$1][species] * strengths[$1] }
        return max(clean * (1 + 0.1 * stream.normal()), 0.01)
      }
      values.append(row)
      errors.append(row.map { 0.1 * $0 + 0.02 })
    }
    return try SpeciatedSample(
      species: ["a", "b", "c", "d", "e"], unit: .partsPerBillion,
      instants: (0..<160).map { Instant(CivilDate(daysSinceEpoch: start + $0), utcOffset: 0) },
      concentrations: values, uncertainties: errors)
  }

  @Test("A source of one short season is in every draw, which it is not without strata")
  func shortSeason() throws {
    let sample = try Self.sample()
    var settings = PositiveMatrixFactorisation()
    settings.factors = 2
    settings.starts = 4
    let base = try settings.apportion(sample)
    var analysis = BootstrapAnalysis()
    analysis.replicates = 60
    analysis.blockLength = 16
    let plain = try analysis.run(base, of: sample)
    analysis.strata = .seasons
    let stratified = try analysis.run(base, of: sample)
    // Without strata a draw misses the last sixteen days with probability about (1 − 1/10)^10 or more.
    #expect(try #require(stratified.found.min()) == 60)
    #expect(try #require(plain.found.min()) < 60, "\(plain.found)")
  }
}
