import Documents
import AirQuality
import Store
import ArgumentParser
import Evidence
import Foundation
import Studies
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

  @Option(
    name: .long,
    help: "Which periods are told station by station: month, year, seasonal-year; or changes.")
  var by: NormalisationReport.Period = .year

  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all values as tables into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption

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
          let weather = try covariates(of: summary.station, in: store)
          results.append(
            try model.normalise(series, weather: weather.series, threads: threads)
              .adding(weather.notes))
        } catch let error as WeatherError {
          // One station that cannot be answered does not silence the others.
          refusals.append(error)
        }
      }
      progress.finish()
      guard !results.isEmpty else {
        if let first = refusals.first { throw first }
        throw CommandError.nothingFits(
          Message(
            "error.command.of-with-weather", ["pollutant": .text(selection.pollutant ?? "")]))
      }
      for refusal in refusals {
        StandardError.say(
          Message("command.left-out", ["reason": .message(refusal.reason)]), speech.language)
      }
      let report = NormalisationReport(results, by: by)
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "normalised.html", files: try report.files(), to: $0,
          replacing: $1)
      }
      switch output.format {
      case .json: try printJSON(results)
      case .csv, .text: output.print(report.document, language: speech.language)
      }
    }
  }

  private func covariates(of station: Station, in store: Archive) throws -> StationWeather {
    let found = try StationWeather(
      at: [station] + (weatherStation.map { [try store.station(named: $0)] } ?? []), in: store,
      named: weather.map { $0.split(separator: ",").map { Pollutant(String($0)) } })
    if let missing = found.missing {
      throw CommandError.nothingFits(.of(.text(missing.displayName), at: station))
    }
    return found
  }
}
