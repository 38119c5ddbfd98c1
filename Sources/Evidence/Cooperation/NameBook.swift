public import Cooperation

/// Names of organisations and terms in one language.
///
/// A name that is missing in the language is given in English, and an unknown id as it stands.
public struct NameBook: Sendable {
  private let registry: Registry
  private let language: Language

  /// Names of a registry's organisations.
  public init(_ registry: Registry, _ language: Language) {
    self.registry = registry
    self.language = language
  }

  /// The name of an organisation or of a group of the scheme.
  public subscript(_ id: String) -> String {
    if let group = PartyGroup(rawValue: id) { return text(group.names) }
    return registry.organisation(id).map { text($0.names) } ?? id
  }

  /// Names of several organisations.
  public func list(_ ids: [String]) -> String {
    ids.map { self[$0] }.joined(separator: language == .english ? ", " : "、")
  }

  /// A name in the book's language.
  public func text(_ names: TrilingualName) -> String {
    let own =
      switch language {
      case .english: names.english
      case .japanese: names.japanese
      case .chinese: names.chinese
      }
    return own.isEmpty ? names.english : own
  }
}
