public import Documents
public import Ingest
public import Studies

extension DescriptionProposal {
  /// What was seen, what is open, the description so far, and its first rows as they are read.
  ///
  /// - Parameter file: the table's name.
  public func document(of file: String) -> Document {
    let samples = Table("samples", "command.samples", self.samples) {
      Column("station") { $0.station }
      Column("pollutant", "weather.pollutant") { $0.pollutant }
      Column("time") { .date($0.time) }
      Column("value") { $0.value.map(Value.plain) }
      Column("unit") { $0.unit }
    }
    return Document(title: say("command.seen", file: file), data: samples) {
      Section("command.evidence") {
        Block.list(
          evidence.map { evidence in
            let line = evidence.line.map { say("command.at-line", text: evidence.seen, line: $0) }
            return .at(evidence.field, line ?? .verbatim(evidence.seen))
          })
      }
      Section("command.doubts") { Block.list(doubts) }
      Section("command.questions") {
        Block.list(questions.map { say("command.question", asks: $0.asks, option: $0.option) })
      }
      Section(questions.isEmpty ? "command.description" : "command.so-far") {
        Block.code(yaml.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
      }
      if !samples.isEmpty {
        Section(say("command.samples-of", count: seriesCount)) {
          samples
          Block.list(notices.map { QualityRepair(file: file, notice: $0).message })
        }
      }
    }
  }
}

extension Presentation {
  /// A proposed description, and how it is used.
  ///
  /// - Parameter file: the table.
  public init(description answer: TableDescription.Answer, of file: String) {
    self.init(answer.proposal, answer.proposal.document(of: file))
    let open = answer.proposal.questions.count
    isSound = open == 0
    epilogue = [
      answer.written.map { path in
        let command =
          "airaccord ingest \(Self.shell(file)) --description \(Self.shell(path)) --archive air.sqlite"
        return say("command.described", path: path, command: command)
      } ?? say("command.open-questions", count: open)
    ]
  }

  /// A path as it is typed.
  private static func shell(_ path: String) -> String {
    path.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) } ? path : "'\(path)'"
  }
}
