import AirQuality
import Estimation
import Foundation
import TestSupport
import Testing

/// Published interrupted time series through the design itself, from a study to its effect.
@Suite("Published interrupted time series", .enabled(if: SharedData.isPresent))
struct PublishedSeriesTests {
  // Box and Tiao (1975), doi:10.1080/01621459.1975.10480264, as SAS/ETS example 8.4 and statsmodels
  // 0.15 fit it by exact maximum likelihood (golden/single_series.json).
  @Test("Ozone in Los Angeles has Box and Tiao's step, summers and winters", .tags(.golden))
  func ozone() throws {
    let table = try PlainTable(
      path: SharedData.path("single_series/la_ozone.csv"), columns: ["month", "ozone"])
    let study = try SingleSeries(
      values: table.numbers("ozone").map { $0 ?? .nan },
      first: try #require(CivilDate("1955-01-01")), step: .month, start: 60, pollutant: .o3
    ).study()
    var design = InterruptedTimeSeries()
    design.further = ["1966-01-01 yearly 6-10", "1966-01-01 yearly 11-5"]
    design.linearTrend = false
    design.seasonHarmonics = 0
    design.order = .seasonalDifference
    design.likelihood = .full
    let fit = try design.estimate(study)
    func row(_ name: String) -> Double {
      fit.summary.rows.first { $0.name == name }?.value ?? .nan
    }
    #expect(abs(fit.effect.estimate + 1.33061) < 1e-4, "\(fit.effect.estimate)")
    #expect(abs(row("measure 2, change a year") + 0.23937) < 1e-4)
    #expect(abs(row("measure 3, change a year") + 0.08021) < 1e-4)
  }

  private func sicily(
    harmonics: Int, _ family: OutcomeFamily, order: ErrorOrder = .independent, waves: Int = 0
  ) throws -> EffectEstimate {
    let table = try PlainTable(
      path: SharedData.path("single_series/sicily.csv"), columns: ["aces", "smokban", "stdpop"])
    func column(_ name: String) -> [Double] { table.numbers(name).map { $0 ?? .nan } }
    let start = try #require(column("smokban").firstIndex(of: 1))
    let population = Pollutant("standard_population")
    let study = try SingleSeries(
      values: column("aces"), first: try #require(CivilDate("2002-01-01")), step: .month,
      start: start, covariates: [(population, column("stdpop"))],
      pollutant: Pollutant("coronary_events")
    ).study()
    var design = InterruptedTimeSeries()
    design.family = family
    design.exposure = population.identifier
    design.seasonHarmonics = harmonics
    design.order = order
    design.slowWaves = waves
    return try design.estimate(study).effect
  }

  // Lopez Bernal et al. (2017), doi:10.1093/ije/dyw098; statsmodels' generalised linear model on the
  // same data, printed to six digits in golden/single_series.json.
  @Test("The smoking ban of Sicily has the published rate ratio", .tags(.golden))
  func smokingBan() throws {
    func ratio(_ percent: Double) -> Double { 1 + percent / 100 }
    func holds(_ effect: EffectEstimate, _ point: Double, _ lower: Double, _ upper: Double) throws {
      let relative = try #require(effect.relative)
      let interval = try #require(relative.interval)
      #expect(abs(ratio(relative.percent) - point) < 1e-6, "\(ratio(relative.percent))")
      #expect(abs(ratio(interval.lower) - lower) < 1e-6, "\(ratio(interval.lower))")
      #expect(abs(ratio(interval.upper) - upper) < 1e-6, "\(ratio(interval.upper))")
    }
    try holds(try sicily(harmonics: 0, .poisson), 0.894377, 0.864686, 0.925086)
    try holds(try sicily(harmonics: 0, .quasiPoisson), 0.894377, 0.839189, 0.953193)
    try holds(try sicily(harmonics: 2, .quasiPoisson), 0.885072, 0.839401, 0.933227)
  }

  @Test("Errors that remember are no smaller than those of independent counts", .tags(.property))
  func serialCounts() throws {
    let plain = try sicily(harmonics: 2, .quasiPoisson)
    let serial = try sicily(harmonics: 2, .quasiPoisson, order: .automatic, waves: 8)
    #expect(abs(serial.estimate - plain.estimate) < 1e-9)
    #expect(serial.coefficient.standardError >= plain.coefficient.standardError)
    #expect(serial.unit == "µg/m³")
  }
}
