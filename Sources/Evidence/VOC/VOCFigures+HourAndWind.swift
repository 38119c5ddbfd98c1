import Documents
import AirQuality
import Cooperation
import Estimation
import VOC

/// Figures by hour of the day and by the wind, for records that have them.
extension VOCFigures {
  /// The total's ozone formation as a series.
  private var total: MonitoringSeries? {
    guard let weighed = try? record.weighed(.ozoneFormation, impact.settings.assessment) else {
      return nil
    }
    return MonitoringSeries(
      station: record.station, pollutant: Pollutant("ozone_formation"),
      unit: MeasurementUnit(stored: WeighedQuantity.ozoneFormation.unit),
      referenceState: .notApplicable, axis: record.axis, values: weighed.total)
  }

  /// The day before and after; hourly records only.
  var day: Figure? {
    guard record.axis.step < .day, let total else { return nil }
    let offset = record.axis.utcOffset
    let periods = [
      (say(Phrases.before), impact.before), (say(Phrases.after), impact.after),
    ]
    let rows: [JSONValue] = periods.flatMap { name, period in
      Profile(
        total.window(
          from: period.start(utcOffset: offset), until: period.end(utcOffset: offset)),
        kind: .diurnal
      ).cells.enumerated().compactMap { hour, cell -> JSONValue? in
        guard let mean = cell.mean, let lower = cell.lower, let upper = cell.upper else {
          return nil
        }
        return [
          "hour": .number(Double(hour)), "period": .string(name), "mean": .number(mean),
          "lower": .number(lower), "upper": .number(upper),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    let caption = say(
      Phrase(
        "Ozone formation potential over the day, with 95 % intervals.",
        "オゾン生成能の日変化（95 % 信頼区間）。", "臭氧生成潜势的日变化（95% 置信区间）。"))
    let colour: JSONValue = [
      "field": "period", "type": "nominal", "title": .null,
      "scale": [
        "domain": .array(periods.map { .string($0.0) }),
        "range": [.string(FigureStyle.donors), .string(FigureStyle.treated)],
      ],
    ]
    let hour: JSONValue = [
      "field": "hour", "type": "quantitative",
      "title": .string(say(Phrase("hour", "時", "时"))), "scale": ["domain": [0, 23]],
    ]
    return Figure(
      name: "day", caption: caption,
      specification: FigureStyle.specification(
        width: 620, height: 220, description: caption,
        [
          "data": ["values": .array(rows)],
          "layer": [
            [
              "mark": ["type": "area", "opacity": 0.25],
              "encoding": [
                "x": hour,
                "y": ["field": "lower", "type": "quantitative", "title": "µg O3/m³"],
                "y2": ["field": "upper"], "color": colour,
              ],
            ],
            [
              "mark": ["type": "line"],
              "encoding": [
                "x": hour,
                "y": ["field": "mean", "type": "quantitative", "title": "µg O3/m³"],
                "color": colour,
              ],
            ],
          ],
        ]))
  }

  /// Mean by the direction of the wind, where it was measured.
  var polar: Figure? {
    guard let total else { return nil }
    let rows = sectors(total, named: "")
    guard !rows.isEmpty else { return nil }
    let caption = say(
      Phrase(
        "Mean ozone formation potential by the direction from which the wind comes, north up; calm "
          + "hours are left out.",
        "風向別の平均オゾン生成能（上が北、静穏時を除く）。", "按风向（来向，上为北，不含静风）的平均臭氧生成潜势。"))
    return Figure(
      name: "polar", caption: caption,
      specification: FigureStyle.specification(
        width: 300, height: 300, description: caption,
        ["data": ["values": .array(rows)]].merging(Self.arcs(title: "µg O3/m³")) { $1 }))
  }

  /// The same for the contribution of each factor.
  var factorPolar: Figure? {
    let factors = impact.settings.factors.compactMap { record.other($0) }
    let rows = factors.flatMap { sectors($0, named: $0.pollutant.identifier) }
    guard !rows.isEmpty else { return nil }
    let unit = factors.first?.unit
    let symbol = unit == .dimensionless ? "" : unit?.symbol ?? ""
    let caption = say(
      Phrase(
        "Mean contribution of each factor by the direction from which the wind comes, north up; "
          + "calm hours are left out.",
        "各因子の風向別の平均寄与（上が北、静穏時を除く）。", "各因子按风向（来向，上为北，不含静风）的平均贡献。"))
    return Figure(
      name: "factor-polar", caption: caption,
      specification: FigureStyle.specification(
        width: 200, height: 200, description: caption,
        [
          "data": ["values": .array(rows)],
          "facet": [
            "field": "name", "type": "nominal", "title": .null,
            "sort": .array(factors.map { .string($0.pollutant.identifier) }),
          ],
          "columns": 3,
          "resolve": ["scale": ["radius": "independent", "color": "independent"]],
          "spec": .object(
            ["width": 200, "height": 200].merging(
              Self.arcs(title: symbol)
            ) { $1 }),
        ]))
  }

  /// Means of a series by sixteen sectors; empty where no wind was measured.
  private func sectors(_ series: MonitoringSeries, named name: String) -> [JSONValue] {
    guard let direction = record.other(.windDirection),
      let statistics = WindStatistics(
        series, direction: direction, speed: record.other(.windSpeed), sectors: 16)
    else { return [] }
    let half = Double.pi / 16
    return statistics.cells.compactMap { cell -> JSONValue? in
      guard let mean = cell.mean else { return nil }
      let middle = cell.direction * Double.pi / 180
      return [
        "from": .number(middle - half), "to": .number(middle + half), "mean": .number(mean),
        "direction": .number(cell.direction), "count": .number(Double(cell.count)),
        "name": .string(name),
      ]
    }
  }

  private static func arcs(title: String) -> [String: JSONValue] {
    [
      "mark": ["type": "arc", "tooltip": true, "stroke": "white"],
      "encoding": [
        "theta": ["field": "from", "type": "quantitative", "scale": .null],
        "theta2": ["field": "to"],
        "radius": [
          "field": "mean", "type": "quantitative",
          "scale": ["type": "sqrt", "zero": true, "rangeMin": 8],
        ],
        "color": [
          "field": "mean", "type": "quantitative", "title": .string(title),
          "scale": ["scheme": "yelloworangered"], "legend": ["orient": "right"],
        ],
      ],
    ]
  }
}
