import NumericKernels

/// Groups of rows around their means.
///
/// - Source: Lloyd (1982), doi:10.1109/TIT.1982.1056489, from starts drawn as Arthur and Vassilvitskii
///   (2007) propose (k-means++); the best of several starts is kept. Both from memory.
package struct KMeans: Sendable {
  /// Cluster of each row, from 0; clusters by size, largest first.
  package let cluster: [Int]
  /// Mean of each cluster.
  package let centres: [[Double]]
  /// Sum over rows of squared distances from their cluster's mean.
  package let within: Double
  /// The same from the mean of all rows.
  package let total: Double

  /// - Parameters:
  ///   - rows: of one length, finite.
  ///   - count: clusters, at least 1; fewer where fewer rows differ.
  ///   - starts: how often the search begins anew.
  package init(_ rows: [[Double]], count: Int, starts: Int = 10, seed: UInt64 = 1) {
    precondition(!rows.isEmpty && count >= 1)
    let all = Self.mean(rows, Array(rows.indices))
    total = rows.reduce(0) { $0 + Self.distance($1, all) }
    let distinct = min(count, Set(rows).count)
    let found = parallelMap(count: max(1, starts)) { start in
      var stream = RandomStream(seed: seed, index: UInt64(start))
      return Self.search(rows, distinct, &stream)
    }
    var best = found[0]
    for one in found.dropFirst() where one.within < best.within { best = one }
    let sizes = best.centres.indices.map { own in best.cluster.count { $0 == own } }
    let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var rank = [Int](repeating: 0, count: order.count)
    for (place, own) in order.enumerated() { rank[own] = place }
    cluster = best.cluster.map { rank[$0] }
    centres = order.map { best.centres[$0] }
    within = best.within
  }

  private static let mostRounds = 200

  private static func search(
    _ rows: [[Double]], _ count: Int, _ stream: inout RandomStream
  ) -> (cluster: [Int], centres: [[Double]], within: Double) {
    var centres = [rows[stream.index(below: rows.count)]]
    var nearest = rows.map { distance($0, centres[0]) }
    while centres.count < count {
      // A row is drawn by its squared distance from the centres so far.
      var rest = stream.uniform() * Summation.sum(nearest)
      let drawn =
        nearest.indices.first { place in
          rest -= nearest[place]
          return rest < 0
        } ?? nearest.indices.max { nearest[$0] < nearest[$1] } ?? 0
      centres.append(rows[drawn])
      for place in rows.indices {
        nearest[place] = min(nearest[place], distance(rows[place], rows[drawn]))
      }
    }
    var cluster = [Int](repeating: -1, count: rows.count)
    for _ in 0..<mostRounds {
      let next = rows.map { row in
        centres.indices.min { distance(row, centres[$0]) < distance(row, centres[$1]) } ?? 0
      }
      if next == cluster { break }
      cluster = next
      for own in centres.indices {
        let members = rows.indices.filter { cluster[$0] == own }
        if !members.isEmpty { centres[own] = mean(rows, members) }
      }
    }
    return (
      cluster, centres,
      rows.indices.reduce(0) { $0 + distance(rows[$1], centres[cluster[$1]]) }
    )
  }

  private static func distance(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  private static func mean(_ rows: [[Double]], _ members: [Int]) -> [Double] {
    rows[0].indices.map { column in Summation.mean(members.map { rows[$0][column] }) }
  }
}
