import Documents
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
