import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Business-as-usual counterfactual")
struct BusinessAsUsualTests {
  private func quick(_ change: (inout BusinessAsUsual) -> Void = { _ in }) -> BusinessAsUsual {
    var estimator = BusinessAsUsual()
    estimator.replicates = 40
    change(&estimator)
    return estimator
  }

  @Test("A step under strong weather is found where the raw change is far off", .tags(.property))
  func findsStep() throws {
    var air = WeatherDrivenStudy()
    air.daysBefore = 730
    air.daysAfter = 120
    air.noise = 0.05
    let study = try air.study()
    let fit = try quick().estimate(study)
    // The season alone moves the raw means by more than the step.
    let raw = try BeforeAfter().estimate(study).effect.coefficient.value
    #expect(abs(raw - air.step) > 0.1)
    #expect(abs(fit.effect.coefficient.value - air.step) < 0.04)
    #expect(fit.effect.unit == "%")
    #expect(fit.blockedSkill > 0.8)
    // The path before follows what was measured, and after it lies above by the step.
    let counterfactual = try #require(fit.counterfactual)
    let observed = study.observedPath
    let ratios = study.afterPositions.compactMap { step -> Double? in
      guard let measured = observed[step], let expected = counterfactual[step] else { return nil }
      return log(measured / expected)
    }
    #expect(ratios.count == 120)
    #expect(abs(Summation.mean(ratios) - fit.effect.coefficient.value) < 1e-12)
  }

  @Test("The conformal band holds nineteen of twenty single days", .tags(.property))
  func conformalBand() throws {
    var air = WeatherDrivenStudy()
    air.step = 0
    let study = try air.study()
    let fit = try quick().estimate(study)
    let observed = study.observedPath
    let inside = study.afterPositions.filter { step in
      guard let value = observed[step], let low = fit.lower[step], let high = fit.upper[step]
      else { return false }
      return low <= value && value <= high
    }
    let share = Double(inside.count) / Double(study.afterPositions.count)
    // A year of persistent days: about eighty independent ones.
    #expect((0.87...1).contains(share), "\(share)")
  }

