import AirAccord
import ArgumentParser

/// Which series are looked at one by one, and over which days.
struct SingleSeriesOptions: ParsableArguments {
  @OptionGroup var archive: ArchiveOption
  @Option(help: "The pollutant, for example no2.")
  var pollutant: String
  @Option(
    help: """
      Station, by its name or network/identifier; can be given several times; default: all that \
      measure the pollutant.
      """)
  var station: [String] = []
  @Option(help: "Only this instrument, where a station has several; “mean” takes their mean.")
  var instrument: String?
  @Option(help: "Only series of this averaging time: hour, 8 h, day, month …")
  var averaging: TimeStep?
  @Option(help: "First day to look at, such as 2014-01-01; default: the first there is.")
  var from: CivilDate?
  @Option(help: "Last day to look at; default: the last there is.")
  var to: CivilDate?
  @Flag(
    help: """
      First take the weather out with the station’s own weather and the settings that “airaccord \
      normalise” has when none are given.
      """)
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
