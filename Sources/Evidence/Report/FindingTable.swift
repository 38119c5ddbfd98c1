import AirQuality
import Estimation
import Studies

/// A fit's table under the name of its file.
struct FindingTable {
  /// `<method>-<table>`; a method that a study asks for twice is numbered from the second on.
  let name: String
  /// The finding's place in the dossier, for the caption.
  let place: Int
  /// The table.
  let table: FitTable

  /// All tables of a dossier in the order of its findings.
  static func all(_ dossier: Dossier) -> [FindingTable] {
    var seen: [String: Int] = [:]
    return dossier.findings.enumerated().flatMap { place, finding in
      let identifier = finding.effect.method.identifier
      let number = (seen[identifier] ?? 0) + 1
      seen[identifier] = number
      let prefix = number == 1 ? identifier : "\(identifier)-\(number)"
      return finding.tables.map {
        FindingTable(name: "\(prefix)-\($0.name)", place: place, table: $0)
      }
    }
  }

  /// Comma-separated values; the header names the unit in brackets where there is one, numbers
  /// stand at full precision, a missing cell is empty.
  var csv: String {
    let header = table.columns.map { column in
      column.unit.isEmpty || column.unit == "1" ? column.name : "\(column.name) (\(column.unit))"
    }
    let rows = table.rows.map { row in
      row.map { cell -> String in
        switch cell {
        case .number(let value): "\(value)"
        case .text(let text): text
        case .missing: ""
        }
      }
    }
    return ([header] + rows).map { DelimitedField.line($0) }.joined(separator: "\n") + "\n"
  }
}
