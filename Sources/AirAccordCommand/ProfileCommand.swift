import ArgumentParser
import Evidence
import Studies

/// Prints how a series changes over the day, the week, the year and with the wind.
struct ProfileCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Print profiles over the day, week and year, and statistics by wind.",
    discussion: """
      Intervals of diurnal, weekday, weekly and monthly profiles come from drawing whole weeks, so \
      that they hold although neighbouring hours resemble each other. Wind directions are averaged \
      as vectors. Calm hours belong to no sector and have a row of their own.

      Examples:
        airaccord profile --archive air.sqlite --station prsa/Dongsi --pollutant pm25
        airaccord profile --archive air.sqlite --pollutant pm25 --kind sector --sectors 16
        airaccord profile --archive air.sqlite --pollutant pm25 --kind polar --speeds 1,2,4
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Option(help: "Over the day, the week, the year, or by wind.")
  var kind: SeriesProfiles.Kind = .diurnal

  @Option(help: "Coverage of the intervals, 0 to 1.")
  var level: Double = 0.95

  @Option(help: "Seed of the bootstrap.")
  var seed: UInt64 = 1

  @Option(help: "How many wind sectors, the first centred on north.")
  var sectors: Int = 8

  @Option(help: "Borders between classes of wind speed, m/s, for --kind polar.")
  var speeds = NumberList([1, 2, 4])

  @Option(help: "Percentile that is printed by wind and above which hours count.")
  var percentile: Double = 90

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    var profiles = SeriesProfiles(selection.chosen, in: try archive.opened())
    profiles.kind = kind
    profiles.level = level
    profiles.seed = seed
    profiles.sectors = sectors
    profiles.speeds = speeds.numbers
    profiles.percentile = percentile
    let found = try outcome(of: profiles)
    return kind == .sector || kind == .polar
      ? Presentation(
        found.wind, found.wind.table(percentile: percentile), remarks: found.remarks)
      : Presentation(
        found.profiles, found.profiles.table(over: kind.rawValue), remarks: found.remarks)
  }
}
