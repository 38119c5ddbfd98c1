import AirQuality
import ArgumentParser
import Documents
import Evidence
import Foundation
import Ingest
import VOC

/// Lists compounds with their constants, or what a file's columns stand for.
struct SpeciesCommand: ParsableCommand {
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

  @OptionGroup var input: OptionalRecordInput

  @Option(name: .long, help: "Only compounds of which a name contains this.")
  var search: String?

  @Option(name: .long, help: "Language of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      if input.isGiven {
        let record = try input.record.record()
        StandardError.say(record.remarks, language)
        try printColumns(of: record)
      } else {
        try printCatalogue()
      }
    }
  }

  private struct CatalogueRow: Encodable {
    let species: String
    let cas: String?
    let formula: String
    let gramsPerMole: Double
    let carbonAtoms: Int
    let family: String
    let japanese: String?
    let chinese: String?
    let constants: [ProvenanceRow]
  }

  private func printCatalogue() throws {
    let wanted = search.map { $0.lowercased() }
    let chosen = CompoundCatalogue.embedded.compounds.filter { compound in
      guard let wanted else { return true }
      return
        ([compound.name, compound.japaneseName, compound.chineseName, compound.cas]
        .compactMap(\.self) + compound.aliases).contains { $0.lowercased().contains(wanted) }
    }
    guard !chosen.isEmpty else {
      _ = try CompoundCatalogue.embedded.compound(named: search ?? "")
      return
    }
    try output.print(
      chosen.map {
        CatalogueRow(
          species: $0.name, cas: $0.cas, formula: $0.formula,
          gramsPerMole: $0.molecule.gramsPerMole, carbonAtoms: $0.molecule.carbonAtoms,
          family: $0.family.rawValue, japanese: $0.japaneseName, chinese: $0.chineseName,
          constants: ProvenanceRow.rows(of: [$0]))
      }, Table.compounds(chosen), language)
  }

  private func printColumns(of record: SpeciatedRecord) throws {
    let columns = record.columnSummaries
    try output.print(columns, Table.columns(columns), language)
  }
}

/// A record that may be left out.
struct OptionalRecordInput: ParsableArguments {
  @Argument(help: "Files with one column a compound.")
  var files: [String] = []

  @Option(name: .long, help: "The archive, one SQLite file.")
  var archive: String?

  @Option(name: .long, help: "The station in the archive.")
  var station: String?

  @Option(name: .long, help: "Unit of the compounds where the file does not state it.")
  var unit: String?

  @Option(
    name: .long,
    help: "Whether dates such as 01/06/2019 begin with the day or the month, where no date tells.")
  var dateOrder: DateOrder?

  @Option(name: .long, help: "Table “compound,limit” of method detection limits.")
  var limits: String?

  @Flag(name: .long, help: "List columns that no compound answers to, instead of refusing.")
  var leaveOutUnknown = false

  @Option(
    name: .long,
    help: "Of a sum of isomers beside its isomers, take: refuse (neither), parts, lump.")
  var isomers = IsomerOverlap.Choice.refuse

  /// Whether anything is named.
  var isGiven: Bool { !files.isEmpty || archive != nil }

  func validate() throws {
    guard isGiven else { return }
    try record.validate()
  }

  /// The same as required input.
  var record: RecordInput {
    var input = RecordInput()
    input.files = files
    input.archive = archive
    input.station = station
    input.unit = unit
    input.limits = limits
    input.dateOrder = dateOrder
    input.leaveOutUnknown = leaveOutUnknown
    input.kelvin = nil
    input.kilopascals = nil
    input.belowDetection = nil
    input.leaveOut = []
    input.isomers = isomers
    return input
  }
}
