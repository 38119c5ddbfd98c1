import AirAccord
import ArgumentParser

/// Takes weather out of series.
struct NormaliseCommand: Verb {
  static let configuration = CommandConfiguration.of("normalise")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions
  @Option(help: "Weather variables, separated by commas; default: all that the station has.")
  var weather: String?
  @Option(help: "Station whose weather stands for stations that have none of their own.")
  var weatherStation: String?
  @OptionGroup var model: WeatherModelOptions
  @Option(
    help: "Which periods are told station by station: month, year, seasonal-year; or changes.")
  var by: NormalisationReport.Period = .year
  @OptionGroup var work: ThreadsOption
  @OptionGroup var shown: PageOptions

  func validate() throws {
    if selection.pollutant == nil { throw refusal("usage.name-pollutant") }
  }

  func presentation() throws -> Presentation {
    var normalisation = Normalisation(selection.chosen, in: try archive.opened())
    normalisation.model = try model.weatherModel()
    normalisation.weather = weather.map { text in
      text.split(separator: ",").map { Pollutant(String($0)) }
    }
    normalisation.weatherStation = weatherStation
    normalisation.threads = work.threads
    let found = try outcome(of: normalisation)
    let report = NormalisationReport(found.results, by: by)
    return Presentation(
      found.results, report.document, page: "normalised.html", files: try report.files(),
      remarks: found.remarks)
  }
}
