import AirAccord
import ArgumentParser

/// Judges what a measure did.
struct OffRoadImpactCommand: Verb {
  static let configuration = CommandConfiguration.of("off-road.impact")

  @Argument(help: "The impact file, YAML; its files lie beside it.")
  var file: String
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    let report = try ImpactFile(path: file).report()
    return Presentation(report, report.document, page: "off-road.html", json: "impact")
  }
}
