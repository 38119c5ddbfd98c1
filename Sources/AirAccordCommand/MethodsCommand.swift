import ArgumentParser
import Estimation
import Evidence

/// Lists the methods a study can ask for, and the keys of a study file.
struct MethodsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "methods",
    abstract: "List the methods with their design, assumption, source and settings.",
    discussion: """
      With “--keys” it lists the keys of a study file instead.

      Example: airaccord methods --format json
      """)

  @Argument(help: "Only this method.")
  var method: String?

  @Flag(help: "List the keys of a study file instead.")
  var keys = false

  @OptionGroup var shown: ResultOptions

  func validate() throws {
    guard method == nil || !keys else {
      throw ValidationError("name a method, or ask for “--keys”")
    }
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
