import AirQuality
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("What the days are made of")
struct DayAttributionTests {
  private static func normalised(_ change: (inout WeatherModel) -> Void = { _ in }) throws
    -> NormalisedSeries
  {
    var air = SimulatedAir()
    air.missingShare = 0.1
    air.noise = 2
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.comparesYears = false
    model.attributesDays = true
    change(&model)
    return try model.normalise(data.pollutant, weather: data.weather)
  }

  @Test("The parts of a day add up to what was measured", .tags(.property))
  func addsUp() throws {
    for change in [
      { (_: inout WeatherModel) in }, { $0.scale = .log },
      { $0.method = .additive(AdditiveSettings()) },
    ] {
      let result = try Self.normalised(change)
      let attribution = try #require(result.attribution)
      #expect(attribution.days.count == result.observed.validCount)
      #expect(attribution.variables == ["temperature", "wind_speed"])
      for day in attribution.days {
        let parts =
          attribution.usual + day.time + day.weather + day.interplay + day.unexplained
        #expect(abs(parts - day.measured) < 1e-9)
        #expect(abs(Summation.sum(day.ofVariable) - day.weather) < 1e-9)
        #expect(abs(Summation.sum(day.withTime) - day.interplay) < 1e-9)
      }
    }
  }

  @Test("The weather’s part is the weather that made the day", .tags(.analytical))
  func findsWeather() throws {
    var air = SimulatedAir()
    air.missingShare = 0.1
    air.noise = 2
    let data = air.air()
    let attribution = try #require(try Self.normalised().attribution)
    // Truth: 60 / (0.5 + wind) whatever the time; the temperature's anomaly only with the season.
    let wind = try #require(data.weather.last)
    let first = air.date(0).daysSinceEpoch
    let truth = attribution.days.map { 60 / (0.5 + wind.storage[$0.day.daysSinceEpoch - first]) }
    let found = attribution.days.map { $0.ofVariable[1] }
    func correlation(_ left: [Double], _ right: [Double]) -> Double {
      let (a, b) = (Summation.mean(left), Summation.mean(right))
      let products = Summation.sum(zip(left, right).map { ($0 - a) * ($1 - b) })
      return products / Double(left.count - 1)
        / (Summation.variance(left) * Summation.variance(right)).squareRoot()
    }
    #expect(correlation(truth, found) > 0.95)
    // Half a step of −8 at the middle of the series on either side of its mean.
    let before = attribution.days.filter { $0.day < air.date(air.stepDay) }
    let after = attribution.days.filter { $0.day >= air.date(air.stepDay) }
    #expect(Summation.mean(after.map(\.time)) < Summation.mean(before.map(\.time)) - 3)
  }
}

@Suite("Partial dependence with bands")
struct PartialDependenceBandTests {
  @Test("Curves and the surface of two predictors carry the spread of the models", .tags(.property))
  func bands() throws {
    let data = SimulatedAir().generate()
    var model = SimulatedAir.quickModel
    model.comparesYears = false
    model.bootstrapModels = 8
    let result = try model.normalise(data.pollutant, weather: data.weather)
    for curve in result.partialDependence {
      #expect(curve.spread.count == curve.expected.count)
      for (value, spread) in zip(curve.expected, curve.spread) {
        #expect(spread.lower < value && value < spread.upper && spread.models == 8)
      }
    }
    let surface = try #require(result.dependenceSurface)
    #expect(surface.features.map(\.name).sorted() == ["temperature", "wind_speed"])
    #expect(
      surface.cells.count == surface.firstValues.count * surface.secondValues.count)
    #expect(surface.cells.reduce(0) { $0 + $1.count } == 1_096)
    #expect(surface.cells.allSatisfy { $0.spread?.models == 8 })
    // The surface's mean over the second predictor's sample is near the first one's curve, and calm air
    // is dirtier than wind: 60 / (0.5 + speed).
    let wind = surface.features[0].name == "wind_speed" ? 0 : 1
    func value(_ cell: PartialDependenceSurface.Cell) -> Double {
      wind == 0 ? cell.first : cell.second
    }
    let speeds = wind == 0 ? surface.firstValues : surface.secondValues
    let calm = surface.cells.filter { value($0) == speeds[2] }.map(\.expected)
    let windy = surface.cells.filter { value($0) == speeds[speeds.count - 3] }.map(\.expected)
    let truth = 60 / (0.5 + speeds[2]) - 60 / (0.5 + speeds[speeds.count - 3])
    #expect(abs(Summation.mean(calm) - Summation.mean(windy) - truth) < 0.25 * truth)
    model.bootstrapModels = 0
    let bare = try model.normalise(data.pollutant, weather: data.weather)
    #expect(bare.partialDependence.allSatisfy { $0.spread.isEmpty })
    #expect(bare.partialDependence.map(\.expected) == result.partialDependence.map(\.expected))
  }
}

@Suite("A change divided into emissions and weather")
struct ChangePartsTests {
  @Test("Parts add up to what was measured, and from year to year", .tags(.property))
  func addUp() throws {
    var air = SimulatedAir()
    air.stepDay = 730
    air.windLift = 0.3
    let data = air.air()
    var model = SimulatedAir.quickModel
    model.describesModel = false
    let result = try model.normalise(data.pollutant, weather: data.weather)
    let comparison = try #require(YearComparison([result]))
    let changes = comparison.changes.filter { $0.kind == .calendar }
    let parts = try changes.map { try #require($0.parts) }
    for one in parts {
      #expect(abs(one.emissions + one.weather - one.observed) < 1e-12)
      let (emissions, weather) = (try #require(one.interval), try #require(one.weatherInterval))
      #expect(abs(emissions.upper + weather.lower - one.observed) < 1e-9)
    }
    #expect(parts.count == 3)
    #expect(abs(parts[0].emissions + parts[1].emissions - parts[2].emissions) < 1e-9)
    #expect(abs(parts[0].weather + parts[1].weather - parts[2].weather) < 1e-9)
    // The truth of the last year: −8 from emissions, and the wind's own part.
    let calm = data.calm
    let wind = Summation.mean(Array(calm[730..<1_096])) - Summation.mean(Array(calm[365..<730]))
    let reach = (try #require(parts[1].interval).upper - parts[1].emissions) * 1.6
    #expect(abs(parts[1].emissions + 8) < reach)
    #expect(abs(parts[1].weather - wind) < reach + 1)
  }
}
