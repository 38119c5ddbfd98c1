public import Documents
public import Ingest

/// What reading a file repaired or left out, for the page of checks.
///
/// An archive of an earlier version holds English sentences; of these, Japanese and Chinese say what kind
/// of thing happened, where and how often.
public struct QualityRepair: Hashable, Sendable {
  /// The file's name.
  public let file: String
  /// What happened.
  public let notice: IngestNotice

  /// What was repaired while a file was read.
  public init(file: String, notice: IngestNotice) {
    self.file = file
    self.notice = notice
  }

  /// As a line.
  public var message: Message {
    let facts: [String: Value] = [
      "place": .text(file + (notice.line.map { ":\($0)" } ?? "")), "what": what,
    ]
    guard notice.count > 1 else { return Message("quality.repair", facts) }
    return Message("quality.repair-times", facts.merging(["count": .count(notice.count)]) { $1 })
  }

  private var what: Value {
    guard let sentence = notice.message.verbatimText else {
      return .message(notice.message)
    }
    let kind = Message("notice.\(notice.kind.rawValue)")
    return .translated(
      sentence, japanese: Catalogue.builtIn.text(kind, .japanese),
      chinese: Catalogue.builtIn.text(kind, .chinese))
  }
}
