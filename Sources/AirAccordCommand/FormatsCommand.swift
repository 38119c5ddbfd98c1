import ArgumentParser
import Documents
import Ingest

/// Lists the file formats that can be read.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "List the file formats that are read, with units, missing codes and time.",
    discussion: "Example: airaccord formats --format json")

  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func run() throws {
    let formats = FormatCatalogue.all
    let table = Table("formats", "command.formats", formats) {
      Column("format") { .text($0.identifier) }
      Column("title") { .text($0.title) }
      Column("time") { .text($0.timeConvention) }
      Column("missing") { .text($0.missingCodes.joined(separator: " ")) }
      Column("notes") { .text($0.notes) }
    }
    let document = Document(title: "command.formats", data: table) {
      for format in formats {
        Section(.verbatim(format.identifier)) {
          Message.verbatim(format.title)
          Block.terms(Self.terms(format))
        }
      }
    }
    try output.print(formats, document, speech.language)
  }

  private static func terms(_ format: FileFormat) -> [Term] {
    func term(_ name: Message, _ texts: [String]) -> Term {
      Term(name, [Message("named", ["name": .names(texts)])])
    }
    return [
      term("column.columns", format.columns), term("column.missing", format.missingCodes),
      term("column.time", [format.timeConvention]),
      term(
        "column.units",
        format.units.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }),
      format.assumed.isEmpty
        ? Term("column.assumed", ["command.nothing-assumed"])
        : term("column.assumed", format.assumed),
      Term(
        "column.notes",
        format.restsOnMemory
          ? ["command.rests-on-memory", .verbatim(format.notes)] : [.verbatim(format.notes)]),
    ]
  }
}
