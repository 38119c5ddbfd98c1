import Documents
public import Studies

extension Presentation {
  /// Series that were derived of compounds, and whether they are in an archive.
  public init(derived answer: DerivedSeriesStudy.Answer) {
    let written = answer.written.map {
      Message(
        "voc.series-written", ["series": .count(answer.series.count), "values": .count($0)])
    }
    self.init(
      answer.series,
      Table("derived-series", "voc.derived-series", answer.series) {
        Column("series") { .text($0.series) }
        Column("unit") { .text($0.unit) }
        Column("values") { .count($0.values) }
        Column("mean") { .optional($0.mean) { .number($0) } }
        Column("without-constant") { .names($0.without) }
      }, remarks: answer.record.remarks + [written].compactMap(\.self))
  }
}
