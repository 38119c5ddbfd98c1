import AirQuality
import Store
import ArgumentParser
import Documents
import Evidence
import Foundation

/// Holds series against the limits of an authority.
struct StandardsCommand: ParsableCommand {
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

  @Option(name: .long, help: "The archive, one SQLite file; not needed with --list.")
  var archive: String?

  @Option(name: .long, help: "Whose limits: china, japan, who, eu, us or uk (England).")
  var authority: AirQualityStandard.Authority

  @Option(name: .long, help: "Only this year; for Japan the one in which the fiscal year begins.")
  var year: Int?

  @Option(name: .long, help: "First year.")
  var from: Int?

  @Option(name: .long, help: "Last year.")
  var to: Int?

  @Option(name: .long, help: "Hold this standard fixed, for example “GB 3095-2026”.")
  var standard: String?

  @Option(name: .long, help: "Only this level, for example “grade 2”, “AQG”, “limit value”.")
  var level: String?

  @Option(
    name: .long,
    help:
      "Where the stations stand, for example Beijing: which standard had come there, and whose law held."
  )
  var place: String?

  @Option(
    name: .long,
    help: "The kind of place instead: key-regions, key-cities, prefecture-level or nationwide.")
  var region: String?

  @Flag(name: .long, help: "Evaluate proposed limits too, whose date is not verified.")
  var pending = false

  @Flag(name: .long, help: "Print the limits themselves and evaluate nothing.")
  var list = false

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func validate() throws {
    let years = StandardsEvaluation.years
    for (name, value) in [("--year", year), ("--from", from), ("--to", to)] {
      guard let value, !years.contains(value) else { continue }
      throw ValidationError("\(name) is \(value); give a year such as 2015")
    }
    guard year == nil || (from == nil && to == nil) else {
      throw ValidationError("--year is one year; leave --from and --to out")
    }
    if let from, let to, from > to { throw ValidationError("--from is after --to") }
    guard (from == nil) == (to == nil) else {
      throw ValidationError("give --from and --to together")
    }
    guard list || archive != nil else { throw ValidationError("name the --archive") }
    let catalogue = StandardCatalogue.embedded
    if let standard, catalogue.limits(of: authority, named: standard).isEmpty {
      let names = catalogue.names(of: authority).joined(separator: ", ")
      throw ValidationError("--standard is “\(standard)”; choose one of: \(names)")
    }
    _ = try standardPlace()
    let levels = catalogue.limits.filter { $0.authority == authority }
    if let level, !levels.contains(where: { $0.isLevel(level) }) {
      let names = Set(levels.map(\.level)).sorted().joined(separator: ", ")
      throw ValidationError("--level is “\(level)”; choose one of: \(names)")
    }
  }

  /// Where the stations stand, if it was said.
  private func standardPlace() throws -> StandardPlace? {
    guard place == nil || region == nil else {
      throw ValidationError("--place and --region say the same; give one of them")
    }
    if let region {
      let regions = Set(StandardPhase.embedded.map(\.region))
      guard authority == .china else {
        throw ValidationError("--region is for china, whose standard of 2012 came by regions")
      }
      guard regions.contains(region) else {
        throw ValidationError(
          "--region is “\(region)”; choose one of: \(regions.sorted().joined(separator: ", "))")
      }
      return StandardPlace(region: region, of: authority)
    }
    guard let place else { return nil }
    guard let found = StandardPlace(named: place, authority: authority) else {
      let names = StandardPlace.names(of: authority)
      guard !names.isEmpty else {
        throw ValidationError("--place says nothing for \(authority.rawValue); leave it out")
      }
      throw ValidationError(
        "--place is “\(place)”, which the tables do not have under the law of "
          + "\(authority.rawValue); they have \(names.joined(separator: ", "))"
          + (authority == .china ? ". For another city give --region" : ""))
    }
    return found
  }

  func run() throws {
    guard !list else { return try printLimits() }
    guard let archive else { return }
    try explainingErrors {
      let store = try Archive(path: archive)
      try store.checkStructure()
      var evaluation = StandardsEvaluation(authority: authority)
      if let standard { evaluation.selection = .fixed(standard) }
      evaluation.level = level
      evaluation.includesPending = pending
      evaluation.place = try standardPlace()
      let limited = Set(
        StandardCatalogue.embedded.limits.filter { $0.authority == authority }.map(\.pollutant))
      let chosen = try selection.summaries(in: store)
      let series = try selection.series(
        chosen.filter { limited.contains($0.pollutant) }, in: store)
      let others = Set(chosen.map(\.pollutant)).subtracting(limited).filter { $0.kind != .weather }
      if !others.isEmpty {
        StandardError.say(
          Message(
            "command.no-limit",
            [
              "authority": .message(authorityName),
              "names": .names(others.sorted().map(\.displayName)),
            ]), speech.language)
      }
      let years = year.map { $0...$0 } ?? from.flatMap { from in to.map { from...$0 } }
      let report = evaluation.report(series, years: years)
      try output.print(report, report.document(of: authority), speech.language)
    }
  }

  private var authorityName: Message { Message("authority.\(authority.rawValue)") }

  private func printLimits() throws {
    let limits = StandardCatalogue.embedded.limits.filter { limit in
      limit.authority == authority
        && standard.map {
          [limit.name.lowercased(), limit.fullName.lowercased()].contains($0.lowercased())
        }
          ?? true
        && level.map { limit.isLevel($0) } ?? true
        && selection.pollutant.map { Pollutant($0) == limit.pollutant } ?? true
    }
    try output.print(
      limits, StandardCatalogue.table(of: limits, authority: authority), speech.language)
  }
}
