package import AirQuality
import Documents

/// What records must be to each other: references that exist, dates that do not overlap, sides that
/// are the right way round, fiscal years within the programme.
///
/// Rows are shown one after the other with `problems`, and judged together by `finish`, so that
/// it does not matter which of two stands first. What is in an archive already is shown with
/// `note`: a problem between a row and a record that is kept is told at the row.
package struct RegistryChecks {
  /// A record, in the file or already kept.
  private let lookup: (RecordKind, String) -> RegistryRecord?
  private let exists: (RecordKind, String) -> Bool
  private let programme: [ClosedRange<FiscalYear>]
  private let today: CivilDate
  private var checks = [RecordChecks?](repeating: nil, count: RecordKind.allCases.count)
  /// Ids that were shown as rows, by kind.
  private var seen = [Set<String>](repeating: [], count: RecordKind.allCases.count)
  /// Ids by their small letters, by kind.
  private var spellings = [[String: String]](repeating: [:], count: RecordKind.allCases.count)
  private var pending: [(kind: RecordKind, id: String, problem: RegistryError.RowProblem)] = []
  private var collisions: [RegistryError.RowProblem] = []
  /// Country of the organisations that were asked for, and what they were merged into.
  private var parties: [String: Party?] = [:]
  /// References of other kinds that were found to exist.
  private var known = [Set<String>](repeating: [], count: RecordKind.allCases.count)
  private var spans = SpanBook()
  /// Events that are told to be the event of another row, with the row.
  private var sameAs: [String: (other: String, row: Int)] = [:]

  private struct Party {
    let country: String
    let mergedInto: String
  }

  /// - Parameters:
  ///   - programme: the phases' fiscal years; none for no rule.
  ///   - exists: asked whether a record is there, where that is all there is to know.
  ///   - lookup: asked for records that are referred to.
  package init(
    programme: [ClosedRange<FiscalYear>], today: CivilDate = RecordChecks.today,
    exists: ((RecordKind, String) -> Bool)? = nil,
    lookup: @escaping (RecordKind, String) -> RegistryRecord?
  ) {
    self.programme = programme
    self.today = today
    self.lookup = lookup
    self.exists = exists ?? { lookup($0, $1) != nil }
  }

  /// Problems of a record on its row, given all that were shown before.
  ///
  /// - Parameter own: what `RecordChecks` found in the record alone; `nil` to have it looked for.
  package mutating func problems(
    _ record: RegistryRecord, row: Int, own: [RegistryError.RowProblem]? = nil
  ) -> [RegistryError.RowProblem] {
    let check = checks[record.kind.order] ?? RecordChecks(record.kind, today: today)
    checks[record.kind.order] = check
    var problems = own ?? check.problems(record, row: row)
    if !seen[record.kind.order].insert(record.id).inserted {
      problems.append(
        .init(
          row: row, column: "id", problem: Message("rule.id-twice", ["id": .text(record.id)]),
          remedy: Message("remedy.own-id", ["kind": record.kind.one])))
    } else if let other = spell(record), other != record.id {
      problems.append(
        .init(
          row: row, column: "id",
          problem: Message(
            "rule.id-case", ["id": .text(record.id), "other": .text(other)]),
          remedy: "remedy.id-case"))
    }
    if record.kind == .organisations {
      parties[record.id] = Party(country: record["country"], mergedInto: record["merged_into"])
    }
    for reference in check.references(of: record) {
      problems += problem(of: reference, in: record, row: row)
    }
    if problems.isEmpty {
      problems = sides(record, row) + programmeProblems(record, row)
      note(record, row: row)
    }
    return problems
  }

  /// Shows a record that is kept already; it is not judged in itself.
  package mutating func noteKept(_ record: RegistryRecord) {
    guard !seen[record.kind.order].contains(record.id) else { return }
    if let other = spell(record), other != record.id, seen[record.kind.order].contains(other) {
      collisions.append(
        .init(
          row: 0, column: "id",
          problem: Message(
            "rule.id-case", ["id": .text(other), "other": .text(record.id)]),
          remedy: "remedy.id-case"))
    }
    note(record, row: 0)
  }

  private mutating func note(_ record: RegistryRecord, row: Int) {
    spans.add(record, row: row)
    if record.kind == .activities, !record["same_as"].isEmpty {
      sameAs[record.id] = (record["same_as"], row)
    }
  }

  /// Keeps the spelling of an id; returns the one that came first.
  private mutating func spell(_ record: RegistryRecord) -> String? {
    let small = Self.small(record.id)
    let order = record.kind.order
    let first = spellings[order].updateValue(record.id, forKey: small)
    // Nearly every id is the first; of others the first keeps its place.
    if let first { spellings[order][small] = first }
    return first
  }

  /// Small letters as SQLite has them, so that one rule holds for one record and for many.
  private static func small(_ id: String) -> String {
    guard id.utf8.contains(where: { (65...90).contains($0) }) else { return id }
    return String(decoding: id.utf8.map { (65...90).contains($0) ? $0 | 32 : $0 }, as: UTF8.self)
  }

  /// Problems that only all rows together show.
  package mutating func finish() -> [RegistryError.RowProblem] {
    defer { (pending, collisions) = ([], []) }
    let missing = pending.filter { !seen[$0.kind.order].contains($0.id) }.map(\.problem)
    return (missing + collisions + spans.problems + circles).sorted { $0.row < $1.row }
  }

  // MARK: References

  private mutating func problem(
    of reference: (column: String, kind: RecordKind, id: String), in record: RegistryRecord,
    row: Int
  ) -> [RegistryError.RowProblem] {
    if reference.kind == .organisations, let party = party(reference.id) {
      guard !party.mergedInto.isEmpty else { return [] }
      return [
        .init(
          row: row, column: reference.column,
          problem: Message(
            "rule.merged",
            ["id": .text(reference.id), "into": .text(party.mergedInto)]),
          remedy: Message("remedy.name", ["id": .text(party.mergedInto)]))
      ]
    }
    // A record may name one of its own kind further down; those are asked for in `finish`.
    if seen[reference.kind.order].contains(reference.id) { return [] }
    if known[reference.kind.order].contains(reference.id) { return [] }
    if exists(reference.kind, reference.id) {
      known[reference.kind.order].insert(reference.id)
      return []
    }
    pending.append(
      (
        reference.kind, reference.id,
        .init(
          row: row, column: reference.column,
          problem: RegistryError.unknownRecord(reference.id, kind: reference.kind, nearest: [])
            .problem,
          remedy: Message("remedy.unknown", ["kinds": reference.kind.several]))
      ))
    return []
  }

  private mutating func party(_ id: String) -> Party? {
    if let known = parties[id] { return known }
    let found = lookup(.organisations, id).map {
      Party(country: $0["country"], mergedInto: Organisation($0).mergedInto ?? "")
    }
    // One that is not there yet may come further down.
    if let found { parties[id] = found }
    return found
  }

  /// The side on which an organisation of a country stands, by the columns of the kind.
  private mutating func sides(
    _ record: RegistryRecord, _ row: Int
  ) -> [RegistryError.RowProblem] {
    let columns: [(String, String)] =
      switch record.kind {
      case .projects: [("jp_org", "JP"), ("cn_orgs", "CN")]
      case .partnerships: [("jp_org", "JP"), ("cn_org", "CN")]
      case .needs: [("org", "CN")]
      case .offers: [("org", "JP")]
      default: []
      }
    var problems: [RegistryError.RowProblem] = []
    for (column, country) in columns {
      for id in record.list(column) {
        guard let party = party(id), party.country != country else { continue }
        problems.append(
          .init(
            row: row, column: column,
            problem: Message(
              "rule.side",
              ["id": .text(id), "country": .text(party.country), "side": .text(country)]),
            remedy: "remedy.sides"))
      }
    }
    return problems
  }

  /// Money of the platform exists only while the programme runs.
  private func programmeProblems(
    _ record: RegistryRecord, _ row: Int
  ) -> [RegistryError.RowProblem] {
    guard record.kind == .projects || record.kind == .budgetLines, !programme.isEmpty,
      record.kind == .budgetLines
        || record["funding_class"] == FundingClass.newOrStrengthened.rawValue
    else { return [] }
    return ["fiscal_year", "end_year"].flatMap { column -> [RegistryError.RowProblem] in
      guard let year = FiscalYear(record[column]),
        !programme.contains(where: { $0.contains(year) })
      else { return [] }
      let years = programme.map { Value.years($0) }
      return [
        .init(
          row: row, column: column,
          problem: Message(
            "rule.outside-programme",
            ["year": .fiscalYear(year.beginning), "years": .list(years)]),
          remedy: "remedy.outside-programme")
      ]
    }
  }

  /// Events that are each other's: none of them would be counted.
  private var circles: [RegistryError.RowProblem] {
    sameAs.sorted { ($0.value.row, $0.key) < ($1.value.row, $1.key) }.compactMap { id, link in
      var next: String? = link.other
      var steps = 0
      while let current = next, current != id, steps < 1_000 {
        next =
          sameAs[current]?.other
          ?? lookup(.activities, current).map { $0["same_as"] }.flatMap { $0.isEmpty ? nil : $0 }
        steps += 1
      }
      guard next != nil else { return nil }
      return .init(
        row: link.row, column: "same_as",
        problem: Message(
          "rule.same-circle", ["id": .text(id), "other": .text(link.other)]),
        remedy: "remedy.same-circle")
    }
  }
}
