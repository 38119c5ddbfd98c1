public import Cooperation
public import Documents
public import Store
public import Studies

extension RecordReview.Outcome: Documented {
  /// The record with what belongs to it and what was found.
  public var document: Document {
    let columns = RecordSchema.of(record.kind).columns.map(\.name)
    let facts: [String: Value] = [
      "kind": record.kind.one, "id": .text(record.id),
      "version": .optional(version) { .count($0) },
    ]
    return Document(
      title: Message(version == nil ? "show.title" : "show.title-version", facts),
      data: Table("record", "show.record", columns) {
        Column("column", heading: "show.column") { .text($0) }
        Column("text", heading: "show.text") { .text(record[$0]) }
      }
    ) {
      Section("show.record") {
        Block.terms(
          columns.dropFirst().filter { !record[$0].isEmpty }.map {
            Term(.verbatim($0), [.verbatim(record[$0])])
          })
      }
      Section("show.related") { Block.list(related.map(Self.line)) }
      if !statements.isEmpty {
        Section("iati.statements") { Self.table(statements) }
      }
      Section("show.findings") {
        Block.list(findings.flatMap { [Self.line($0)] + Self.old($0) })
        if evaluation == "not evaluated" { Message("show.not-evaluated") }
      }
    }
  }

  private static func line(_ other: RegistryRecord) -> Message {
    let verified = Value.verified(other)
    return Message(
      verified == .missing ? "show.other" : "show.other-verified",
      [
        "kind": other.kind.one, "id": .text(other.id), "name": .named(other.names),
        "verified": verified,
      ])
  }

  private static func line(_ finding: RegistryFinding) -> Message {
    Message(
      "show.finding",
      [
        "verdict": ClaimEvaluation.Verdict(rawValue: finding.verdict).map { .message($0.message) }
          ?? .text(finding.verdict), "sentence": .text(finding.sentence),
        "title": .text(finding.title),
      ])
  }

  /// That records were changed after a finding was kept; nothing where none were.
  private static func old(_ finding: RegistryFinding) -> [Message] {
    guard let staleness = finding.staleness else { return [] }
    let why: Message =
      switch staleness {
      case .recordChanged: "show.record-changed"
      case .inputsChanged: "show.inputs-changed"
      }
    guard let at = finding.at else { return [Message("show.old", ["why": .message(why)])] }
    return [Message("show.old-at", ["why": .message(why), "at": .date(at)])]
  }

  private static func table(_ statements: [IATIStatement]) -> Table {
    Table("statements", "iati.statements", statements) {
      Column("kind", heading: "record.kind") { .message($0.kind.message) }
      Column("type", heading: "iati.statement-type") { .filled($0.type) }
      Column("from", heading: "record.from") { .filled($0.from) }
      Column("to", heading: "record.to") { .filled($0.to) }
      Column("value", heading: "iati.statement-value") { .filled($0.value) }
      Column("target", heading: "iati.statement-target") { .filled($0.target) }
      Column("currency", heading: "funding.currency") { .filled($0.currency) }
      Column("words", heading: "record.what") { .filled($0.words) }
    }
  }
}

extension BreachReview.Outcome: Tabulated {
  /// One line a breach.
  public var table: Table {
    Table("problems", "projects.breaches", problems) {
      Column("column", heading: "show.column") { .text($0.column) }
      Column("problem", heading: "record.problem") { .message($0.problem) }
      Column("remedy", heading: "record.remedy") { .message($0.remedy) }
    }
  }
}

extension RecordHistory.Outcome: Tabulated {
  /// One line a change.
  public var table: Table {
    Table("history", "projects.history", changes) {
      Column("change", heading: "record.change") { .count(Int($0.change)) }
      Column("at", heading: "record.at") { .date($0.at) }
      Column("action", heading: "record.action") { .text($0.action) }
      Column("kind", heading: "record.kind") { .text($0.kind) }
      Column("id", heading: "record.id") { .text($0.id) }
      Column("version", heading: "record.version") { .optional($0.version) { .count($0) } }
      Column("office", heading: "record.office") { .text($0.office) }
      Column("reason", heading: "record.why", isOptional: true) { .filled($0.reason) }
      Column("before", heading: "record.before") { .optional($0.before) { .text($0) } }
      Column("after", heading: "record.after") { .optional($0.after) { .text($0) } }
    }
  }
}

extension ImportReport: Tabulated {
  /// One line a kind of which something came.
  public var table: Table {
    func count(_ counts: [String: Int], _ kind: RecordKind) -> Value {
      .count(counts[kind.rawValue] ?? 0)
    }
    let kinds = RecordKind.allCases.filter { kind in
      [added, unchanged, replaced].contains { ($0[kind.rawValue] ?? 0) > 0 }
    }
    return Table("import", "projects.imported", kinds) {
      Column("kind", heading: "record.kind") { .coded($0.rawValue, $0.several) }
      Column("added", heading: "record.added") { count(added, $0) }
      Column("unchanged", heading: "record.unchanged") { count(unchanged, $0) }
      Column("replaced", heading: "record.replaced") { count(replaced, $0) }
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
      Column("due", heading: "record.due") { .filled($0.due) { .date($0) } }
      Column("state", heading: "record.state") {
        .coded($0.state.rawValue, .message(Message("projects.due-\($0.state.rawValue)")))
      }
      Column("kind", heading: "record.kind") {
        .coded($0.kind, kinds[$0.kind] ?? .text($0.kind))
      }
      Column("id", heading: "record.id") { .text($0.id) }
      Column("project", heading: "record.project") { .text($0.project) }
      Column("what", heading: "record.what") {
        .coded($0.what, .named(RecordTranslations.of($0.what)))
      }
      Column("who", heading: "record.who") { .party($0.who, names) }
    }
  }

  /// That nothing is due.
  public var remarks: [Message] { items.isEmpty ? ["projects.nothing-due"] : [] }
}

extension Preparation.Outcome: Tabulated {
  /// One line a step.
  public var table: Table {
    Table("steps", "record-kind.checklist_items", records) {
      Column("due", heading: "record.due") { .date($0["due"]) }
      Column("step", heading: "record.step") { .text($0["step"]) }
    }
  }

  /// That no steps are known.
  public var remarks: [Message] {
    records.isEmpty ? [Message("projects.no-steps", ["mode": .term(mode)])] : []
  }
}
