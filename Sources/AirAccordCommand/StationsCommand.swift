import AirQuality
import Store
import ArgumentParser
import Documents

/// Lists the stations of an archive.
struct StationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stations",
    abstract: "List the stations of an archive.",
    discussion: "Example: airaccord stations --archive air.sqlite --format csv")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func run() throws {
    try explainingErrors {
      let stations = try archive.opened().stations()
      let table = Table("stations", "weather.stations", stations) {
        Column("station") { .text($0.key) }
        Column("name") { .text($0.name) }
        Column("latitude", heading: "axis.latitude") { station in
          .optional(station.coordinate) { .number($0.latitude, .decimals(5)) }
        }
        Column("longitude", heading: "axis.longitude") { station in
          .optional(station.coordinate) { .number($0.longitude, .decimals(5)) }
        }
      }
      try output.print(stations, table, speech.language)
    }
  }
}
