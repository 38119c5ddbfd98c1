public import Documents
public import Estimation
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
  var fileTable: Table {
    Table(name, table.captionText, table.rows) {
      for (place, column) in table.columns.enumerated() {
        Column(column.name, .verbatim(column.name), unit: column.unit) { $0[place] }
      }
    }
  }
}

extension FitTable.Cell: Shown {
  /// A number at full precision, or a text.
  public var shown: Value {
    switch self {
    case .number(let value): .number(value)
    case .text(let text): .text(text)
    case .missing: .missing
    }
  }
}
