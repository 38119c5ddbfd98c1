import AirQuality
import ArgumentParser
import Evidence
import Store
import Studies

/// Looks at series before they are believed.
struct CheckCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with series before any effect is estimated.",
    discussion: """
      Looks for sentinels, excess negatives, runs of one value, spikes, PM2.5 above PM10, NO and \
      NO2 that miss NOx, changed rounding, heaping at limits, clocks that kept summer time, steps, \
      drifts and shifted clocks against neighbours, and years that do not behave like \
      measurements. Findings are graded note, suspect or unusable; none changes the data.

      Examples:
        airaccord check --archive air.sqlite
        airaccord check --archive air.sqlite --years --pollutant pm25
        airaccord check --archive air.sqlite --compare prsa/Dongsi --with stateair/Beijing
      """)

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
    guard (compare == nil) == (with == nil) else {
      throw ValidationError("--compare and --with name two stations; give both")
    }
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
      return try Presentation(
        [report], report.document, page: "comparison.html", json: "comparison")
    }
    var check = SeriesCheck(selection.chosen, in: store)
    check.threads = work.threads
    check.keepsMarks = flag
    return try Presentation(
      check: outcome(of: check), scope: years ? .years : all ? .all : .doubts)
  }
}
