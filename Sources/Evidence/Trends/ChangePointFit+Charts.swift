import Studies
import AirQuality
import Documents
import Estimation

extension ChangePointFit {
  /// Course with levels, and how much worse other dates are.
  func charts(_ number: Int) -> [Block] {
    ([course(number), profile(number)].compactMap(\.self)).map { .chart($0) }
  }

  private func place(_ index: Int) -> Chart.Coordinate { .date("\(series.starts[index])") }

  private var measure: [Chart.Event] {
    settings.measureStart.map { [Chart.Event(.date("\($0)"), "break.measure-mark")] } ?? []
  }

  private func course(_ number: Int) -> Chart {
    let periods = Array(series.values.indices)
    var chart = Chart.timeSeries(
      "course-\(number)", say("break.figure", station: series.station.name),
      lines: [
        Chart.Line(
          Chart.Group(
            season == "removed" ? "trend.adjusted" : "weather.observed", .donors, width: 1.2),
          periods.map { (place($0), adjusted[$0]) }),
        Chart.Line(
          Chart.Group("break.level", .treated),
          levels.flatMap { level -> [(Chart.Coordinate, Double?)] in
            let first: Chart.Coordinate = .date("\(level.firstDay)")
            let last: Chart.Coordinate = .date("\(level.lastDay)")
            return [(first, level.mean), (last, level.mean), (last, nil)]
          }),
      ], events: measure, x: .time(series.starts),
      y: Chart.Axis(.verbatim(series.pollutant.displayName), unit: series.unit.symbol))
    let values = adjusted.compactMap(\.self)
    if let least = values.min(), let most = values.max(), !breaks.isEmpty {
      let panel = chart.panels[0]
      // The dates’ intervals stand behind the course.
      let intervals = Chart.Layer(
        .cell,
        breaks.map {
          Chart.Point(
            x: .date("\($0.earliestDay)"), x2: .date("\($0.latestDay)"), y: .number(least),
            y2: .number(most))
        }, colour: .expected, opacity: 0.18)
      chart.panels[0] = Chart.Panel(
        title: panel.title, x: panel.x, y: panel.y, layers: [intervals] + panel.layers)
    }
    return chart
  }

  private func profile(_ number: Int) -> Chart? {
    guard !breaks.isEmpty else { return nil }
    let threshold = ChangePointFit.profileThreshold(level: settings.confidenceLevel)
    let most = 4 * threshold
    let chart = Chart.timeSeries(
      "profile-\(number)", say("break.profile", station: series.station.name),
      lines: breaks.enumerated().map { place, one in
        Chart.Line(
          Chart.Group(
            say("break.profile-of", last: one.lastBefore), .palette(place)),
          one.profile.map { (.date("\($0.day)"), $0.excess <= most ? $0.excess : nil) })
      }, events: measure, x: Chart.Axis(dateFormat: "%Y-%m"),
      y: Chart.Axis("break.profile-axis", hasZero: true), height: 200)
    var drawn = chart
    let panel = chart.panels[0]
    drawn.panels[0] = Chart.Panel(
      title: panel.title, x: panel.x, y: panel.y,
      layers: panel.layers + [
        Chart.Layer(
          .rule, [Chart.Point(y: .number(threshold))], colour: .ink, size: 1, style: .dashed)
      ])
    return drawn
  }
}
