import Documents
import SourceApportionment

extension MassBalance {
  /// Sources of which samples tell the sum but not the parts; none where every sample tells all.
  var clusterTable: Table? {
    let clusters = clusterCounts
    guard !clusters.isEmpty else { return nil }
    return Table(
      "clusters", "sources.cmb-clusters", note: "sources.cmb-clusters-note", clusters
    ) {
      Column("sources", heading: "sources.cmb-cluster") { .names($0.sources) }
      Column("samples", heading: "sources.cmb-cluster-samples") { .count($0.samples) }
      Column("mean", heading: "sources.cmb-cluster-sum", unit: unit.symbol) {
        .number($0.mean, .error($0.standardError))
      }
      Column("standard error", heading: "sources.cmb-cluster-error", unit: unit.symbol) {
        .number($0.standardError, .significant(2))
      }
    }
  }
}
