import AirQuality
import Documents
import SourceApportionment

/// Places that were fitted together.
extension FactorView {
  /// One row a place: how well the common profiles suit it, and what each factor brings there.
  func siteTable(_ sites: [SiteFit]) -> Table {
    let unit = solution.unit.symbol
    return Table("sites", "sources.sites", note: "sources.sites-note", sites) {
      Column("site", "sources.site") { Message.verbatim($0.site.name) }
      Column("samples", "sources.site-samples") { $0.site.count }
      Column("relative-q", "sources.site-q") {
        $0.relativeQ.decimals(2).marked($0.relativeQ > Self.unsuited ? .warning : nil)
      }
      for factor in factors {
        Column("factor-\(factor + 1)", label(factor), unit: unit) { $0.masses[factor] }
      }
    }
  }

  /// Q a value over that of all places from which on a place is told to be unlike.
  private static var unsuited: Double { 1.5 }

  @ListBuilder<Note> func siteNotes(_ sites: [SiteFit]) -> [Note] {
    for fit in sites where fit.relativeQ > Self.unsuited {
      Note.warning(
        "sources.site-unlike", site: fit.site.name, ratio: fit.relativeQ.decimals(1))
    }
  }

  /// What each factor brings at each place.
  func siteChart(_ sites: [SiteFit]) -> Chart {
    .bars(
      "sites", "sources.sites-chart",
      sites.flatMap { fit in
        factors.compactMap { factor in
          fit.masses[factor].map {
            Chart.Entry(Message.verbatim(fit.site.name), group: factor, $0)
          }
        }
      }, groups: factors.map { Chart.Group(label($0), .palette($0)) },
      value: Chart.Axis("axis.contribution", unit: solution.unit.symbol, hasZero: true),
      category: Chart.Axis(labelLimit: 260))
  }

  /// Names and rows of the files of contributions: one, or one a place.
  func contributionFiles(_ name: String) -> [(name: String, rows: Range<Int>)] {
    solution.sites?.map { ("\(name)-\($0.name)", $0.rows) }
      ?? [(name, solution.instants.indices)]
  }
}
