import ArgumentParser
import Documents
import Estimation
import Evidence
import Foundation

/// Lists the methods a study can ask for, and the keys of a study file.
struct MethodsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "methods",
    abstract: "List the methods with their design, assumption, source and settings.",
    discussion: """
      With “--keys” it lists the keys of a study file instead.

      Example: airaccord methods --format json
      """)

  @Argument(help: "Only this method.")
  var method: String?

  @Flag(name: .long, help: "List the keys of a study file instead.")
  var keys = false

  @Option(name: .long, help: "Language of the list: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var output: FormatOption

  private struct Row: Encodable {
    let method: Method
    let settings: String
  }

  func validate() throws {
    guard method == nil || !keys else {
      throw ValidationError("name a method, or ask for “--keys”")
    }
  }

  func run() throws {
    try explainingErrors {
      if keys {
        let reference = StudyKeyReference()
        return output.format == .json
          ? try printJSON(reference.document) : output.print(reference.document, language: language)
      }
      let chosen =
        try method.map { [try EstimatorCatalogue.estimator(EstimatorChoice(method: $0))] }
        ?? EstimatorCatalogue.all
      if output.format == .json {
        return try printJSON(
          chosen.map { Row(method: $0.method, settings: EstimatorCatalogue.settings(of: $0)) })
      }
      output.print(MethodList(chosen).document, language: language)
    }
  }
}
