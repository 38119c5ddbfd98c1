import AirQuality
import Documents

/// Spans of days or years of which no two of one matter may overlap.
struct SpanBook {
  private struct Span {
    let from: CivilDate
    let to: CivilDate
    let id: String
    let row: Int
    let kind: RecordKind
    /// Empty when it is not known.
    let place: String
    /// People and host, when both are known: the same group cannot be in two places.
    let group: String
  }

  /// What no two spans may share at a time: of which kind it is, and the cells that it is told by.
  private struct Matter: Hashable {
    let kind: RecordKind
    let first: String
    var second = ""
  }

  private var spans: [Matter: [Span]] = [:]

  /// Notes a record's span, if its kind has one.
  mutating func add(_ record: RegistryRecord, row: Int) {
    guard let (key, from, to) = Self.span(record) else { return }
    let isEvent = record.kind == .activities
    let group = record["people"].isEmpty || record["host"].isEmpty
    spans[key, default: []].append(
      Span(
        from: from, to: to, id: record.id, row: row, kind: record.kind,
        place: isEvent ? record["place"].lowercased() : "",
        group: !isEvent || group ? "" : "\(record["people"]) \(record["host"].lowercased())"))
  }

  /// What a record must not share with another one, and when.
  private static func span(_ record: RegistryRecord) -> (Matter, CivilDate, CivilDate)? {
    func matter(_ first: String, _ second: String = "") -> Matter {
      Matter(kind: record.kind, first: record[first], second: second.isEmpty ? "" : record[second])
    }
    switch record.kind {
    case .activities:
      // Only days can tell two events apart; two meetings in one month are common. What was
      // cancelled takes no place.
      guard record["same_as"].isEmpty, record["status"] != "cancelled",
        let start = PartialDate(record["start"]), start.precision == .day
      else { return nil }
      return (
        matter("project", "kind"), start.first,
        (PartialDate(record["end"]) ?? start).last
      )
    case .partnerships:
      guard let joined = PartialDate(record["joined"]) else { return nil }
      return (
        matter("jp_org", "cn_org"), joined.first,
        PartialDate(record["left"])?.last ?? endOfTime
      )
    case .organisationNames:
      return (
        matter("org"), PartialDate(record["from"])?.first ?? beginningOfTime,
        PartialDate(record["until"])?.last ?? endOfTime
      )
    case .phases:
      guard let start = FiscalYear(record["start"]), let end = FiscalYear(record["end"]) else {
        return nil
      }
      // The one free text among the names: told apart by its bytes, as the archive's table does.
      let programme = record["programme"].utf8.map { String($0, radix: 16) }
      return (
        Matter(kind: .phases, first: programme.joined(separator: " ")), start.firstDay, end.lastDay
      )
    case .exchangeRates:
      return year(record, matter("currency"))
    case .ceilings:
      return year(record, matter("project"))
    default: return nil
    }
  }

  private static func year(
    _ record: RegistryRecord, _ matter: Matter
  ) -> (Matter, CivilDate, CivilDate)? {
    FiscalYear(record["fiscal_year"]).map { (matter, $0.firstDay, $0.lastDay) }
  }

  private static let beginningOfTime = FiscalYear(beginning: 1).firstDay
  private static let endOfTime = FiscalYear(beginning: 2_998).lastDay

  /// Pairs of which one at least was shown as a row: told at the later row, of rows alone at the
  /// one that stands further down.
  var problems: [RegistryError.RowProblem] {
    var found: [RegistryError.RowProblem] = []
    for (_, all) in spans where all.count > 1 {
      // Two are the rule where there are several.
      if all.count == 2, all[0].to < all[1].from || all[1].to < all[0].from { continue }
      let sorted = all.sorted { ($0.from, $0.to, $0.id) < ($1.from, $1.to, $1.id) }
      // Those that are still open at the beginning of the next; nearly always one.
      var open: [Span] = []
      var told: Set<String> = []
      for span in sorted {
        open.removeAll { $0.to < span.from }
        for other in open where collide(span, other) {
          let (late, early) = span.row > other.row ? (span, other) : (other, span)
          if told.insert(late.id).inserted { found.append(problem(late, early)) }
        }
        open.append(span)
      }
    }
    return found
  }

  private func collide(_ one: Span, _ other: Span) -> Bool {
    // What is kept was judged when it came.
    guard one.row > 0 || other.row > 0 else { return false }
    guard one.kind == .activities, one.place != other.place else { return true }
    // A place that nobody stated can be the same.
    if one.place.isEmpty || other.place.isEmpty { return true }
    return !one.group.isEmpty && one.group == other.group
  }

  private func problem(_ late: Span, _ early: Span) -> RegistryError.RowProblem {
    let kind = late.kind
    let facts: [String: Value] = [
      "from": .date(late.from.description), "to": .date(late.to.description), "kind": kind.one,
      "id": .text(early.id), "otherFrom": .date(early.from.description),
      "otherTo": .date(early.to.description),
    ]
    let overlap = Message("rule.overlap", facts)
    switch kind {
    case .activities:
      let isUnknown = late.place.isEmpty || early.place.isEmpty
      return .init(
        row: late.row, column: "start",
        problem: late.place == early.place
          ? overlap
          : Message(isUnknown ? "rule.overlap-place-unknown" : "rule.overlap-same-people", facts),
        remedy: Message("remedy.overlap-event", facts))
    case .partnerships:
      return .init(row: late.row, column: "joined", problem: overlap, remedy: "remedy.dates")
    case .organisationNames:
      return .init(
        row: late.row, column: "from", problem: Message("rule.name-overlap", facts),
        remedy: "remedy.name-overlap")
    case .exchangeRates, .ceilings:
      return .init(
        row: late.row, column: "fiscal_year", problem: Message("rule.same-year", facts),
        remedy: "remedy.change-that-one")
    default:
      return .init(row: late.row, column: "start", problem: overlap, remedy: "remedy.dates")
    }
  }
}
