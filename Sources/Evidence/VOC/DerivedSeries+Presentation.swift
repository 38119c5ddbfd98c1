import Documents
public import Studies

extension Presentation {
  /// Series that were derived of compounds, and whether they are in an archive.
  public init(derived answer: DerivedSeriesStudy.Answer) {
    let written = answer.written.map {
      say("voc.series-written", series: answer.series.count, values: $0)
    }
    self.init(
      answer.series,
      Table("derived-series", "voc.derived-series", answer.series) {
        Column("series") { $0.series }
        Column("unit") { $0.unit }
        Column("values") { $0.values }
        Column("mean") { $0.mean }
        Column("without-constant") { $0.without }
      }, remarks: answer.record.remarks + answer.premises + [written].compactMap(\.self))
  }
}
