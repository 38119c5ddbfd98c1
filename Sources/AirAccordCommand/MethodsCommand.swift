import ArgumentParser
import Estimation
import Foundation

/// Lists the methods a study can ask for.
struct MethodsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methods",
    abstract: "List the methods with their design, assumption, source and settings.",
    discussion: "Example: airaccord methods --format json")

  @OptionGroup var output: FormatOption

  private struct Row: Encodable {
    let method: Method
    let settings: String
  }

  func run() throws {
    let rows = EstimatorCatalogue.all.map {
      Row(method: $0.method, settings: EstimatorCatalogue.settings(of: $0))
    }
    if output.format == .text {
      for row in rows {
        print(
          """
          \(row.method.identifier)
            \(row.method.name), \(row.method.design.name) (\(row.method.design.rawValue))
            what must hold: \(row.method.assumption)\(beware(row.method))
            source: \(row.method.source)
            settings: \(row.settings)

          """)
      }
      return
    }
    var table = PlainTable(["method", "name", "design", "source", "settings", "beware"])
    for row in rows {
      table.add([
        row.method.identifier, row.method.name, row.method.design.rawValue, row.method.source,
        row.settings, row.method.weakness ?? "",
      ])
    }
    try printRows(rows, as: output.format, table: table)
  }

  private func beware(_ method: Method) -> String {
    method.weakness.map { "\n  beware: \($0)" } ?? ""
  }
}
