import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import SourceApportionment

@Suite("Directions of factors")
struct ConditionalProbabilityTests {
  /// 1,600 samples: the wind goes around the compass, and the factor is high with wind from the east.
  @Test("A source in the east is found in the east", .tags(.analytical))
  func east() throws {
    let directions = (0..<1_600).map { Double($0 % 16) * 22.5 }
    // Of the hundred samples of a sector, all in the east and twenty in every other are high: 400 of
    // 1,600 lie above the 75th percentile.
    let contributions = (0..<1_600).map { sample -> Double? in
      let round = sample / 16
      return sample % 16 == 4 || round < 20 ? 2 + Double(sample) / 1e6 : Double(sample) / 1e6
    }
    let weather = SampleWeather(
      directions: directions, speeds: directions.map { _ in 3 },
      ventilation: directions.map { _ in nil })
    let rose = try #require(try ConditionalProbability().roses([contributions], weather).first)
    #expect(rose.samples == 1_600)
    #expect(rose.sectors[4].degrees == 90)
    #expect(rose.sectors[4].probability == 1)
    for sector in rose.sectors where sector.degrees != 90 { #expect(sector.probability == 0.2) }
    #expect(rose.leading(above: 0.25)?.degrees == 90)
  }

  // statsmodels 0.15.0: proportion_confint(20, 100, method="wilson") gives 0.1333669333310325,
  // 0.2888291655931589; 1e-9, same closed form.
  @Test("The interval is Wilson's", .tags(.golden))
  func wilson() {
    let (lower, upper) = ConditionalProbability.wilson(0.2, count: 100)
    #expect(abs(lower - 0.133_366_933_331) < 1e-9)
    #expect(abs(upper - 0.288_829_165_593) < 1e-9)
  }

  @Test("Without a direction no sector's interval lies above in most draws", .tags(.calibration))
  func noDirection() throws {
    var sectors = 0
    var above = 0
    for seed in 1...20 {
      var stream = RandomStream(seed: UInt64(seed), index: 0)
      let contributions = (0..<1_600).map { _ -> Double? in exp(stream.normal()) }
      let weather = SampleWeather(
        directions: (0..<1_600).map { _ in 360 * stream.uniform() },
        speeds: (0..<1_600).map { _ in 2 }, ventilation: (0..<1_600).map { _ in nil })
      let rose = try ConditionalProbability().roses([contributions], weather)[0]
      sectors += rose.sectors.count
      above += rose.sectors.count { ($0.lower ?? 0) > 0.25 }
    }
    // 2.5 % of 320 sectors are 8; three standard errors above that 16.
    #expect(above <= 16, "\(above) of \(sectors)")
  }

  @Test("Calms and samples without wind are left out and calms are counted")
  func calms() throws {
    let weather = SampleWeather(
      directions: [10, 10, nil, 350], speeds: [0.5, 3, 3, 3], ventilation: [nil, nil, nil, nil])
    var settings = ConditionalProbability()
    settings.leastSamples = 1
    let rose = try settings.roses([[1, 2, 3, 4]], weather)[0]
    #expect(rose.calms == 1)
    #expect(rose.samples == 2)
    // 10° and 350° both lie in the northern sector.
    #expect(rose.sectors[0].samples == 2)
  }
}

@Suite("Weather of samples")
struct SampleWeatherTests {
  private static func series(_ name: String, _ values: [Double]) -> MonitoringSeries {
    MonitoringSeries(
      station: Station(network: "made", identifier: "place"), pollutant: Pollutant(name),
      unit: .dimensionless, referenceState: .notApplicable,
      axis: TimeAxis(
        start: Instant(CivilDate(daysSinceEpoch: 16_436), utcOffset: 0), step: 3_600,
        count: values.count, utcOffset: 0), storage: values)
  }

  @Test("Hourly weather is averaged over daily samples, directions as vectors", .tags(.analytical))
  func daily() throws {
    let instants = (0..<2).map {
      Instant(CivilDate(daysSinceEpoch: 16_436 + $0), utcOffset: 0)
    }
    // The first day half from 350° and half from 10°, alike strong: north, not south. The second day
    // lacks seven hours.
    let directions = (0..<48).map { $0 < 31 ? ($0 % 2 == 0 ? 350.0 : 10) : $0 < 41 ? 90 : .nan }
    let heights = (0..<48).map { $0 < 24 ? 500.0 : 1_000 }
    let weather = try SampleWeather(
      [
        Self.series("wind_direction", directions),
        Self.series("wind_speed", (0..<48).map { _ in 2 }),
        Self.series("boundary_layer_height", heights),
      ], at: instants)
    #expect(weather.stepsPerSample == 24)
    let north = try #require(weather.directions[0])
    #expect(min(north, 360 - north) < 1e-9)
    #expect(weather.directions[1] == nil)
    #expect(weather.ventilation == [1_000, 2_000])
  }

