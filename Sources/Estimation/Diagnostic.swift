public import Documents

/// Something the reader of a finding should know: a test of an assumption, a repaired gap, a
/// reason to trust it less.
///
/// It holds facts and no sentence: the words stand in the catalogue of texts as
/// `diagnostic.<identifier>`, or under another name where one identifier has several wordings.
public struct Diagnostic: Hashable, Sendable {
  /// How much it should worry the reader.
  public enum Severity: String, Codable, Sendable, Comparable {
    case note, warning, serious

    /// By weight.
    public static func < (left: Self, right: Self) -> Bool { left.weight < right.weight }
    private var weight: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .serious: 2
      }
    }
  }

  /// For example `pre-trend`.
  public let identifier: String
  /// How much it should worry.
  public let severity: Severity
  /// What is said: a text of the catalogue with its facts.
  public let text: Message

  /// A remark on a fit with its facts, by name.
  ///
  /// - Parameter wording: the text behind `diagnostic.`, where it is not the identifier.
  public init(
    _ identifier: String, _ severity: Severity, saying wording: String? = nil,
    _ facts: [String: Value] = [:]
  ) {
    self.identifier = identifier
    self.severity = severity
    text = Message("diagnostic.\(wording ?? identifier)", facts)
  }

  /// What is said, in English.
  public var message: String { Catalogue.builtIn.text(text, .english) }

  /// A fact that is a number; shares between 0 and 1.
  public func number(_ name: String) -> Double? {
    switch text.arguments[name] {
    case .count(let count): Double(count)
    case .number(let value, _, _), .share(let value, _), .probability(let value): value
    default: nil
    }
  }
}

extension Diagnostic: Codable {
  private enum CodingKeys: String, CodingKey { case identifier, severity, message, text, facts }

  /// Reads a diagnostic; one that was written when diagnostics were sentences keeps its English.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    identifier = try container.decode(String.self, forKey: .identifier)
    severity = try container.decode(Severity.self, forKey: .severity)
    text =
      try container.decodeIfPresent(Message.self, forKey: .text)
      ?? .verbatim(try container.decode(String.self, forKey: .message))
  }

  /// Writes the facts, and beside them the English words for those who read the file.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(identifier, forKey: .identifier)
    try container.encode(severity, forKey: .severity)
    try container.encode(message, forKey: .message)
    try container.encode(text, forKey: .text)
  }
}
