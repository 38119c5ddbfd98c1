package import AirQuality
import FoundationEssentials

/// What a single cell may be, and what the cells of one record must be to each other.
package struct RecordChecks: Sendable {
  private let kind: RecordKind
  private let schema: RecordSchema
  private let terms: [Set<String>]
  private let today: CivilDate

  /// - Parameter today: what lies behind it cannot be done yet.
  package init(_ kind: RecordKind, today: CivilDate = RecordChecks.today) {
    self.kind = kind
    self.today = today
    schema = RecordSchema.of(kind)
    terms = schema.columns.map { column in
      switch column.content {
      case .term(let terms), .terms(let terms): Set(terms)
      default: []
      }
    }
  }

  /// The day that it is anywhere: the east of Asia is ahead of UTC by less than a day.
  package static var today: CivilDate {
    CivilDate(daysSinceEpoch: Int(Date().timeIntervalSince1970) / 86_400 + 1)
  }

  /// Problems of the record alone, without looking at others.
  package func problems(_ record: RegistryRecord, row: Int) -> [RegistryError.RowProblem] {
    var problems: [RegistryError.RowProblem] = []
    for (position, column) in schema.columns.enumerated() {
      let cell = record.cells[position]
      if cell.isEmpty {
        if column.isRequired {
          problems.append(
            .init(
              row: row, column: column.name, problem: "the cell is empty",
              remedy: "fill it in: every \(kind.singular) needs one"))
        }
        continue
      }
      if let (problem, remedy) = fault(cell, column, terms[position]) {
        problems.append(
          .init(row: row, column: column.name, problem: problem, remedy: remedy))
      }
    }
    return problems.isEmpty
      ? RecordConsistency(record: record, row: row, today: today).problems : problems
  }

  private func fault(
    _ cell: String, _ column: RecordColumn, _ terms: Set<String>
  ) -> (String, String)? {
    // No XML can hold them and no spreadsheet shows them, so that they would not come back.
    if let control = cell.unicodeScalars.first(where: Self.isControl) {
      return (
        "the text holds the control character U+\(String(control.value, radix: 16))",
        "type the text anew"
      )
    }
    switch column.content {
    case .text, .party: return nil
    case .identifier:
      let bad = cell.unicodeScalars.contains {
        $0.value <= 0x20 || $0 == ";" || $0 == "," || $0.properties.isWhitespace
      }
      return bad
        ? ("“\(cell)” has blanks, commas or semicolons", "write an id such as P2014-TOKYO") : nil
    case .reference: return nil
    case .references: return repeated(cell)
    case .term(let list):
      return terms.contains(cell)
        ? nil : ("“\(cell)” is not in the list", "choose one of: \(list.joined(separator: ", "))")
    case .terms(let list):
      let unknown = RegistryRecord.split(cell).first { !terms.contains($0) }
      return unknown.map {
        ("“\($0)” is not in the list", "choose from: \(list.joined(separator: ", "))")
      } ?? repeated(cell)
    case .fiscalYear:
      return FiscalYear(cell) == nil
        ? (
          "“\(cell)” is no fiscal year",
          "write it as FY2014, the year from April 2014 to March 2015"
        ) : nil
    case .date:
      return PartialDate(cell) == nil
        ? ("“\(cell)” is no date", "write it as 2014-06-23, or 2014-06, or 2014") : nil
    case .count: return count(cell, column.name)
    case .number:
      return Self.isNumber(cell)
        ? nil : ("“\(cell)” is no number", "write it as -35 or 27.4")
    case .code(let list):
      return list.admits(cell)
        ? nil : ("“\(cell)” has not the form of a code", "write it as \(list.example)")
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || scalar.value == 0x7F
      || scalar.value == 0xFFFE || scalar.value == 0xFFFF
  }

  /// Digits with one point and a sign at most: what `Double` reads besides, such as `0x1p3` and
  /// `inf`, nobody writes in a table.
  private static func isNumber(_ cell: String) -> Bool {
    cell.utf8.allSatisfy { (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) }
      && Double(cell)?.isFinite == true
  }

  private func repeated(_ cell: String) -> (String, String)? {
    var seen: Set<String> = []
    return RegistryRecord.split(cell).first { !seen.insert($0).inserted }
      .map { ("“\($0)” stands twice", "name it once") }
  }

  /// The least and the most that a count can mean: beyond, a digit or a column slipped.
  private static let ranges: [String: ClosedRange<Int>] = [
    "people": 0...100_000, "people_days": 0...1_000_000, "plan_row": 1...1_000,
    "year": 1_900...2_100, "base_year": 1_900...2_100, "end_year": 1_900...2_100,
  ]

  private func count(_ cell: String, _ column: String) -> (String, String)? {
    guard cell.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(cell) else {
      return ("“\(cell)” is no whole number from 0", "write digits only")
    }
    guard let range = Self.ranges[column], !range.contains(value) else { return nil }
    return (
      "\(cell) is not between \(range.lowerBound) and \(range.upperBound)",
      "correct it: nothing in the cooperation can have that many"
    )
  }

  /// The other records that a record names, by column.
  package func references(
    of record: RegistryRecord
  ) -> [(column: String, kind: RecordKind, id: String)] {
    var found: [(String, RecordKind, String)] = []
    for (position, column) in schema.columns.enumerated() where !record.cells[position].isEmpty {
      switch column.content {
      case .reference(let kind): found.append((column.name, kind, record.cells[position]))
      case .references(let kind):
        for id in RegistryRecord.split(record.cells[position]) {
          found.append((column.name, kind, id))
        }
      case .party:
        if PartyGroup(rawValue: record.cells[position]) == nil {
          found.append((column.name, .organisations, record.cells[position]))
        }
      default: break
      }
    }
    return found
  }
}
