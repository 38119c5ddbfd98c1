public import AirQuality
public import Documents

extension StandardsEvaluation.Report {
  /// What it says.
  ///
  /// - Parameter authority: whose limits the series were held against.
  public func document(of authority: AirQualityStandard.Authority) -> Document {
    let authority = Message("authority.\(authority.rawValue)")
    let recalled = rules.filter { !$0.provenance.isBacked }
    let title = Message("command.standards", ["authority": .message(authority)])
    return Document(title: title, data: Self.fullTable(findings)) {
      Section("answer", role: .answer) { Self.shortTable(findings) }
      Section("doubts") {
        cautions.map {
          Note(.warning, Message("command.caution", ["text": .text($0)]))
        }
        remarks.map { Note(.note, .verbatim($0)) }
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
      Column("station") { .text($0.station) }
      Column("pollutant", heading: "weather.pollutant") { .text($0.pollutant.displayName) }
      Column("period") { .text($0.period.label) }
      Column("statistic") { .text($0.statistic) }
      Column("value") { .optional($0.roundedValue) { .plain($0) } }
      Column("limit", heading: "quality.limit") { .plain($0.standard.limit) }
      Column("unit") { .text($0.standard.unit.symbol) }
      Column("measured", heading: "column.measured-share") { finding in
        let validity = finding.validity
        return validity.counted.isEmpty
          ? .missing
          : .message(
            Message(
              "command.valid-of",
              [
                "valid": .count(validity.validCount), "required": .count(validity.requiredCount),
                "what": .text(validity.counted),
              ]))
      }
      Column("exceedances", isOptional: true) { finding in
        .words(finding.exceedances.map { "\($0) \(finding.exceedanceUnit ?? "")" })
      }
      Column("met") { verdict($0) }
      Column("standard", heading: "command.standard") { finding in
        let limit = finding.standard
        let name = "\(limit.fullName), \(limit.level)"
        return limit.provenance.isBacked
          ? .text(name) : .message(Message("recalled", ["source": .text(name)]))
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
          Message("command.not-assessable", ["reason": .text($0)])
        } ?? "command.nothing-measured")
    }
  }

  private static func fullTable(_ findings: [ComplianceFinding]) -> Table {
    Table("compliance", "command.compliance", findings) {
      Column("station") { .text($0.station) }
      Column("pollutant", heading: "weather.pollutant") { .text($0.pollutant.identifier) }
      Column("period") { .text($0.period.label) }
      Column("first_day", heading: "column.first") { .date("\($0.period.first)") }
      Column("last_day", heading: "column.last") { .date("\($0.period.last)") }
      Column("statistic") { .text($0.statistic) }
      Column("value") { .optional($0.value) { .number($0) } }
      Column("rounded_value", heading: "column.value") {
        .optional($0.roundedValue) { .number($0) }
      }
      limits
      Column("rules") { finding in
        .text(
          finding.rules.map {
            "\($0.text) [\($0.provenance.source), \($0.provenance.verification.rawValue)]"
          }.joined(separator: "; "))
      }
      Column("remarks", heading: "command.notes") { .text($0.remarks.joined(separator: "; ")) }
      Column("cautions", heading: "command.notes") { .text($0.cautions.joined(separator: "; ")) }
    }
  }

  /// What the limit says and how the value stands to it, for files.
  private static var limits: [Column<ComplianceFinding>] {
    [
      Column("limit", heading: "quality.limit") { .number($0.standard.limit) },
      Column("unit") { .text($0.standard.unit.symbol) },
      Column("exceedances") { .optional($0.exceedances) { .count($0) } },
      Column("exceedance_unit", heading: "column.unit") { .words($0.exceedanceUnit) },
      Column("valid") { .count($0.validity.validCount) },
      Column("required", heading: "column.expected") { .count($0.validity.requiredCount) },
      Column("counted", heading: "column.what") { .text($0.validity.counted) },
      Column("is_valid", heading: "column.valid") { .text("\($0.validity.isValid)") },
      Column("why_not", heading: "command.notes") {
        .text($0.validity.shortfalls.joined(separator: "; "))
      },
      Column("verdict", heading: "column.met") { .text($0.verdict.rawValue) },
      Column("standard", heading: "command.standard") { .text($0.standard.fullName) },
      Column("level", heading: "column.standard-level") { .text($0.standard.level) },
      Column("stage", heading: "command.stage") { .words($0.standard.stage) },
      Column("averaging") { .text($0.standard.averaging) },
      Column("in_force_from", heading: "column.law-from") { date($0.standard.inForceFrom) },
      Column("effective_from", heading: "column.binds-from") {
        date($0.standard.effectiveFrom)
      },
      Column("effective_to", heading: "column.until") { date($0.standard.effectiveTo) },
      Column("region") { .words($0.standard.region) },
      Column("source") { .text($0.standard.provenance.source) },
      Column("verified") { .text($0.standard.provenance.verification.rawValue) },
    ]
  }

  private static func date(_ date: CivilDate?) -> Value { .optional(date) { .date("\($0)") } }
}

extension StandardCatalogue {
  /// Limits of an authority as they are written, each with its source.
  public static func table(
    of limits: [AirQualityStandard], authority: AirQualityStandard.Authority
  ) -> Table {
    func date(_ date: CivilDate?) -> Value { .optional(date) { .date("\($0)") } }
    return Table(
      "limits",
      Message(
        "command.standards", ["authority": .message(.init("authority.\(authority.rawValue)"))]),
      limits
    ) {
      Column("standard", heading: "command.standard") { .text($0.fullName) }
      Column("level", heading: "column.standard-level") { .text($0.level) }
      Column("pollutant", heading: "weather.pollutant") { .text($0.pollutant.displayName) }
      Column("averaging") { .text($0.averaging) }
      Column("statistic") { .text($0.statistic.rawValue) }
      Column("percentile") { .optional($0.percentile) { .plain($0) } }
      Column("allowed") { .optional($0.allowedExceedances) { .count($0) } }
      Column("years", heading: "column.year") { .optional($0.averagedOverYears) { .count($0) } }
      Column("limit", heading: "quality.limit") { .plain($0.limit) }
      Column("unit") { .text($0.unit.symbol) }
      Column("stage", heading: "command.stage", isOptional: true) { .words($0.stage) }
      Column("law_from", heading: "column.law-from") { date($0.inForceFrom) }
      Column("binds_from", heading: "column.binds-from") { date($0.effectiveFrom) }
      Column("to", heading: "column.until") { date($0.effectiveTo) }
      Column("region", isOptional: true) { .words($0.region) }
      Column("source") { .text($0.provenance.source) }
      Column("verified") { limit in
        .text(limit.provenance.verification.rawValue + (limit.provenance.isBacked ? "" : " *"))
      }
      Column("notes", heading: "command.notes", isOptional: true) { .words($0.notes) }
    }
  }
}

extension Message {
  /// A rule of an authority with what it rests on.
  static func rule(_ text: String, source: String, isOurs: Bool, isBacked: Bool) -> Message {
    Message(
      isOurs ? "command.rule-ours" : isBacked ? "command.rule" : "command.rule-recalled",
      ["text": .text(text), "source": .text(source)])
  }
}
