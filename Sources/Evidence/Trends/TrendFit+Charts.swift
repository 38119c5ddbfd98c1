import Studies
import AirQuality
import Documents
import Estimation

extension TrendFit {
  /// Course, derivative and calendar.
  func charts(_ number: Int) -> [Chart] {
    [courseChart(number), derivativeChart(number), calendar(number)].compactMap(\.self)
  }

  /// Values without season, the smooth course with its band, and Sen’s line.
  func courseChart(_ number: Int, isRegion: Bool = false) -> Chart {
    let periods = series.values.indices
    let starts = series.starts
    return .timeSeries(
      isRegion ? "course-region" : "course-\(number)",
      isRegion ? "trend.region-figure" : say("trend.figure", station: series.station.name),
      lines: [
        Chart.Line(
          Chart.Group(
            isRegion
              ? "trend.region-mean" : season == "removed" ? "trend.adjusted" : "weather.observed",
            .donors, width: 1.2),
          periods, x: { starts[$0] }, y: { adjusted[$0] }),
        Chart.Line(
          Chart.Group("trend.smooth", .treated), periods, x: { starts[$0] },
          y: { smooth.level.values[$0] }, band: { smooth.level.ends($0) }),
        Chart.Line(
          Chart.Group("trend.sen", .expected, isDashed: true), periods, x: { starts[$0] },
          y: {
            let days = starts[$0].daysSinceEpoch - starts[0].daysSinceEpoch
            return sen.intercept + sen.perYear * Double(days) / 365.25
          }),
      ], x: .time(starts),
      y: Chart.Axis(.verbatim(series.pollutant.displayName), unit: series.unit.symbol))
  }

  /// The smooth course’s change a year; what rises and what falls lies on either side of zero.
  private func derivativeChart(_ number: Int) -> Chart {
    .timeSeries(
      "derivative-\(number)", say("trend.derivative-figure", station: series.station.name),
      lines: [
        Chart.Line(
          Chart.Group("trend.derivative", .treated), series.values.indices,
          x: { series.starts[$0] }, y: { smooth.derivative.values[$0] },
          band: { smooth.derivative.ends($0) })
      ], levels: [0], x: .time(series.starts),
      y: Chart.Axis("trend.per-year", unit: series.unit.symbol), height: 200)
  }

  /// Years by months, in the order of the year whatever month the series begins in.
  private func calendar(_ number: Int) -> Chart? {
    guard series.resolution == .month else { return nil }
    let cells = series.values.indices.compactMap { index in
      series.values[index].map { (start: series.starts[index], value: $0) }
    }.sorted { ($0.start.month, $0.start) < ($1.start.month, $1.start) }
    let years = (series.starts.first?.year ?? 0)...(series.starts.last?.year ?? 0)
    return .heatMap(
      "calendar-\(number)", say("trend.calendar", station: series.station.name),
      cells: cells.map { ("\($0.start.month)".place, "\($0.start.year)".place, $0.value) },
      shades: Chart.Shades(.verbatim(series.pollutant.displayName), unit: series.unit.symbol),
      x: Chart.Axis("trend.month", labelAngle: 0),
      // January may be missing in the first year.
      y: Chart.Axis(names: years.map { .verbatim("\($0)") }), height: max(60, 22 * years.count))
  }
}

extension TrendFit.Band {
  /// Its ends at a period.
  fileprivate func ends(_ place: Int) -> Ends { Ends(lower[place], upper[place]) }
}

extension Chart.Axis {
  /// Time; years alone are written where months would not fit.
  static func time(_ starts: [CivilDate]) -> Chart.Axis {
    let years = (starts.last?.year ?? 0) - (starts.first?.year ?? 0)
    return Chart.Axis(dateFormat: years > 10 ? "%Y" : nil)
  }
}
