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
          Column("kind") { $0.kind.message }
          Column("standard") { key in
            switch key.standard {
            case nil: .message("study-keys.needed")
            case ""?: .message("study-keys.nothing")
            case "the project’s"?: .message("study-keys.of-project")
            case let standard?: .code(standard)
            }
          }
          Column("meaning") { Message("study-key.\($0.path)") }
          Column("example") { .code($0.example) }
        }
      }
    }
  }
}

extension StudyKey.Kind {
  /// What is written behind a key.
  var message: Message {
    switch self {
    case .choice(let words): say("study-keys.one-of", words: words)
    case .choices(let words): say("study-keys.some-of", words: words)
    default: Message("study-keys.kind.\(self)")
    }
  }
}
