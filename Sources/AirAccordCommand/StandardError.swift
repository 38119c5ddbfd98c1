import AirAccord
import Foundation

/// Everything that is not a result.
enum StandardError {
  /// One line.
  static func print(_ line: String) {
    write((isTerminal ? line.withoutControlCharacters : line) + "\n")
  }

  /// Remarks in a language, a line each.
  static func say(_ messages: [Message], _ language: Language) {
    for message in messages { say(message, language) }
  }

  /// A remark in a language.
  static func say(_ message: Message, _ language: Language) {
    print(Catalogue.builtIn.text(message, language))
  }

  /// A text as it is. Where nobody can be told, as with a closed descriptor, nobody is.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Whether a person is watching.
  static let isTerminal = isatty(STDERR_FILENO) == 1
}

/// A line that is drawn over while long work goes on; silent unless a person is watching.
struct ProgressLine {
  let total: Int

  /// Shows how far a job is, and takes the line away when it is done.
  static func following<Outcome>(
    _ language: Language = .english, _ job: (JobWatch) throws -> Outcome
  ) rethrows -> Outcome {
    let watch = JobWatch { step in
      let what = Catalogue.builtIn.text(step.subject, language)
      let parts =
        step.parts > 0 ? ", negative controls: \(step.partsDone) of \(step.parts)" : ""
      Self(total: step.total).show(step.done, what + parts)
    }
    defer { Self(total: 0).finish() }
    return try job(watch)
  }

  func show(_ done: Int, _ what: String) {
    guard StandardError.isTerminal else { return }
    StandardError.write("\r\u{1B}[K\(done) of \(total)  \(what.withoutControlCharacters)")
  }

  func finish() {
    guard StandardError.isTerminal else { return }
    StandardError.write("\r\u{1B}[K")
  }
}
