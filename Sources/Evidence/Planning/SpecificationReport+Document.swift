import Cooperation
import AirQuality
public import Documents
import Estimation
public import Studies

extension SpecificationReport: Documented {
  /// What it says.
  public var document: Document {
    let main = result.points.first(where: \.isMain)
    return Document(
      title: say("curve.title", title: title),
      subtitles: [
        say("curve.subject", pollutant: pollutant.displayName, measure: measure)
      ],
      footer: say("estimates.made-by", tool: "airaccord \(ToolVersion.current) specifications"),
      data: table
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          say(
            "curve.answer", count: result.points.count,
            median: Value.number(result.median, .significant(2), unit: "%"),
            share: result.agreement.share, p: result.medianP.probability, groups: result.controls))
        main.map { point in
          say(
            "curve.main", method: Message.method(point.method),
            effect: Value.number(point.percent, .significant(2), unit: "%"),
            p: point.pValue.probability, family: point.familyP.probability)
        }
        result.failures.map { say("curve.failed", count: $0.count, reason: $0.reason) }
        result.controlFailures.map {
          say("curve.controls-failed", count: $0.count, reason: $0.reason)
        }
      }
      Section("curve.table") {
        chart
        table
        Message("curve.note")
      }
    }
  }

  private var table: Table {
    Table("specifications", "curve.table", result.points) {
      Column("method") { .message(.method($0.method)) }
      Column("scale", "curve.column.scale") {
        .message(Message("curve.scale.\($0.scale.rawValue)"))
      }
      Column("weather", "curve.column.weather") {
        .message($0.isNormalised ? "curve.weather-out" : "curve.weather-in")
      }
      Column("before", "curve.column.before") { .share($0.beforeShare) }
      Column("donors", "curve.column.donors") {
        .message(Message("curve.donors.\($0.donors.rawValue)"))
      }
      Column("effect", unit: "%") { $0.percent.significant(2) }
      Column("p") { .probability($0.pValue) }
      Column("family-p", "curve.column.family-p") { .probability($0.familyP) }
      Column("main", "curve.column.main") { $0.isMain ? .message("curve.main-mark") : .missing }
    }
  }

  private var chart: Chart {
    let points = result.points.enumerated().map { (rank: Double($0 + 1), point: $1) }
    return Chart(
      "specifications", "curve.figure",
      groups: [
        Chart.Group("curve.line.others", .donors), Chart.Group("curve.line.main", .treated),
      ], width: 700, height: 280, x: Chart.Axis("curve.axis.rank"),
      y: Chart.Axis("column.effect", unit: "%", hasZero: true),
      layers: [
        .reference(level: 0, size: 1),
        Chart.Layer(
          .point, points.filter { !$0.point.isMain }, x: { $0.rank }, y: { $0.point.percent },
          group: 0, size: 40),
        Chart.Layer(
          .point, points.filter(\.point.isMain), x: { $0.rank }, y: { $0.point.percent }, group: 1,
          size: 40),
      ])
  }
}
