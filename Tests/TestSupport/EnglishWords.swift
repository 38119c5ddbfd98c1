import Foundation

/// English sentences on a page of another language.
public enum EnglishWords {
  /// The texts of a page without tags, scripts, styles, settings (`<pre>`), the line of the tool
  /// and addresses. What a page takes from elsewhere as it stands (names, titles, sources,
  /// quotations) is named by the caller.
  public static func texts(_ page: String, without quoted: [String] = []) -> String {
    var text = page
    for pattern in [
      "<style>.*?</style>", "<script.*?</script>", "<pre>.*?</pre>", "<footer>.*?</footer>",
      "<title>.*?</title>", "<[^>]*>", "https?://[^ ]*", "doi:[^ ]*",
    ] {
      text = text.replacingOccurrences(
        of: "(?s)" + pattern, with: pattern == "<[^>]*>" ? "\n" : "", options: .regularExpression)
    }
    for own in quoted.sorted(by: { $0.count > $1.count }) where !own.isEmpty {
      text = text.replacingOccurrences(of: own, with: "")
    }
    return text
  }

  /// Where a Chinese page has a blank before the sign of per cent.
  public static func looseSigns(_ page: String, without quoted: [String] = []) -> [String] {
    let texts = texts(page, without: quoted).split(whereSeparator: \.isNewline)
    return texts.filter { $0.contains(/[0-9∞–] %/) }.map(String.init)
  }

  /// Four English words in a row: a sentence, not a name, an abbreviation or a list of codes.
  public static func sentences(_ page: String, without quoted: [String] = []) -> [String] {
    var found: [String] = []
    for line in texts(page, without: quoted).split(whereSeparator: \.isNewline) {
      var run: [Substring] = []
      func end() {
        if run.count > 3 { found.append(run.joined(separator: " ")) }
        run = []
      }
      for token in line.split(separator: " ") {
        let word = token.drop { "(“‘\"".contains($0) }
        let bare = word.prefix { $0.isLetter || "’'-".contains($0) }
        let isWord =
          bare.contains(where: \.isLowercase) && bare.allSatisfy { $0.isASCII || $0 == "’" }
          && !bare.dropFirst().contains(where: \.isUppercase)
        guard isWord, word.dropFirst(bare.count).allSatisfy({ ",.;:)”’\"".contains($0) }) else {
          end()
          continue
        }
        run.append(token)
      }
      end()
    }
    return found
  }
}
