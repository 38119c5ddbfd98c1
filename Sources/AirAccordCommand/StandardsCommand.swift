import AirAccord
import ArgumentParser

/// Holds series against the limits of an authority.
struct StandardsCommand: Verb {
  static let configuration = CommandConfiguration.of("standards")

  @Option(help: "The archive, one SQLite file; not needed with --list.")
  var archive: String?
  @Option(help: "Whose limits: china, japan, who, eu, us or uk (England).")
  var authority: AirQualityStandard.Authority
  @Option(help: "Only this year; for Japan the one in which the fiscal year begins.")
  var year: Int?
  @Option(help: "First year.")
  var from: Int?
  @Option(help: "Last year.")
  var to: Int?
  @Option(help: "Hold this standard fixed, for example “GB 3095-2026”.")
  var standard: String?
  @Option(help: "Only this level, for example “grade 2”, “AQG”, “limit value”.")
  var level: String?
  @Option(help: "Where the stations stand, such as Beijing: which standards had come there.")
  var place: String?
  @Option(
    help: "The kind of place instead: key-regions, key-cities, prefecture-level or nationwide.")
  var region: String?
  @Flag(help: "Evaluate proposed limits too, whose date is not verified.")
  var pending = false
  @Flag(help: "Print the limits themselves and evaluate nothing.")
  var list = false
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var shown: ResultOptions

  func validate() throws {
    if year != nil, from != nil || to != nil { throw refusal("usage.one-year") }
    if let from, let to, from > to { throw refusal("usage.from-after-to") }
    if (from == nil) != (to == nil) { throw refusal("usage.from-with-to") }
    if !list, archive == nil { throw refusal("usage.name-archive") }
  }

  func presentation() throws -> Presentation {
    var review = StandardsReview(authority)
    review.standard = standard
    review.level = level
    review.place = place
    review.region = region
    review.includesPending = pending
    review.years = year.map { $0...$0 } ?? from.flatMap { from in to.map { from...$0 } }
    review.selection = selection.chosen
    guard !list, let archive else {
      let limits = try review.limits()
      return Presentation(limits, StandardCatalogue.table(of: limits, authority: authority))
    }
    _ = try review.evaluation()
    let answer = try review.run(in: Archive.looked(at: archive))
    return Presentation(
      answer.report, answer.report.document(of: authority), remarks: answer.remarks)
  }
}
