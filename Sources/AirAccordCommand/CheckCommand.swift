import Documents
import AirQuality
import Archive
import ArgumentParser
import Evidence
import Foundation
import Ingest

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

  @Option(name: .long, help: "Language of the page’s headings: en, ja or zh.")
  var language: Language = .english

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
      // Neighbours and partners are looked for among all series, whatever the selection.
      let networks = Set(chosen.map(\.station.network))
      let series = try store.seriesList().filter { networks.contains($0.station.network) }
        .compactMap { try store.series($0.key) }
      let report = QualityCheck.run(series, threads: threads)
      let wanted = Set(chosen.map { "\($0.station.key) \($0.pollutant)" })
      if flag {
        let scope = FlagScope(
          station: try selection.station.map { try store.station(named: $0) },
          pollutant: selection.pollutant.map { Pollutant($0) })
        let flags = report.flags.filter { wanted.contains("\($0.station) \($0.pollutant)") }
        try store.setFlags(flags, for: scope)
        StandardError.print("\(flags.count) marks kept in the archive")
      }
      let repairs = try repairs(of: chosen, in: store)
      if let folder {
        let page = QualityPage(
          QualityReport(
            findings: report.findings.filter { wanted.contains("\($0.station) \($0.pollutant)") },
            years: report.years.filter { wanted.contains("\($0.station) \($0.pollutant)") },
            verdicts: report.verdicts), repairs: repairs, language: language)
        try replacement.write(into: folder) { try page.write(to: $0, replacing: $1) }
      }
      if years {
        try print(report.years.filter { wanted.contains("\($0.station) \($0.pollutant)") })
      } else {
        try print(
          report.findings.filter { wanted.contains("\($0.station) \($0.pollutant)") },
          verdicts: report.verdicts, repairs: repairs)
      }
    }
  }

  private func print(_ rows: [YearlyIntegrity]) throws {
    var table = PlainTable(
      [
        "station", "pollutant", "year", "measured", "repeats", "lag-1", "neighbours", "findings",
      ], numeric: [3, 4, 5, 6])
    func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "" }
    for row in rows {
      table.add([
        row.station, row.pollutant.identifier, String(row.year), number(row.share),
        number(row.repeatedShare), number(row.dailyAutocorrelation),
        number(row.neighbourCorrelation), row.findings.map(\.rawValue).joined(separator: " "),
      ])
    }
    try printRows(rows, as: output.format, table: table)
  }

  private func print(
    _ findings: [QualityFinding], verdicts: [NetworkVerdict], repairs: [QualityRepair]
  ) throws {
    let shown = all ? findings : findings.filter { $0.grade > .note }
    switch output.format {
    case .text:
      for verdict in verdicts where !verdict.isMeasured {
        StandardOutput.print("UNUSABLE  \(verdict.sentence)")
      }
      for repair in repairs { StandardOutput.print("repaired  \(repair.text(.english))") }
      // The verdict on a network says it once for all of its stations.
      for line in Self.lines(shown.filter { $0.rule != .unmeasuredYear }) {
        StandardOutput.print(line)
      }
    case .json, .csv:
      var table = PlainTable([
        "grade", "rule", "station", "pollutant", "from", "until", "finding",
      ])
      for finding in shown {
        table.add([
          finding.grade.rawValue, finding.rule.identifier, finding.station,
          finding.pollutant.identifier, finding.from.formatted(utcOffset: 0),
          finding.until.formatted(utcOffset: 0), finding.sentence,
        ])
      }
      try printRows(shown, as: output.format, table: table)
    }
    let counts = QualityGrade.allCases.reversed().map { grade in
      "\(findings.filter { $0.grade == grade }.count) \(grade.rawValue)"
    }
    StandardError.print(
      "findings: \(counts.joined(separator: ", "))"
        + (all ? "" : "; notes are printed with --all"))
  }

  /// One line a finding; one that many stations share word for word takes one line for all.
  private static func lines(_ findings: [QualityFinding]) -> [String] {
    struct Key: Hashable {
      let grade: QualityGrade
      let pollutant: Pollutant
      let sentence: String
    }
    var order: [Key] = []
    var stations: [Key: [String]] = [:]
    for finding in findings {
      let key = Key(
        grade: finding.grade, pollutant: finding.pollutant, sentence: finding.sentence)
      if stations[key] == nil { order.append(key) }
      stations[key, default: []].append(finding.station)
    }
    return order.map { key in
      let names = stations[key] ?? []
      let place =
        names.count <= 3
        ? names.joined(separator: ", ")
        : "\(names.count) stations (\(names.prefix(2).joined(separator: ", ")) …)"
      let grade = key.grade.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
      return "\(grade)  \(place), \(key.pollutant.displayName): \(key.sentence)"
    }
  }

  /// What reading the chosen series' files repaired or left out.
  private func repairs(of chosen: [SeriesSummary], in store: Archive) throws -> [QualityRepair] {
    let files = Set(chosen.flatMap(\.sources).map(\.sha256))
    return try store.notices().filter { files.contains($0.source.sha256) }.map { source, notice in
      QualityRepair(file: source.name, notice: notice)
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
        throw CommandError.nothingFits("of \(pollutant.displayName) at \(station.key)")
      }
      return series
    }
    guard
      let comparison = MonitorComparison(reference: pair[0], candidate: pair[1], limit: limit)
    else {
      throw CommandError.notComparable(pair[0].station.key, pair[1].station.key)
    }
    let shifts = pair[0].axis.step == .hour ? HourShift.compare(pair[0], pair[1]) : []
    switch output.format {
    case .text:
      StandardOutput.print(comparison.sentence)
      for shift in shifts {
        StandardOutput.print(
          "\(shift.year) \(shift.isSummer ? "April–October" : "November–March"): labels agree best "
            + "at \(shift.lag > 0 ? "+" : "")\(shift.lag) h (r "
            + String(
              format: "%.4f; equal labels %.4f; next best %.4f)",
              shift.correlation, shift.correlationAtZero, shift.runnerUp))
      }
    case .json, .csv:
      struct Row: Encodable {
        let comparison: MonitorComparison
        let hourShifts: [HourShift]
      }
      var table = PlainTable([
        "reference", "candidate", "pollutant", "days", "slope", "slope_uncertainty", "intercept",
        "intercept_uncertainty", "correlation", "between_samplers", "limit",
        "expanded_uncertainty",
      ])
      table.add(
        [comparison.reference, comparison.candidate, comparison.pollutant.identifier]
          + [
            Double(comparison.days), comparison.slope, comparison.slopeUncertainty,
            comparison.intercept, comparison.interceptUncertainty, comparison.correlation,
            comparison.betweenSamplers, comparison.limit, comparison.expandedUncertainty,
          ].map { "\($0)" })
      try printRows(
        [Row(comparison: comparison, hourShifts: shifts)], as: output.format, table: table)
    }
  }
}
