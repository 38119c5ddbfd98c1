import AirQuality
import Documents
import Weather

/// The figures of normalised series.
extension NormalisationReport {
  var charts: [Chart] {
    [course, years, importance, dependence, dependenceSurface].compactMap(\.self)
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
      let chart = Chart.timeSeries(
        "", "weather.course",
        lines: [
          Chart.Line(Self.courseGroups[0], months, x: { $0.start }, y: { $0.observed }),
          Chart.Line(
            Self.courseGroups[1], months, x: { $0.start }, y: { $0.normalised },
            band: { $0.interval }),
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
      height: isSingle ? 280 : 130, panels: panels, columns: series.count <= 4 ? 2 : 3)
  }

  /// What was measured in every year, in order; a year that no station measured whole has its mark.
  private func measured(_ kind: YearComparison.Kind) -> [(name: Message, mean: Double)] {
    let whole = (comparison?.years ?? []).filter { $0.kind == kind }
    let labels = Set(whole.map(\.label))
    let parts = Dictionary(
      grouping: series.flatMap { kind == .calendar ? $0.yearly : $0.seasonalYearly }
        .filter { !labels.contains($0.label) }, by: \.label)
    return
      (whole.map { ($0.label, .verbatim($0.label), $0.observed) }
      + parts.map { label, own in (label, own[0].name, own.map(\.observed).mean) })
      .sorted { $0.0 < $1.0 }.map { (name: $0.1, mean: $0.2) }
  }

  /// Yearly means by both kinds of year.
  private var years: Chart? {
    guard let comparison, !comparison.years.isEmpty else { return nil }
    let panels = YearComparison.Kind.allCases.map { kind in
      let own = comparison.years.filter { $0.kind == kind }
      return Chart.Panel(
        title: kind.message, x: Chart.Axis(labelAngle: own.count > 7 ? -90 : 0), y: level,
        layers: [
          Chart.Layer(
            .point, measured(kind), x: { $0.name }, y: { $0.mean }, group: 0, opacity: 0.5),
          Chart.Layer(
            .rule, own.filter { $0.interval != nil }, x: { $0.label }, y: { $0.interval?.lower },
            y2: { $0.interval?.upper }, group: 1),
          Chart.Layer(
            .line, own, x: { $0.label }, y: { $0.observed }, group: 0, style: .pointed),
          Chart.Layer(
            .line, own, x: { $0.label }, y: { $0.normalised }, group: 1, style: .pointed),
          Chart.Layer(
            .line, own.filter { $0.rmweatherMean != nil }, x: { $0.label }, y: { $0.rmweatherMean },
            group: 2, style: .pointed),
        ])
    }
    return Chart(
      "years", "weather.years-figure",
      groups: comparison.years.contains { $0.rmweatherMean != nil }
        ? Self.groups + [Chart.Group(.verbatim("rmweather"), .expected)] : Self.groups,
      width: 330, height: 220, panels: panels, columns: 2)
  }

  /// Mean share of each predictor over the stations.
  private var importance: Chart? {
    let sums = series.flatMap(\.importance).reduce(into: [String: Double]()) {
      $0[$1.feature, default: 0] += $1.share
    }
    guard !sums.isEmpty else { return nil }
    return .bars(
      "importance", "weather.importance",
      sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(15).map {
        Chart.Entry(WeatherFeature.title(of: $0.key), 100 * $0.value / Double(series.count))
      }, value: Chart.Axis("weather.share", unit: "%"), width: 520)
  }

  /// Blocked skill by season, with the random split as a warning: means over the stations.
  var skillChart: Chart? {
    let skills = series.compactMap(\.skill)
    guard !skills.isEmpty else { return nil }
    func bar(_ name: Message, _ values: [Double], group: Int = 0) -> Chart.Entry? {
      values.isEmpty ? nil : Chart.Entry(name, group: group, values.mean)
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
        bar("weather.skill.random", skills.map(\.randomSplit.rSquared), group: 1),
      ]).compactMap(\.self),
      groups: [
        Chart.Group("weather.skill.real", .treated),
        Chart.Group("weather.skill.warning", .expected),
      ], value: Chart.Axis(.verbatim("R²")), width: 460)
  }
}
