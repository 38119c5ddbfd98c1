import ArgumentParser
import Documents
import Evidence
import Ingest

/// Lists the file formats that can be read.
struct FormatsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "List the file formats that are read, with units, missing codes and time.",
    discussion: "Example: airaccord formats --format json")

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    Presentation(FormatCatalogue.all, .formats(FormatCatalogue.all))
  }
}
