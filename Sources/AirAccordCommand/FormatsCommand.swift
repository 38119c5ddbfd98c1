import AirAccord
import ArgumentParser

/// Lists the file formats that can be read.
struct FormatsCommand: Verb {
  static let configuration = CommandConfiguration.of("formats")

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    Presentation(FormatCatalogue.all, .formats(FormatCatalogue.all))
  }
}
