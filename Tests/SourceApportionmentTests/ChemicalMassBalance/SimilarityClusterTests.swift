import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import SourceApportionment

@Suite("Sources that cannot be told apart")
struct SimilarityClusterTests {
  /// Two solvents that differ by three hundredths of two species, and a fuel that is another thing.
  private static let species = ["toluene", "m,p-xylene", "ethylbenzene", "n-butane", "isopentane"]
  private static let shares: [(String, [Double])] = [
    ("paint", [0.50, 0.30, 0.20, 0.00, 0.00]), ("ink", [0.47, 0.33, 0.20, 0.00, 0.00]),
    ("fuel", [0.05, 0.03, 0.02, 0.50, 0.40]),
  ]

  private static func balance(_ names: [String]) throws -> MassBalance {
    var stream = RandomStream(seed: 6, index: 1)
    var values: [[Double?]] = []
    var errors: [[Double]] = []
    for _ in 0..<40 {
      let row = species.indices.map { place -> Double in
        let clean = zip(shares, [20.0, 20, 30]).reduce(0.0) { $0 + $1.0.1[place] * $1.1 }
        return clean * (1 + 0.05 * stream.normal())
      }
      values.append(row)
      errors.append(row.map { 0.05 * $0 + 0.05 })
    }
    let sample = try SpeciatedSample(
      species: species, unit: .microgramsPerCubicMetre,
      instants: (0..<40).map { Instant(CivilDate(daysSinceEpoch: $0), utcOffset: 0) },
      concentrations: values, uncertainties: errors)
    return try ChemicalMassBalance().apportion(
      sample,
      profiles: shares.filter { names.contains($0.0) }.map { name, own in
        SourceProfile(
          name: name,
          shares: Dictionary(
            uniqueKeysWithValues: zip(species, own.map { .init(fraction: $0, uncertainty: 0.005) }))
        )
      })
  }

  @Test("Their sum is told, with the truth in its error, and the third source is not in it")
  func cluster() throws {
    let balance = try Self.balance(["paint", "ink", "fuel"])
    let cluster = try #require(balance.clusterCounts.first)
    #expect(cluster.sources == ["paint", "ink"])
    #expect(cluster.samples == 40)
    #expect(balance.clusterCounts.count == 1)
    // 40 µg/m³ of both; the mean of forty sums lies within an error of one.
    #expect(abs(cluster.mean - 40) < cluster.standardError, "\(cluster)")
    // The parts are open by more than the sum by far.
    let single = balance.rows.map { $0.standardErrors[0] }
    #expect(Summation.mean(single) > 5 * cluster.standardError)
  }

  @Test("Sources that differ make no cluster")
  func apart() throws {
    #expect(try Self.balance(["paint", "fuel"]).clusterCounts.isEmpty)
  }
}
