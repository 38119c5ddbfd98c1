import ArgumentParser
import Evidence
import Store

/// Lists the stations of an archive.
struct StationsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "stations",
    abstract: "List the stations of an archive.",
    discussion: "Example: airaccord stations --archive air.sqlite --format csv")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    let stations = try archive.opened().stations()
    return Presentation(stations, .stations(stations))
  }
}
