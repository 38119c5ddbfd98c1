import AirAccord
import ArgumentParser

/// Lists the stations of an archive.
struct StationsCommand: Verb {
  static let configuration = CommandConfiguration.of("stations")

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    let stations = try archive.opened().stations()
    return Presentation(stations, .stations(stations))
  }
}
