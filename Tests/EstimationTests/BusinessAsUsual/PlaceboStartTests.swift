import AirQuality
import Cooperation
import Estimation
import NumericKernels
import TestSupport
import Testing

@Suite("Starts before the measure")
struct PlaceboStartTests {
  private static func estimator(_ starts: Int) -> BusinessAsUsual {
    var estimator = BusinessAsUsual()
    estimator.replicates = 40
    estimator.placeboStarts = starts
    return estimator
  }

  @Test(
    "They find nothing where nothing began, and each is a whole estimate of its own",
    .tags(.property))
  func nothingBegan() throws {
    var air = WeatherDrivenStudy()
    air.daysBefore = 1_460
    air.daysAfter = 200
    air.noise = 0.15
    let study = try air.study()
    let fit = try Self.estimator(6).estimate(study)
    let placebos = try #require(fit.placeboStarts)
    #expect(placebos.count == 6)
    #expect(placebos.allSatisfy { $0.days == 200 })
    #expect(placebos.count { $0.holdsZero } >= 4)
    #expect(placebos.allSatisfy { abs($0.effect) < abs(fit.effect.coefficient.value) })
    // The last window ends on the eve of the measure, and nothing of the measure is in it.
    let last = try #require(placebos.last)
    #expect(last.start.daysSinceEpoch + 200 == study.after.first.daysSinceEpoch)
    let told = try #require(
      fit.effect.diagnostics.first { $0.identifier == "placebo-starts" })
    #expect(told.severity == .note)
    #expect(told.number("held") == Double(placebos.count { $0.holdsZero }))
    #expect(told.number("larger") == 0)

    let before = try #require(
      DatePeriod(
        study.before.first, through: CivilDate(daysSinceEpoch: last.start.daysSinceEpoch - 1)))
    let after = try #require(DatePeriod(last.start, through: study.before.last))
    let own = try Self.estimator(0).estimate(
      Study(
        title: "own", measure: Measure(name: "nothing", start: last.start),
        outcome: study.outcome, panel: study.panel,
        treatments: [.since(Instant(last.start, utcOffset: 28_800))], before: before,
        after: after, covariates: study.covariates))
    #expect(own.effect.coefficient.value == last.effect)
    #expect(own.effect.coefficient.standardError == last.standardError)
    #expect(own.placeboStarts == nil)
  }

  @Test("An effect that a model makes up before the measure is told in red", .tags(.property))
  func madeUp() throws {
    // The air grows cleaner by a tenth a year, and the model is told that nothing trends.
    var air = WeatherDrivenStudy()
    air.daysBefore = 1_460
    air.step = 0
    air.trend = -0.15
    air.noise = 0.1
    var estimator = Self.estimator(5)
    estimator.trend = .none
    let fit = try estimator.estimate(air.study())
    let told = try #require(
      fit.effect.diagnostics.first { $0.identifier == "placebo-starts" })
    #expect(told.severity == .serious)
    #expect(told.number("held") == 0)
  }

  @Test("Two years before a measure have no room for a start with a trend", .tags(.analytical))
  func noRoom() throws {
    var air = WeatherDrivenStudy()
    air.daysBefore = 740
    air.daysAfter = 60
    let fit = try Self.estimator(4).estimate(air.study())
    #expect(fit.placeboStarts == [])
    #expect(fit.effect.diagnostics.contains { $0.identifier == "placebo-starts-none" })
    #expect(throws: EstimationError.self) { try Self.estimator(-1).estimate(air.study()) }
  }
}
