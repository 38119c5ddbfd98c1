public import AirQuality
public import Store
public import Weather

/// The weather of a station as an archive has it, each variable from the station itself or, where it has
/// none, from another that stands in for it.
public struct StationWeather: Sendable {
  /// One a variable.
  public private(set) var series: [MonitoringSeries] = []
  /// The first of the variables asked for that neither station has.
  public private(set) var missing: Pollutant?
  /// Quantities of the stations that are neither pollutants nor known as weather, and so are not used;
  /// empty where variables were named.
  public private(set) var notWeather: [Pollutant] = []

  /// - Parameters:
  ///   - places: the station, then the one that stands in.
  ///   - named: the variables; `nil` takes all that are known as weather.
  public init(
    at places: [Station], in store: Archive, named: [Pollutant]? = nil
  ) throws {
    for place in places {
      for summary in try store.seriesList(station: place) {
        let quantity = summary.pollutant
        guard named?.contains(quantity) ?? (quantity.kind == .weather) else {
          if named == nil, quantity.isNoPollutant, !notWeather.contains(quantity) {
            notWeather.append(quantity)
          }
          continue
        }
        guard !series.contains(where: { $0.pollutant == quantity }) else { continue }
        if let found = try store.series(quantity, at: place) { series.append(found) }
      }
    }
    missing = named?.first { one in !series.contains { $0.pollutant == one } }
    notWeather.sort()
  }

  /// What the reader should know of it.
  public var notes: [WeatherNote] {
    notWeather.isEmpty
      ? [] : [WeatherNote("not-weather", .note, names: notWeather.map(\.identifier))]
  }
}

extension Pollutant {
  /// Whether nobody knows it, or it is known and can be no concentration.
  fileprivate var isNoPollutant: Bool {
    kind == .other
      && (!isKnown || Set(quantities).isDisjoint(with: [.mass, .mixingRatio, .carbonRatio]))
  }
}
