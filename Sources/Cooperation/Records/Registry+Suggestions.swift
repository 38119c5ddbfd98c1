import AirQuality

extension Registry {
  /// Up to twelve names and terms whose spelling is near a question that found nothing, the nearest
  /// first.
  public func suggestions(for question: String) -> [String] {
    let wanted = SearchText.words(question)
    guard !wanted.isEmpty else { return [] }
    var candidates: [String: String] = [:]
    func add(_ text: String) {
      for word in text.split(whereSeparator: { $0.isWhitespace || "()（）、,;・/".contains($0) }) {
        let folded = SearchText.key(String(word))
        if folded.count > 1, candidates[folded] == nil { candidates[folded] = String(word) }
      }
    }
    for organisation in all(.organisations) {
      for column in ["name_en", "name_ja", "name_zh"] { add(organisation[column]) }
    }
    for words in SearchTerms.words.values { add(words) }
    var found: [(distance: Int, word: String)] = []
    for word in wanted {
      let letters = Array(word)
      for (folded, written) in candidates {
        guard abs(folded.count - letters.count) <= 2, folded != word else { continue }
        let distance = NameSearch.distance(letters, Array(folded))
        // Two letters of a short word are another word.
        if distance <= max(1, letters.count / 4) { found.append((distance, written)) }
      }
    }
    return found.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(12).map(\.word)
  }
}
