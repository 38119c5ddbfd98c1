import AirAccord
import ArgumentParser

/// Which series are looked at one by one, and over which days.
struct SingleSeriesOptions: ParsableArguments {
  @OptionGroup var archive: ArchiveOption
  @Option(help: "The pollutant, for example no2.")
  var pollutant: String
  @Option(help: "Station, by name or network/identifier; may be repeated. Default: all.")
  var station: [String] = []
  @Option(help: "Only this instrument, where a station has several; “mean” takes their mean.")
  var instrument: String?
  @Option(help: "Only series of this averaging time: hour, 8 h, day, month …")
  var averaging: TimeStep?
  @Option(help: "First day to look at, such as 2014-01-01; default: the first there is.")
  var from: CivilDate?
  @Option(help: "Last day to look at; default: the last there is.")
  var to: CivilDate?
  @Flag(help: "First take the weather out, with the defaults of “airaccord normalise”.")
  var normalise = false
  @OptionGroup var work: ThreadsOption

  /// The series that are meant.
  func series() throws -> StationSeries {
    var series = StationSeries(
      SeriesSelection(
        pollutant: Pollutant(pollutant), stations: station,
        choice: SeriesChoice(averaging: averaging, instrument: instrument)),
      in: try archive.opened())
    series.from = from
    series.to = to
    series.normalises = normalise
    series.threads = work.threads
    return series
  }
}
