import Documents
import AirQuality
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Awkward series")
struct AwkwardSeriesTests {
  private static func explanation(
    _ air: SimulatedAir, _ change: (inout WeatherModel) -> Void = { _ in }
  ) -> String? {
    let data = air.generate()
    var model = SimulatedAir.quickModel
    change(&model)
    do {
      _ = try model.normalise(data.pollutant, weather: data.weather)
      return nil
    } catch {
      return error.explanation
    }
  }

  @Test("Less than eleven months are refused in words", .tags(.analytical))
  func short() {
    var air = SimulatedAir()
    air.days = 320
    #expect(
      Self.explanation(air)
        == "simulated/S1: the series spans 320 days, and the pool “season” needs 330: a model of "
        + "less has not seen the year; give at least a whole year")
  }

  @Test(
    "A station of 400 days has its months, with a red note that a season was seen once",
    .tags(.property))
  func seasonSeenOnce() throws {
    var air = SimulatedAir()
    air.days = 400
    let data = air.generate()
    let result = try SimulatedAir.quickModel.normalise(data.pollutant, weather: data.weather)
    #expect(result.monthly.count == 14)
    #expect(result.monthly.dropLast().allSatisfy { $0.isWhole })
    #expect(result.notes.map(\.identifier) == ["season-seen-once"])
    #expect(result.notes.map(\.severity) == [.serious])
    // 400 days hold one whole year, which has nothing to be compared with.
    let comparison = try #require(YearComparison([result]))
    #expect(comparison.changes.isEmpty)
  }

  @Test("A single year over the whole year’s weather is answered with a red note", .tags(.property))
  func singleYearWholePool() throws {
    var air = SimulatedAir()
    air.days = 365
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.pool = .wholeYear
    let result = try model.normalise(data.pollutant, weather: data.weather)
    #expect(result.normalised.validCount == 365)
    #expect(result.notes.map(\.identifier) == ["short-series"])
    #expect(result.notes.map(\.severity) == [.serious])
  }

  @Test("Sixty per cent of gaps are answered where there are values", .tags(.property))
  func manyGaps() throws {
    var air = SimulatedAir()
    air.missingShare = 0.6
    let data = air.generate()
    let result = try SimulatedAir.quickModel.normalise(data.pollutant, weather: data.weather)
    #expect(result.normalised.values.map { $0 == nil } == data.pollutant.values.map { $0 == nil })
    let note = try #require(result.notes.first { $0.identifier == "many-gaps" })
    #expect(note.severity == .serious)
    #expect((55...65).contains(note.facts["percent"] ?? 0))
  }

  @Test("Too few values are refused in words", .tags(.analytical))
  func tooFew() {
    var air = SimulatedAir()
    air.missingShare = 0.9
    let text = Self.explanation(air) ?? ""
    #expect(text.hasPrefix("simulated/S1: "))
    #expect(
      text.hasSuffix(
        " steps have both the pollutant and weather; at least 300 are needed; give a longer "
          + "period, or leave out the weather variable that is missing most"))
  }

  @Test("Impossible settings are refused in words", .tags(.analytical))
  func settings() {
    #expect(
      Self.explanation(SimulatedAir()) { $0.confidenceLevel = 1 }
        == "“confidenceLevel” is 1.0; give a share between 0 and 1, such as 0.95")
    #expect(
      Self.explanation(SimulatedAir()) { $0.bootstrapModels = 1 }
        == "“bootstrapModels” is 1; give 0 for no bands, or at least 2")
    #expect(
      Self.explanation(SimulatedAir()) {
        var trees = TreeSettings()
        trees.monotone = ["wind": 1]
        $0.method = .trees(trees)
      }
        == "“monotone” names “wind”, which is no feature; choose from: trend, day-of-year, "
        + "weekday, temperature, wind_speed")
    #expect(
      Self.explanation(SimulatedAir()) {
        $0.pool.reference = WeatherPool.Reference("1999-01-01..1999-12-31")
      }
        == "simulated/S1: the reference climate 1999-01-01..1999-12-31 holds no weather; choose a "
        + "period in which the station’s weather was measured")
  }

  @Test("One and two threads give the same bits", .tags(.property))
  func threads() throws {
    var air = SimulatedAir()
    air.days = 740
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.bootstrapModels = 4
    model.judgesSkill = true
    let results = try [1, 2].map {
      try model.normalise(data.pollutant, weather: data.weather, threads: $0)
    }
    #expect(results[0].normalised == results[1].normalised)
    #expect(results[0].replicates == results[1].replicates)
    #expect(results[0].skill == results[1].skill)
    #expect(results[0].monthly == results[1].monthly)
    #expect(results[0].varianceShares == results[1].varianceShares)
  }

  @Test("A random split claims more skill than weeks left out show", .tags(.property))
  func skill() throws {
    var air = SimulatedAir()
    air.persistence = 0.95
    air.noise = 15
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.judgesSkill = true
    let skill = try #require(
      try model.normalise(data.pollutant, weather: data.weather).skill)
    #expect(skill.randomSplit.rSquared > skill.weeks.rSquared + 0.05)
    #expect(skill.seasons.count == 4)
    #expect(skill.years != nil)
  }
}
