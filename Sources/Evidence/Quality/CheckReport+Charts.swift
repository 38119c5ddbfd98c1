import AirQuality
import Documents

/// The figures of a report on series: the series with what was marked, what is missing, and how years
/// and checks compare.
extension CheckReport {
  var charts: [Chart] { [courses, completeness, networks, marks].compactMap(\.self) }

  /// How many series are drawn one by one, how many in the table of completeness.
  private static let panels = 12
  private static let lines = 40
  /// How many stretches a series is drawn in: more cannot be told apart.
  private static let stretches = 240

  /// The series, those with the gravest findings first.
  private var byGravity: [MonitoringSeries] {
    let gravity = Dictionary(grouping: report.findings) {
      Pair(SeriesKey.Place($0.station, $0.pollutant), $0.instrument)
    }.mapValues { $0.map(\.grade).max() }
    func weight(_ series: MonitoringSeries) -> Int {
      let place = SeriesKey.Place(series.station.key, series.pollutant)
      let grade = gravity[Pair(place, series.instrument)] ?? nil
      return grade.flatMap(QualityGrade.allCases.firstIndex).map { $0 + 1 } ?? 0
    }
    return series.filter { $0.count > 0 && $0.validCount > 0 }.enumerated()
      .sorted { (weight($1.element), $0.offset) < (weight($0.element), $1.offset) }
      .map(\.element)
  }

  private func name(_ series: MonitoringSeries) -> Message {
    say(
      "quality.of",
      station: series.station.key + (series.instrument.isEmpty ? "" : " \(series.instrument)"),
      pollutant: series.pollutant.displayName)
  }

  /// Mean and range of each series, and what was marked in it.
  private var courses: Chart? {
    let all = byGravity
    guard !all.isEmpty else { return nil }
    let shown = all.prefix(Self.panels)
    let isSingle = all.count == 1
    return Chart(
      "series",
      all.count <= Self.panels
        ? "quality.series"
        : say("quality.series-first", shown: Self.panels, all: all.count),
      groups: [
        Chart.Group("quality.mean", .treated), Chart.Group("quality.range", .donors),
        Chart.Group("quality.marked", .expected),
      ],
      width: isSingle ? 760 : 330, height: isSingle ? 240 : 120,
      panels: shown.map { series in
        let stretches = SeriesStretch.stretches(
          series, count: Self.stretches, marks: report.flags.filter { $0.grade > .note })
        return Chart.Panel(
          title: name(series), y: Chart.Axis(.verbatim(series.unit.symbol)),
          layers: [
            Chart.Layer(
              .cell, stretches.filter(\.isMarked), x: { $0.from }, x2: { $0.until }, group: 2,
              opacity: 0.3),
            Chart.Layer(
              .area, stretches, x: { $0.from }, y: { $0.lowest }, y2: { $0.highest }, group: 1,
              opacity: 0.35),
            Chart.Layer(.line, stretches, x: { $0.from }, y: { $0.mean }, group: 0, size: 1.4),
          ])
      }, columns: 2)
  }

  /// Share of each month's steps that have a value.
  private var completeness: Chart? {
    let all = byGravity.filter { $0.axis.step <= .day }
    guard !all.isEmpty else { return nil }
    let shown = Array(all.prefix(Self.lines))
    let months = shown.flatMap { series in
      series.monthly(capture: DataCapture(minimumShare: 0)).map { (name: name(series), month: $0) }
    }
    return Chart(
      "completeness",
      all.count <= Self.lines
        ? "quality.completeness"
        : say("quality.completeness-first", shown: Self.lines, all: all.count),
      width: 620, height: 20 * max(2, shown.count),
      layers: [
        Chart.Layer(
          .cell, months, x: { $0.month.start }, x2: { $0.month.start.nextMonth },
          y: { $0.name }, shade: { 100 * $0.month.share },
          shades: Chart.Shades("column.measured-share", unit: "%"))
      ])
  }

