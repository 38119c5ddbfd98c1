import AirQuality
import Documents
import Weather

/// What the first station's model does with its predictors.
extension NormalisationReport {
  /// The predictors one by one, with the spread between models.
  var dependence: Chart? {
    guard let first = series.first, !first.partialDependence.isEmpty else { return nil }
    let hasBands = first.partialDependence.contains { !$0.spread.isEmpty }
    return Chart(
      "partial-dependence",
      Message(
        series.count == 1
          ? hasBands ? "weather.dependence-band" : "weather.dependence"
          : hasBands ? "weather.dependence-band-of" : "weather.dependence-of",
        series.count == 1 ? [:] : ["station": .text(first.observed.station.name)]),
      width: 220, height: 130,
      panels: first.partialDependence.map { curve in
        // The band has the curve's steps: it goes on to the next value.
        let band = zip(curve.values.indices, curve.spread).flatMap { place, spread in
          [place, place + 1].filter { $0 < curve.values.count }
            .map { (value: curve.values[$0], spread: spread) }
        }
        let expected = Array(zip(curve.values, curve.expected))
        return Chart.Panel(
          title: WeatherFeature.title(of: curve.feature.name), y: Chart.Axis("weather.expected"),
          layers: [
            Chart.Layer(
              .area, band, x: { $0.value }, y: { $0.spread.lower }, y2: { $0.spread.upper },
              opacity: 0.22),
            Chart.Layer(.steps, expected, x: { $0.0 }, y: { $0.1 }),
          ].filter { !$0.points.isEmpty })
      }, columns: 3)
  }

  /// Two predictors at once, where there was such weather.
  var dependenceSurface: Chart? {
    guard let first = series.first, let surface = first.dependenceSurface else { return nil }
    func edges(_ values: [Double]) -> [Double] {
      let middles = zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
      return [values[0]] + middles + [values[values.count - 1]]
    }
    let (across, up) = (edges(surface.firstValues), edges(surface.secondValues))
    let cells = surface.cells.enumerated().filter { $0.element.count > 0 }.map { place, cell in
      (
        column: place / surface.secondValues.count, row: place % surface.secondValues.count,
        expected: cell.expected
      )
    }
    return Chart(
      "partial-dependence-two",
      say(
        "weather.dependence-two", first: WeatherFeature.title(of: surface.features[0].name),
        second: WeatherFeature.title(of: surface.features[1].name),
        station: first.observed.station.name),
      width: 420, height: 320,
      x: Chart.Axis(WeatherFeature.title(of: surface.features[0].name)),
      y: Chart.Axis(WeatherFeature.title(of: surface.features[1].name)),
      layers: [
        Chart.Layer(
          .cell, cells, x: { across[$0.column] }, x2: { across[$0.column + 1] }, y: { up[$0.row] },
          y2: { up[$0.row + 1] }, shade: { $0.expected }, shades: Chart.Shades("weather.expected"))
      ])
  }

  /// Every curve and the surface with their spread, for files; `nil` where models were not described.
  var dependenceFile: Table? {
    typealias Row = (
      station: String, first: String, at: Double, second: String, secondAt: Double?,
      expected: Double, spread: ModelInterval?, count: Int?
    )
    let rows = series.flatMap { one -> [Row] in
      let station = one.observed.station.key
      let curves = one.partialDependence.flatMap { curve in
        curve.values.indices.map { place -> Row in
          (
            station, curve.feature.name, curve.values[place], "", nil, curve.expected[place],
            curve.spread.isEmpty ? nil : curve.spread[place], nil
          )
        }
      }
      let cells = (one.dependenceSurface?.cells ?? []).map { cell -> Row in
        (
          station, one.dependenceSurface?.features[0].name ?? "", cell.first,
          one.dependenceSurface?.features[1].name ?? "", cell.second, cell.expected, cell.spread,
          cell.count
        )
      }
      return curves + cells
    }
    guard !rows.isEmpty else { return nil }
    return Table("dependence", "weather.dependence", rows) {
      Column("station") { $0.station }
      Column("predictor", "weather.variable") { $0.first }
      Column("at", "weather.variable") { $0.at }
      Column("second_predictor", "weather.variable") { $0.second }
      Column("second_at", "weather.variable") { $0.secondAt }
      Column("expected", "weather.expected") { $0.expected }
      Column("spread_lower", "weather.expected") { $0.spread?.lower }
      Column("spread_upper", "weather.expected") { $0.spread?.upper }
      Column("count", "command.count") { $0.count }
    }
  }
}
