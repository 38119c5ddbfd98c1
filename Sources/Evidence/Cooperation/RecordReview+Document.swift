public import Cooperation
public import Documents
import FoundationEssentials
public import Store
public import Studies

extension RecordReview.Outcome: Documented {
  /// The record with what belongs to it and what was found.
  public var document: Document {
    let columns = RecordSchema.of(record.kind).columns.map(\.name)
    return Document(
      title: say(
        version == nil ? "show.title" : "show.title-version", kind: record.kind.one,
        id: record.id, version: version),
      data: Table("record", "show.record", columns) {
        Column("column", "show.column") { $0 }
        Column("text", "show.text") { record[$0] }
      }
    ) {
      Section("show.record") {
        Block.terms(
          columns.dropFirst().filter { !record[$0].isEmpty }.map {
            Term(.verbatim($0), [.verbatim(record[$0])])
          })
      }
      Section("show.related") { Block.list(related.map(Self.line)) }
      Section("iati.statements") { Self.table(statements) }
      Section("show.findings") {
        Block.list(findings.flatMap { [Self.line($0)] + Self.old($0) })
        if evaluation == "not evaluated" { Message("show.not-evaluated") }
      }
    }
  }

  /// A record that belongs to another.
  static func line(_ other: RegistryRecord) -> Message {
    let verified = Value.verified(other)
    return say(
      verified == .missing ? "show.other" : "show.other-verified", kind: other.kind.one,
      id: other.id, name: name(other), verified: verified)
  }

  /// The words of a record; where none name it, what it is and when, or how much.
  private static func name(_ other: RegistryRecord) -> Value {
    let names = other.names
    guard names.english.isEmpty, names.japanese.isEmpty, names.chinese.isEmpty else {
      return names.shown
    }
    let days = [other["start"], other["end"]].filter { !$0.isEmpty }
    let parts: [Value] =
      other.kind == .activities
      ? [.term(Activity(other).kind), .text(days.joined(separator: "..")), .text(other["place"])]
      : ["fiscal_year", "amount", "yen", "currency"]
        .filter { RecordSchema.of(other.kind).columns.map(\.name).contains($0) }
        .map { .text(other[$0]) }
    return .list(parts.filter { $0 != .text("") })
  }

  private static func line(_ finding: RegistryFinding) -> Message {
    say(
      "show.finding",
      verdict: ClaimEvaluation.Verdict(rawValue: finding.verdict)?.message.shown
        ?? .text(finding.verdict), sentence: finding.sentence, title: finding.title)
  }

  /// That records were changed after a finding was kept; nothing where none were.
  private static func old(_ finding: RegistryFinding) -> [Message] {
    guard let staleness = finding.staleness else { return [] }
    let why: Message =
      switch staleness {
      case .recordChanged: "show.record-changed"
      case .inputsChanged: "show.inputs-changed"
      }
    guard let at = finding.at else { return [say("show.old", why: why)] }
    return [say("show.old-at", why: why, at: Value.date(at))]
  }

  private static func table(_ statements: [IATIStatement]) -> Table {
    Table("statements", "iati.statements", statements) {
      Column("kind", "record.kind") { $0.kind.message }
      Column("type", "iati.statement-type") { .filled($0.type) }
      Column("from", "record.from") { .filled($0.from) }
      Column("to", "record.to") { .filled($0.to) }
      Column("value", "iati.statement-value") { .filled($0.value) }
      Column("target", "iati.statement-target") { .filled($0.target) }
      Column("currency", "funding.currency") { .filled($0.currency) }
      Column("words", "record.what") { .filled($0.words) }
    }
  }
}

extension BreachReview.Outcome: Tabulated {
  /// One line a breach.
  public var table: Table {
    Table("problems", "projects.breaches", problems) {
      Column("column", "show.column") { $0.column }
      Column("problem", "record.problem") { $0.problem }
      Column("remedy", "record.remedy") { $0.remedy }
    }
  }
}

extension RecordHistory.Outcome: Tabulated {
  /// One line a change.
  public var table: Table {
    Table("history", "projects.history", changes) {
      Column("change", "record.change") { .count(Int($0.change)) }
      Column("at", "record.at") { .date($0.at) }
      Column("action", "record.action") { $0.action }
      Column("kind", "record.kind") { $0.kind }
      Column("id", "record.id") { $0.id }
      Column("version", "record.version") { $0.version }
      Column("office", "record.office") { $0.office }
      Column("reason", "record.why", isOptional: true) { .filled($0.reason) }
      Column("before", "record.before") { Self.cells($0.before) }
      Column("after", "record.after") { Self.cells($0.after) }
    }
  }

  /// Cells as files have them; a reader sees each by its column.
  private static func cells(_ json: String?) -> Value {
    guard let json else { return .missing }
    guard
      let cells = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    else { return .text(json) }
    let shown = cells.sorted { $0.key < $1.key }.map { Value.text("\($0.key): \($0.value)") }
    return .coded(json, .list(shown))
  }
}

extension ImportReport: Tabulated {
  /// One line a kind of which something came.
  public var table: Table {
    let kinds = RecordKind.allCases.filter { kind in
      [added, unchanged, replaced].contains { ($0[kind.rawValue] ?? 0) > 0 }
    }
    return Table("import", "projects.imported", kinds) {
      Column("kind", "record.kind") { .coded($0.rawValue, $0.several) }
      Column("added", "record.added") { added[$0.rawValue] ?? 0 }
      Column("unchanged", "record.unchanged") { unchanged[$0.rawValue] ?? 0 }
      Column("replaced", "record.replaced") { replaced[$0.rawValue] ?? 0 }
    }
  }

  /// Organisations that may be one under several names.
  public var remarks: [Message] {
    possibleDuplicates.map { Message("projects.duplicate-kept-apart", $0.facts) }
  }
}

extension DuplicateCandidate {
  /// What a message says of it.
  public var facts: [String: Value] {
    ["duplicate": .text(duplicate), "kept": .text(kept), "reason": .message(reason)]
  }
}

extension DueReview.Outcome: Tabulated {
  /// One line a step or letter, by its day.
  public var table: Table {
    let names = NameBook(registry)
    let kinds = Dictionary(
      RecordKind.allCases.map { ($0.singular, $0.one) }, uniquingKeysWith: { first, _ in first })
    return Table("due", "projects.due", items) {
      Column("due", "record.due") { .filled($0.due) { .date($0) } }
      Column("state", "record.state") {
        Message("projects.due-\($0.state.rawValue)").coded($0.state.rawValue)
      }
      Column("kind", "record.kind") { .coded($0.kind, kinds[$0.kind] ?? .text($0.kind)) }
      Column("id", "record.id") { $0.id }
      Column("project", "record.project") { $0.project }
      Column("what", "record.what") { RecordTranslations.of($0.what).coded($0.what) }
      Column("who", "record.who") { .party($0.who, names) }
    }
  }

  /// That nothing is due.
  public var remarks: [Message] { items.isEmpty ? ["projects.nothing-due"] : [] }
}

extension Preparation.Outcome: Tabulated {
  /// One line a step.
  public var table: Table {
    Table("steps", "record-kind.checklist_items", records) {
      Column("due", "record.due") { .date($0["due"]) }
      Column("step", "record.step") { $0["step"] }
    }
  }

  /// That no steps are known, and that the first day is none of the project's.
  public var remarks: [Message] {
    (records.isEmpty ? [say("projects.no-steps", mode: Value.term(mode))] : [])
      + [doubt].compactMap(\.self)
  }
}
