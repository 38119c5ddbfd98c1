import AirAccord
import ArgumentParser

/// Looks at series before they are believed.
struct CheckCommand: Verb {
  static let configuration = CommandConfiguration.of("check")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions
  @Flag(help: "Print the statistics of every year instead of findings.")
  var years = false
  @Flag(help: "Print notes too, not only what is suspect or unusable.")
  var all = false
  @Flag(
    help: "Keep the findings’ marks in the archive, where “evaluate” heeds them; the data stay.")
  var flag = false
  @Option(help: "Take this station as the reference of a comparison.")
  var compare: String?
  @Option(help: "Compare this station with the reference, both of --pollutant.")
  var with: String?
  @Option(help: "Limit at which the comparison states its uncertainty.")
  var limit: Double = 75
  @OptionGroup var work: ThreadsOption
  @OptionGroup var shown: PageOptions

  func validate() throws {
    if (compare == nil) != (with == nil) { throw refusal("usage.compare-two") }
  }

  func presentation() throws -> Presentation {
    let store = try archive.opened(flag ? .readWrite : .readOnly)
    if let compare, let with {
      var pair = MonitorPair(compare, with: with, in: store)
      pair.pollutant = selection.chosen.pollutant ?? pair.pollutant
      pair.choice = selection.chosen.choice
      pair.limit = limit
      let found = try outcome(of: pair)
      let report = MonitorReport(found.comparison, hourShifts: found.hourShifts)
      return Presentation(
        [report], report.document, page: "comparison.html", json: "comparison")
    }
    var check = SeriesCheck(selection.chosen, in: store)
    check.threads = work.threads
    check.keepsMarks = flag
    return try Presentation(
      check: outcome(of: check), scope: years ? .years : all ? .all : .doubts)
  }
}
