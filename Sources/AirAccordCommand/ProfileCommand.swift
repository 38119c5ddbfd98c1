import AirAccord
import ArgumentParser

/// Prints how a series changes over the day, the week, the year and with the wind.
struct ProfileCommand: Verb {
  static let configuration = CommandConfiguration.of("profile")

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
