import AirQuality
import Documents
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Interrupted time series")
struct InterruptedTimeSeriesTests {
  /// 800 days with a trend of 3 a year and a season, the measure at day 400.
  private func made(_ response: (Int) -> Double) -> SingleSeries {
    let values = (0..<800).map { day -> Double in
      let change: Double = day >= 400 ? response(day - 400) : 0
      return Self.course(day) + change
    }
    return SingleSeries(values: values, start: 400)
  }

  /// What the days are without a measure.
  private static func course(_ day: Int) -> Double {
    let years = Double(day - 400) / 365.25
    let wave: Double = 6 * cos(2 * Double.pi * years)
    return 50 + 3 * years + wave
  }

  private static func nearing(_ day: Int) -> Double {
    -8 * (1 - pow(0.5, Double(day + 1) / 20))
  }

  /// Each response with what it is on a day since the start, for a coefficient of −8.
  static let responses: [(ImpactModel, @Sendable (Int) -> Double)] = [
    (.level, { _ in -8 }),
    (.slope, { -8 * Double($0) / 365.25 }),
    (.levelAndSlope, { 2 - 8 * Double($0) / 365.25 }),
    (.ramp, { -8 * min(1, Double($0 + 1) / 60) }),
    (.pulse, { $0 == 0 ? -8 : 0 }),
    (.temporary, { $0 < 60 ? -8 : 0 }),
    (.gradual, { nearing($0) }),
    (.decay, { -8 * pow(0.5, Double($0) / 20) }),
  ]

  @Test(
    "A noiseless response is recovered by the model that states it", .tags(.analytical),
    arguments: responses.indices)
  func recovered(_ index: Int) throws {
    let (impact, response) = Self.responses[index]
    var design = InterruptedTimeSeries()
    design.impact = impact
    design.duration = 60
    design.halfLife = 20
    let days = (0..<400).map(response)
    let truth: Double =
      switch impact {
      case .pulse, .temporary: -8
      default: days.reduce(0, +) / 400
      }
    let fit = try design.estimate(try made(response).study())
    #expect(abs(fit.effect.estimate - truth) < 1e-7, "\(fit.effect.estimate), \(truth)")
    #expect(fit.impact == impact)
    // What is expected without the measure is the course alone.
    let path = try #require(fit.counterfactual)
    let last = try #require(path[799])
    #expect(abs(last - Self.course(799)) < 1e-6)
    // Added up, the effect is its days' sum.
    let table = try #require(fit.tables.first { $0.name == "its-cumulative" })
    let total = try #require(table.numbers("effect").compactMap(\.self).last)
    #expect(abs(total - days.reduce(0, +)) < 1e-4, "\(total)")
  }

  @Test("Two years of steps by year are one coefficient", .tags(.analytical))
  func yearly() throws {
    var design = InterruptedTimeSeries()
    design.impact = .yearly
    design.linearTrend = false
    design.seasonHarmonics = 0
    design.weekdays = true
    var values = [Double](repeating: 50, count: 72)
    for month in 36..<72 {
      let years = (month - 36) / 12 + 1
      values[month] -= 4 * Double(years)
    }
    let series = SingleSeries(values: values, step: .month, start: 36)
    let fit = try design.estimate(try series.study())
    // −4, −8 and −12 for a year each.
    #expect(abs(fit.effect.estimate + 8) < 1e-9)
  }

  @Test("Days of a transition count neither before nor after", .tags(.analytical))
  func transition() throws {
    // The first twenty days rise where the measure later lowers.
    let series = made { $0 < 20 ? 30 : -8 }
    var design = InterruptedTimeSeries()
    design.transition = 20
    let effect = try design.estimate(try series.study()).effect
    #expect(abs(effect.estimate + 8) < 1e-7)
    #expect(effect.sample.stepsAfter == 380)
    let said = try #require(effect.diagnostics.first { $0.identifier == "transition" })
    #expect(said.number("steps") == 20)
  }

