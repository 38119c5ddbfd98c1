import Documents
import AirQuality
import Weather

/// The figures of normalised series.
struct NormalisationFigures {
  let series: [NormalisedSeries]
  let comparison: YearComparison?
  let language: Language

  var all: [Figure] {
    [course, years, dependence, importance, skill].compactMap(\.self)
  }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private var names: [String] {
    [say(WeatherPhrases.observed), say(WeatherPhrases.normalised)]
  }

  private var colours: JSONValue {
    [
      "field": "series", "type": "nominal", "title": .null,
      "scale": [
        "domain": .array(names.map { .string($0) }),
        "range": [.string(FigureStyle.donors), .string(FigureStyle.treated)],
      ],
    ]
  }

  /// Three significant decimals: figures need no more, and files stay small.
  private static func number(_ value: Double) -> JSONValue {
    .number((value * 1_000).rounded() / 1_000)
  }

  private var axisTitle: String {
    guard let first = series.first?.observed else { return "" }
    return "\(first.pollutant.displayName) (\(first.unit.symbol))"
  }

  /// Monthly means with the model's band, one panel a station.
  private var course: Figure? {
    guard !series.isEmpty else { return nil }
    var rows: [JSONValue] = []
    for one in series.prefix(12) {
      for month in one.monthly where month.share >= 0.1 {
        for (name, value, interval) in [
          (names[0], month.observed, nil), (names[1], month.normalised, month.interval),
        ] as [(String, Double, ModelInterval?)] {
          rows.append([
            "station": .string(one.observed.station.name), "month": .string("\(month.start)"),
            "series": .string(name), "value": Self.number(value),
            "lower": interval.map { Self.number($0.lower) } ?? .null,
            "upper": interval.map { Self.number($0.upper) } ?? .null,
          ])
        }
      }
    }
    let isSingle = series.count == 1
    let time: JSONValue = [
      "field": "month", "type": "temporal", "title": .null,
      "axis": ["format": "%Y", "tickCount": "year"],
    ]
    let layers: JSONValue = [
      [
        "transform": [["filter": "datum.lower != null"]],
        "mark": ["type": "area", "opacity": 0.25],
        "encoding": [
          "x": time, "y": ["field": "lower", "type": "quantitative", "title": .string(axisTitle)],
          "y2": ["field": "upper"], "color": colours,
        ],
      ],
      [
        "mark": ["type": "line", "tooltip": true],
        "encoding": [
          "x": time, "y": ["field": "value", "type": "quantitative", "title": .string(axisTitle)],
          "color": colours,
        ],
      ],
    ]
    let width = isSingle ? 760 : 230
    let height = isSingle ? 280 : 110
    var members: [String: JSONValue] = ["data": ["values": .array(rows)]]
    if isSingle {
      members["layer"] = layers
    } else {
      members["facet"] = ["field": "station", "type": "nominal", "title": .null]
      members["columns"] = 3
      members["spec"] = [
        "width": .number(Double(width)), "height": .number(Double(height)), "layer": layers,
      ]
    }
    return Figure(
      name: "normalised", caption: say(WeatherPhrases.course),
      specification: FigureStyle.specification(
        width: width, height: height, description: say(WeatherPhrases.course), members))
  }

  /// Yearly means by both kinds of year.
  private var years: Figure? {
    guard let comparison, !comparison.years.isEmpty else { return nil }
    var rows: [JSONValue] = []
    for year in comparison.years {
      let kind = say(
        year.kind == .calendar ? WeatherPhrases.calendar : WeatherPhrases.seasonal)
      for (name, value, interval) in [
        (names[0], year.observed, nil), (names[1], year.normalised, year.interval),
      ] as [(String, Double, ModelInterval?)] {
        rows.append([
          "kind": .string(kind), "year": .string(year.label), "series": .string(name),
          "value": Self.number(value), "lower": interval.map { Self.number($0.lower) } ?? .null,
          "upper": interval.map { Self.number($0.upper) } ?? .null,
        ])
      }
    }
    let label: JSONValue = [
      "field": "year", "type": "ordinal", "title": .null, "axis": ["labelAngle": 0],
    ]
    let level: JSONValue = [
      "field": "value", "type": "quantitative", "title": .string(axisTitle),
      "scale": ["zero": false],
    ]
    let layers: JSONValue = [
      [
        "transform": [["filter": "datum.lower != null"]],
        "mark": ["type": "rule", "strokeWidth": 2],
        "encoding": [
          "x": label,
          "y": ["field": "lower", "type": "quantitative", "title": .string(axisTitle)],
          "y2": ["field": "upper"], "color": colours,
        ],
      ],
      [
        "mark": ["type": "line", "point": ["size": 70], "tooltip": true],
        "encoding": ["x": label, "y": level, "color": colours],
      ],
    ]
    return Figure(
      name: "years", caption: say(WeatherPhrases.yearsFigure),
      specification: FigureStyle.specification(
        width: 330, height: 220, description: say(WeatherPhrases.yearsFigure),
        [
          "data": ["values": .array(rows)],
          "facet": ["field": "kind", "type": "nominal", "title": .null, "sort": .null],
          "columns": 2, "resolve": ["scale": ["x": "independent"]],
          "spec": ["width": 330, "height": 220, "layer": layers],
        ]))
  }

