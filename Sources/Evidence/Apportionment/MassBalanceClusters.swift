import AirQuality
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
      Column("sources", "sources.cmb-cluster") { $0.sources }
      Column("samples", "sources.cmb-cluster-samples") { $0.samples }
      Column("mean", "sources.cmb-cluster-sum", unit: unit.symbol) {
        $0.mean.error($0.standardError)
      }
      Column("standard-error", "sources.cmb-cluster-error", unit: unit.symbol) {
        .number($0.standardError, .significant(2))
      }
    }
  }
}
