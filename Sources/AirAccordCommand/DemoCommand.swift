import AirAccord
import ArgumentParser
import Foundation

/// The main job on simulated data whose truth is known.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of("demo")

  @Option(help: "Folder for the data, the archive and the dossier.")
  var output: String
  @OptionGroup var replacement: ReplaceOption
  @Option(help: "Language of the page and the summary: en, ja or zh.")
  var language: Language = .english

  func run() throws {
    try explainingErrors {
      let demonstration = Demonstration(
        in: output, replacing: replacement.replace, language: language)
      let made = try ProgressLine.following(language) { try demonstration.run($0) }
      StandardError.say(made.remarks, language)
      try DossierOutput(language: language).write(
        made.dossier, to: output, keepingOwn: true, replacing: false)
      StandardOutput.show(made.dossier.document, language)
      StandardOutput.print("")
      StandardOutput.say(made.verdict, language)
    }
  }
}
