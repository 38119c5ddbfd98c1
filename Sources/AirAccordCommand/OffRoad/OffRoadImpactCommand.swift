import ArgumentParser
import Estimation
import Evidence
import Foundation
import OffRoad
import TextFiles

/// Judges what a measure did.
struct OffRoadImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract:
      "Judge what a measure did: compliance, readings, fuel, the air, and whether they fit.",
    discussion: """
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

  @OptionGroup var page: OffRoadPageOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingFleetErrors {
      let text = try TextContent.utf8(path: file).text
      let place = URL(fileURLWithPath: file)
      let report = try ImpactFile(
        yaml: text, file: place.lastPathComponent,
        folder: place.deletingLastPathComponent().path
      ).report()
      var content = OffRoadPage.Content(title: report.title)
      content.impact = report
      try page.write(content)
      if output.format == .json { return try printJSON(report) }
      let table = Self.table(report)
      print(output.format == .csv ? table.csv : table.text)
      if output.format == .text {
        if let verdict = report.rollback?.verdict { print("\n" + verdict.sentence) }
        if let given = OffRoadText.defaults(report.assumptions) { print("\n" + given.text) }
      }
    }
  }

  private static func table(_ report: ImpactReport) -> PlainTable {
    var table = PlainTable(["finding", "value", "lower", "upper", "unit"], numeric: [1, 2, 3])
    func add(_ name: String, _ values: [Double], _ unit: String) {
      table.add([name] + values.map(OffRoadText.number) + [unit])
    }
    if let compliance = report.compliance {
      for (name, share) in [
        ("compliance before", compliance.before), ("compliance after", compliance.after),
        ("change of compliance", compliance.difference),
      ] {
        add(name, [share.value, share.interval.lower, share.interval.upper], "share")
      }
      if let level = compliance.interruption?.level {
        add(
          "odds over those expected", [level.value, level.interval.lower, level.interval.upper],
          "ratio")
      }
    }
    if let readings = report.readings {
      let unit = readings.isRelative ? "%" : "as read"
      for (name, change) in [
        ("readings, mixed", Optional(readings.mixed)), ("readings, paired", readings.paired),
      ] {
        guard let change else { continue }
        add(name, [change.value, change.interval.lower, change.interval.upper], unit)
      }
    }
    if let fuel = report.fuel {
      add("fuel sales", [fuel.change, fuel.interval.lower, fuel.interval.upper], "%")
    }
    for finding in report.ambient {
      guard let effect = finding.effect else {
        table.add([finding.method, "–", "–", "–", finding.reason ?? ""])
        continue
      }
      add(
        finding.method,
        [effect.estimate, effect.interval?.lower ?? .nan, effect.interval?.upper ?? .nan],
        effect.unit)
    }
    if let rollback = report.rollback {
      for (name, value) in [
        ("expected from emissions", Optional(rollback.expected)),
        ("all machines off", rollback.wholeSector),
        ("observed minus expected", rollback.difference),
      ] {
        guard let value else { continue }
        add(name, [value.central, value.lower, value.upper], "as concentration")
      }
    }
    return table
  }
}
