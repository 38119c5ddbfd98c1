import NumericKernels

/// Sources of which a sample tells the sum but not the parts.
///
/// The directions of the contributions' covariance whose uncertainty exceeds the limit of the eligible
/// space are what the sample leaves open. Sources that do not project into the eligible space and share
/// such a direction, each with at least a third of its length, are one cluster.
///
/// - Source: eligible space and the display of collinear sources of CMB 8.2, Henry (1992), Atmospheric
///   Environment 26A, 933-938, and Coulter (2004), EPA-452/R-04-011 (both recalled); that a third of a
///   direction's length makes a member is our choice.
public struct SimilarityCluster: Codable, Hashable, Sendable {
  /// Positions of the sources, ascending.
  public let sources: [Int]
  /// Sum of their contributions, in the samples' unit.
  public let contribution: Double
  /// Its standard error.
  public let standardError: Double

  /// Share of a direction's length from which a source has part in it.
  private static let leastPart = 1.0 / 3

  /// - Parameters:
  ///   - sources: positions of the fitted sources among all.
  ///   - projections: of the fitted sources into the eligible space.
  ///   - limit: largest standard deviation of an eligible direction.
  static func clusters(
    _ fit: EffectiveVarianceFit, sources: [Int], projections: [Double], limit: Double,
    _ settings: ChemicalMassBalance
  ) -> [SimilarityCluster] {
    guard let (values, vectors) = try? LinearAlgebra.symmetricEigen(fit.covariance) else {
      return []
    }
    var group = Array(sources.indices)
    for direction in sources.indices where max(values[direction], 0).squareRoot() > limit {
      let members = sources.indices.filter {
        projections[$0] < settings.eligibleProjection
          && abs(vectors[$0, direction]) >= leastPart
      }
      guard let first = members.first else { continue }
      let joined = Set(members.map { group[$0] })
      group = group.map { joined.contains($0) ? group[first] : $0 }
    }
    return Dictionary(grouping: sources.indices) { group[$0] }.values
      .filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }.map { members in
        var variance = 0.0
        for row in members {
          for column in members { variance += fit.covariance[row, column] }
        }
        return SimilarityCluster(
          sources: members.map { sources[$0] },
          contribution: Summation.sum(members.map { fit.contributions[$0] }),
          standardError: max(variance, 0).squareRoot())
      }
  }
}

extension MassBalance {
  /// Clusters over the samples: which sources, in how many samples, and the mean of their sum there.
  public struct ClusterCount: Codable, Hashable, Sendable {
    /// Names of the sources.
    public let sources: [String]
    /// Samples in which they cannot be told apart.
    public let samples: Int
    /// Mean of the sum of their contributions over these samples.
    public let mean: Double
    /// Mean of its standard error in one sample.
    public let standardError: Double
  }

  /// The most frequent first.
  public var clusterCounts: [ClusterCount] {
    let all = rows.flatMap(\.clusters)
    return Dictionary(grouping: all, by: \.sources).map { members, clusters in
      ClusterCount(
        sources: members.map { sources[$0] }, samples: clusters.count,
        mean: Summation.mean(clusters.map(\.contribution)),
        standardError: Summation.mean(clusters.map(\.standardError)))
    }.sorted { ($1.samples, $0.sources[0]) < ($0.samples, $1.sources[0]) }
  }
}
