import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Weather-adjusted series")
struct AdjustedSeriesTests {
  /// Day number and noise as the weather; the pollutant knows nothing of it.
  private static func still(_ values: (Int) -> Double) -> (MonitoringSeries, MonitoringSeries) {
    let air = SimulatedAir()
    var stream = RandomStream(seed: 8, index: 0)
    func series(_ pollutant: Pollutant, _ unit: MeasurementUnit, _ storage: [Double])
      -> MonitoringSeries
    {
      MonitoringSeries(
        station: SimulatedAir.station, pollutant: pollutant, unit: unit, axis: air.axis,
        storage: storage)
    }
    return (
      series(.pm25, .microgramsPerCubicMetre, (0..<air.days).map(values)),
      series(.temperature, .degreesCelsius, (0..<air.days).map { _ in stream.normal() })
    )
  }

  /// A model that learns next to nothing: a single round at a rate of a millionth.
  private static func ignorant(_ scale: WeatherModel.Scale) -> WeatherModel {
    var model = SimulatedAir.quickModel
    var trees = TreeSettings()
    trees.rounds = 1
    trees.learningRate = 1e-6
    model.method = .trees(trees)
    model.scale = scale
    model.describesModel = false
    return model
  }

  @Test(
    "A model that ignores time still finds the whole step", .tags(.analytical),
    arguments: [WeatherModel.Scale.linear, .log])
  func ignorantModel(_ scale: WeatherModel.Scale) throws {
    let air = SimulatedAir()
    let (pollutant, temperature) = Self.still { $0 < air.stepDay ? 50 : 40 }
    let model = Self.ignorant(scale)
    let before = (first: air.date(183), last: air.date(547))
    let after = (first: air.date(548), last: air.date(912))
    let change = try model.change(
      pollutant, weather: [temperature], before: before, after: after)
    // What is left is the millionth of the step that the round learned and rounding to single
    // precision.
    #expect(abs(change.difference + 10) < 1e-4)
    #expect(abs(change.percent + 20) < 2e-4)
    // The model's own mean hardly moves.
    let result = try model.normalise(pollutant, weather: [temperature])
    let smooth = try #require(result.normalised[900]) - (try #require(result.normalised[100]))
    #expect(abs(smooth) < 1e-3)
  }

  @Test("It is the observation minus the model’s effect of weather", .tags(.analytical))
  func definition() throws {
    let data = SimulatedAir().generate()
    let model = SimulatedAir.quickModel
    let table = try WeatherTable(data.pollutant, weather: data.weather)
    let steps = table.trainingSteps(.linear)
    let trained = try model.method.trainer.train(
      table, steps: steps, response: table.response(steps, .linear), weights: nil,
      seed: model.seed)
    let fitted = trained.predict(table, steps: steps)
    let result = try model.normalise(table)
    for (step, fit) in zip(steps, fitted) {
      let expected =
        table.series.storage[step] - fit + result.normalised.storage[step]
      #expect(abs(result.adjusted.storage[step] - expected) < 1e-9)
    }
  }

  @Test("Counts weigh the residual alone, and all ones give the adjusted mean", .tags(.analytical))
  func replicateMean() throws {
    let model = BootstrapReplicate(
      normalised: [10, 20, 30, 99], residuals: [1, -2, 4, 99], counts: [2, 0, 1, 0])
    // 20 + (2 · 1 + 1 · 4) / 3
    #expect(abs(try #require(model.mean([0, 1, 2])) - 22) < 1e-12)
    #expect(model.mean([1, 3]) == nil)
    #expect(model.adjusted == [11, 18, 34, 198])
    let even = BootstrapReplicate(
      normalised: [10, 20, 30], residuals: [1, -2, 4], counts: [1, 1, 1])
    #expect(
      abs(try #require(even.mean([0, 1, 2])) - Summation.mean(even.adjusted)) < 1e-12)
  }

  @Test("The step’s error is that of the residual mean when weather is nothing", .tags(.property))
  func residualError() throws {
    var stream = RandomStream(seed: 21, index: 0)
    let (pollutant, temperature) = Self.still { _ in 50 + 6 * stream.normal() }
    let air = SimulatedAir()
    let change = try Self.ignorant(.linear).change(
      pollutant, weather: [temperature], before: (air.date(183), air.date(547)),
      after: (air.date(548), air.date(912)))
    let interval = try #require(change.interval)
    // Independent noise: √(2 · 36 / 365) = 0.444. Twenty cosines know it within 16 %.
    #expect(abs(interval.standardError / (72.0 / 365).squareRoot() - 1) < 0.5)
  }

  @Test("It is written and read with the series", .tags(.analytical))
  func coding() throws {
    let data = SimulatedAir().generate()
    var model = SimulatedAir.quickModel
    model.describesModel = false
    let result = try model.normalise(data.pollutant, weather: data.weather)
    let read = try JSONDecoder().decode(
      NormalisedSeries.self, from: JSONEncoder().encode(result))
    let apart = zip(read.adjusted.storage, result.adjusted.storage).map { abs($0 - $1) }
    #expect(apart.count == result.adjusted.count)
    #expect(apart.allSatisfy { $0.isNaN || $0 < 1e-9 })
    #expect(read.adjusted.validCount == result.adjusted.validCount)
  }
}

@Suite("A change with a known date")
struct KnownChangeTests {
  /// The change between the same seasons either side of the step, in the adjusted series.
  private static func change(_ seed: UInt64, start: Bool) throws -> Double {
    var air = SimulatedAir()
    air.seed = seed
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.describesModel = false
    model.comparesYears = false
    let result = try model.normalise(
      data.pollutant, weather: data.weather, start: start ? air.date(air.stepDay) : nil)
    func mean(_ days: Range<Int>) -> Double {
      Summation.mean(days.map { result.adjusted.storage[$0] })
    }
    return mean(548..<913) - mean(183..<548)
  }

  @Test("It is kept out of what the model lays to weather", .tags(.property))
  func whole() throws {
    // The same noise in both, so the pairs show what the known date is worth.
    let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]
    let blind = try seeds.map { try Self.change($0, start: false) }
    let known = try seeds.map { try Self.change($0, start: true) }
    #expect(Summation.mean(blind) > Summation.mean(known) + 0.1)
    #expect(abs(Summation.mean(known) + 8) < 0.8)
  }

  @Test("Where it cannot be told apart the reader is told", .tags(.analytical))
  func unknown() throws {
    let air = SimulatedAir()
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.describesModel = false
    model.comparesYears = false
    let notes = try [10, air.stepDay].map { day in
      try model.normalise(data.pollutant, weather: data.weather, start: air.date(day)).notes
        .map(\.identifier).filter { $0.hasPrefix("change-") }
    }
    #expect(notes == [["change-not-apart"], ["change-held-apart"]])
  }
}
