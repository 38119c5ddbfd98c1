import Archive
import ArgumentParser
import Cooperation
import Evidence

/// Shows one record with everything that hangs on it.
struct ProjectsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one record with what belongs to it and what was found about it.",
    discussion: "Example: airaccord projects show P2014-KITAKYUSHU-SHANGHAI")

  @Argument(help: "Id of the record.")
  var id: String

  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  private struct Shown: Encodable {
    let record: RegistryRecord
    let version: Int?
    let related: [RegistryRecord]
    let findings: [RegistryFinding]
    let evaluation: String
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
      switch output.format {
      case .json:
        try printJSON(
          Shown(
            record: record, version: version, related: related, findings: findings,
            evaluation: evaluation))
      case .csv:
        var table = PlainTable(["column", "text"])
        for column in RecordSchema.of(record.kind).columns {
          table.add([column.name, record[column.name]])
        }
        print(table.csv)
      case .text:
        print("\(record.kind.singular) \(record.id)" + (version.map { ", version \($0)" } ?? ""))
        for (column, cell) in zip(RecordSchema.of(record.kind).columns, record.cells).dropFirst()
        where !cell.isEmpty {
          print("  \(column.name): \(cell)")
        }
        for other in related {
          print(
            "  \(other.kind.singular) \(other.id): \(other.names.english)"
              + (mark(other).isEmpty ? "" : " [\(mark(other))]"))
        }
        for finding in findings {
          print("  finding: \(finding.verdict) – \(finding.sentence) (\(finding.title))")
          if let staleness = finding.staleness {
            print(
              "    old: \(staleness.rawValue)\(finding.at.map { " (\($0))" } ?? ""); evaluate again"
            )
          }
        }
        if evaluation == "not evaluated" { print("  finding: not evaluated") }
      }
    }
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

  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      let kinds = kind.map { [$0] } ?? RecordKind.allCases
      let found =
        try source.store().map { try $0.search(question, kinds: kinds, limit: limit + 1) }
        ?? Registry.builtIn.search(question, kinds: kinds, limit: limit + 1)
      var table = PlainTable(["kind", "id", "name", "ja", "zh", "verified"])
      for record in found.prefix(limit) {
        table.add([
          record.kind.singular, record.id, record.names.english, record.names.japanese,
          record.names.chinese, mark(record),
        ])
      }
      try printRows(Array(found.prefix(limit)), as: output.format, table: table)
      if found.isEmpty {
        let registry = try source.registry([.organisations])
        let near = registry.suggestions(for: question)
        StandardError.print(
          "nothing was found"
            + (near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"))
      }
      if found.count > limit { StandardError.print("more than \(limit); see more with --limit") }
    }
  }
}