  @Test("Weather of longer steps than the samples, and weather without wind, are refused")
  func refused() {
    let hours = (0..<4).map {
      Instant(CivilDate(daysSinceEpoch: 16_436), utcOffset: 0).advanced(bySeconds: 600 * $0)
    }
    #expect(throws: ApportionmentError.self) {
      try SampleWeather([Self.series("wind_speed", [1, 2, 3])], at: hours)
    }
    #expect(throws: ApportionmentError.self) {
      try SampleWeather([Self.series("temperature", [1, 2, 3])], at: hours)
    }
  }
}

@Suite("Contributions in air that thins alike")
struct DispersionNormalisationTests {
  /// Two sources that emit by the day, thinned by a ventilation that both share.
  private static func mixture() throws -> (
    sample: SpeciatedSample, emission: [[Double]], ventilation: [Double]
  ) {
    var stream = RandomStream(seed: 11, index: 1)
    let profiles = [[5.0, 3, 0, 1, 0.5], [0.0, 1, 6, 0.5, 2]]
    let count = 160
    let ventilation = (0..<count).map { _ in 1_500 * exp(0.8 * stream.normal()) }
    let emission = (0..<2).map { _ in (0..<count).map { _ in exp(0.5 * stream.normal()) } }
    var values: [[Double?]] = []
    var errors: [[Double]] = []
    for sample in 0..<count {
      let row = (0..<5).map { species -> Double in
        let clean = (0..<2).reduce(0.0) {
          $0 + profiles[$1][species] * emission[$1][sample] * 1_500 / ventilation[sample]
        }
        return clean * exp(0.05 * stream.normal())
      }
      values.append(row)
      errors.append(row.map { 0.05 * $0 + 0.01 })
    }
    return (
      try SpeciatedSample(
        species: ["a", "b", "c", "d", "e"], unit: .partsPerBillion,
        instants: (0..<count).map { Instant(CivilDate(daysSinceEpoch: $0), utcOffset: 0) },
        concentrations: values, uncertainties: errors), emission, ventilation
    )
  }

  private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let x = a.map { $0 - Summation.mean(a) }
    let y = b.map { $0 - Summation.mean(b) }
    return LinearAlgebra.dot(x, y)
      / (LinearAlgebra.dot(x, x) * LinearAlgebra.dot(y, y)).squareRoot()
  }

  @Test("They follow the emission, which contributions as they are do not", .tags(.calibration))
  func emission() throws {
    let (sample, emission, ventilation) = try Self.mixture()
    var settings = PositiveMatrixFactorisation()
    settings.factors = 2
    settings.starts = 3
    let solution = try settings.apportion(sample)
    let normalised = try DispersionNormalisation(
      solution.contributions, ventilation: ventilation.map { $0 })
    let order = solution.profiles[0][0] > solution.profiles[1][0] ? [0, 1] : [1, 0]
    for (source, factor) in order.enumerated() {
      let told = normalised.contributions[factor].map { $0 ?? 0 }
      let plain = solution.contributions[factor].map { $0 ?? 0 }
      #expect(Self.correlation(told, emission[source]) > 0.95)
      #expect(Self.correlation(plain, emission[source]) < 0.7)
    }
  }

  @Test(
    "A fit of samples and uncertainties weighed by ventilation has the same Q", .tags(.property))
  func sameFit() throws {
    let (sample, _, ventilation) = try Self.mixture()
    let mean = Summation.mean(ventilation)
    let weights = ventilation.map { $0 / mean }
    let weighed = try SpeciatedSample(
      species: sample.species, unit: sample.unit, instants: sample.instants,
      concentrations: zip(sample.concentrations, weights).map { row, weight in
        row.map { $0.map { $0 * weight } }
      },
      uncertainties: zip(sample.uncertainties, weights).map { row, weight in
        row.map { $0 * weight }
      })
    var settings = PositiveMatrixFactorisation()
    settings.factors = 2
    settings.starts = 3
    let plain = try settings.apportion(sample)
    let other = try settings.apportion(weighed)
    #expect(abs(plain.qTrue / other.qTrue - 1) < 1e-6)
    let normalised = try DispersionNormalisation(
      plain.contributions, ventilation: ventilation.map { $0 })
    let order = (0..<2).map { factor in
      Self.correlation(plain.shares[factor], other.shares[0])
        > Self.correlation(plain.shares[factor], other.shares[1]) ? 0 : 1
    }
    #expect(Set(order).count == 2)
    // Rotations that the samples leave free move single contributions, by up to 0.05 of the mean here.
    for factor in 0..<2 {
      let told = normalised.contributions[factor].map { $0 ?? 0 }
      let fitted = other.contributions[order[factor]].map { $0 ?? 0 }
      #expect(Self.correlation(told, fitted) > 0.99)
    }
  }

  @Test("Samples without ventilation are empty and counted", .tags(.analytical))
  func missing() throws {
    let normalised = try DispersionNormalisation(
      [[1, 2, nil, 4]], ventilation: [100, nil, 100, 300])
    #expect(normalised.meanVentilation == 200)
    #expect(normalised.contributions == [[0.5, nil, nil, 6]])
    #expect(normalised.without == 1)
    #expect(throws: ApportionmentError.self) {
      try DispersionNormalisation([[1, 2]], ventilation: [nil, 0])
    }
  }
}
