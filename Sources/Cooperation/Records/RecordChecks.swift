package import AirQuality
import Documents
import FoundationEssentials

/// What a single cell may be, and what the cells of one record must be to each other.
package struct RecordChecks: Sendable {
  private let kind: RecordKind
  private let schema: RecordSchema
  private let terms: [Set<String>]
  private let today: CivilDate
  private let readsKept: Bool

  /// - Parameters:
  ///   - today: what lies behind it cannot be done yet.
  ///   - readsKept: whether the text of a kept activity is read; the reader that made it has.
  package init(
    _ kind: RecordKind, today: CivilDate = RecordChecks.today, readsKept: Bool = true
  ) {
    self.kind = kind
    self.today = today
    self.readsKept = readsKept
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
              row: row, column: column.name, problem: "rule.empty",
              remedy: Message("remedy.fill-in", ["kind": kind.one])))
        }
        continue
      }
      if let (problem, remedy) = fault(cell, column, terms[position]) {
        problems.append(
          .init(row: row, column: column.name, problem: problem, remedy: remedy))
      }
    }
    guard problems.isEmpty else { return problems }
    if kind == .iatiActivities, readsKept { return IATIFile.problems(ofKept: record, row: row) }
    return RecordConsistency(record: record, row: row, today: today).problems
  }

  private func fault(
    _ cell: String, _ column: RecordColumn, _ terms: Set<String>
  ) -> (Message, Message)? {
    func told(_ rule: Message) -> Message { Message(rule.id, ["text": .text(cell)]) }
    // No XML can hold them and no spreadsheet shows them, so that they would not come back.
    if Self.mayHoldControl(cell), let control = cell.unicodeScalars.first(where: Self.isControl) {
      return (
        Message("rule.control", ["code": .text(String(control.value, radix: 16))]),
        "remedy.type-anew"
      )
    }
    // A table and a set of names would differ over whether two spellings are one.
    if column.content != .text, !cell.isComposed {
      return (told("rule.decomposed"), "remedy.type-anew")
    }
    switch column.content {
    case .text, .party: return nil
    case .identifier:
      let bad = cell.unicodeScalars.contains {
        $0.value <= 0x20 || $0 == ";" || $0 == "," || $0.properties.isWhitespace
      }
      return bad
        ? (told("rule.identifier"), "remedy.identifier") : nil
    case .reference: return nil
    case .references: return repeated(cell)
    case .term(let list):
      return terms.contains(cell)
        ? nil : (told("rule.no-term"), Message("remedy.choose-one", ["terms": .names(list)]))
    case .terms(let list):
      let unknown = RegistryRecord.split(cell).first { !terms.contains($0) }
      return unknown.map {
        (
          Message("rule.no-term", ["text": .text($0)]),
          Message("remedy.choose-from", ["terms": .names(list)])
        )
      } ?? repeated(cell)
    case .fiscalYear:
      return FiscalYear(cell) == nil
        ? (told("rule.no-fiscal-year"), "remedy.fiscal-year") : nil
    case .date:
      return PartialDate(cell) == nil
        ? (told("rule.no-date"), "remedy.date") : nil
    case .count: return count(cell, column.name)
    case .number:
      return Self.isNumber(cell)
        ? nil : (told("rule.no-number"), "remedy.number")
    case .code(let list):
      return list.admits(cell)
        ? nil
        : (
          told("rule.no-code"), Message("remedy.code", ["examples": .names(list.examples)])
        )
    }
  }

  /// By bytes, since nearly no cell does: a control character, or the first byte of U+FFFE and U+FFFF.
  private static func mayHoldControl(_ cell: String) -> Bool {
    cell.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xEF }
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

  private func repeated(_ cell: String) -> (Message, Message)? {
    var seen: Set<String> = []
    return RegistryRecord.split(cell).first { !seen.insert($0).inserted }
      .map { (Message("rule.repeated", ["text": .text($0)]), "remedy.once") }
  }

  /// The least and the most that a count can mean: beyond, a digit or a column slipped.
  private static let ranges: [String: ClosedRange<Int>] = [
    "people": 0...100_000, "people_days": 1...1_000_000, "plan_row": 1...1_000,
    "year": 1_900...2_100, "base_year": 1_900...2_100, "end_year": 1_900...2_100,
  ]

  private func count(_ cell: String, _ column: String) -> (Message, Message)? {
    guard cell.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(cell) else {
      return (Message("rule.no-count", ["text": .text(cell)]), "remedy.digits")
    }
    guard let range = Self.ranges[column], !range.contains(value) else { return nil }
    return (
      Message(
        "rule.out-of-range",
        [
          "text": .text(cell), "least": .text("\(range.lowerBound)"),
          "most": .text("\(range.upperBound)"),
        ]),
      "remedy.out-of-range"
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
