import ArgumentParser
import Evidence
import Foundation
import OffRoad
import TextFiles

/// Judges what a measure did.
struct OffRoadImpactCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract:
      "Judge what a measure did: compliance, readings, fuel, the air, and whether they fit.",
    discussion: """
      Example:
        airaccord off-road impact impact.yaml --output zone

      The impact file is YAML; parts without data are left out:

        title: Low-emission zone
        start: 2018-01-01
        inspections: inspections.csv  # site, date, inspected, compliant
        readings: readings.csv        # machine, date, value (opacity or g/kWh)
        fuel: fuel.csv                # month, sold, optionally control
        ambient:
          file: bc.csv                # date, then one column a station, µg/m³
          pollutant: bc
          sites: [gate, road]
          background: [park]
          controls: [north]
          before: 2017-01-01..2017-12-31
          after: 2018-01-01..2018-12-31
        rollback:
          concentration: 4.0          # mean before
          background: [1.2, 1.5, 1.8]
          sector_share: [0.4, 0.6, 0.7]
          emission_ratio: [8, 10, 12] # machine that does not comply over one that does
      """)

  @Argument(help: "The impact file, YAML; its files lie beside it.")
  var file: String

  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    let place = URL(fileURLWithPath: file)
    let report = try ImpactFile(
      yaml: TextContent.utf8(path: file).text, file: place.lastPathComponent,
      folder: place.deletingLastPathComponent().path
    ).report()
    return try Presentation(report, report.document, page: "off-road.html", json: "impact")
  }
}
