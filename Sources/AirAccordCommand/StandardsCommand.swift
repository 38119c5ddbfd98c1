import AirQuality
import ArgumentParser
import Evidence
import Store
import Studies

/// Holds series against the limits of an authority.
struct StandardsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "standards",
    abstract: "Hold series against an authority’s limits, with its own statistics and rules.",
    discussion: """
      Each year is judged by the limits that bind on its last day; those that are law and bind \
      later are named and not judged. --standard holds one fixed, so that a trend does not show \
      a change of the law. GB 3095-2012 came by regions from 2012 to 2016: --place or --region \
      tells which standard held; without them both are shown. Japan’s years are fiscal years from \
      April. Below the table stand the rules that are known from memory only and not from a stored \
      source (check them before citing), and those that are our choice because the authority \
      leaves one open; --format csv and json have every rule of every row with its source.

      Examples:
        airaccord standards --archive air.sqlite --authority china --year 2016 --level "grade 2"
        airaccord standards --archive air.sqlite --authority china --year 2013 --place Beijing
        airaccord standards --archive air.sqlite --authority china --from 2013 --to 2017 \
      --standard "GB 3095-2012" --pollutant pm25
        airaccord standards --list --authority who
      """)

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

  @Option(
    help:
      "Where the stations stand, for example Beijing: which standard had come there, and whose law held."
  )
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
    guard year == nil || (from == nil && to == nil) else {
      throw ValidationError("--year is one year; leave --from and --to out")
    }
    if let from, let to, from > to { throw ValidationError("--from is after --to") }
    guard (from == nil) == (to == nil) else {
      throw ValidationError("give --from and --to together")
    }
    guard list || archive != nil else { throw ValidationError("name the --archive") }
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
