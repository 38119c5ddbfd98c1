public import Documents
public import Ingest

/// What reading a file repaired or left out, for the page of checks.
///
/// English has the reader's own sentence; Japanese and Chinese say what kind of thing happened, where
/// and how often, and leave values and names to the archive's notices.
public struct QualityRepair: Hashable, Sendable {
  /// The file's name.
  public let file: String
  /// What happened.
  public let notice: IngestNotice

  /// A repair from its parts.
  public init(file: String, notice: IngestNotice) {
    self.file = file
    self.notice = notice
  }

  /// As a line.
  public var message: Message { said(withReading: false) }

  /// As a line, with the reader's own English words in every language: they name values and columns.
  public var messageWithReading: Message { said(withReading: true) }

  private func said(withReading: Bool) -> Message {
    let kind = Message("notice.\(notice.kind.rawValue)")
    func words(_ language: Language) -> String {
      Catalogue.builtIn.text(
        withReading
          ? Message(
            "quality.in-the-readers-words",
            ["kind": .message(kind), "words": .text(notice.message)]) : kind, language)
    }
    let facts: [String: Value] = [
      "place": .text(file + (notice.line.map { ":\($0)" } ?? "")),
      "what": .translated(
        notice.message, japanese: words(.japanese), chinese: words(.chinese)),
    ]
    guard notice.count > 1 else { return Message("quality.repair", facts) }
    return Message("quality.repair-times", facts.merging(["count": .count(notice.count)]) { $1 })
  }
}
