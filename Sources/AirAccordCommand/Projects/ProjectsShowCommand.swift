import Store
import ArgumentParser
import Cooperation
import Documents
import Evidence
import Studies

/// Shows one record with everything that hangs on it.
struct ProjectsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one record with what belongs to it and what was found about it.",
    discussion: "Example: airaccord projects show P2014-KITAKYUSHU-SHANGHAI")

  @Argument(help: "Id of the record.")
  var id: String

  @OptionGroup var speech: LanguageOption

  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  private struct Shown: Encodable {
    let record: RegistryRecord
    let version: Int?
    let related: [RegistryRecord]
    let findings: [RegistryFinding]
    let evaluation: String
    /// Money and results of a kept activity, or of the one that the project was made of.
    let statements: [IATIStatement]
  }

  func run() throws {
    try explainingErrors {
      let store = try source.store()
      let registry = try source.registry()
      let record = try registry.record(named: id)
      let related = registry.related(to: record)
      let findings =
        try [RecordKind.projects, .claims].contains(record.kind)
        ? store?.registryFindings(record.kind, id) ?? [] : []
      let isEvaluable = [RecordKind.projects, .claims].contains(record.kind)
      let evaluation =
        !isEvaluable
        ? ""
        : findings.isEmpty
          ? "not evaluated"
          : (findings.count == 1 ? "1 finding" : "\(findings.count) findings")
            + (findings.contains { $0.staleness != nil } ? ", some of them old" : "")
      let version = try store?.stored(record.kind, id)?.version
      let shown = Shown(
        record: record, version: version, related: related, findings: findings,
        evaluation: evaluation,
        statements: try ([record] + related).filter { $0.kind == .iatiActivities }
          .flatMap { try IATIStatement.read($0["xml"]) })
      try output.print(shown, document(shown), speech)
    }
  }

  private func document(_ shown: Shown) -> Document {
    let record = shown.record
    let columns = RecordSchema.of(record.kind).columns.map(\.name)
    let facts: [String: Value] = [
      "kind": record.kind.one, "id": .text(record.id),
      "version": .optional(shown.version) { .count($0) },
    ]
    return Document(
      title: Message(shown.version == nil ? "show.title" : "show.title-version", facts),
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
      Section("show.related") {
        Block.list(
          shown.related.map { other in
            let verified = output.verified(other)
            return Message(
              verified == .missing ? "show.other" : "show.other-verified",
              [
                "kind": other.kind.one, "id": .text(other.id), "name": .named(other.names),
                "verified": verified,
              ])
          })
      }
      if !shown.statements.isEmpty {
        Section("iati.statements") { Self.table(shown.statements) }
      }
      Section("show.findings") {
        Block.list(
          shown.findings.flatMap { finding in
            [
              Message(
                "show.finding",
                [
                  "verdict": ClaimEvaluation.Verdict(rawValue: finding.verdict).map {
                    .message($0.message)
                  } ?? .text(finding.verdict), "sentence": .text(finding.sentence),
                  "title": .text(finding.title),
                ])
            ] + finding.old
          })
        if shown.evaluation == "not evaluated" { Message("show.not-evaluated") }
      }
    }
  }
}

extension ProjectsShow {
  fileprivate static func table(_ statements: [IATIStatement]) -> Table {
    func cell(_ text: String) -> Value { text.isEmpty ? .missing : .text(text) }
    return Table("statements", "iati.statements", statements) {
      Column("kind", heading: "record.kind") { .message($0.kind.message) }
      Column("type", heading: "iati.statement-type") { cell($0.type) }
      Column("from", heading: "record.from") { cell($0.from) }
      Column("to", heading: "record.to") { cell($0.to) }
      Column("value", heading: "iati.statement-value") { cell($0.value) }
      Column("target", heading: "iati.statement-target") { cell($0.target) }
      Column("currency", heading: "funding.currency") { cell($0.currency) }
      Column("words", heading: "record.what") { cell($0.words) }
    }
  }
}

extension RegistryFinding {
  /// That records were changed after it was kept; nothing where none were.
  fileprivate var old: [Message] {
    guard let staleness else { return [] }
    let why: Message =
      switch staleness {
      case .recordChanged: "show.record-changed"
      case .inputsChanged: "show.inputs-changed"
      }
    guard let at else { return [Message("show.old", ["why": .message(why)])] }
    return [Message("show.old-at", ["why": .message(why), "at": .date(at)])]
  }
}

/// Finds records by a part of any text.
struct ProjectsSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find records by parts of words in Japanese, Chinese or English.",
    discussion: """
      Every word must occur, anywhere and inside other words too. Forms of one character are the \
      same: 瀋陽 finds 沈阳, and オフロード is found in any kana. Fields and modes are found by their \
      names in three languages.

      Examples:
        airaccord projects search 源解析
        airaccord projects search "VOC Jiangsu" --kind projects
      """)

  @Argument(help: "What to look for.")
  var question: String

  @Option(name: .long, help: "Only this kind of record.")
  var kind: RecordKind?

  @Option(name: .long, help: "Most records printed.")
  var limit = 50

  @OptionGroup var speech: LanguageOption

  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let kinds = kind.map { [$0] } ?? RecordKind.allCases
      let found =
        try source.store().map { try $0.search(question, kinds: kinds, limit: limit + 1) }
        ?? Registry.builtIn.search(question, kinds: kinds, limit: limit + 1)
      let table = Table("found", "projects.found", found.prefix(limit)) {
        Column("kind", heading: "record.kind") {
          output.format == .csv ? .text($0.kind.singular) : $0.kind.one
        }
        Column("id", heading: "record.id") { .text($0.id) }
        Column("name", heading: "record.name-en") { .text($0.names.english) }
        Column("ja", heading: "record.name-ja") { .text($0.names.japanese) }
        Column("zh", heading: "record.name-zh") { .text($0.names.chinese) }
        Column("verified", heading: "record.verified") { output.verified($0) }
      }
      try output.print(Array(found.prefix(limit)), table, speech)
      if found.isEmpty {
        let near = try source.registry([.organisations]).suggestions(for: question)
        speech.note(
          near.isEmpty
            ? "projects.nothing-found"
            : Message("projects.nothing-found-near", ["names": .names(near)]))
      }
      if found.count > limit {
        speech.note(Message("projects.more-found", ["limit": .count(limit)]))
      }
    }
  }
}
