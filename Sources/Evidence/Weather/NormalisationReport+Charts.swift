import AirQuality
import Documents
import Weather

/// The figures of normalised series.
extension NormalisationReport {
  var charts: [Block] {
    [course, years, importance, dependence].compactMap(\.self).map { .chart($0) }
  }

  /// How many stations have a panel of their own.
  private static let panels = 12

  private static let groups = [
    Chart.Group("weather.observed", .donors), Chart.Group("weather.normalised", .treated),
  ]

  /// Months are the model's own means, years have levels.
  private static let courseGroups = [groups[0], Chart.Group("weather.model-mean", .treated)]

  private var level: Chart.Axis {
    let first = series.first?.observed
    return Chart.Axis(
      first.map { .verbatim($0.pollutant.displayName) }, unit: first?.unit.symbol ?? "")
  }

  /// Monthly means with the model's band, one panel a station.
  private var course: Chart? {
    guard !series.isEmpty else { return nil }
    let isSingle = series.count == 1
    // Years alone are written where months would not fit.
    let isLong = series.contains { $0.monthly.count > (isSingle ? 120 : 48) }
    let panels = series.prefix(Self.panels).map { one in
      let months = one.monthly.filter { $0.share >= 0.1 }
      func place(_ month: NormalisedPeriod) -> Chart.Coordinate { .date("\(month.start)") }
      let chart = Chart.timeSeries(
        "", "weather.course",
        lines: [
          Chart.Line(Self.courseGroups[0], months.map { (place($0), $0.observed) }),
          Chart.Line(Self.courseGroups[1], months.map { (place($0), $0.normalised) }),
        ],
        bands: [
          Chart.Band(
            line: 1,
            months.compactMap { month in
              month.interval.map { (place(month), $0.lower, $0.upper) }
            })
        ], y: level)
      return Chart.Panel(
        title: isSingle ? nil : .verbatim(one.observed.station.name),
        x: Chart.Axis(dateFormat: isLong ? "%Y" : nil), y: level, layers: chart.panels[0].layers)
    }
    return Chart(
      "normalised",
      series.count <= Self.panels
        ? "weather.course"
        : say("weather.course-first", shown: Self.panels, all: series.count),
      groups: Self.courseGroups, width: isSingle ? 760 : series.count <= 4 ? 340 : 230,
      height: isSingle ? 280 : 130, panels: panels,
      columns: series.count <= 4 ? 2 : 3)
  }

  /// Yearly means by both kinds of year.
  private var years: Chart? {
    guard let comparison, !comparison.years.isEmpty else { return nil }
    let panels = YearComparison.Kind.allCases.map { kind in
      let own = comparison.years.filter { $0.kind == kind }
      func place(_ year: YearComparison.Year) -> Chart.Coordinate { .name(.verbatim(year.label)) }
      return Chart.Panel(
        title: kind.message, x: Chart.Axis(labelAngle: 0), y: level,
        layers: [
          Chart.Layer(
            .rule,
            own.compactMap { year in
              year.interval.map {
                Chart.Point(
                  x: place(year), y: .number($0.lower), y2: .number($0.upper), group: 1)
              }
            }),
          Chart.Layer(
            .line,
            own.map { Chart.Point(x: place($0), y: .number($0.observed), group: 0) }
              + own.map { Chart.Point(x: place($0), y: .number($0.normalised), group: 1) },
            style: .pointed),
        ])
    }
    return Chart(
      "years", "weather.years-figure", groups: Self.groups, width: 330, height: 220,
      panels: panels, columns: 2)
  }

  /// Partial dependence of the first station's most important predictors.
  private var dependence: Chart? {
    guard let first = series.first, !first.partialDependence.isEmpty else { return nil }
    return Chart(
      "partial-dependence",
      series.count == 1
        ? "weather.dependence"
        : say("weather.dependence-of", station: first.observed.station.name),
      width: 220, height: 130,
      panels: first.partialDependence.map { curve in
        Chart.Panel(
          title: WeatherFeature.title(of: curve.feature.name), y: Chart.Axis("weather.expected"),
          layers: [
            Chart.Layer(
              .steps,
              zip(curve.values, curve.expected).map {
                Chart.Point(x: .number($0), y: .number($1))
              })
          ])
      }, columns: 3)
  }

  /// Mean share of each predictor over the stations.
  private var importance: Chart? {
    var sums: [String: Double] = [:]
    for one in series {
      for entry in one.importance { sums[entry.feature, default: 0] += entry.share }
    }
    guard !sums.isEmpty else { return nil }
    return .bars(
      "importance", "weather.importance",
      sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(15).map { name, sum in
        Chart.Bar(
          .name(WeatherFeature.title(of: name)), value: 100 * sum / Double(series.count))
      }, value: Chart.Axis("weather.share", unit: "%"), width: 520)
  }

  /// Blocked skill by season, with the random split as a warning: means over the stations.
  var skillChart: Chart? {
    let skills = series.compactMap(\.skill)
    guard !skills.isEmpty else { return nil }
    func bar(_ name: Message, _ values: [Double], isWarning: Bool = false) -> Chart.Bar? {
      guard !values.isEmpty else { return nil }
      return Chart.Bar(
        .name(name), group: isWarning ? 1 : 0,
        value: values.reduce(0, +) / Double(values.count))
    }
    let seasons = ["DJF", "MAM", "JJA", "SON"].map { season in
      bar(
        say("weather.skill.season", months: Message("weather.season.\(season)")),
        skills.compactMap { $0.seasons[season]?.rSquared })
    }
    return .bars(
      "skill", "weather.skill-note",
      ([bar("weather.skill.weeks", skills.map(\.weeks.rSquared))] + seasons + [
        bar("weather.skill.years", skills.compactMap { $0.years?.rSquared }),
        bar("weather.skill.random", skills.map(\.randomSplit.rSquared), isWarning: true),
      ]).compactMap(\.self),
      groups: [
        Chart.Group("weather.skill.real", .treated),
        Chart.Group("weather.skill.warning", .expected),
      ], value: Chart.Axis(.verbatim("R²")), width: 460)
  }
}