  /// Partial dependence of the first station's most important predictors.
  private var dependence: Figure? {
    guard let first = series.first, !first.partialDependence.isEmpty else { return nil }
    var rows: [JSONValue] = []
    for curve in first.partialDependence {
      let name = WeatherPhrases.feature(curve.feature.name, language)
      for (value, expected) in zip(curve.values, curve.expected) {
        rows.append([
          "feature": .string(name), "value": Self.number(value), "expected": Self.number(expected),
        ])
      }
    }
    let caption =
      say(WeatherPhrases.dependence)
      + (series.count > 1
        ? " " + say(WeatherPhrases.comparedFirst, ["station": first.observed.station.name]) : "")
    return Figure(
      name: "partial-dependence", caption: caption,
      specification: FigureStyle.specification(
        width: 220, height: 130, description: caption,
        [
          "data": ["values": .array(rows)],
          "facet": ["field": "feature", "type": "nominal", "title": .null, "sort": .null],
          "columns": 3, "resolve": ["scale": ["x": "independent"]],
          "spec": [
            "width": 220, "height": 130,
            "mark": ["type": "line", "interpolate": "step-after", "color": "#0072B2"],
            "encoding": [
              "x": [
                "field": "value", "type": "quantitative", "title": .null,
                "scale": ["zero": false],
              ],
              "y": [
                "field": "expected", "type": "quantitative",
                "title": .string(say(WeatherPhrases.expected)), "scale": ["zero": false],
              ],
            ],
          ],
        ]))
  }

  /// Mean share of each predictor over the stations.
  private var importance: Figure? {
    var sums: [String: Double] = [:]
    for one in series {
      for entry in one.importance { sums[entry.feature, default: 0] += entry.share }
    }
    guard !sums.isEmpty else { return nil }
    let rows = sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(15).map {
      name, sum -> JSONValue in
      [
        "feature": .string(WeatherPhrases.feature(name, language)),
        "share": Self.number(100 * sum / Double(series.count)),
      ]
    }
    return Figure(
      name: "importance", caption: say(WeatherPhrases.importance),
      specification: FigureStyle.specification(
        width: 520, height: 20 * max(1, rows.count), description: say(WeatherPhrases.importance),
        [
          "data": ["values": .array(Array(rows))],
          "mark": ["type": "bar", "color": "#0072B2", "tooltip": true],
          "encoding": [
            "y": [
              "field": "feature", "type": "nominal", "sort": .null, "title": .null,
              "axis": ["labelLimit": 260],
            ],
            "x": ["field": "share", "type": "quantitative", "title": "%"],
          ],
        ]))
  }

  /// Blocked skill by season, with the random split as a warning.
  private var skill: Figure? {
    let skills = series.compactMap(\.skill)
    guard !skills.isEmpty else { return nil }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    var rows: [JSONValue] = []
    func add(_ name: String, _ values: [Double], _ kind: String) {
      guard !values.isEmpty else { return }
      rows.append([
        "name": .string(name), "value": Self.number(mean(values)), "kind": .string(kind),
      ])
    }
    add(say(WeatherPhrases.weeks), skills.map(\.weeks.rSquared), "skill")
    for season in ["DJF", "MAM", "JJA", "SON"] {
      add(
        "\(say(WeatherPhrases.weeks)), \(season)",
        skills.compactMap { $0.seasons[season]?.rSquared }, "skill")
    }
    add(say(WeatherPhrases.wholeYears), skills.compactMap { $0.years?.rSquared }, "skill")
    add(say(WeatherPhrases.random), skills.map(\.randomSplit.rSquared), "warning")
    return Figure(
      name: "skill", caption: say(WeatherPhrases.skillNote),
      specification: FigureStyle.specification(
        width: 460, height: 22 * rows.count, description: say(WeatherPhrases.skill),
        [
          "data": ["values": .array(rows)],
          "mark": ["type": "bar", "tooltip": true],
          "encoding": [
            "y": [
              "field": "name", "type": "nominal", "sort": .null, "title": .null,
              "axis": ["labelLimit": 320],
            ],
            "x": ["field": "value", "type": "quantitative", "title": "R²"],
            "color": [
              "field": "kind", "type": "nominal", "legend": .null,
              "scale": ["domain": ["skill", "warning"], "range": ["#0072B2", "#D55E00"]],
            ],
          ],
        ]))
  }
}
