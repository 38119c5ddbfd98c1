/// Something that is said: an identifier of the catalogue of texts and the facts that fill its blanks.
///
/// A message holds no sentence. The same message is shown in every language, and what is a number in it
/// stays a number until it is printed.
public struct Message: Hashable, Codable, Sendable {
  /// Row of the catalogue.
  public let id: String
  /// What stands in the blanks, by name.
  public let arguments: [String: Value]

  /// A message of the catalogue.
  public init(_ id: String, _ arguments: [String: Value] = [:]) {
    self.id = id
    self.arguments = arguments
  }

  /// A row of the catalogue, where there is one of this name.
  public static func row(_ id: String) -> Message? {
    Catalogue.builtIn.has(id) ? Message(id) : nil
  }

  /// A name, quotation or title that is the same in all languages.
  public static func verbatim(_ text: String) -> Message {
    Message(Self.verbatimID, ["text": .text(text)])
  }

  static let verbatimID = "verbatim"

  /// The words of a message that is the same in all languages; `nil` for a row of the catalogue.
  package var verbatimText: String? {
    guard id == Self.verbatimID, case .text(let text)? = arguments["text"] else { return nil }
    return text
  }

  /// A name that records give in several languages.
  public static func named(
    _ english: String, japanese: String? = nil, chinese: String? = nil
  ) -> Message {
    Message("named", ["name": .translated(english, japanese: japanese, chinese: chinese)])
  }

  /// Messages one behind the other, as the language joins sentences.
  public static func joined(_ messages: [Message]) -> Message {
    messages.count == 1
      ? messages[0] : say("joined", parts: Value.sentences(messages.map(\.shown)))
  }
}

extension Message {
  private enum CodingKeys: String, CodingKey { case id, arguments, text }

  /// Reads a message; what was written as plain English keeps its words.
  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self = .verbatim(text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    arguments = try container.decode([String: Value].self, forKey: .arguments)
  }

  /// Writes the facts, and beside them the English words for those who read the file.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(arguments, forKey: .arguments)
    try container.encode(english, forKey: .text)
  }
}

extension Message: ExpressibleByStringLiteral {
  /// A message without blanks.
  public init(stringLiteral id: String) { self.init(id) }
}

/// How much a reader must worry.
public enum Severity: String, Codable, Sendable, CaseIterable, Comparable {
  /// Something that is as it should be.
  case good
  /// Worth knowing.
  case note
  /// Lowers what the number is worth.
  case warning
  /// The number should not be used as it stands.
  case serious

  /// From harmless to serious.
  public static func < (left: Self, right: Self) -> Bool {
    allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
  }
}

/// A remark with its weight and with what it concerns.
public struct Note: Hashable, Codable, Sendable {
  /// How much a reader must worry.
  public let severity: Severity
  /// What is said.
  public let message: Message
  /// What it concerns (methods, stations); empty when it concerns everything.
  public let about: [Message]

  /// A remark.
  public init(_ severity: Severity, _ message: Message, about: [Message] = []) {
    self.severity = severity
    self.message = message
    self.about = about
  }
}
