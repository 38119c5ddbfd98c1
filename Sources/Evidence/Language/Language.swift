/// A language of the dossier's pages.
public enum Language: String, Codable, Sendable, CaseIterable {
  case english = "en"
  case japanese = "ja"
  case chinese = "zh"

  /// As BCP 47 writes it, for the page's `lang`.
  public var tag: String { self == .chinese ? "zh-Hans" : rawValue }
}

/// A sentence in three languages with `{name}` blanks.
struct Phrase: Sendable {
  let english: String
  let japanese: String
  let chinese: String

  init(_ english: String, _ japanese: String, _ chinese: String) {
    self.english = english
    self.japanese = japanese
    self.chinese = chinese
  }

  /// The sentence with its blanks filled; blanks without a value stay visible.
  func text(_ language: Language, _ values: [String: String] = [:]) -> String {
    let template =
      switch language {
      case .english: english
      case .japanese: japanese
      case .chinese: chinese
      }
    return values.sorted { $0.key < $1.key }.reduce(template) { text, value in
      text.split(separator: "{\(value.key)}", omittingEmptySubsequences: false)
        .joined(separator: NumberText.settingPerCent(value.value, language))
    }
  }
}
