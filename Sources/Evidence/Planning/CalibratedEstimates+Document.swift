import Cooperation
import AirQuality
public import Documents
import Estimation
public import Studies

extension CalibratedEstimates: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: "estimates.title",
      footer: Message(
        "estimates.made-by", ["tool": .text("airaccord \(ToolVersion.current) calibrate")]),
      data: table
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          Message(
            "estimates.answer",
            [
              "count": .count(card.controls),
              "own": .optional(card.own.falseAlarms) { .share($0) },
              "calibrated": .optional(card.calibrated.falseAlarms) { .share($0) },
            ]))
        Message(
          "estimates.null",
          [
            "mean": .number(nullMean, .significant(3)),
            "deviation": .number(nullDeviation, .significant(3)),
            "ease": .number(expectedAbsoluteError, .significant(3)),
          ])
        Message("estimates.shape.\(null.rawValue)", ["count": .count(card.controls)])
      }
      Section("estimates.table") {
        table
        card.effectivenessChart("estimates.these")
      }
    }
  }

  private var table: Table {
    Table("estimates", "estimates.table", rows) {
      Column("name") { .text($0.name) }
      Column("estimate") { .number($0.estimate, .error($0.standardError)) }
      Column("standard-error", "estimates.column.error") {
        .number($0.standardError, .significant(2))
      }
      Column("p") { .probability($0.pValue) }
      Column("calibrated", "column.calibrated") {
        .estimate($0.calibrated, lower: $0.lower, upper: $0.upper, .interval($0.lower, $0.upper))
      }
      Column("calibrated-p", "column.calibrated-p") { .probability($0.calibratedP) }
    }
  }
}
