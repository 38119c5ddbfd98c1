/// An error that answers three questions in the reader's language.
///
/// It holds facts and no sentence: the words stand in the catalogue of texts, in rows that begin with
/// `error.`. The command line prints the three parts one under the other; pages print them in one line.
public protocol Explained: Error {
  /// What is wrong, in one sentence without a full stop.
  var problem: Message { get }
  /// Where: file and line, column, field or station. `nil` when the place is obvious.
  var place: Message? { get }
  /// What to do about it, as an imperative.
  var advice: Message { get }
}

extension Explained {
  /// What is wrong, in English.
  public var what: String { problem.english }
  /// Where, in English; empty when the place is obvious.
  public var location: String { place?.english ?? "" }
  /// What to do about it, in English.
  public var remedy: String { advice.english }

  /// What is wrong and what to do, in one line.
  public var withoutPlace: Message {
    say("error.explained", what: problem, remedy: advice)
  }

  /// The three parts in one line.
  public var reason: Message {
    guard let place else { return withoutPlace }
    return say("error.explained-at", what: problem, remedy: advice, where: place)
  }

  /// The three parts in one line, in English.
  public var explanation: String { reason.english }
}

extension Message {
  /// The message in English, for logs and for files that programs read.
  public var english: String { Catalogue.builtIn.text(self, .english) }

  /// What is wrong with a field; the field is the subject.
  public static func field(_ name: String, _ problem: Message) -> Message {
    name == "the file"
      ? say("error.field-of-file", problem: problem)
      : say("error.field", field: name, problem: problem)
  }

  /// A line of a file, and a column where there is one.
  public static func line(_ line: Int, of file: String, column: String? = nil) -> Message {
    let place = Message.verbatim("\(file):\(line)")
    return column.map { say("error.column", place: place, column: $0) } ?? place
  }

  /// Several things that are wrong, in one sentence.
  public static func several(_ parts: [Message]) -> Message {
    guard let first = parts.first else { return say("list", names: [String]()) }
    return parts.dropFirst().reduce(first) { say("error.and", first: $0, second: $1) }
  }

  /// A few of many names, with how many more there are.
  public static func some(_ names: [String], of most: Int) -> Message {
    names.count <= most
      ? say("list", names: names)
      : say("list.more", names: Array(names.prefix(most)), more: names.count - most)
  }
}

extension Value {
  /// A fact that is printed as it is written.
  public static func fact(_ fact: some CustomStringConvertible) -> Value { .text(fact.description) }
  /// A count.
  public static func fact(_ count: Int) -> Value { .count(count) }
  /// Something said.
  public static func fact(_ message: Message) -> Value { .message(message) }
}
