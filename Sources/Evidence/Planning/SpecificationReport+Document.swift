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
      title: Message("curve.title", ["title": .text(title)]),
      subtitles: [
        Message(
          "curve.subject",
          ["pollutant": .text(pollutant.displayName), "measure": .text(measure)])
      ],
      footer: Message(
        "estimates.made-by", ["tool": .text("airaccord \(ToolVersion.current) specifications")]),
      data: table
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          Message(
            "curve.answer",
            [
              "count": .count(result.points.count),
              "median": .number(result.median, .significant(2), unit: "%"),
              "share": .share(result.agreement), "p": .probability(result.medianP),
              "groups": .count(result.controls),
            ]))
        main.map { point in
          Message(
            "curve.main",
            [
              "method": .message(.method(point.method)),
              "effect": .number(point.percent, .significant(2), unit: "%"),
              "p": .probability(point.pValue), "family": .probability(point.familyP),
            ])
        }
        result.failures.map {
          Message("curve.failed", ["count": .count($0.count), "reason": .message($0.reason)])
        }
        result.controlFailures.map {
          Message(
            "curve.controls-failed", ["count": .count($0.count), "reason": .message($0.reason)])
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
      Column("effect", unit: "%") { .number($0.percent, .significant(2)) }
      Column("p") { .probability($0.pValue) }
      Column("family-p", "curve.column.family-p") { .probability($0.familyP) }
      Column("main", "curve.column.main") {
        $0.isMain ? .message("curve.main-mark") : .missing
      }
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
