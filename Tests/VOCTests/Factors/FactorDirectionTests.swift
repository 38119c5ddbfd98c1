import AirQuality
import Documents
import Foundation
import NumericKernels
import SourceApportionment
import TestSupport
import Testing

@testable import VOC

/// Hours of two simulated sources: works whose stack is felt in wind from 225° of 4 m/s or more, and
/// traffic all around, thinned by the wind. The factorisation knows nothing of the weather.
@Suite("Directions and speeds of factors of a known source")
struct FactorDirectionTests {
  private static let hours = 2_400
  private static let stack = 225.0

  private static func made() throws -> (report: FactorReport, weather: [MonitoringSeries]) {
    var stream = RandomStream(seed: 25, index: 3)
    let profiles = [
      ["toluene": 8.0, "ethyl acetate": 5, "n-butyl acetate": 3, "benzene": 0.1],
      ["toluene": 2.0, "benzene": 1, "acetylene": 2.5, "ethylene": 3],
    ]
    let species = Set(profiles.flatMap(\.keys)).sorted()
    var directions: [Double?] = []
    var speeds: [Double?] = []
    var values: [[Double?]] = []
    var errors: [[Double]] = []
    for _ in 0..<hours {
      let degrees = 360 * stream.uniform()
      let speed = 1 + 8 * stream.uniform()
      let distance = abs(degrees - stack)
      let works = distance <= 20 && speed >= 4 ? 1 + stream.exponential() : 0.05
      let traffic = exp(0.4 * stream.normal()) * 3 / speed
      let exact = species.map { name in
        works * (profiles[0][name] ?? 0) + traffic * (profiles[1][name] ?? 0)
      }
      let own = exact.map { 0.05 * $0 + 0.02 }
      directions.append(degrees)
      speeds.append(speed)
      values.append(zip(exact, own).map { max($0 + $1 * stream.normal(), 0.001) })
      errors.append(own)
    }
    let start = Instant(CivilDate(daysSinceEpoch: 16_436), utcOffset: 0)
    let sample = try SpeciatedSample(
      species: species, unit: .microgramsPerCubicMetre,
      instants: (0..<hours).map { start.advanced(bySeconds: 3_600 * $0) },
      concentrations: values, uncertainties: errors)
    var settings = PositiveMatrixFactorisation()
    settings.factors = 2
    settings.starts = 3
    return (
      FactorReport(try settings.apportion(sample), of: sample),
      madeSeries(
        [("wind_direction", directions), ("wind_speed", speeds)], unit: .dimensionless,
        step: 3_600)
    )
  }

  @Test(
    "The stack is found in its sector and at its speeds, traffic in weak winds", .tags(.calibration)
  )
  func stackAndStreets() throws {
    let (report, weather) = try Self.made()
    let reading = try FactorReading().read(report, weather: weather)
    let works = try #require(reading.labels.firstIndex { $0.contains("ethyl acetate") })
    let rose = try #require(reading.roses.first { $0.factor == works })
    let leading = try #require(rose.leading(above: 0.25))
    #expect(leading.degrees == Self.stack)
    // 225° ± 11.25° lies within the plume, and 5 of the 8 m/s are 4 m/s or more.
    let share = try #require(leading.probability)
    #expect(abs(share - 5.0 / 8) < 0.15, "\(share)")
    // By speed: the plume's cells are all high; the same sector in weaker wind is as anywhere.
    for cell in rose.cells where cell.sector.degrees == Self.stack {
      let probability = try #require(cell.sector.probability)
      if cell.slowest >= 4 { #expect(probability == 1) } else { #expect(probability < 0.5) }
    }
    // Beyond the plume's edge and half a sector nothing stands out.
    for cell in rose.cells where abs(cell.sector.degrees - Self.stack) > 20 + 11.25 {
      #expect((cell.sector.lower ?? 0) < 0.25 + 0.2, "\(cell.sector.degrees) \(cell.slowest)")
      #expect((cell.sector.probability ?? 0) < 0.75)
    }
    // Streets: no direction, and the weakest winds first.
    let streets = try #require(reading.roses.first { $0.factor == 1 - works })
    func high(from slowest: Double) -> Double {
      let cells = streets.cells.filter { $0.slowest == slowest }.map(\.sector)
      let count = cells.reduce(0.0) { $0 + ($1.probability ?? 0) * Double($1.samples) }
      return count / cells.reduce(0.0) { $0 + ($1.probability == nil ? 0 : Double($1.samples)) }
    }
    let ends = (high(from: 1), high(from: 8))
    #expect(ends.0 > 0.7 && ends.1 < 0.05, "\(ends)")
  }

  @Test("Weather of one place is refused for samples of several until the place is named")
  func severalPlaces() throws {
    let (report, weather) = try Self.made()
    let solution = report.solution
    let sample = try SpeciatedSample(
      species: solution.species, unit: solution.unit, instants: solution.instants,
      concentrations: solution.instants.indices.map { hour in
        solution.species.indices.map { place in
          solution.profiles.indices.reduce(0.0) {
            $0 + solution.profiles[$1][place] * (solution.contributions[$1][hour] ?? 0)
          }
        }
      }, uncertainties: solution.instants.map { _ in solution.species.map { _ in 0.05 } })
    let both = try SpeciatedSample(
      places: [("north", sample), ("south", sample)], sameSpecies: { $0 })
    var settings = solution.settings
    settings.starts = 1
    let joined = FactorReport(try settings.apportion(both), of: both)
    let error = #expect(throws: ApportionmentError.self) {
      try FactorReading().read(joined, weather: weather)
    }
    #expect(
      error?.what
        == "“weather” is that of one place, and the samples are of several: name it with --site")
    var named = FactorReading()
    named.site = "south"
    let reading = try named.read(joined, weather: weather)
    #expect(reading.instants.count == Self.hours)
    #expect(reading.roses.contains { $0.leading(above: 0.25)?.degrees == Self.stack })
    named.site = "west"
    #expect(throws: ApportionmentError.self) { try named.read(joined, weather: weather) }
  }
}
