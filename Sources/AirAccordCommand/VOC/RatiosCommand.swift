import ArgumentParser
import TextFiles
import Foundation
import VOC

/// Diagnostic ratios, the regime of ozone, weekends and photochemical age.
struct RatiosCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ratios",
    abstract: "Diagnostic ratios, regime of ozone, weekend effect and photochemical age.",
    discussion: """
      Every ratio says what it can tell and what it cannot; a ratio proves no source. Ranges and \
      borders marked with * come from memory, not from a stored source.

      Examples:
        airaccord voc ratios gc.csv --unit ppb --below-detection half --limits mdl.csv
        airaccord voc ratios gc.csv --unit ppb --emission-ratio 3.2 --hydroxyl 2e6
      """)

  @OptionGroup var input: RecordInput

  @Option(name: .long, help: "Ratio of the clock’s compounds at emission; starts the clock.")
  var emissionRatio: Double?

  @Option(name: .long, help: "Takes it as this quantile of the measured ratios, 0 to 1.")
  var emissionQuantile: Double?

  @Option(name: .long, help: "The clock’s faster compound.")
  var fast = PhotochemicalAge().fast

  @Option(name: .long, help: "The clock’s slower compound.")
  var slow = PhotochemicalAge().slow

  @Option(name: .long, help: "OH that turns exposure into hours, molecules a cubic centimetre.")
  var hydroxyl: Double?

  @Option(name: .long, help: "First local hour of daylight.")
  var firstHour = RatioAnalysis().firstHour

  @Option(name: .long, help: "Last local hour of daylight.")
  var lastHour = RatioAnalysis().lastHour

  @Option(name: .long, help: "Replicates of the bootstrap.")
  var replicates = RatioAnalysis().replicates

  @Option(name: .long, help: "Seed of the bootstrap.")
  var seed = RatioAnalysis().seed

  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = RatioAnalysis().confidenceLevel

  @OptionGroup var output: FormatOption

  private struct Everything: Encodable {
    let report: RatioReport
    let clock: PhotochemicalAge.Reading?
  }

  func validate() throws { try WorkLimit.counts.check(["replicates": replicates]) }

  func run() throws {
    try explainingErrors {
      let record = try input.record()
      var analysis = RatioAnalysis()
      analysis.rule = input.belowDetection
      analysis.air = input.air
      analysis.firstHour = firstHour
      analysis.lastHour = lastHour
      analysis.replicates = replicates
      analysis.seed = seed
      analysis.confidenceLevel = confidenceLevel
      let report = try analysis.analyse(record)
      var clock: PhotochemicalAge.Reading?
      if emissionRatio != nil || emissionQuantile != nil {
        var age = PhotochemicalAge()
        age.fast = fast
        age.slow = slow
        age.emissionRatio = emissionRatio
        age.emissionQuantile = emissionQuantile
        age.hydroxyl = hydroxyl
        age.firstHour = firstHour
        age.lastHour = lastHour
        clock = try age.read(record, rule: input.belowDetection)
      }
      switch output.format {
      case .json: try printJSON(Everything(report: report, clock: clock))
      case .csv: print(rows(report, clock).csv)
      case .text:
        print(rows(report, clock).text)
        for row in report.ratios {
          print("\n\(row.ratio.identifier): \(row.ratio.tells)\n  Not: \(row.ratio.cannotTell)")
        }
        for row in report.regimes {
          print("\n\(row.indicator.identifier): \(row.indicator.caution)")
        }
        print("\n* from memory, not from a stored source")
      }
      let unmeasured = report.unanswered.filter { report.sparse[$0] == nil }
      if !unmeasured.isEmpty {
        StandardError.print("not measured: " + unmeasured.joined(separator: ", "))
      }
      for (ratio, steps) in report.sparse.sorted(by: { $0.key < $1.key }) {
        StandardError.print(
          "too few steps: \(ratio) has \(steps) at which both compounds are above zero and needs "
            + "\(report.leastSteps)")
      }
      if report.weekend.isEmpty {
        StandardError.print(
          "no weekend effect: it needs ten weeks, and for ppb and ppbC --kelvin and --kilopascals")
      }
    }
  }

  private func rows(_ report: RatioReport, _ clock: PhotochemicalAge.Reading?) -> PlainTable {
    var table = PlainTable(
      ["what", "of", "value", "lower", "upper", "unit", "steps", "reads as"],
      numeric: [2, 3, 4, 6])
    func text(_ value: Double) -> String {
      output.format == .csv ? "\(value)" : String(format: "%.3g", value)
    }
    for row in report.ratios {
      table.add([
        "ratio", row.ratio.identifier, text(row.geometricMean), text(row.lower), text(row.upper),
        "1", "\(row.count)",
        row.goesWith.joined(separator: " or ") + (row.goesWith.isEmpty ? "" : " *"),
      ])
    }
    for row in report.regimes {
      table.add([
        "regime", row.indicator.identifier, text(row.median), "", "", "1", "\(row.count)",
        String(
          format: "%.0f %% compounds, %.0f %% both, %.0f %% nitrogen oxides limit *",
          100 * row.compoundLimited, 100 * row.transition, 100 * row.nitrogenLimited)
          + (row.isDaily ? " (whole days)" : ""),
      ])
    }
    for row in report.weekend {
      table.add([
        "weekend", "\(row.quantity.rawValue) \(row.name)", text(row.percent), text(row.lower),
        text(row.upper), "%", "\(row.weeks) weeks", "weekend against working days",
      ])
    }
    if let clock {
      table.add([
        "clock", "OH exposure, \(fast) and \(slow)", text(clock.medianExposure), "", "", "s/cm³",
        "\(clock.steps)",
        clock.medianHours.map { String(format: "%.1f h", $0) } ?? "",
      ])
      for compound in clock.compounds {
        table.add([
          "initial", compound.compound, compound.initial.map(text) ?? "", "", "", "",
          "\(clock.steps)", compound.note ?? "measured \(text(compound.measured))",
        ])
      }
    }
    return table
  }
}
