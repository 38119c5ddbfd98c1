import Cooperation
import AirQuality
import Documents
import Estimation
import Studies

extension ReportCard {
  /// Calibration effectiveness: the share of controls at or below each p-value, before and after.
  func effectivenessChart(_ method: Message) -> Chart {
    func line(_ group: Chart.Group, _ values: [Double]) -> Chart.Line? {
      guard !values.isEmpty else { return nil }
      let below = (0...50).map { place in
        let level = Double(place) / 50
        return (level: level, share: Double(values.count { $0 <= level }))
      }
      return Chart.Line(
        group, below, x: { $0.level }, y: { $0.share / Double(values.count) })
    }
    let unit = Chart.Axis("card.axis.level", domain: 0...1)
    return .timeSeries(
      "calibration-effectiveness", say("card.effectiveness", method: method),
      lines: [
        line(Chart.Group("card.line.own", .treated), ownPValues),
        line(Chart.Group("card.line.calibrated", .expected), pValues),
        Chart.Line(
          Chart.Group("card.line.right", .ink, isDashed: true, width: 1), [0.0, 1.0], x: { $0 },
          y: { $0 }),
      ].compactMap(\.self), x: unit,
      y: Chart.Axis("card.axis.share", domain: 0...1), width: 420, height: 320)
  }
}

extension Dossier {
  /// How each method does where the truth is known, the best first.
  var reportCard: Table? {
    let rows = RankedCard.all(self)
    guard !rows.isEmpty else { return nil }
    return Table("report-card", "card.title", note: "card.note", rows) {
      Column("rank") { $0.rank }
      Column("method") { $0.name }
      Column("false-alarms", "card.column.false-alarms") {
        .optional($0.card.own.falseAlarms) { .share($0) }
      }
      Column("calibrated-false-alarms", "card.column.calibrated-false-alarms") { row in
        .optional(row.card.calibrated.falseAlarms) { share in
          row.card.isTrusted ? .share(share) : .marked(.serious, .share(share))
        }
      }
      Column("coverage", "card.column.coverage") { row in
        .optional(row.card.own.coverage.first?.share) { .share($0) }
      }
      Column("calibrated-coverage", "card.column.calibrated-coverage") { row in
        let shares = row.card.calibrated.coverage.map { Value.share($0.share) }
        // One alone stands under the others as a number.
        return shares.count == 1 ? shares[0] : .list(shares)
      }
      Column("bias", "card.column.bias") { $0.number($0.card.bias) }
      Column("rmse", "card.column.rmse") { $0.number($0.card.rootMeanSquare) }
      Column("width", "card.column.width") { row in
        .optional(row.card.calibrated.medianWidth) {
          .number($0, .significant(2), unit: row.unit)
        }
      }
      Column("ease", "card.column.ease") { row in
        .optional(row.systematic) { row.number($0) }
      }
      Column("detectable", "card.column.detectable") { row in
        row.isLog
          ? .number(100 * row.card.detectable, .significant(2), unit: "%")
          : .number(row.card.detectable, .significant(2), unit: row.unit)
      }
    }
  }

  /// Earlier dates that no study could be put together on.
  private var leftOutDates: [Message] {
    (datesLeftOut ?? []).map {
      Message("card.date-left-out", ["years": .count($0.years), "reason": .message($0.reason)])
    }
  }

  /// The card with the check of the leading method's calibration.
  func reportCardBlocks(_ lead: LeadingFinding?, _ names: [Message]) -> [Block] {
    guard let table = reportCard else { return [] }
    var blocks: [Block] = []
    if let place = lead?.place, let card = findings[place].calibration?.card {
      blocks.append(
        .message(
          say(
            card.isTrusted ? "card.trusted" : "card.not-trusted", method: names[place],
            alarms: Value.optional(card.calibrated.falseAlarms) { .share($0) },
            own: Value.optional(card.own.falseAlarms) { .share($0) }, count: card.controls,
            parts: card.parts)))
    }
    blocks.append(.table(table))
    let failed =
      zip(findings, names).flatMap { finding, name in
        (finding.calibration?.failures ?? []).map {
          Message(
            "card.failed",
            [
              "method": .message(name), "count": .count($0.count), "reason": .message($0.reason),
            ])
        }
      } + leftOutDates
    if !failed.isEmpty { blocks.append(.list(failed)) }
    if let place = lead?.place, let calibration = findings[place].calibration,
      let card = calibration.card
    {
      if let errors = calibration.errors, let tried = calibration.inserted, tried > 0 {
        blocks.append(
          .message(
            say(
              errors.isConstant ? "card.constant" : "card.grows", count: tried, method: names[place]
            )))
      }
      blocks.append(.chart(card.effectivenessChart(names[place])))
    }
    return blocks
  }
}

/// A method's card with its rank.
struct RankedCard {
  let rank: Int
  let place: Int
  let name: Message
  let card: ReportCard
  /// Expected absolute systematic error on the outcome's scale.
  let systematic: Double?
  let unit: String
  let isLog: Bool

  /// A number on the outcome's scale: per cent on the log scale.
  func number(_ value: Double) -> Value {
    .number(isLog ? 100 * value : value, .significant(2), unit: unit)
  }

  /// All methods with a card: those whose calibration is right within chance first, then by the smallest
  /// effect that they would find.
  static func all(_ dossier: Dossier) -> [RankedCard] {
    let names = FindingLabels.messages(dossier)
    let isLog = dossier.study.outcome.scale == .log
    let found = dossier.findings.indices.compactMap { place in
      dossier.findings[place].calibration?.card.map { (place, $0) }
    }.sorted { left, right in
      (left.1.isTrusted ? 0 : 1, left.1.detectable, left.0)
        < (right.1.isTrusted ? 0 : 1, right.1.detectable, right.0)
    }
    return found.enumerated().map { rank, entry in
      let finding = dossier.findings[entry.0]
      return RankedCard(
        rank: rank + 1, place: entry.0, name: names[entry.0], card: entry.1,
        systematic: finding.calibration?.expectedAbsoluteError, unit: finding.effect.unit,
        isLog: isLog)
    }
  }
}
