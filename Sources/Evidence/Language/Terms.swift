import Documents
import Estimation

/// The sentences of remarks, whose English comes from the author of each.
///
/// What has no entry is shown in the English of its author rather than not at all.
enum Terms {
  static func methodName(_ method: Method, _ language: Language) -> String {
    Catalogue.builtIn.text(.method(method.identifier), language)
  }

  /// A word that stands in a blank of a sentence: a method by name or identifier; `nil` for what keeps
  /// its own name.
  static func word(_ word: String, _ language: Language) -> String? {
    methodIdentifiers[word].map { Catalogue.builtIn.text(.method($0), language) }
  }

  /// By each method's own English name and by its identifier.
  private static let methodIdentifiers: [String: String] = {
    let known = EstimatorCatalogue.all.map(\.method)
    return Dictionary(
      known.flatMap { [($0.name, $0.identifier), ($0.identifier, $0.identifier)] },
      uniquingKeysWith: { first, _ in first })
  }()
}
