/// A language of pages and of the terminal.
public enum Language: String, Codable, Sendable, CaseIterable {
  case english = "en"
  case japanese = "ja"
  case chinese = "zh"

  /// As BCP 47 writes it, for the page's `lang`.
  public var tag: String { self == .chinese ? "zh-Hans" : rawValue }
}
