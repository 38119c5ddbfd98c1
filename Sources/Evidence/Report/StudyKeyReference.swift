public import Documents
import Estimation

/// The reference of the keys of a study file, from what the reader accepts.
public struct StudyKeyReference: Documented, Sendable {
  /// The reference.
  public init() {}

  /// A table of all keys.
  public var document: Document {
    Document(title: "study-keys.title", subtitles: ["study-keys.intro"]) {
      Section("study-keys.title") {
        Table("study-keys", "study-keys.title", StudyKey.all) {
          Column("key") { .code($0.path) }
          Column("kind") { .message($0.kind.message) }
          Column("standard") { key in
            switch key.standard {
            case nil: .message("study-keys.needed")
            case ""?: .message("study-keys.nothing")
            case "the project’s"?: .message("study-keys.of-project")
            case let standard?: .code(standard)
            }
          }
          Column("meaning") { .message(Message("study-key.\($0.path)")) }
          Column("example") { .code($0.example) }
        }
      }
    }
  }
}

extension StudyKey.Kind {
  /// What is written behind a key.
  var message: Message {
    if case .choice(let words) = self {
      return say("study-keys.one-of", words: words)
    }
    let word =
      switch self {
      case .text: "text"
      case .date: "date"
      case .moment: "moment"
      case .period: "period"
      case .number: "number"
      case .share: "share"
      case .count: "count"
      case .flag: "flag"
      case .months: "months"
      case .stations: "stations"
      case .quantities: "quantities"
      case .keys: "keys"
      case .methods: "methods"
      case .list: "list"
      case .choice: "text"
      }
    return Message("study-keys.kind.\(word)")
  }
}
