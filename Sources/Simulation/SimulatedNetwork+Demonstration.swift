import AirQuality

extension SimulatedNetwork {
  /// The network of `airaccord demo` and of `Datasets/simulated-network`: 16 stations over 2014
  /// and 2015, four of them 12 % cleaner from 2015-01-01 on.
  public static let demonstration: SimulatedNetwork = {
    var network = SimulatedNetwork()
    network.stations = 16
    network.treatedStations = 4
    network.lastDay = CivilDate(daysSinceEpoch: network.firstDay.daysSinceEpoch + 729)
    network.start = CivilDate(daysSinceEpoch: network.firstDay.daysSinceEpoch + 365)
    network.seed = 7
    return network
  }()
}
