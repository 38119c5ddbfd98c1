import ArgumentParser
import AirQuality
import Evidence
import Studies

/// Takes weather out of series.
struct NormaliseCommand: Verb {
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
    guard selection.pollutant != nil else {
      throw ValidationError("--pollutant is missing; name one, such as --pollutant pm25")
    }
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
