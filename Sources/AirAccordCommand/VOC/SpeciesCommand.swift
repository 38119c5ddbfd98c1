import ArgumentParser
import Evidence
import Studies
import VOC

/// Lists compounds with their constants, or what a file's columns stand for.
struct SpeciesCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "species",
    abstract: "List compounds with their constants and sources, or match a file’s columns.",
    discussion: """
      Names are compared without case, blanks and punctuation in English, Japanese and Chinese, \
      with aliases, AQS codes and CAS numbers. A near spelling is offered and never taken.

      Examples:
        airaccord voc species --search toluene
        airaccord voc species gc.csv --unit ppb --leave-out-unknown
      """)

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