  /// Agreement with neighbours and memory, year by year.
  private var networks: Chart? {
    let networks = report.verdicts.grouped { Pair($0.network, $0.pollutant) }
      .sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }
    guard !networks.isEmpty else { return nil }
    return Chart(
      "networks", "quality.networks",
      groups: [
        Chart.Group("quality.with-neighbours", .treated),
        Chart.Group("quality.with-next-day", .expected),
      ], width: 320, height: 150,
      panels: networks.map { network, verdicts in
        Chart.Panel(
          title: say("quality.of", station: network.first, pollutant: network.second.displayName),
          x: Chart.Axis(labelAngle: 0), y: Chart.Axis("quality.correlation", domain: 0...1),
          layers: [
            Chart.Layer(
              .line, verdicts, x: { String($0.year) }, y: { $0.neighbourCorrelation }, group: 0,
              style: .pointed),
            Chart.Layer(
              .line, verdicts, x: { String($0.year) }, y: { $0.dailyAutocorrelation }, group: 1,
              style: .pointed),
          ])
      }, columns: 2)
  }

  /// How many marked hours each check has in each month.
  private var marks: Chart? {
    var hours: [QualityRule: [CivilDate: Double]] = [:]
    for flag in report.flags {
      // A long mark counts in the months it covers by its hours.
      var instant = flag.from
      while instant < flag.until {
        let month = instant.date(utcOffset: 0).firstOfMonth
        let end = min(flag.until, Instant(month.nextMonth, utcOffset: 0))
        hours[flag.rule, default: [:]][month, default: 0] +=
          Double(end.secondsSinceEpoch - instant.secondsSinceEpoch) / 3_600
        instant = end
      }
    }
    guard !hours.isEmpty else { return nil }
    return Chart(
      "marks", "quality.marks", width: 620, height: 40 * max(2, hours.count),
      layers: [
        Chart.Layer(
          .cell,
          hours.sorted { $0.key < $1.key }.flatMap { rule, months in
            months.sorted { $0.key < $1.key }.map { (rule: rule, month: $0.key, hours: $0.value) }
          }, x: { $0.month }, x2: { $0.month.nextMonth }, y: { $0.rule.message },
          shade: { $0.hours.rounded() },
          shades: Chart.Shades("quality.hours", isCompressed: true))
      ])
  }
}

/// A stretch of a series that is drawn as one.
private struct SeriesStretch {
  let from: Chart.Coordinate
  let until: Chart.Coordinate
  let lowest: Double?
  let mean: Double?
  let highest: Double?
  let isMarked: Bool

  /// A series in at most so many stretches of whole days, or step by step where it is short.
  static func stretches(
    _ series: MonitoringSeries, count: Int, marks: [QualityFlag]
  ) -> [SeriesStretch] {
    let day = series.axis.step.seconds.map { max(1, 86_400 / $0) } ?? 1
    var width = (series.count + count - 1) / count
    if width > 1 { width = (width + day - 1) / day * day }
    var marked: Set<Int> = []
    for mark in marks
    where mark.station == series.station.key && mark.pollutant == series.pollutant
      && mark.instrument == series.instrument
    {
      let positions = series.axis.positions(from: mark.from, until: mark.until)
      guard let first = positions.first, let last = positions.last else { continue }
      marked.formUnion(first / width...last / width)
    }
    return stride(from: 0, to: series.count, by: width).map { start in
      let values = (start..<min(start + width, series.count)).compactMap { series[$0] }
      return SeriesStretch(
        from: .date(String(series.axis.label(at: start).prefix(19))),
        until: .date(String(series.axis.label(at: start + width).prefix(19))),
        lowest: values.min(), mean: values.isEmpty ? nil : values.mean, highest: values.max(),
        isMarked: marked.contains(start / width))
    }
  }
}

extension QualityRule {
  /// The check in words.
  var message: Message {
    .row("quality.rule.\(identifier)") ?? .verbatim(identifier)
  }
}

extension CivilDate {
  /// The first day of its month.
  fileprivate var firstOfMonth: CivilDate { CivilDate(year: year, month: month, day: 1) ?? self }

  /// The first day of the month after.
  fileprivate var nextMonth: CivilDate {
    CivilDate(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
      ?? self
  }
}