  @Test("Weather outside the training range is told with its share", .tags(.analytical))
  func outsideTraining() throws {
    var air = WeatherDrivenStudy()
    air.daysBefore = 400
    air.daysAfter = 100
    let calm = try quick().estimate(air.study())
    air.warming = 40
    let warm = try quick().estimate(air.study())
    #expect(calm.outsideShare < 0.1)
    #expect(warm.outsideShare > 0.5)
    let told = try #require(
      warm.effect.diagnostics.first { $0.identifier == "outside-training" })
    #expect(told.severity == .serious)
    #expect(told.number("share") == warm.outsideShare)
    #expect(told.message.contains("temperature"))
  }

  @Test("One year before goes without a trend and says so", .tags(.analytical))
  func singleYear() throws {
    var air = WeatherDrivenStudy()
    air.daysBefore = 365
    air.daysAfter = 100
    air.noise = 0.05
    let effect = try quick().estimate(air.study()).effect
    #expect(effect.diagnostics.contains { $0.identifier == "trend-left-out" })
    #expect(!effect.diagnostics.contains { $0.identifier == "short-before" })
    #expect(abs(effect.coefficient.value - air.step) < 0.08)
    air.daysBefore = 300
    let shorter = try quick().estimate(air.study()).effect
    #expect(shorter.diagnostics.contains { $0.identifier == "short-before" })
  }

  @Test("Six tenths missing leave an answer with a wider interval", .tags(.property))
  func gaps() throws {
    var air = WeatherDrivenStudy()
    air.daysAfter = 200
    let whole = try quick().estimate(air.study()).effect
    air.missingShare = 0.6
    let effect = try quick().estimate(air.study()).effect
    #expect(effect.sample.observations < 560)
    #expect(effect.coefficient.standardError > whole.coefficient.standardError)
    #expect(abs(effect.coefficient.value - air.step) < 4 * effect.coefficient.standardError)
    // Nearly everything missing is refused with what is needed.
    air.missingShare = 0.97
    #expect(throws: EstimationError.self) { try quick().estimate(air.study()) }
  }

  @Test("A constant weather variable is left out and told of", .tags(.analytical))
  func constantWeather() throws {
    let study = try WeatherDrivenStudy(daysBefore: 400, daysAfter: 60).study()
    let flat = try Study(
      title: study.title, measure: study.measure, outcome: study.outcome, panel: study.panel,
      treatments: study.treatments, before: study.before, after: study.after,
      covariates: study.covariates + [
        Panel(
          stations: study.treatedStations, pollutant: .pressure, unit: .hectopascals,
          axis: study.panel.axis
        ) { _, _ in 1_013 }
      ])
    let effect = try quick().estimate(flat).effect
    let told = try #require(effect.diagnostics.first { $0.identifier == "constant-weather" })
    #expect(told.message.contains("pressure"))
    let without = try quick().estimate(study).effect
    #expect(effect.coefficient == without.coefficient)
  }

  @Test("Two weather variables that say the same are refused by name", .tags(.analytical))
  func repeatedWeather() throws {
    let study = try WeatherDrivenStudy(daysBefore: 400, daysAfter: 60).study()
    let celsius = study.covariates[0]
    let twice = try Study(
      title: study.title, measure: study.measure, outcome: study.outcome, panel: study.panel,
      treatments: study.treatments, before: study.before, after: study.after,
      covariates: study.covariates + [
        Panel(
          stations: study.treatedStations, pollutant: .dewPoint, unit: .degreesCelsius,
          axis: study.panel.axis
        ) { time, station in celsius[time, station].map { 2 * $0 + 1 } }
      ])
    #expect(
      throws: EstimationError.collinear(
        columns: ["dew_point"], with: ["the terms before it"])
    ) { try quick().estimate(twice) }
  }

  @Test("Without weather the calendar answers, marked down", .tags(.analytical))
  func withoutWeather() throws {
    let study = try Study.simulated(levelChange: -4, noise: 2, daysBefore: 400, daysAfter: 100)
    let effect = try quick().estimate(study).effect
    let told = try #require(effect.diagnostics.first { $0.identifier == "no-weather" })
    #expect(told.severity == .serious)
    #expect(effect.interval?.contains(-4) == true)
  }

  @Test("Trees answer the same question", .tags(.property))
  func trees() throws {
    var air = WeatherDrivenStudy()
    air.daysBefore = 730
    air.daysAfter = 120
    air.noise = 0.05
    let fit = try quick {
      $0.model = .trees
      $0.trend = .none
      $0.replicates = 20
    }.estimate(air.study())
    #expect(abs(fit.effect.coefficient.value - air.step) < 0.12)
    #expect(fit.effect.coefficient.standardError > 0)
    #expect(fit.blockedSkill > 0.6)
  }

  @Test("The same seed gives the same bits, another seed the same estimate", .tags(.property))
  func seeds() throws {
    let study = try WeatherDrivenStudy(daysBefore: 400, daysAfter: 60).study()
    let one = try quick().estimate(study).effect
    #expect(try quick().estimate(study).effect == one)
    let other = try quick { $0.seed = 2 }.estimate(study).effect
    #expect(other.coefficient.value == one.coefficient.value)
    #expect(other.coefficient.standardError != one.coefficient.standardError)
  }

  @Test("One and two threads give the same bits", .tags(.property))
  func threads() throws {
    let study = try WeatherDrivenStudy(daysBefore: 400, daysAfter: 60).study()
    let one = try ThreadLimit.$current.withValue(1) { try quick().estimate(study).effect }
    let two = try ThreadLimit.$current.withValue(2) { try quick().estimate(study).effect }
    #expect(one == two)
  }

  @Test("Settings that cannot be are refused in words", .tags(.analytical))
  func settings() throws {
    let study = try WeatherDrivenStudy(daysBefore: 400, daysAfter: 60).study()
    #expect(
      throws: EstimationError.badSetting(
        "replicates", method: "business-as-usual",
        problem: Message("error.study.models-show-no-spread", ["replicates": .count(5)]))
    ) { try quick { $0.replicates = 5 }.estimate(study) }
    #expect(
      throws: EstimationError.badSetting(
        "blockDays", method: "business-as-usual",
        problem: Message("error.study.is-less-than-one", ["blockDays": .count(0)]))
    ) { try quick { $0.blockDays = 0 }.estimate(study) }
  }

  @Test("Wind directions of several stations are averaged on the circle", .tags(.analytical))
  func windDirection() throws {
    // Stations at 350° and 10°: north wind, where a plain mean would say south.
    let days = 400
    let axis = TimeAxis.days(
      from: CivilDate(daysSinceEpoch: 16_000), through: CivilDate(daysSinceEpoch: 16_459),
      utcOffset: 0)
    let stations = ["A", "B"].map { Station(network: "n", identifier: $0) }
    var stream = RandomStream(seed: 4, index: 0)
    let turns = (0..<axis.count).map { _ in 60 * stream.normal() }
    func effect(spread: Double) throws -> EffectEstimate {
      let start = CivilDate(daysSinceEpoch: 16_000 + days)
      guard
        let before = DatePeriod(
          CivilDate(daysSinceEpoch: 16_000),
          through: CivilDate(daysSinceEpoch: 16_000 + days - 1)),
        let after = DatePeriod(start, through: CivilDate(daysSinceEpoch: 16_459))
      else { preconditionFailure("both periods have days") }
      let study = try Study(
        title: "Turning", measure: Measure(name: "m", start: start),
        outcome: Outcome(pollutant: .pm25),
        panel: Panel(
          stations: stations, pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis
        ) { day, _ in 40 + 10 * cos(turns[day] * .pi / 180) - (day >= days ? 5 : 0) },
        treatments: stations.map { _ in .since(Instant(start, utcOffset: 0)) }, before: before,
        after: after,
        covariates: [
          Panel(
            stations: stations, pollutant: .windDirection, unit: .degrees, axis: axis
          ) { day, station in
            let angle = turns[day] + (station == 0 ? -spread : spread)
            return angle - (angle / 360).rounded(.down) * 360
          }
        ])
      return try quick().estimate(study).effect
    }
    #expect(abs(try effect(spread: 10).estimate + 5) < 0.2)
    #expect(abs(try effect(spread: 10).estimate - effect(spread: 0).estimate) < 1e-6)
  }
}
