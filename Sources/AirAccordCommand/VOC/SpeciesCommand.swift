import AirAccord
import ArgumentParser

/// Lists compounds with their constants, or what a file's columns stand for.
struct SpeciesCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.species")

  @OptionGroup var input: RecordInput
  @Option(help: "Only compounds of which a name contains this.")
  var search: String?
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    if input.reading.isGiven {
      let record = try input.reading.record()
      let columns = record.columnSummaries
      return Presentation(columns, .columns(columns), remarks: record.remarks)
    }
    return Presentation(compounds: try CompoundList(containing: search).compounds)
  }
}
