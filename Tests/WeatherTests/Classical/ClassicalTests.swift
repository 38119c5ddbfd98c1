import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Classical companions of weather normalisation")
struct ClassicalTests {
  private static let station = Station(network: "simulated", identifier: "S1")

  private static func series(
    _ pollutant: Pollutant, _ unit: MeasurementUnit, days: Int, _ value: (Int) -> Double
  ) -> MonitoringSeries {
    MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit,
      axis: TimeAxis(
        start: Instant(CivilDate(daysSinceEpoch: 16_071), utcOffset: 0), step: 86_400, count: days,
        utcOffset: 0), storage: (0..<days).map(value))
  }

  @Test("The filter’s parts add up, and weather’s linear share is taken out", .tags(.analytical))
  func kolmogorovZurbenko() throws {
    // The temperature warms by 3° over five years and drives the logarithm with 0.05 a degree;
    // nothing else changes, so the adjusted long-term part is flat.
    let days = 1_826
    var stream = RandomStream(seed: 9, index: 0)
    let noise = (0..<days).map { _ in stream.normal() }
    let temperature = Self.series(.temperature, .degreesCelsius, days: days) { day in
      12 - 10 * cos(2 * .pi * Double(day) / 365.25) + 3 * Double(day) / Double(days)
        + 2 * noise[day]
    }
    let pollutant = Self.series(.o3, .microgramsPerCubicMetre, days: days) { day in
      exp(3 + 0.05 * temperature.storage[day])
    }
    let parts = try KolmogorovZurbenkoAdjustment().adjust(pollutant, weather: [temperature])
    let middle = 400..<1_400
    let raw = middle.map { parts.longTerm.storage[$0] }
    let adjusted = middle.map { parts.adjustedLongTerm.storage[$0] }
    #expect(raw[999] / raw[0] > 1.04)
    #expect(abs(adjusted[999] / adjusted[0] - 1) < 1e-6)
    #expect(parts.baselineShare > 0.999_999)
    #expect(parts.shortTermShare > 0.999_999)
    for day in [0, 700, 1_500] {
      let sum =
        log(parts.longTerm.storage[day]) + (try #require(parts.season[day]))
        + (try #require(parts.shortTerm[day]))
      #expect(abs(sum - log(pollutant.storage[day])) < 1e-10)
    }
  }

  @Test("A real change stays in the adjusted long-term part", .tags(.analytical))
  func keepsEmissions() throws {
    let days = 2_200
    var stream = RandomStream(seed: 10, index: 0)
    let wind = (0..<days).map { _ in 3 + stream.normal() }
    let pollutant = Self.series(.pm25, .microgramsPerCubicMetre, days: days) { day in
      exp(4 - 0.1 * Double(day) / 365.25 - 0.2 * wind[day])
    }
    let parts = try KolmogorovZurbenkoAdjustment().adjust(
      pollutant,
      weather: [Self.series(.windSpeed, .metresPerSecond, days: days) { wind[$0] }])
    // −0.1 a year over two years in the middle.
    let change = log(
      parts.adjustedLongTerm.storage[1_465] / parts.adjustedLongTerm.storage[735])
    #expect(abs(change + 0.2) < 0.01)
    #expect(
      throws: WeatherError.spanTooShort(
        station: "simulated/S1", method: "the Kolmogorov-Zurbenko filter", days: 400, needed: 730)
    ) {
      try KolmogorovZurbenkoAdjustment().adjust(
        Self.series(.pm25, .microgramsPerCubicMetre, days: 400) { Double($0 + 1) },
        weather: [Self.series(.windSpeed, .metresPerSecond, days: 400) { Double($0 % 7) }])
    }
  }

  @Test("Matched days take the weather out of a comparison", .tags(.property))
  func matching() throws {
    var air = SimulatedAir()
    air.noise = 1
    air.days = 1_461
    air.stepDay = 1_096
    let data = air.generate()
    let before = (first: air.date(0), last: air.date(1_095))
    let after = (first: air.date(1_096), last: air.date(1_460))
    let found = try WeatherMatching().compare(
      data.pollutant, weather: data.weather, before: before, after: after)
    #expect(abs(try #require(found.difference) + 8) < 1)
    #expect(found.matched + found.unmatched == 365)
    #expect(found.matched > 300)
    for balance in found.balance { #expect(abs(try #require(balance.matched)) < 0.1) }
    // Matches carry only values from before: without noise in the level the expectation lies
    // above what was measured by the step.
    var strict = WeatherMatching()
    strict.caliper = 1e-9
    let none = try strict.compare(
      data.pollutant, weather: data.weather, before: before, after: after)
    #expect(none.difference == nil && none.unmatched == 365)
  }

  @Test("Season means at one weather fall with emissions, not with the wind", .tags(.property))
  func seasons() throws {
    // Concentrations are 100/(1 + wind); the wind of the third year is stronger throughout.
    let days = 1_096
    var stream = RandomStream(seed: 12, index: 0)
    let gusts = (0..<days).map { day in
      (day < 730 ? 3.0 : 4) + 1.2 * stream.normal().magnitude
    }
    let pollutant = Self.series(.pm25, .microgramsPerCubicMetre, days: days) { day in
      100 / (1 + gusts[day]) + 0.2 * sin(Double(day))
    }
    let result = try SeasonalAdjustment().adjust(
      pollutant, weather: [Self.series(.windSpeed, .metresPerSecond, days: days) { gusts[$0] }])
    let springs = result.means.filter { $0.season.name == "MAM" }
    #expect(springs.map(\.season.year) == [2014, 2015, 2016])
    #expect(springs[2].observed < springs[0].observed - 2)
    #expect(abs(springs[2].adjusted - springs[0].adjusted) < 0.8)
    for spring in springs {
      #expect(spring.weatherShare > 0.95)
      #expect(spring.standardError > 0 && spring.standardError < 1)
    }
    #expect(result.means.count + result.leftOut == 13)
    #expect(
      throws: WeatherError.spanTooShort(
        station: "simulated/S1", method: "the adjustment by seasons", days: 365, needed: 730)
    ) {
      try SeasonalAdjustment().adjust(
        Self.series(.pm25, .microgramsPerCubicMetre, days: 365) { Double($0) },
        weather: [Self.series(.windSpeed, .metresPerSecond, days: 365) { Double($0 % 7) }])
    }
  }
}
