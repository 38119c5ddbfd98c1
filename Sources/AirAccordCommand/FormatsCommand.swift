import ArgumentParser
import Ingest

/// Lists the file formats that can be read.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "List the file formats that are read, with units, missing codes and time.",
    discussion: "Example: airaccord formats --format json")

  @OptionGroup var output: FormatOption

  func run() throws {
    let formats = FormatCatalogue.all
    if output.format == .text {
      for format in formats {
        print(
          """
          \(format.identifier)
            \(format.title)
            columns: \(format.columns.joined(separator: ", "))
            missing: \(format.missingCodes.joined(separator: ", "))
            time: \(format.timeConvention)
            units: \(format.units.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            assumed: \(format.assumed.isEmpty ? "nothing beside what is said here" : format.assumed.joined(separator: "; "))
            \(format.restsOnMemory ? "rests on memory in part, as said here: " : "")\(format.notes)

          """)
      }
      return
    }
    var table = PlainTable(["format", "title", "time", "missing", "notes"])
    for format in formats {
      table.add([
        format.identifier, format.title, format.timeConvention,
        format.missingCodes.joined(separator: " "), format.notes,
      ])
    }
    try printRows(formats, as: output.format, table: table)
  }
}
