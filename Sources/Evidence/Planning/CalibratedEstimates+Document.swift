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
      footer: say("estimates.made-by", tool: "airaccord \(ToolVersion.current) calibrate"),
      data: table
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          say(
            "estimates.answer", count: card.controls,
            own: Value.optional(card.own.falseAlarms) { .share($0) },
            calibrated: Value.optional(card.calibrated.falseAlarms) { .share($0) }))
        say(
          "estimates.null", mean: nullMean.significant(3), deviation: nullDeviation.significant(3),
          ease: expectedAbsoluteError.significant(3))
        say("estimates.shape.\(null.rawValue)", count: card.controls)
      }
      Section("estimates.table") {
        table
        card.effectivenessChart("estimates.these")
      }
    }
  }

  private var table: Table {
    Table("estimates", "estimates.table", rows) {
      Column("name") { $0.name }
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
