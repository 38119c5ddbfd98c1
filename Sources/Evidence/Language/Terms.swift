import Documents
import Estimation

/// The sentences of remarks, whose English comes from the author of each.
///
/// What has no entry is shown in the English of its author rather than not at all.
enum Terms {
  static func methodName(_ method: Method, _ language: Language) -> String {
    Catalogue.builtIn.text(.method(method.identifier), language)
  }

  /// A word that stands in a blank of a sentence: a method by name or identifier, a stage of engines;
  /// `nil` for what keeps its own name.
  static func word(_ word: String, _ language: Language) -> String? {
    if let identifier = methodIdentifiers[word] {
      return Catalogue.builtIn.text(.method(identifier), language)
    }
    let stage = OffRoadTerms.stage(word, language)
    return stage == word ? nil : stage
  }

  /// By each method's own English name and by its identifier.
  private static let methodIdentifiers: [String: String] = {
    let known = EstimatorCatalogue.all.map(\.method)
    return Dictionary(
      known.flatMap { [($0.name, $0.identifier), ($0.identifier, $0.identifier)] },
      uniquingKeysWith: { first, _ in first })
  }()

  static func diagnostic(_ diagnostic: Diagnostic, _ language: Language) -> String {
    guard language != .english else { return diagnostic.message }
    if let phrase = diagnostics[diagnostic.identifier] {
      // No test gives a probability of nothing.
      return phrase.text(language, texts(diagnostic.facts))
        .replacing("p = 0.000", with: "p < 0.001")
    }
    // A weather model's note stands behind the name of its station.
    let prefix = "weather-"
    let parts = diagnostic.message.split(separator: ": ", maxSplits: 1)
    guard diagnostic.identifier.hasPrefix(prefix), parts.count == 2 else {
      let text = Sentences.text(diagnostic.message, language)
      // The author's English has no full stop; a sentence of the catalogue has one.
      return text == diagnostic.message || text.hasSuffix("。") ? text : text + "。"
    }
    let note = WeatherPhrases.note(
      String(diagnostic.identifier.dropFirst(prefix.count)), String(parts[1]), diagnostic.facts,
      language)
    return "\(parts[0])：\(note)"
  }

  private static func texts(_ facts: [String: Double]) -> [String: String] {
    var texts = facts.mapValues { value in
      value == value.rounded() && abs(value) < 1e9
        ? NumberText.fixed(value, 0) : NumberText.fixed(value, 3)
    }
    for (name, value) in facts where name == "percent" && value.rounded() != value {
      texts[name] = NumberText.fixed(value, abs(value) < 1 ? 2 : abs(value) < 10 ? 1 : 0)
    }
    // A share reads as per cent; below one per cent with the digit that tells it from none.
    for (name, value) in facts where ["share", "distance"].contains(name) {
      texts["\(name)Percent"] = NumberText.fixed(100 * value, value < 0.01 ? 1 : 0)
    }
    return texts
  }
}
