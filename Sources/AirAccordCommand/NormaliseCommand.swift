import Documents
import AirQuality
import Archive
import ArgumentParser
import Evidence
import Foundation
import Weather

/// Takes weather out of series.
struct NormaliseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalise",
    abstract: "Take weather out of a pollutant’s series, exactly and with its uncertainty.",
    discussion: """
      Trains a model of the pollutant in time and weather at each station and averages it over the \
      weather that could have been: of the same season by default, of the whole year with \
      --pool year. The average is exact, no weather is drawn at random. Skill is reported on weeks \
      and years left out; bands come from models trained on drawn blocks of days.

      Examples:
        airaccord normalise --archive air.sqlite --station prsa/Dongsi --pollutant pm25
        airaccord normalise --archive air.sqlite --pollutant pm25 --output normalised
        airaccord normalise --archive air.sqlite --pollutant no2 --by month --format csv
      """)

  /// Which periods are printed.
  enum Period: String, ExpressibleByArgument, CaseIterable {
    case month, year
    case seasonalYear = "seasonal-year"
    case changes
  }

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Option(
    name: .long,
    help: "Weather variables, separated by commas; default: all that the station has.")
  var weather: String?

  @Option(
    name: .long, help: "Station whose weather stands for stations that have none of their own.")
  var weatherStation: String?

  @OptionGroup var model: WeatherModelOptions

  @Option(name: .long, help: "What to print: month, year, seasonal-year or changes.")
  var by: Period = .year

  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all values as tables into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page: en, ja or zh.")
  var language: Language = .english

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
    guard selection.pollutant != nil else {
      throw ValidationError("--pollutant is missing; name one, such as --pollutant pm25")
    }
    _ = try model.weatherModel()
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let store = try archive.opened()
      let model = try self.model.weatherModel()
      let chosen = try selection.summaries(in: store)
      let progress = ProgressLine(total: chosen.count)
      var results: [NormalisedSeries] = []
      var refusals: [any Explained] = []
      for (number, summary) in chosen.enumerated() {
        progress.show(number, summary.station.name)
        guard let series = try selection.series([summary], in: store).first else { continue }
        do {
          results.append(
            try model.normalise(
              series, weather: try covariates(of: summary.station, in: store),
              threads: threads))
        } catch let error as WeatherError {
          // One station that cannot be answered does not silence the others.
          refusals.append(error)
        }
      }
      progress.finish()
      guard !results.isEmpty else {
        if let first = refusals.first { throw first }
        throw CommandError.nothingFits("of \(selection.pollutant ?? "") with weather")
      }
      for refusal in refusals { StandardError.print("left out: \(refusal.explanation)") }
      try replacement.write(into: folder) {
        try NormalisationPage(results, language: language).write(to: $0, replacing: $1)
      }
      try print(results)
    }
  }

  /// The weather of a station, each variable from the station itself or, where it has none, from
  /// the station that stands in.
  private func covariates(of station: Station, in store: Archive) throws -> [MonitoringSeries] {
    let places = try [station] + (weatherStation.map { [try store.station(named: $0)] } ?? [])
    let wanted = weather.map { text in
      text.split(separator: ",").map { Pollutant(String($0)) }
    }
    var found: [MonitoringSeries] = []
    for place in places {
      for summary in try store.seriesList(station: place)
      where wanted?.contains(summary.pollutant) ?? (summary.pollutant.kind == .weather)
        && !found.contains(where: { $0.pollutant == summary.pollutant })
      {
        if let series = try store.series(summary.pollutant, at: place) { found.append(series) }
      }
    }
    if let missing = wanted?.first(where: { one in !found.contains { $0.pollutant == one } }) {
      throw CommandError.nothingFits("of \(missing.displayName) at \(station.key)")
    }
    return found
  }

  private func print(_ results: [NormalisedSeries]) throws {
    if output.format == .json { return try printJSON(results) }
    func text(_ value: Double?) -> String {
      value.map { output.format == .csv ? "\($0)" : String(format: "%.2f", $0) } ?? ""
    }
    if by == .changes {
      var table = PlainTable(
        ["years", "from", "to", "observed_%", "normalised_%", "lower", "upper", "stations"],
        numeric: [3, 4, 5, 6, 7])
      for change in YearComparison(results)?.changes ?? [] {
        table.add([
          change.kind.rawValue, change.from, change.to, text(change.observedPercent),
          text(change.normalisedPercent), text(change.interval?.lower),
          text(change.interval?.upper), String(change.stations),
        ])
      }
      StandardOutput.print(output.format == .csv ? table.csv : table.text)
    } else {
      var table = PlainTable(
        [
          "station", "pollutant", "period", "observed", "normalised", "lower", "upper", "unit",
          "count",
        ], numeric: [3, 4, 5, 6, 8])
      for result in results {
        let periods =
          by == .month ? result.monthly : by == .year ? result.yearly : result.seasonalYearly
        for period in periods {
          table.add([
            result.observed.station.key, result.observed.pollutant.identifier, period.label,
            text(period.observed), text(period.normalised), text(period.interval?.lower),
            text(period.interval?.upper), result.observed.unit.symbol, String(period.count),
          ])
        }
      }
      StandardOutput.print(output.format == .csv ? table.csv : table.text)
    }
    for result in results { explain(result) }
  }

  /// Skill, notes and disagreements go to standard error.
  private func explain(_ result: NormalisedSeries) {
    if let skill = result.skill {
      StandardError.print(
        "\(result.observed.station.key): R² \(Self.two(skill.weeks.rSquared)) on weeks left out"
          + (skill.years.map { ", \(Self.two($0.rSquared)) on years left out" } ?? "")
          + " (a random split would claim \(Self.two(skill.randomSplit.rSquared)))")
    }
    for note in result.notes {
      StandardError.print("\(result.observed.station.key): \(note.message)")
    }
  }

  private static func two(_ value: Double) -> String { String(format: "%.2f", value) }
}
