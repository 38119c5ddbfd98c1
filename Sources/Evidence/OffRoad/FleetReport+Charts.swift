import Documents
import OffRoad

/// The figures of a fleet's report.
extension FleetReport {
  /// Emissions by type of machine, stacked by stage, one panel a pollutant.
  var classChart: Chart {
    let weights = Dictionary(grouping: tally.rows, by: \.type)
      .mapValues { $0.reduce(0) { $0 + ($1.tonnes[.nox] ?? $1.tonnes[.co2] ?? 0) } }
    // The types that weigh most by name, the others together.
    let main = weights.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(10).map(\.key)
    let places = main + (weights.count > main.count ? [""] : [])
    let used = Set(tally.rows.map(\.stage))
    let stages = (EngineStage.all.map(\.identifier) + ["electric"]).filter(used.contains)
    let panels = [ExhaustPollutant.nox, .pm25, .bc, .co2].map { pollutant in
      var sums = [[Double]](
        repeating: Array(repeating: 0, count: stages.count), count: places.count)
      for row in tally.rows {
        guard let stage = stages.firstIndex(of: row.stage),
          let place = places.firstIndex(of: main.contains(row.type) ? row.type : "")
        else { continue }
        sums[place][stage] += row.tonnes[pollutant] ?? 0
      }
      return Chart.Panel(
        title: .verbatim(pollutant.displayName),
        x: Chart.Axis("axis.emission", unit: tonnes, hasZero: true),
        y: Chart.Axis(labelLimit: 170),
        layers: [
          Chart.Layer(
            .bar,
            places.indices.flatMap { place in
              stages.indices.map { stage in
                Chart.Point(
                  x: .number(sums[place][stage]),
                  y: .name(places[place].isEmpty ? "off-road.others" : .machinery(places[place])),
                  group: stage)
              }
            })
        ])
    }
    return Chart(
      "classes", say("off-road.classes-figure", year: String(tally.year)),
      groups: stages.enumerated().map { Chart.Group(.stage($0.element), .palette($0.offset)) },
      width: 270, height: max(60, 22 * places.count), panels: panels, columns: 2)
  }

  /// What each parameter does to the total, the widest on top.
  func tornado(_ result: UncertaintyResult) -> Chart? {
    let shares = result.shares.prefix(12)
    guard let total = result.total(result.analysis.pollutant), !shares.isEmpty else { return nil }
    let pollutant: [String: Value] = ["pollutant": .text(result.analysis.pollutant.displayName)]
    return .tornado(
      "tornado", Message("off-road.tornado", pollutant),
      bars: shares.map { (Self.parameter($0), $0.swing[0], $0.swing[1]) }, middle: total.central,
      ends: ("off-road.lower-end", "off-road.upper-end"),
      x: Chart.Axis(.verbatim(result.analysis.pollutant.displayName), unit: tonnes))
  }
}
