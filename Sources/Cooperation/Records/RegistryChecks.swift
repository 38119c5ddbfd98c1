import AirQuality

/// What records must be to each other: references that exist, dates that do not overlap, fiscal
/// years within the programme.
package struct RegistryChecks {
  /// Whether a record exists, in the file or already kept.
  private let exists: (RecordKind, String) -> Bool
  private let programme: [ClosedRange<FiscalYear>]
  private var seen: [RecordKind: Set<String>] = [:]
  private var pending: [(kind: RecordKind, id: String, problem: RegistryError.RowProblem)] = []
  private var checks = [RecordChecks?](repeating: nil, count: RecordKind.allCases.count)
  /// References that were found to exist.
  private var known: [RecordKind: Set<String>] = [:]
  /// Spans of days that must not overlap, by what they belong to.
  private var spans: [String: [(from: CivilDate, to: CivilDate, id: String)]] = [:]

  /// - Parameters:
  ///   - programme: the phases' fiscal years; none for no rule.
  ///   - exists: asked only for references.
  package init(
    programme: [ClosedRange<FiscalYear>], exists: @escaping (RecordKind, String) -> Bool
  ) {
    self.programme = programme
    self.exists = exists
  }

  /// Problems of a record on its row, given all that were shown before.
  ///
  /// - Parameter own: what `RecordChecks` found in the record alone; `nil` to have it looked for.
  package mutating func problems(
    _ record: RegistryRecord, row: Int, own: [RegistryError.RowProblem]? = nil
  ) -> [RegistryError.RowProblem] {
    let check = checks[record.kind.order] ?? RecordChecks(record.kind)
    checks[record.kind.order] = check
    var problems = own ?? check.problems(record, row: row)
    if !seen[record.kind, default: []].insert(record.id).inserted {
      problems.append(
        .init(
          row: row, column: "id", problem: "the id “\(record.id)” stands on two rows",
          remedy: "give every \(record.kind.singular) its own id"))
    }
    for reference in check.references(of: record) {
      // A record may name one of its own kind further down; those are asked for in `finish`.
      if seen[reference.kind]?.contains(reference.id) == true { continue }
      if known[reference.kind]?.contains(reference.id) == true { continue }
      if exists(reference.kind, reference.id) {
        known[reference.kind, default: []].insert(reference.id)
        continue
      }
      let problem = RegistryError.RowProblem(
        row: row, column: reference.column,
        problem: "there is no \(reference.kind.singular) “\(reference.id)”",
        remedy: "correct the id, or import the \(reference.kind.rawValue) first")
      if reference.kind == record.kind {
        pending.append((reference.kind, reference.id, problem))
      } else {
        problems.append(problem)
      }
    }
    if problems.isEmpty { problems = programmeProblems(record, row) + overlaps(record, row) }
    return problems
  }

  /// References to rows that should have come later and did not.
  package mutating func finish() -> [RegistryError.RowProblem] {
    defer { pending = [] }
    return pending.filter { seen[$0.kind]?.contains($0.id) != true }.map(\.problem)
  }

  /// Money of the platform exists only while the programme runs.
  private func programmeProblems(
    _ record: RegistryRecord, _ row: Int
  ) -> [RegistryError.RowProblem] {
    guard record.kind == .projects || record.kind == .budgetLines, !programme.isEmpty,
      let year = FiscalYear(record["fiscal_year"]),
      record.kind == .budgetLines
        || record["funding_class"] == FundingClass.newOrStrengthened.rawValue,
      !programme.contains(where: { $0.contains(year) })
    else { return [] }
    let years = programme.map { "\($0.lowerBound) to \($0.upperBound)" }.joined(separator: ", ")
    return [
      .init(
        row: row, column: "fiscal_year",
        problem: "\(year) is outside the programme (\(years))",
        remedy: "correct the year, or add the phase, or class the cooperation as existing or "
          + "outside the platform")
    ]
  }

  private mutating func overlaps(
    _ record: RegistryRecord, _ row: Int
  ) -> [RegistryError.RowProblem] {
    let key: String
    let from: CivilDate
    let to: CivilDate
    let column: String
    switch record.kind {
    case .activities:
      // Only days can tell two events apart; two meetings in one month are common.
      guard record["same_as"].isEmpty, let start = PartialDate(record["start"]),
        start.precision == .day, !record["place"].isEmpty
      else { return [] }
      let end = PartialDate(record["end"]) ?? start
      (from, to, column) = (start.first, end.last, "start")
      key = "\(record["project"]) \(record["kind"]) \(record["place"])"
    case .partnerships:
      guard let joined = PartialDate(record["joined"]) else { return [] }
      (from, column) = (joined.first, "joined")
      to = PartialDate(record["left"])?.last ?? FiscalYear(beginning: 2_998).lastDay
      key = "partnership \(record["jp_org"]) \(record["cn_org"])"
    case .phases:
      guard let start = FiscalYear(record["start"]), let end = FiscalYear(record["end"]) else {
        return []
      }
      (from, to, column) = (start.firstDay, end.lastDay, "start")
      key = "phase \(record["programme"])"
    default: return []
    }
    defer { spans[key, default: []].append((from, to, record.id)) }
    guard let other = spans[key]?.first(where: { $0.from <= to && from <= $0.to }) else {
      return []
    }
    return [
      .init(
        row: row, column: column,
        problem: "\(from) to \(to) overlaps \(record.kind.singular) \(other.id) "
          + "(\(other.from) to \(other.to))",
        remedy: record.kind == .activities
          ? "correct the dates, or name \(other.id) in same_as when both rows are one event"
          : "correct the dates")
    ]
  }
}
