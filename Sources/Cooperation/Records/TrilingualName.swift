/// A name in the three languages of the cooperation.
public struct TrilingualName: Hashable, Codable, Sendable {
  /// Japanese.
  public let japanese: String
  /// Chinese in simplified characters.
  public let chinese: String
  /// English.
  public let english: String

  /// A name from its three texts; an empty text means that none is known.
  public init(_ english: String, _ japanese: String, _ chinese: String) {
    self.english = english
    self.japanese = japanese
    self.chinese = chinese
  }
}

/// One term of a controlled vocabulary.
public protocol VocabularyTerm: RawRepresentable<String>, CaseIterable, Hashable, Codable,
  Sendable
{
  /// The term in three languages.
  var names: TrilingualName { get }
}

extension VocabularyTerm {
  /// Every term as it is written in files, in the order of the list.
  public static var terms: [String] { allCases.map(\.rawValue) }
}
