import Documents
import AirQuality

/// The figures of a quality report.
struct QualityFigures {
  let report: QualityReport
  let language: Language

  var all: [Figure] { [networks, marks].compactMap(\.self) }

  private func say(_ phrase: Phrase) -> String { phrase.text(language) }

  /// Agreement with neighbours and memory, year by year.
  private var networks: Figure? {
    guard !report.verdicts.isEmpty else { return nil }
    let names = [
      say(Phrase("with neighbours", "近隣地点との相関", "与邻近站点的相关")),
      say(Phrase("with the next day", "翌日との相関", "与次日的相关")),
    ]
    var rows: [JSONValue] = []
    for verdict in report.verdicts {
      let network = "\(verdict.network), \(verdict.pollutant.displayName)"
      for (name, value) in zip(
        names, [verdict.neighbourCorrelation, verdict.dailyAutocorrelation])
      {
        rows.append([
          "network": .string(network), "year": .number(Double(verdict.year)),
          "statistic": .string(name), "value": .number(value),
        ])
      }
    }
    let caption = say(
      Phrase(
        "Correlation of daily means with those of the neighbours, and of a day with the next. A "
          + "year in which both fall was not measured.",
        "日平均値の近隣地点との相関と翌日との相関。両方が低い年は測定値ではない。",
        "日均值与邻近站点的相关以及与次日的相关。两者都很低的年份不是测量值。"))
    return Figure(
      name: "networks", caption: caption,
      specification: FigureStyle.specification(
        width: 320, height: 150, description: caption,
        [
          "data": ["values": .array(rows)],
          "facet": [
            "field": "network", "type": "nominal", "title": .null,
          ],
          "columns": 2,
          "spec": [
            "width": 320, "height": 150,
            "mark": ["type": "line", "point": true],
            "encoding": [
              "x": [
                "field": "year", "type": "ordinal", "title": .null, "axis": ["labelAngle": 0],
              ],
              "y": [
                "field": "value", "type": "quantitative", "scale": ["domain": [0, 1]],
                "title": .string(say(Phrase("correlation", "相関", "相关系数"))),
              ],
              "color": [
                "field": "statistic", "type": "nominal", "title": .null,
                "scale": [
                  "domain": .array(names.map { .string($0) }),
                  "range": [.string(FigureStyle.treated), .string(FigureStyle.expected)],
                ],
              ],
            ],
          ],
        ]))
  }

  /// How many marked steps each check has in each month.
  private var marks: Figure? {
    var counts: [String: [String: Double]] = [:]
    for flag in report.flags {
      // A long mark counts in the months it covers by its hours.
      var instant = flag.from
      while instant < flag.until {
        let date = instant.date(utcOffset: 0)
        guard
          let next = CivilDate(
            year: date.month == 12 ? date.year + 1 : date.year,
            month: date.month == 12 ? 1 : date.month + 1, day: 1)
        else { break }
        let end = min(flag.until, Instant(next, utcOffset: 0))
        let month = "\(date.description.prefix(7))-01"
        counts[flag.rule.identifier, default: [:]][month, default: 0] +=
          Double(end.secondsSinceEpoch - instant.secondsSinceEpoch) / 3_600
        instant = end
      }
    }
    guard !counts.isEmpty else { return nil }
    let rows: [JSONValue] = counts.sorted { $0.key < $1.key }.flatMap { rule, months in
      months.sorted { $0.key < $1.key }.map { month, hours in
        ["rule": .string(rule), "month": .string(month), "hours": .number(hours.rounded())]
      }
    }
    let caption = say(
      Phrase(
        "Hours marked by each check, by month (UTC), all series together.",
        "各検査が印を付けた時間数（月別（UTC）、全系列）。",
        "各项检查逐月（UTC）标记的小时数（所有序列合计）。"))
    return Figure(
      name: "marks", caption: caption,
      specification: FigureStyle.specification(
        width: 680, height: 40 * max(2, counts.count), description: caption,
        [
          "data": ["values": .array(rows)],
          "mark": ["type": "rect"],
          "encoding": [
            "x": [
              "field": "month", "type": "temporal", "timeUnit": "yearmonth", "title": .null,
              "axis": ["format": "%Y-%m", "labelOverlap": true],
            ],
            "y": ["field": "rule", "type": "nominal", "title": .null],
            "color": [
              "field": "hours", "type": "quantitative",
              "title": .string(say(Phrase("hours", "時間", "小时"))),
              "scale": ["scheme": "oranges", "type": "symlog"], "legend": ["tickCount": 2],
            ],
          ],
        ]))
  }
}
