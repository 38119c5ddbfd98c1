public import AirQuality
public import Documents

extension StandardsEvaluation.Report {
  /// What it says.
  ///
  /// - Parameter authority: whose limits the series were held against.
  public func document(of authority: AirQualityStandard.Authority) -> Document {
    let authority = Message("authority.\(authority.rawValue)")
    let recalled = rules.filter { !$0.provenance.isBacked }
    let title = say("command.standards", authority: authority)
    return Document(title: title, data: Self.fullTable(findings)) {
      Section("answer", role: .answer) { Self.shortTable(findings) }
      Section("doubts") {
        cautions.map { Note.warning("command.caution", text: $0) }
        remarks.map { Note(.note, $0) }
        (recalled.filter { !$0.isOurs } + recalled.filter(\.isOurs)).map { rule in
          Note(
            .note,
            .rule(
              rule.text, source: rule.provenance.source, isOurs: rule.isOurs, isBacked: false))
        }
      }
    }
  }

  private static func shortTable(_ findings: [ComplianceFinding]) -> Table {
    Table("compliance", "command.compliance", findings) {
      Column("station") { $0.station }
      Column("pollutant", "weather.pollutant") { $0.pollutant.displayName }
      Column("period") { $0.period.label }
      Column("statistic") { $0.statistic }
      Column("value") { $0.roundedValue.map(Value.plain) }
      Column("limit", "quality.limit") { .plain($0.standard.limit) }
      Column("unit") { $0.standard.unit.symbol }
      Column("measured", "column.measured-share") { finding in
        let validity = finding.validity
        let share = say(
          "command.valid-of", valid: validity.validCount, required: validity.requiredCount,
          what: validity.counted)
        return validity.counted.isEmpty ? .missing : share.shown
      }
      Column("exceedances", isOptional: true) { finding in
        finding.exceedances.map { "\($0) \(finding.exceedanceUnit ?? "")" }
      }
      Column("met") { verdict($0) }
      Column("standard", "command.standard") { finding in
        let limit = finding.standard
        let name = "\(limit.fullName), \(limit.level)"
        return limit.provenance.isBacked
          ? .text(name) : .message(say("recalled", source: name))
      }
    }
  }

  /// The verdict, with the first reason where there is none.
  private static func verdict(_ finding: ComplianceFinding) -> Value {
    switch finding.verdict {
    case .met: .marked(.good, .message("command.met"))
    case .notMet: .marked(.serious, .message("command.not-met"))
    case .notAssessable:
      .message(
        finding.validity.shortfalls.first.map {
          say("command.not-assessable", reason: $0)
        } ?? "command.nothing-measured")
    }
  }

  private static func fullTable(_ findings: [ComplianceFinding]) -> Table {
    Table("compliance", "command.compliance", findings) {
      Column("station") { $0.station }
      Column("pollutant", "weather.pollutant") { $0.pollutant.identifier }
      Column("period") { $0.period.label }
      Column("first_day", "column.first") { $0.period.first }
      Column("last_day", "column.last") { $0.period.last }
      Column("statistic") { $0.statistic }
      Column("value") { $0.value }
      Column("rounded_value", "column.value") { $0.roundedValue }
      limits
      Column("rules") { finding in
        finding.rules.map {
          "\($0.text) [\($0.provenance.source), \($0.provenance.verification.rawValue)]"
        }.joined(separator: "; ")
      }
      Column("remarks", "command.notes") { $0.remarks }
      Column("cautions", "command.notes") { $0.cautions }
    }
  }

  /// What the limit says and how the value stands to it, for files.
  private static var limits: [Column<ComplianceFinding>] {
    [
      Column("limit", "quality.limit") { $0.standard.limit },
      Column("unit") { $0.standard.unit.symbol },
      Column("exceedances") { $0.exceedances },
      Column("exceedance_unit", "column.unit") { $0.exceedanceUnit },
      Column("valid") { $0.validity.validCount },
      Column("required", "column.expected") { $0.validity.requiredCount },
      Column("counted", "column.what") { $0.validity.counted },
      Column("is_valid", "column.valid") { "\($0.validity.isValid)" },
      Column("why_not", "command.notes") { $0.validity.shortfalls },
      Column("verdict", "column.met") { $0.verdict.rawValue },
      Column("standard", "command.standard") { $0.standard.fullName },
      Column("level", "column.standard-level") { $0.standard.level },
      Column("stage", "command.stage") { $0.standard.stage },
      Column("averaging") { $0.standard.averaging },
      Column("in_force_from", "column.law-from") { $0.standard.inForceFrom },
      Column("effective_from", "column.binds-from") { $0.standard.effectiveFrom },
      Column("effective_to", "column.until") { $0.standard.effectiveTo },
      Column("region") { $0.standard.region },
      Column("source") { $0.standard.provenance.source },
      Column("verified") { $0.standard.provenance.verification.rawValue },
    ]
  }

}

extension StandardCatalogue {
  /// Limits of an authority as they are written, each with its source.
  public static func table(
    of limits: [AirQualityStandard], authority: AirQualityStandard.Authority
  ) -> Table {
    Table(
      "limits", say("command.standards", authority: Message("authority.\(authority.rawValue)")),
      limits
    ) {
      Column("standard", "command.standard") { $0.fullName }
      Column("level", "column.standard-level") { $0.level }
      Column("pollutant", "weather.pollutant") { $0.pollutant.displayName }
      Column("averaging") { $0.averaging }
      Column("statistic") { $0.statistic.rawValue }
      Column("percentile") { $0.percentile.map(Value.plain) }
      Column("allowed") { $0.allowedExceedances }
      Column("years", "column.year") { $0.averagedOverYears }
      Column("limit", "quality.limit") { .plain($0.limit) }
      Column("unit") { $0.unit.symbol }
      Column("stage", "command.stage", isOptional: true) { $0.stage }
      Column("law_from", "column.law-from") { $0.inForceFrom }
      Column("binds_from", "column.binds-from") { $0.effectiveFrom }
      Column("to", "column.until") { $0.effectiveTo }
      Column("region", isOptional: true) { $0.region }
      Column("source") { $0.provenance.source }
      Column("verified") {
        $0.provenance.verification.rawValue + ($0.provenance.isBacked ? "" : " *")
      }
      Column("notes", "command.notes", isOptional: true) { $0.notes }
    }
  }
}

extension Message {
  /// A rule of an authority with what it rests on.
  static func rule(_ text: String, source: String, isOurs: Bool, isBacked: Bool) -> Message {
    say(
      isOurs ? "command.rule-ours" : isBacked ? "command.rule" : "command.rule-recalled",
      text: text, source: source)
  }
}
