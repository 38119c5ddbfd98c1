/// What a single cell may be, and what the cells of one record must be to each other.
package struct RecordChecks: Sendable {
  private let kind: RecordKind
  private let schema: RecordSchema
  private let terms: [Set<String>]

  package init(_ kind: RecordKind) {
    self.kind = kind
    schema = RecordSchema.of(kind)
    terms = schema.columns.map { column in
      switch column.content {
      case .term(let terms), .terms(let terms): Set(terms)
      default: []
      }
    }
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
    return problems.isEmpty ? consistency(record, row: row) : problems
  }

  private func fault(
    _ cell: String, _ column: RecordColumn, _ terms: Set<String>
  ) -> (String, String)? {
    switch column.content {
    case .text, .party: return nil
    case .identifier:
      let bad = cell.utf8.contains { $0 <= 0x20 || $0 == 0x3B || $0 == 0x2C }
      return bad
        ? ("“\(cell)” has blanks, commas or semicolons", "write an id such as P2014-TOKYO") : nil
    case .reference, .references: return nil
    case .term(let list):
      return terms.contains(cell)
        ? nil : ("“\(cell)” is not in the list", "choose one of: \(list.joined(separator: ", "))")
    case .terms(let list):
      let unknown = RegistryRecord.split(cell).first { !terms.contains($0) }
      return unknown.map {
        ("“\($0)” is not in the list", "choose from: \(list.joined(separator: ", "))")
      }
    case .fiscalYear:
      return FiscalYear(cell) == nil
        ? (
          "“\(cell)” is no fiscal year",
          "write it as FY2014, the year from April 2014 to March 2015"
        ) : nil
    case .date:
      return PartialDate(cell) == nil
        ? ("“\(cell)” is no date", "write it as 2014-06-23, or 2014-06, or 2014") : nil
    case .count:
      return (Int(cell) ?? -1) < 0
        ? ("“\(cell)” is no whole number from 0", "write digits only") : nil
    case .number:
      return Double(cell)?.isFinite == true
        ? nil : ("“\(cell)” is no number", "write it as -35 or 27.4")
    case .code(let list):
      return list.admits(cell)
        ? nil : ("“\(cell)” has not the form of a code", "write it as \(list.example)")
    }
  }

  /// What cells say about each other.
  private func consistency(_ record: RegistryRecord, row: Int) -> [RegistryError.RowProblem] {
    func problem(_ column: String, _ problem: String, _ remedy: String)
      -> [RegistryError.RowProblem]
    { [.init(row: row, column: column, problem: problem, remedy: remedy)] }
    switch kind {
    case .activities, .measures:
      guard let start = PartialDate(record["start"]), let end = PartialDate(record["end"]),
        end.last < start.first
      else { return [] }
      return problem("end", "the end \(end) is before the start \(start)", "correct one of them")
    case .partnerships:
      guard let joined = PartialDate(record["joined"]), let left = PartialDate(record["left"]),
        left.last < joined.first
      else { return [] }
      return problem("left", "\(left) is before \(joined)", "correct one of them")
    case .phases:
      guard let start = FiscalYear(record["start"]), let end = FiscalYear(record["end"]),
        end < start
      else { return [] }
      return problem("end", "the end \(end) is before the start \(start)", "correct one of them")
    case .claims:
      guard let base = Int(record["base_year"]), let end = Int(record["end_year"]), end < base
      else { return [] }
      return problem("end_year", "\(end) is before \(base)", "correct one of them")
    case .budgetLines:
      if let amount = Double(record["amount"]), amount < 0 {
        return problem("amount", "the amount is negative", "enter what is to be paid")
      }
      if let share = Double(record["share_asked"]), !(0...1).contains(share) {
        return problem(
          "share_asked", "\(record["share_asked"]) is no share", "write a number from 0 to 1")
      }
      return []
    case .places:
      if let latitude = Double(record["latitude"]), abs(latitude) > 90 {
        return problem("latitude", "there is no latitude \(latitude)", "write degrees")
      }
      return []
    case .organisations:
      guard !record["iso3166_2"].isEmpty, !record["iso3166_2"].hasPrefix(record["country"]) else {
        return []
      }
      return problem(
        "iso3166_2", "\(record["iso3166_2"]) is not in \(record["country"])",
        "correct the code or the country")
    default: return []
    }
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
