import AirQuality
import Archive
import ArgumentParser

/// Lists the stations of an archive.
struct StationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stations",
    abstract: "List the stations of an archive.",
    discussion: "Example: airaccord stations --archive air.sqlite --format csv")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let stations = try archive.opened().stations()
      var table = PlainTable(["station", "name", "latitude", "longitude"], numeric: [2, 3])
      for station in stations {
        table.add([
          station.key, station.name, station.coordinate.map { "\($0.latitude)" } ?? "",
          station.coordinate.map { "\($0.longitude)" } ?? "",
        ])
      }
      try printRows(stations, as: output.format, table: table)
    }
  }
}
