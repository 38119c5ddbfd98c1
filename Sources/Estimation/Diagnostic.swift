/// Something the reader of a finding should know: a test of an assumption, a repaired gap, a
/// reason to trust it less.
///
/// `identifier` names the sentence in the string catalogue, `facts` fills its blanks, and
/// `message` is the English sentence already filled.
public struct Diagnostic: Hashable, Codable, Sendable {
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
  /// The English sentence.
  public let message: String
  /// The numbers in the sentence by name, those that are finite.
  public let facts: [String: Double]

  /// A diagnostic from its parts.
  public init(
    _ identifier: String, _ severity: Severity, _ message: String, facts: [String: Double] = [:]
  ) {
    self.identifier = identifier
    self.severity = severity
    self.message = message
    self.facts = facts.filter(\.value.isFinite)
  }
}
