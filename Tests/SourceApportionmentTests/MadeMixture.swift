import AirQuality
import NumericKernels
import SourceApportionment

/// Three made-up sources mixed in known shares.
struct MadeMixture {
  static let species = [
    "ethane", "propane", "n-butane", "isopentane", "n-hexane", "benzene", "toluene",
    "m,p-xylene", "o-xylene", "ethylbenzene", "acetylene", "isoprene",
  ]
  /// Fuel evaporation, solvents, combustion: what each brings on average, ppbC.
  static let profiles: [[Double]] = [
    [0.2, 2.0, 6.0, 8.0, 1.5, 0.3, 0.8, 0.2, 0.1, 0.1, 0.0, 0.0],
    [0.0, 0.1, 0.2, 0.3, 1.0, 0.1, 9.0, 6.0, 2.2, 2.0, 0.0, 0.0],
    [4.0, 2.5, 0.5, 0.4, 0.2, 2.0, 1.0, 0.4, 0.2, 0.2, 4.0, 0.6],
  ]

  let sample: SpeciatedSample
  /// `factors × samples`, mean one.
  let contributions: [[Double]]
  /// The profiles that go with contributions of mean one.
  let profiles: [[Double]]

  /// - Parameters:
  ///   - relative: relative uncertainty and noise of every value.
  ///   - noise: whether the noise is drawn.
  ///   - sources: what each source brings, where it is not `profiles`.
  ///   - strength: of a source (first) in a sample (second).
  init(
    samples: Int = 200, relative: Double = 0.05, noise: Bool = true, seed: UInt64 = 1,
    sources: [[Double]] = Self.profiles, strength: (Int, Int) -> Double = { _, _ in 1 }
  ) throws {
    var stream = RandomStream(seed: seed, index: 0)
    var contributions = (0..<3).map { source in
      (0..<samples).map { hour in
        // Rush hours, working hours, nights, each with its own weather.
        let clock = hour % 24
        let rhythm = [clock > 5 && clock < 20, clock > 8 && clock < 18, clock < 7 || clock > 18]
        return (rhythm[source] ? 1.0 : 0.15) * stream.exponential() * strength(source, hour)
      }
    }
    var profiles = sources
    for source in 0..<3 {
      let mean = contributions[source].reduce(0, +) / Double(samples)
      contributions[source] = contributions[source].map { $0 / mean }
      profiles[source] = profiles[source].map { $0 * mean }
    }
    var values: [[Double?]] = []
    var uncertainties: [[Double]] = []
    for sample in 0..<samples {
      let exact = Self.species.indices.map { position in
        (0..<3).reduce(0) { $0 + profiles[$1][position] * contributions[$1][sample] }
      }
      let errors = exact.map { relative * $0 + 0.02 }
      values.append(
        zip(exact, errors).map { value, error in noise ? value + error * stream.normal() : value })
      uncertainties.append(errors)
    }
    self.contributions = contributions
    self.profiles = profiles
    sample = try SpeciatedSample(
      species: Self.species, unit: .partsPerBillionCarbon,
      instants: (0..<samples).map { Instant(secondsSinceEpoch: 1_400_000_400 + 3_600 * $0) },
      concentrations: values, uncertainties: uncertainties)
  }

  /// Pearson's correlation.
  static func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let meanLeft = left.reduce(0, +) / Double(left.count)
    let meanRight = right.reduce(0, +) / Double(right.count)
    var cross = 0.0
    var squaresLeft = 0.0
    var squaresRight = 0.0
    for (a, b) in zip(left, right) {
      cross += (a - meanLeft) * (b - meanRight)
      squaresLeft += (a - meanLeft) * (a - meanLeft)
      squaresRight += (b - meanRight) * (b - meanRight)
    }
    return cross / (squaresLeft * squaresRight).squareRoot()
  }
}