  @Test("A second measure in the window takes its own change", .tags(.analytical))
  func further() throws {
    let series = made { $0 < 200 ? -8 : -3 }
    var design = InterruptedTimeSeries()
    design.further = ["2016-08-23"]
    let fit = try design.estimate(try series.study())
    #expect(abs(fit.effect.estimate + 8) < 1e-7, "\(fit.effect.estimate)")
    let row = try #require(
      fit.summary.rows.first { $0.name == "measure 2, level change" })
    #expect(abs((row.value ?? 0) - 5) < 1e-7)
    for (text, words) in [
      ("spring", "“spring” does not begin with a date such as 2016-05-01"),
      (
        "2016-05-01 fall",
        "“2016-05-01 fall” names no response; choose one of: level, slope, level-and-slope, ramp, "
          + "pulse, temporary, gradual, decay, yearly"
      ),
      ("2016-05-01 level summer", "“2016-05-01 level summer” ends in no months such as 6-10"),
    ] {
      design.further = [text]
      let error = #expect(throws: EstimationError.self) {
        try design.estimate(try series.study())
      }
      #expect(error?.what == "interrupted-time-series, “further”: \(words)")
    }
  }

  @Test("A half-life that the data choose is found and widens the interval", .tags(.analytical))
  func ownHalfLife() throws {
    var stream = RandomStream(seed: 4, index: 0)
    let noise = (0..<800).map { _ in 0.5 * stream.normal() }
    var series = made(Self.nearing)
    series.values = zip(series.values, noise).map { $0 + $1 }
    var design = InterruptedTimeSeries()
    design.impact = .gradual
    design.halfLife = 20
    let known = try design.estimate(try series.study()).effect
    design.halfLife = 0
    let effect = try design.estimate(try series.study()).effect
    let best = try #require(
      effect.diagnostics.first { $0.identifier == "half-life" }?.number("best"))
    #expect((10...40).contains(best), "\(best)")
    let interval = try #require(effect.interval)
    let narrow = try #require(known.interval)
    let truth: Double = (0..<400).map(Self.nearing).reduce(0, +) / 400
    #expect(interval.contains(truth))
    #expect(interval.upper - interval.lower >= narrow.upper - narrow.lower)
  }

  @Test("A season that cannot be told from the effect is refused with the reason")
  func seasonUntold() throws {
    var series = made { _ in -8 }
    series.values = Array(series.values[200...])
    series.start = 200
    let error = #expect(throws: EstimationError.self) {
      try InterruptedTimeSeries().estimate(try series.study())
    }
    #expect(error == .seasonUntold(days: 200))
    #expect(
      error?.what
        == "with 200 days before the measure a season cannot be told from its effect, and the study "
        + "has neither donors nor weather that carry it")
    #expect(
      error?.remedy
        == "begin the period before a year earlier, name donors or covariates, or write "
        + "“season-harmonics: 0” where there is no season")
    // Donors carry it, and the page says so.
    var design = InterruptedTimeSeries()
    var withDonors = series
    let neighbour = (0..<600).map { day -> Double in
      let years = Double(day - 200) / 365.25
      return 40 + 6 * cos(2 * Double.pi * years)
    }
    withDonors.donors = [neighbour]
    let effect = try design.estimate(try withDonors.study()).effect
    #expect(abs(effect.estimate + 8) < 1e-6, "\(effect.estimate)")
    let said = effect.diagnostics.map(\.identifier)
    #expect(said.contains("short-before") && said.contains("donors-mean"))
    design.seasonHarmonics = 0
    #expect(throws: Never.self) { try design.estimate(try series.study()) }
  }

  @Test("The first days of a measure can be left out by a gap in the study", .tags(.analytical))
  func gap() throws {
    var series = made { $0 < 30 ? 100 : -8 }
    series.gap = 30
    let effect = try InterruptedTimeSeries().estimate(try series.study()).effect
    #expect(abs(effect.estimate + 8) < 1e-7)
  }

  @Test("Days above a limit are counted out of those measured", .tags(.analytical))
  func exceedances() throws {
    // Of four days before one is above 35 and of five after one, whatever the month.
    let values = (0..<400).map { day -> Double in
      if day < 200 { return day % 4 == 0 ? 60 : 20 }
      return day % 5 == 0 ? 50 : 25
    }
    var series = SingleSeries(values: values, start: 200)
    for day in stride(from: 7, to: 400, by: 40) { series.values[day] = .nan }
    var design = InterruptedTimeSeries()
    design.family = .quasiPoisson
    design.limit = 35
    design.linearTrend = false
    design.seasonHarmonics = 0
    design.weekdays = false
    let fit = try design.estimate(try series.study())
    func share(_ days: Range<Int>) -> Double {
      let known = days.map { series.values[$0] }.filter { !$0.isNaN }
      return Double(known.count { $0 > 35 }) / Double(known.count)
    }
    let (before, after) = (share(0..<200), share(200..<400))
    let relative = try #require(fit.effect.relative)
    #expect(abs(relative.percent - 100 * (after / before - 1)) < 1e-8)
    #expect(fit.effect.unit == "percentage points")
    #expect(abs(fit.effect.estimate - 100 * (after - before)) < 1e-8)
    #expect(fit.effect.interval?.contains(fit.effect.estimate) == true)
  }

  @Test("Settings that would change nothing, or cannot be had, are refused in words")
  func refusals() throws {
    let study = try made { _ in -8 }.study()
    func words(_ change: (inout InterruptedTimeSeries) -> Void) -> String? {
      var design = InterruptedTimeSeries()
      change(&design)
      do throws(EstimationError) {
        _ = try design.effect(of: study)
        return nil
      } catch { return error.what }
    }
    let name = "interrupted-time-series, "
    let difference = words { $0.order = .seasonalDifference }
    #expect(
      difference
        == name + "“order”: is for steps of a month or a quarter, and these are of one day")
    let waves = words { $0.slowWaves = 99 }
    #expect(waves == name + "“slowWaves”: 99 is not from 0 to 60")
    let people = words {
      $0.family = .poisson
      $0.exposure = "people"
    }
    #expect(people == name + "“exposure”: “people” is no covariate of the study; it has: ")
    for settings: [String: JSONValue] in [
      ["duration": 10], ["half-life": 10], ["limit": 35], ["exposure": "people"],
    ] {
      let error = #expect(throws: EstimationError.self) {
        try EstimatorCatalogue.estimator(
          EstimatorChoice(method: "interrupted-time-series", settings: settings))
      }
      #expect(error?.what.contains("changes nothing") == true, "\(error?.what ?? "")")
    }
  }

  @Test("Settings of earlier versions are read as what they are today", .tags(.property))
  func formerSettings() throws {
    func asked(_ settings: [String: JSONValue]) throws -> InterruptedTimeSeries? {
      try EstimatorCatalogue.estimator(
        EstimatorChoice(method: "interrupted-time-series", settings: settings))
        as? InterruptedTimeSeries
    }
    // The first release's segmented regression had a free slope unless it was told otherwise.
    #expect(try asked(["slopeChange": false])?.impact == .level)
    #expect(try asked(["slope-change": true])?.impact == .levelAndSlope)
    #expect(try asked(["covarianceLags": 0]) == InterruptedTimeSeries())
    for settings: [String: JSONValue] in [
      ["covarianceLags": 12], ["slopeChange": "no"],
      ["slopeChange": false, "impact": "level"],
    ] {
      #expect(throws: EstimationError.self) { try asked(settings) }
    }
  }

  @Test("Without the slow waves a drifting level is called a change", .tags(.property))
  func drift() throws {
    // A level that wanders by itself, as one station does against its neighbours.
    var stream = RandomStream(seed: 8, index: 0)
    var level = 0.0
    let values = (0..<730).map { _ -> Double in
      level += 0.15 * stream.normal()
      return 50 + level + 3 * stream.normal()
    }
    let series = SingleSeries(values: values, start: 365)
    var design = InterruptedTimeSeries()
    let honest = try design.estimate(try series.study())
    design.slowWaves = 0
    let plain = try design.estimate(try series.study())
    #expect(honest.effect.estimate == plain.effect.estimate)
    #expect(honest.effect.coefficient.standardError >= plain.effect.coefficient.standardError)
    #expect((honest.slowRatio ?? 0) > 1)
    #expect(plain.slowRatio == nil)
    #expect(honest.effect.diagnostics.contains { $0.identifier == "slow-movements" })
  }
}
