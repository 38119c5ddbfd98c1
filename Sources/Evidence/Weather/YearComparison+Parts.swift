import AirQuality
import Documents
import Weather

/// The changes between years in the unit of the series, divided into emissions and weather.
extension YearComparison {
  private var divided: [(change: Change, parts: Parts)] {
    changes.compactMap { change in change.parts.map { (change, $0) } }
  }

  /// Every change with its two parts.
  func partsTable(level: Double) -> Table? {
    let decimals = ModelInterval.decimals(divided.map(\.parts.interval))
    return divided.isEmpty
      ? nil
      : Table("parts", "weather.parts", note: "weather.parts-note", divided) {
        Column("kind", "weather.kind", in: .files) { .text($0.change.kind.rawValue) }
        Column("years", "weather.kind") { $0.change.kind.message }
        Column("from", "weather.compared", in: .files) { $0.change.from }
        Column("to", "weather.compared", in: .files) { $0.change.to }
        Column("compared", "weather.compared") { $0.change.span }
        Column("observed", "weather.observed", unit: unit.symbol) {
          $0.parts.observed.decimals(decimals)
        }
        Column("emissions", "weather.emissions", unit: unit.symbol) {
          $0.parts.emissions.decimals(decimals)
        }
        Column.ends(
          "", .band("lower", level), .band("upper", level), unit: unit.symbol, decimals: decimals
        ) { $0.parts.interval }
        Column("weather", "weather.weather-part", unit: unit.symbol) {
          $0.parts.weather.decimals(decimals)
        }
      }
  }

  /// Bars of the parts from calendar year to calendar year.
  var partsChart: Chart? {
    let steps = divided.filter { $0.change.kind == .calendar && $0.change.isConsecutive }
    guard !steps.isEmpty else { return nil }
    return .bars(
      "parts", "weather.parts-figure",
      steps.flatMap { change, parts in
        [
          Chart.Entry(change.to, group: 0, parts.emissions, parts.interval),
          Chart.Entry(change.to, group: 1, parts.weather),
        ]
      },
      groups: [
        Chart.Group("weather.emissions", .treated), Chart.Group("weather.weather-part", .donors),
      ], lying: false, beside: true, value: Chart.Axis("weather.change-in", unit: unit.symbol),
      category: Chart.Axis(labelAngle: steps.count > 12 ? -90 : 0),
      width: steps.count > 8 ? 760 : 520)
  }
}
