/// What an inventory of off-road machinery counts.
public enum ExhaustPollutant: String, Codable, CodingKeyRepresentable, CaseIterable, Hashable,
  Sendable
{
  case nox, pm25, pm10, bc, hc, co, so2, co2

  /// As print writes it.
  public var displayName: String {
    switch self {
    case .nox: "NOx"
    case .pm25: "PM2.5"
    case .pm10: "PM10"
    case .bc: "BC"
    case .hc: "HC"
    case .co: "CO"
    case .so2: "SO2"
    case .co2: "CO2"
    }
  }

  /// Whether it is what was in the fuel, whatever the engine.
  var followsFuel: Bool { self == .co2 || self == .so2 }

  /// Position in `allCases`.
  package var position: Int {
    switch self {
    case .nox: 0
    case .pm25: 1
    case .pm10: 2
    case .bc: 3
    case .hc: 4
    case .co: 5
    case .so2: 6
    case .co2: 7
    }
  }
}
