/// A language of pages and of the terminal.
public enum Language: String, Codable, Sendable, CaseIterable {
  case english = "en"
  case japanese = "ja"
  case chinese = "zh"

  /// As BCP 47 writes it, for the page's `lang`.
  public var tag: String { self == .chinese ? "zh-Hans" : rawValue }
}

extension Language {
  /// The language in which a command is called: that of `--language`, else of the terminal (`LC_ALL`,
  /// `LC_MESSAGES`, `LANG`), else English. Completions and man pages are always English.
  package static func spoken(
    by arguments: [String], in environment: [String: String]
  ) -> Language {
    let isForPrograms = arguments.contains {
      $0 == "--experimental-dump-help" || $0.hasPrefix("--generate-completion-script")
    }
    if isForPrograms { return .english }
    for (place, word) in arguments.enumerated() {
      let named =
        word.hasPrefix("--language=")
        ? String(word.dropFirst("--language=".count))
        : word == "--language" && place + 1 < arguments.count ? arguments[place + 1] : nil
      if let language = named.flatMap(Language.init) { return language }
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return allCases.first { locale?.hasPrefix($0.rawValue) ?? false } ?? .english
  }
}
