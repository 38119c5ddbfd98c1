import AirQuality
import ArgumentParser
import TextFiles
import Foundation
import VOC

/// Ozone formation potential, OH reactivity and aerosol potential of a record.
struct ReactivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reactivity",
    abstract: "Weigh compounds by ozone formation, OH reactivity and aerosol potential.",
    discussion: """
      Ozone formation uses the maximum incremental reactivities of January 2010 (SAPRC-07). \
      Intervals hold the stated uncertainties of the values and our assumed uncertainty of the \
      constants. Compounds without a constant are listed and in no sum.

      Example:
        airaccord voc reactivity gc.csv --unit ppb --kelvin 298.15 --kilopascals 101.325
      """)

  /// What rows to print.
  enum Part: String, ExpressibleByArgument, CaseIterable {
    case families, compounds, sources
  }

  @OptionGroup var input: RecordInput

  @Option(name: .long, help: "Rows to print: families, compounds, or the constants’ sources.")
  var by: Part = .families

  @Option(name: .long, help: "First local day; the whole record without it.")
  var from: CivilDate?

  @Option(name: .long, help: "Last local day.")
  var to: CivilDate?

  @Option(name: .long, help: "Relative standard deviation of each compound’s calibration.")
  var calibrationDeviation = ReactivityAssessment().calibrationDeviation

  @Option(name: .long, help: "Draws of the Monte Carlo intervals.")
  var draws = ReactivityAssessment().draws

  @Option(name: .long, help: "Seed of the draws.")
  var seed = ReactivityAssessment().seed

  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = ReactivityAssessment().confidenceLevel

  @OptionGroup var output: FormatOption

  func validate() throws { try WorkLimit.counts.check(["draws": draws]) }

  func run() throws {
    try explainingErrors {
      let record = try input.record()
      var assessment = ReactivityAssessment()
      assessment.air = input.air
      assessment.rule = input.belowDetection
      assessment.calibrationDeviation = calibrationDeviation
      assessment.draws = draws
      assessment.seed = seed
      assessment.confidenceLevel = confidenceLevel
      let offset = record.axis.utcOffset
      let result = try assessment.assess(
        record, from: from.map { Instant($0, utcOffset: offset) },
        until: to.map { Instant($0, hour: 24, utcOffset: offset) })
      if output.format == .json { return try printJSON(result) }
      let table = by == .sources ? Self.sources(result.constants) : rows(result)
      print(output.format == .csv ? table.csv : table.text)
      for quantity in result.quantities where !quantity.withoutConstant.isEmpty {
        StandardError.print(
          "\(quantity.quantity.rawValue): no constant for "
            + quantity.withoutConstant.joined(separator: ", ")
            + String(format: ", %.1f %% of the mass", 100 * quantity.massShareWithoutConstant))
      }
    }
  }

  private func rows(_ result: Reactivity) -> PlainTable {
    var table = PlainTable(
      ["quantity", "of", "value", "lower", "upper", "share", "unit"], numeric: [2, 3, 4, 5])
    for quantity in result.quantities {
      for row in [quantity.total] + (by == .families ? quantity.families : quantity.compounds) {
        func text(_ value: Double) -> String {
          output.format == .csv ? "\(value)" : String(format: "%.4g", value)
        }
        table.add([
          quantity.quantity.rawValue, row.name, text(row.value), text(row.lower),
          text(row.upper),
          output.format == .csv
            ? "\(row.share)" : String(format: "%.1f %%", 100 * row.share), quantity.unit,
        ])
      }
    }
    return table
  }

  private static func sources(_ rows: [ProvenanceRow]) -> PlainTable {
    var table = PlainTable(
      ["species", "constant", "value", "basis", "agreeing", "source"], numeric: [2, 4])
    for row in rows {
      table.add([
        row.compound, row.scale.rawValue, "\(row.constant.value)", row.constant.basis.rawValue,
        row.constant.agreeingSources.map { String($0) } ?? "", row.constant.source,
      ])
    }
    return table
  }
}
