public import AirQuality
import NumericKernels

/// How alike a factor and a source profile are.
///
/// - Source: Belis et al. (2015), doi:10.1016/j.atmosenv.2015.08.002: the standardised identity
///   distance, acceptable below 1, and Pearson's distance 1 − r, acceptable below 0.4. Both look
///   at the species that both have, scaled to a sum of one.
public struct ProfileComparison: Codable, Hashable, Sendable {
  /// Position of the factor.
  public let factor: Int
  /// Name of the source.
  public let source: String
  /// How many species both have.
  public let speciesCount: Int
  /// Pearson's correlation of the shares.
  public let correlation: Double
  /// Mean over the species of √2 |x − y| / (x + y): 0 for the same, √2 for nothing in common.
  public let identityDistance: Double

  /// All factors against all profiles, the most alike profile of each factor first.
  ///
  /// Profiles with fewer than three species in common are left out.
  public static func compare(
    _ solution: FactorSolution, with profiles: [SourceProfile]
  ) -> [ProfileComparison] {
    solution.profiles.indices.flatMap { factor in
      profiles.compactMap { profile -> ProfileComparison? in
        let common = solution.species.indices.filter {
          solution.roles[$0] != .total && profile.shares[solution.species[$0]] != nil
        }
        guard common.count >= 3 else { return nil }
        return ProfileComparison(
          factor, profile.name, common.map { solution.profiles[factor][$0] },
          common.map { profile.shares[solution.species[$0]]?.fraction ?? 0 })
      }.sorted { ($1.correlation, $0.source) < ($0.correlation, $1.source) }
    }
  }

  private init(_ factor: Int, _ source: String, _ left: [Double], _ right: [Double]) {
    func scaled(_ values: [Double]) -> [Double] {
      let sum = Summation.sum(values)
      return sum > 0 ? values.map { $0 / sum } : values
    }
    let first = scaled(left)
    let second = scaled(right)
    var distance = 0.0
    for (x, y) in zip(first, second) where x + y > 0 { distance += abs(x - y) / (x + y) }
    let table = FactorMatching.correlations(
      Matrix(rows: 1, columns: first.count, storage: first),
      Matrix(rows: 1, columns: second.count, storage: second))
    self.factor = factor
    self.source = source
    speciesCount = first.count
    correlation = table[0, 0]
    identityDistance = 2.0.squareRoot() * distance / Double(first.count)
  }
}
