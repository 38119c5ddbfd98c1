import Studies
import AirQuality
import Documents
import Estimation

extension TrendFit {
  /// Course, derivative and calendar.
  func charts(_ number: Int) -> [Block] {
    ([courseChart(number), derivativeChart(number), calendar(number)].compactMap(\.self))
      .map { .chart($0) }
  }

  private func place(_ index: Int) -> Chart.Coordinate { .date("\(series.starts[index])") }

  private var axis: Chart.Axis {
    Chart.Axis(.verbatim(series.pollutant.displayName), unit: series.unit.symbol)
  }

  /// Values without season, the smooth course with its band, and Sen’s line.
  func courseChart(_ number: Int, isRegion: Bool = false) -> Chart {
    let periods = Array(series.values.indices)
    let line = periods.map { index -> (Chart.Coordinate, Double?) in
      let days = series.starts[index].daysSinceEpoch - series.starts[0].daysSinceEpoch
      return (place(index), sen.intercept + sen.perYear * Double(days) / 365.25)
    }
    let name =
      isRegion
      ? Message("trend.region-figure")
      : say("trend.figure", station: series.station.name)
    return .timeSeries(
      isRegion ? "course-region" : "course-\(number)", name,
      lines: [
        Chart.Line(
          Chart.Group(
            season == "removed" ? "trend.adjusted" : "weather.observed", .donors, width: 1.2),
          periods.map { (place($0), adjusted[$0]) }),
        Chart.Line(
          Chart.Group("trend.smooth", .treated),
          periods.map { (place($0), smooth.level.values[$0]) }),
        Chart.Line(Chart.Group("trend.sen", .expected, isDashed: true), line),
      ],
      bands: [
        Chart.Band(
          line: 1,
          periods.map { (place($0), smooth.level.lower[$0], smooth.level.upper[$0]) })
      ],
      x: .time(series.starts), y: axis)
  }

  /// The smooth course’s change a year.
  private func derivativeChart(_ number: Int) -> Chart {
    let periods = Array(series.values.indices)
    var chart = Chart.timeSeries(
      "derivative-\(number)",
      say("trend.derivative-figure", station: series.station.name),
      lines: [
        Chart.Line(
          Chart.Group("trend.derivative", .treated),
          periods.map { (place($0), smooth.derivative.values[$0]) })
      ],
      bands: [
        Chart.Band(
          line: 0,
          periods.map { (place($0), smooth.derivative.lower[$0], smooth.derivative.upper[$0]) })
      ],
      x: .time(series.starts),
      y: Chart.Axis("trend.per-year", unit: series.unit.symbol), height: 200)
    // What rises and what falls lies on either side of this line.
    let panel = chart.panels[0]
    chart.panels[0] = Chart.Panel(
      title: panel.title, x: panel.x, y: panel.y,
      layers: panel.layers + [
        Chart.Layer(
          .rule, [Chart.Point(y: .number(0))], colour: .ink, size: 1, style: .dashed)
      ])
    return chart
  }

  /// Years by months.
  private func calendar(_ number: Int) -> Chart? {
    guard series.resolution == .month else { return nil }
    let cells = series.values.indices.compactMap { index in
      series.values[index].map { value in
        (
          x: Chart.Coordinate.name(.verbatim("\(series.starts[index].month)")),
          y: Chart.Coordinate.name(.verbatim("\(series.starts[index].year)")), value: value
        )
      }
    }
    // Months in the order of the year, whatever month the series begins in.
    let sorted = cells.sorted { left, right in
      guard case .name(let one) = left.x, case .name(let other) = right.x else { return false }
      return Self.number(one) < Self.number(other)
    }
    let years = (series.starts.last?.year ?? 0) - (series.starts.first?.year ?? 0) + 1
    return .heatMap(
      "calendar-\(number)", say("trend.calendar", station: series.station.name),
      cells: sorted,
      shades: Chart.Shades(.verbatim(series.pollutant.displayName), unit: series.unit.symbol),
      x: Chart.Axis("trend.month", labelAngle: 0), height: max(60, 22 * years))
  }

  private static func number(_ name: Message) -> Int {
    if case .text(let text)? = name.arguments["text"] { Int(text) ?? 0 } else { 0 }
  }
}

extension Chart.Axis {
  /// Time; years alone are written where months would not fit.
  static func time(_ starts: [CivilDate]) -> Chart.Axis {
    let years = (starts.last?.year ?? 0) - (starts.first?.year ?? 0)
    return Chart.Axis(dateFormat: years > 10 ? "%Y" : nil)
  }
}
