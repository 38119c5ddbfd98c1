import AirAccord
import ArgumentParser

/// Lists the methods a study can ask for, and the keys of a study file.
struct MethodsCommand: Verb {
  static let configuration = CommandConfiguration.of("methods")

  @Argument(help: "Only this method.")
  var method: String?
  @Flag(help: "List the keys of a study file instead.")
  var keys = false
  @OptionGroup var shown: ResultOptions

  func validate() throws {
    if method != nil, keys { throw refusal("usage.method-or-keys") }
  }

  func presentation() throws -> Presentation {
    if keys {
      let document = StudyKeyReference().document
      return Presentation(document, document)
    }
    let chosen = try method.map {
      [try EstimatorCatalogue.estimator(EstimatorChoice(method: $0))]
    }
    return MethodList(chosen ?? EstimatorCatalogue.all).presentation
  }
}
