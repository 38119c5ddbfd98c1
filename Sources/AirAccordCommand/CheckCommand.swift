import Documents
import AirQuality
import Store
import ArgumentParser
import Evidence
import Foundation
import Studies

/// Looks at series before they are believed.
struct CheckCommand: ParsableCommand {
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

  @Flag(name: .long, help: "Print the statistics of every year instead of findings.")
  var years = false

  @Flag(name: .long, help: "Print notes too, not only what is suspect or unusable.")
  var all = false

  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all findings as tables into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption

  @Flag(
    name: .long,
    help: "Keep the findings’ marks in the archive, where “evaluate” heeds them; the data stay.")
  var flag = false

  @Option(name: .long, help: "Take this station as the reference of a comparison.")
  var compare: String?

  @Option(name: .long, help: "Compare this station with the reference, both of --pollutant.")
  var with: String?

  @Option(name: .long, help: "Limit at which the comparison states its uncertainty.")
  var limit: Double = 75

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
    guard (compare == nil) == (with == nil) else {
      throw ValidationError("--compare and --with name two stations; give both")
    }
    guard limit > 0 else { throw ValidationError("--limit is \(limit); give a positive number") }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let store = try archive.opened(flag ? .readWrite : .readOnly)
      if let compare, let with { return try print(comparing: compare, with, in: store) }
      let chosen = try selection.summaries(in: store)
      var check = SeriesCheck(chosen, in: store)
      check.threads = threads
      if flag {
        check.keeps = FlagScope(
          station: try selection.station.map { try store.station(named: $0) },
          pollutant: selection.pollutant.map { Pollutant($0) })
      }
      let answer = try ProgressLine.following(speech.language) { try check.run($0) }
      if let kept = answer.kept {
        StandardError.say(Message("command.marks-kept", ["count": .count(kept)]), speech.language)
      }
      let result = answer.report
      let report = CheckReport(
        result, repairs: answer.repairs, series: answer.series,
        scope: years ? .years : all ? .all : .doubts)
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "check.html", files: try report.files(), to: $0, replacing: $1)
      }
      switch output.format {
      case .json: years ? try printJSON(result.years) : try printJSON(report.told)
      case .csv, .text: output.print(report.document, language: speech.language)
      }
    }
  }

  private func print(
    comparing first: String, _ second: String, in store: Archive
  ) throws {
    let pollutant = Pollutant(selection.pollutant ?? "pm25")
    let pair = try [first, second].map { name in
      let station = try store.station(named: name)
      guard let series = try store.series(pollutant, at: station, choice: selection.choice)
      else {
        throw CommandError.nothingFits(
          .of(.text(pollutant.displayName), at: station))
      }
      return series
    }
    guard
      let comparison = MonitorComparison(reference: pair[0], candidate: pair[1], limit: limit)
    else {
      throw CommandError.notComparable(pair[0].station.key, pair[1].station.key)
    }
    let report = MonitorReport(
      comparison,
      hourShifts: pair[0].axis.step == .hour ? HourShift.compare(pair[0], pair[1]) : [])
    switch output.format {
    case .json: try printJSON([report])
    case .csv, .text: output.print(report.document, language: speech.language)
    }
  }
}
