import Studies
import AirQuality
import Documents
import Estimation

extension ChangePointFit {
  /// Course with levels, and how much worse other dates are.
  func charts(_ number: Int) -> [Chart] {
    [course(number), profile(number)].compactMap(\.self)
  }

  private var measure: [Chart.Event] {
    settings.measureStart.map { [Chart.Event($0, "break.measure-mark")] } ?? []
  }

  private func course(_ number: Int) -> Chart {
    let steps = levels.flatMap { level -> [(CivilDate, Double?)] in
      [(level.firstDay, level.mean), (level.lastDay, level.mean), (level.lastDay, nil)]
    }
    var chart = Chart.timeSeries(
      "course-\(number)", say("break.figure", station: series.station.name),
      lines: [
        Chart.Line(
          Chart.Group(
            season == "removed" ? "trend.adjusted" : "weather.observed", .donors, width: 1.2),
          series.values.indices, x: { series.starts[$0] }, y: { adjusted[$0] }),
        Chart.Line(Chart.Group("break.level", .treated), steps, x: { $0.0 }, y: { $0.1 }),
      ], events: measure, x: .time(series.starts),
      y: Chart.Axis(.verbatim(series.pollutant.displayName), unit: series.unit.symbol))
    let values = adjusted.compactMap(\.self)
    if let least = values.min(), let most = values.max(), !breaks.isEmpty {
      // The dates’ intervals stand behind the course.
      chart.panels[0].layers.insert(
        Chart.Layer(
          .cell, breaks, x: { $0.earliestDay }, x2: { $0.latestDay }, y: { _ in least },
          y2: { _ in most }, colour: .expected, opacity: 0.18), at: 0)
    }
    return chart
  }

  private func profile(_ number: Int) -> Chart? {
    guard !breaks.isEmpty else { return nil }
    let threshold = ChangePointFit.profileThreshold(level: settings.confidenceLevel)
    return .timeSeries(
      "profile-\(number)", say("break.profile", station: series.station.name),
      lines: breaks.enumerated().map { place, one in
        Chart.Line(
          Chart.Group(say("break.profile-of", last: one.lastBefore), .palette(place)), one.profile,
          x: { $0.day }, y: { $0.excess <= 4 * threshold ? $0.excess : nil })
      }, events: measure, levels: [threshold], x: Chart.Axis(dateFormat: "%Y-%m"),
      y: Chart.Axis("break.profile-axis", hasZero: true), height: 200)
  }
}
