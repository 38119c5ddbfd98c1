import NumericKernels

/// Where the air came from, as the number of a cluster of back trajectories.
extension WeatherTable {
  /// Name of the feature.
  static let clusterName = "trajectory_cluster"

  /// Puts the positions of back trajectories into clusters; steps without all of them have none.
  ///
  /// Positions are kilometres to the east and to the north of the receptor some hours before arrival, so that
  /// clusters tell direction and speed. Clusters are numbered by size.
  ///
  /// - Parameter count: clusters; 0 leaves the positions as they are.
  /// - Returns: what the reader should know of them; `nil` where there are no trajectories.
  /// - Source: clusters of trajectories by k-means, Dorling, Davies and Pierce (1992), from memory.
  static func clusterTrajectories(
    _ variables: inout [(WeatherFeature, [Double])], count: Int
  ) -> WeatherNote? {
    let places = variables.indices.filter { place in
      ["trajectory_east_h", "trajectory_north_h"].contains {
        variables[place].0.name.hasPrefix($0)
      }
    }
    guard count > 0, places.count > 1 else { return nil }
    let columns = places.map { variables[$0].1 }
    let steps = columns[0].indices.filter { step in columns.allSatisfy { !$0[step].isNaN } }
    guard steps.count > count else { return nil }
    let clusters = KMeans(steps.map { step in columns.map { $0[step] } }, count: count)
    var values = [Double](repeating: .nan, count: columns[0].count)
    for (step, cluster) in zip(steps, clusters.cluster) { values[step] = Double(cluster + 1) }
    variables = variables.enumerated().filter { !places.contains($0.offset) }.map(\.element)
    variables.append((WeatherFeature(clusterName, .weather, .category), values))
    return WeatherNote(
      "trajectory-clusters", .note,
      facts: [
        "count": Double(clusters.centres.count),
        "percent": clusters.total > 0 ? 100 * (1 - clusters.within / clusters.total) : 100,
      ])
  }
}
