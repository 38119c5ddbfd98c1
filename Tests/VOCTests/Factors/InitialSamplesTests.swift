import AirQuality
import Foundation
import NumericKernels
import SourceApportionment
import TestSupport
import Testing

@testable import VOC

/// Samples that were emitted at a known ratio and aged by a known exposure.
@Suite("Receptor models on initial concentrations")
struct InitialSamplesTests {
  /// Rate constants of Atkinson and Arey (2003), doi:10.1021/cr0206420, 298 K, 1e-12 cm³/s; m,p-xylene as
  /// the mean of 23.1 and 14.3.
  private static let rates: [(name: String, rate: Double)] = [
    ("m,p-xylene", 18.7), ("ethylbenzene", 7.0), ("toluene", 5.63), ("propylene", 26.3),
    ("ethylene", 8.52), ("benzene", 1.22), ("n-butane", 2.36), ("isopentane", 3.6),
    ("acetylene", 0.756), ("ethane", 0.248),
  ]
  /// Shares of three sources; xylene over ethylbenzene is 3 in each of them.
  private static let sources: [[Double]] = [
    [0.12, 0.04, 0.20, 0.10, 0.18, 0.06, 0.05, 0.10, 0.12, 0.03],
    [0.30, 0.10, 0.50, 0.00, 0.00, 0.00, 0.05, 0.05, 0.00, 0.00],
    [0.00, 0.00, 0.02, 0.02, 0.03, 0.01, 0.40, 0.12, 0.00, 0.40],
  ]

  private struct Made {
    var emitted: [[Double]] = []
    var aged: [[Double?]] = []
    var exposures: [Double] = []
  }

  /// Hours of days, 6 to 18, with exposures of 0 to 6e10 molecules s/cm³.
  private static func made(_ count: Int, noise: Double) -> Made {
    var made = Made()
    var stream = RandomStream(seed: 25, index: 1)
    for _ in 0..<count {
      let strengths = sources.indices.map { _ in exp(1 + 0.7 * stream.normal()) }
      let exposure = 6e10 * stream.uniform()
      let emitted = rates.indices.map { place in
        zip(sources, strengths).reduce(0.01) { $0 + 10 * $1.0[place] * $1.1 }
      }
      made.emitted.append(emitted)
      made.exposures.append(exposure)
      made.aged.append(
        zip(emitted, rates).map { value, one in
          value * exp(-one.rate * 1e-12 * exposure) * exp(noise * stream.normal())
        })
    }
    return made
  }

  private static func sample(_ values: [[Double?]], relative: Double) throws -> SpeciatedSample {
    try SpeciatedSample(
      species: rates.map(\.name), unit: .partsPerBillion,
      instants: values.indices.map {
        Instant(secondsSinceEpoch: 86_400 * ($0 / 13) + 3_600 * (6 + $0 % 13))
      }, concentrations: values,
      uncertainties: values.map { row in row.map { relative * ($0 ?? 1) + 0.001 } })
  }

  private static var clock: PhotochemicalAge {
    var clock = PhotochemicalAge()
    clock.emissionRatio = 3
    return clock
  }

  @Test("What reacted is put back, and the clock’s error is added by hand", .tags(.analytical))
  func putBack() throws {
    // 0.01 ppb of background bends the ratio of the clock: taken out here.
    var made = Self.made(40, noise: 0)
    for row in made.aged.indices {
      let exposure = made.exposures[row]
      for (place, one) in Self.rates.enumerated() {
        made.emitted[row][place] = place == 0 ? 3 * made.emitted[row][1] : made.emitted[row][place]
        made.aged[row][place] = made.emitted[row][place] * exp(-one.rate * 1e-12 * exposure)
      }
    }
    let found = try Self.clock.initial(try Self.sample(made.aged, relative: 0.1))
    for (row, emitted) in zip(found.sample.concentrations, made.emitted) {
      for (place, value) in emitted.enumerated() {
        // The tables' constants are within 3 % of these, and exposures reach k X = 1.6.
        #expect(abs(try #require(row[place]) / value - 1) < 0.06, "\(Self.rates[place].name)")
      }
    }
    #expect(found.leftOutSamples == 0 && found.asMeasured.isEmpty)
    // Relative: 0.1 of the value; of the exposure √2 · 0.1 / (18.7 − 7.0) · 26.3 = 0.318 for propylene.
    let propylene = 3
    let row = 5
    let value = try #require(found.sample.concentrations[row][propylene])
    let relative = found.sample.uncertainties[row][propylene] / value
    #expect(abs(relative - hypot(0.1, 0.1 * 2.0.squareRoot() * 26.3 / 11.7)) < 0.02)
  }

  @Test("Samples by night and totals are left out, isoprene stays as measured", .tags(.analytical))
  func leftOut() throws {
    let names = ["m,p-xylene", "ethylbenzene", "isoprene", "TNMOC"]
    let sample = try SpeciatedSample(
      species: names, roles: [.strong, .strong, .strong, .total], unit: .partsPerBillion,
      instants: (0..<48).map { Instant(secondsSinceEpoch: 3_600 * $0) },
      concentrations: (0..<48).map { [$0 == 30 ? nil : 2, 1, 0.5, 50] },
      uncertainties: (0..<48).map { _ in [0.2, 0.1, 0.05, 5] })
    let found = try Self.clock.initial(sample)
    // Thirteen hours of two days; 06:00 of the second has no xylene.
    #expect(found.sample.sampleCount == 25 && found.leftOutSamples == 23)
    #expect(found.sample.species == ["m,p-xylene", "ethylbenzene", "isoprene"])
    #expect(found.asMeasured == ["isoprene"] && found.leftOutTotals == ["TNMOC"])
    #expect(found.sample.concentrations.allSatisfy { $0[2] == 0.5 })
    #expect(found.premises.count == 4)
  }

  @Test("ppbC and µg/m³ give the exposures of ppb", .tags(.property))
  func units() throws {
    let made = Self.made(30, noise: 0)
    // Toluene over benzene as the clock, since their carbons differ: 7 over 6.
    var clock = Self.clock
    (clock.fast, clock.slow) = ("toluene", "benzene")
    let first = try clock.initial(try Self.sample(made.aged, relative: 0.1))
    let carbons = [8.0, 8, 7, 3, 2, 6, 4, 5, 2, 2]
    let plain = try Self.sample(made.aged, relative: 0.1)
    let inCarbon = try SpeciatedSample(
      species: plain.species, unit: .partsPerBillionCarbon, instants: plain.instants,
      concentrations: plain.concentrations.map { row in
        zip(row, carbons).map { value, carbon in value.map { $0 * carbon } }
      },
      uncertainties: plain.uncertainties.map { row in zip(row, carbons).map { $0 * $1 } })
    let second = try clock.initial(inCarbon)
    #expect(abs(first.medianExposure / second.medianExposure - 1) < 1e-9)
    #expect(first.sample.sampleCount == 30)
  }
}
