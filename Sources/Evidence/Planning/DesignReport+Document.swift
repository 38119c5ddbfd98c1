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
      title: say("design.title", title: title),
      subtitles: [
        say(
          "design.tried", pollutant: pollutant.displayName, candidates: candidates,
          stations: stations, period: Value.date(history.description))
      ], alerts: notes.filter { $0.severity == .serious }.map(\.text),
      footer: say("estimates.made-by", tool: "airaccord \(ToolVersion.current) design"),
      data: table(result.choices)
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          say(
            "design.answer", sites: Value.names(best.stations.map(name)),
            judged: Value.number(-100 * best.judged, .significant(2), unit: "%"),
            chosen: Value.number(-100 * best.chosen, .significant(2), unit: "%"),
            months: design.months.significant(2), power: design.power.share))
        say(
          "design.stable", share: best.stability.share, looked: result.looked,
          choice: result.stepsOfChoice, judgement: result.stepsOfJudgement)
        if result.tooDear > 0 {
          say("design.too-dear", count: result.tooDear)
        }
        if result.filled > 0 {
          say("design.filled", share: Value.share(result.filled, decimals: 1))
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
      Column("chosen", "design.column.chosen", unit: "%") { (-100 * $0.chosen).significant(2) }
      Column("judged", "design.column.judged", unit: "%") { (-100 * $0.judged).significant(2) }
      Column("stability", "design.column.stability") { .share($0.stability) }
      Column("correlation", "design.column.correlation") { $0.correlation.decimals(2) }
      Column("step-error", "design.column.step-error") { $0.stepError.significant(2) }
      Column("period-error", "design.column.period-error") { $0.periodError.significant(2) }
      Column("level", "design.column.level") { $0.level.significant(3) }
      Column("cost", "design.column.cost", isOptional: true) { $0.cost?.significant(4) }
    }
  }

  private func geoLiftTable(_ choices: [SiteSelection.Choice]) -> Table {
    Table("sites-geolift", "design.geolift", choices.prefix(Self.shown)) {
      Column("rank") { $0.rank }
      Column("sites", "design.column.sites") { .names($0.sites.map(name)) }
      Column("detectable", "power.column.detectable", unit: "%") {
        (100 * $0.detectable).significant(2)
      }
      Column("estimated", "column.estimate", unit: "%") { (100 * $0.estimated).significant(2) }
      Column("share", "design.column.share") { .share($0.share, decimals: 1) }
    }
  }

  /// What a set promises on the days of the choice and what it keeps on the others.
  private var chart: Chart {
    let rows = result.choices.prefix(Self.shown).flatMap { choice in
      let label = choice.stations.map(name).joined(separator: ", ")
      return [choice.chosen, choice.judged].enumerated().map {
        Chart.Entry(label, group: $0, -100 * $1)
      }
    }
    return .forest(
      "sites", "design.figure", rows: rows,
      groups: [
        Chart.Group("design.column.chosen", .donors), Chart.Group("design.column.judged", .treated),
      ], x: Chart.Axis("power.column.detectable", unit: "%"))
  }
}
