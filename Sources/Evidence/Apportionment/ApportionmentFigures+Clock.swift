import Documents
import AirQuality
import SourceApportionment

extension ApportionmentFigures {
  /// Fewest samples of an hour or a weekday that are shown.
  private static let least = 5

  /// Contributions by the hour of the samples' clock; `nil` when all samples begin at one hour.
  var hours: Figure? {
    let solution = report.solution
    let places = solution.instants.map { $0.secondOfDay(utcOffset: solution.utcOffset) / 3_600 }
    return clock(
      "hours", places, labels: (0..<24).map(String.init),
      caption: Phrase(
        "Contributions by hour of the day: mean (line), median and middle half of the samples "
          + "(dot, bar). Hours with fewer than {least} samples are left out.",
        "時刻別の寄与：平均（線）、中央値と中央 50 %（点と棒）。{least} 試料未満の時刻は除く。",
        "各时刻的贡献：均值（线）、中位数与中间一半（点与棒）。不足 {least} 个样品的时刻未列出。"),
      title: Phrase("hour", "時", "时"))
  }

  /// Contributions by weekday, Monday first.
  var weekdays: Figure? {
    let solution = report.solution
    let places = solution.instants.map { $0.date(utcOffset: solution.utcOffset).weekday - 1 }
    let names = [
      Phrase("Mon", "月", "一"), Phrase("Tue", "火", "二"), Phrase("Wed", "水", "三"),
      Phrase("Thu", "木", "四"), Phrase("Fri", "金", "五"), Phrase("Sat", "土", "六"),
      Phrase("Sun", "日", "日"),
    ]
    return clock(
      "weekdays", places, labels: names.map { $0.text(language) },
      caption: Phrase(
        "Contributions by weekday: mean (line), median and middle half of the samples (dot, bar). "
          + "Weather knows no weekdays; a source that rests on Sundays shows here.",
        "曜日別の寄与：平均（線）、中央値と中央 50 %（点と棒）。気象に曜日はなく、日曜に休む発生源はここに現れる。",
        "各星期的贡献：均值（线）、中位数与中间一半（点与棒）。天气没有星期之分，周日停歇的来源在此显现。"),
      title: Phrase("weekday", "曜日", "星期"))
  }

  /// One small chart a factor over the classes of a clock.
  private func clock(
    _ name: String, _ places: [Int], labels: [String], caption: Phrase, title: Phrase
  ) -> Figure? {
    let solution = report.solution
    var members = [[Int]](repeating: [], count: labels.count)
    for (sample, place) in places.enumerated() { members[place].append(sample) }
    let shown = members.indices.filter { members[$0].count >= Self.least }
    guard shown.count >= 2 else { return nil }
    var rows: [JSONValue] = []
    for factor in 0..<solution.factorCount {
      for place in shown {
        let values = members[place].map { solution.contributions[factor][$0] }.sorted()
        func quantile(_ probability: Double) -> Double {
          let position = probability * Double(values.count - 1)
          let low = Int(position)
          let high = min(low + 1, values.count - 1)
          return values[low] + (position - Double(low)) * (values[high] - values[low])
        }
        rows.append([
          "factor": .string(label(factor)), "class": .string(labels[place]),
          "mean": .number(values.reduce(0, +) / Double(values.count)),
          "quarter": .number(quantile(0.25)), "median": .number(quantile(0.5)),
          "threequarters": .number(quantile(0.75)), "samples": .number(Double(values.count)),
        ])
      }
    }
    let text = caption.text(language, ["least": String(Self.least)])
    let x: JSONValue = [
      "field": "class", "type": "ordinal", "sort": .array(shown.map { .string(labels[$0]) }),
      "title": .string(title.text(language)), "axis": ["labelAngle": 0],
    ]
    func y(_ field: String) -> JSONValue {
      ["field": .string(field), "type": "quantitative", "title": .null]
    }
    return Figure(
      name: name, caption: text,
      specification: FigureStyle.specification(
        width: 340, height: 100, description: text,
        [
          "data": ["values": .array(rows)],
          "facet": [
            "field": "factor", "type": "nominal", "title": .null,
            "sort": .array((0..<solution.factorCount).map { .string(label($0)) }),
            "header": ["labelAnchor": "start", "labelFontSize": 12, "labelLimit": 375],
          ],
          "columns": 2,
          "resolve": ["scale": ["y": "independent"]],
          "spec": [
            "width": 340, "height": 100,
            "layer": [
              [
                "mark": [
                  "type": "rule", "strokeWidth": 5, "opacity": 0.35,
                  "color": .string(FigureStyle.treated),
                ],
                "encoding": ["x": x, "y": y("quarter"), "y2": ["field": "threequarters"]],
              ],
              [
                "mark": [
                  "type": "point", "filled": true, "size": 30, "tooltip": true,
                  "color": .string(FigureStyle.treated),
                ],
                "encoding": ["x": x, "y": y("median")],
              ],
              [
                "mark": [
                  "type": "line", "strokeWidth": 1.5, "color": .string(FigureStyle.expected),
                ],
                "encoding": ["x": x, "y": y("mean")],
              ],
            ],
          ],
        ]))
  }
}
