import Cooperation
import AirQuality
public import Documents
import Estimation
public import Studies

extension DesignReport: Documented {
  /// How many sets the page shows.
  private static let shown = 20

  /// What it says.
  public var document: Document {
    let best = result.choices[0]
    return Document(
      title: Message("design.title", ["title": .text(title)]),
      subtitles: [
        Message(
          "design.tried",
          [
            "pollutant": .text(pollutant.displayName), "candidates": .count(candidates),
            "stations": .count(stations), "period": .date(history.description),
          ])
      ], alerts: notes.filter { $0.severity == .serious }.map(\.text),
      footer: Message(
        "estimates.made-by", ["tool": .text("airaccord \(ToolVersion.current) design")]),
      data: table(result.choices)
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          Message(
            "design.answer",
            [
              "sites": .names(best.stations.map(name)),
              "judged": .number(-100 * best.judged, .significant(2), unit: "%"),
              "chosen": .number(-100 * best.chosen, .significant(2), unit: "%"),
              "months": .number(design.months, .significant(2)), "power": .share(design.power),
            ]))
        Message(
          "design.stable",
          [
            "share": .share(best.stability), "looked": .count(result.looked),
            "choice": .count(result.stepsOfChoice), "judgement": .count(result.stepsOfJudgement),
          ])
        if result.tooDear > 0 {
          Message("design.too-dear", ["count": .count(result.tooDear)])
        }
        if result.filled > 0 {
          Message("design.filled", ["share": .share(result.filled, decimals: 1)])
        }
      }
      Section("design.table") {
        chart
        table(Array(result.choices.prefix(Self.shown)))
        Message("design.score")
      }
      if let likeGeoLift {
        Section("design.geolift") {
          Message("design.geolift-note")
          geoLiftTable(likeGeoLift)
        }
      }
    }
  }

  private func name(_ key: String) -> String { names[key] ?? key }

  private func table(_ choices: [SiteDesign.Choice]) -> Table {
    Table("sites", "design.table", choices) {
      Column("sites", "design.column.sites") { .names($0.stations.map(name)) }
      Column("chosen", "design.column.chosen", unit: "%") {
        .number(-100 * $0.chosen, .significant(2))
      }
      Column("judged", "design.column.judged", unit: "%") {
        .number(-100 * $0.judged, .significant(2))
      }
      Column("stability", "design.column.stability") { .share($0.stability) }
      Column("correlation", "design.column.correlation") {
        .number($0.correlation, .decimals(2))
      }
      Column("step-error", "design.column.step-error") {
        .number($0.stepError, .significant(2))
      }
      Column("period-error", "design.column.period-error") {
        .number($0.periodError, .significant(2))
      }
      Column("level", "design.column.level") { .number($0.level, .significant(3)) }
      Column("cost", "design.column.cost", isOptional: true) { choice in
        .optional(choice.cost) { .number($0, .significant(4)) }
      }
    }
  }

  private func geoLiftTable(_ choices: [SiteSelection.Choice]) -> Table {
    Table("sites-geolift", "design.geolift", choices.prefix(Self.shown)) {
      Column("rank") { .count($0.rank) }
      Column("sites", "design.column.sites") { .names($0.sites.map(name)) }
      Column("detectable", "power.column.detectable", unit: "%") {
        .number(100 * $0.detectable, .significant(2))
      }
      Column("estimated", "column.estimate", unit: "%") {
        .number(100 * $0.estimated, .significant(2))
      }
      Column("share", "design.column.share") { .share($0.share, decimals: 1) }
    }
  }

  /// What a set promises on the days of the choice and what it keeps on the others.
  private var chart: Chart {
    let rows = result.choices.prefix(Self.shown).flatMap { choice -> [Chart.ForestRow] in
      let label = Message.verbatim(choice.stations.map(name).joined(separator: ", "))
      return [
        Chart.ForestRow(label, group: 0, estimate: -100 * choice.chosen, interval: nil),
        Chart.ForestRow(label, group: 1, estimate: -100 * choice.judged, interval: nil),
      ]
    }
    return .forest(
      "sites", "design.figure", rows: rows,
      groups: [
        Chart.Group("design.column.chosen", .donors), Chart.Group("design.column.judged", .treated),
      ], x: Chart.Axis("power.column.detectable", unit: "%"))
  }
}
