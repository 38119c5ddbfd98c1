import TestSupport
import Testing

@testable import AirQuality

@Suite("Looking a station up")
struct StationSearchTests {
  private let stations = [
    Station(network: "prsa", identifier: "Dongsi"),
    Station(network: "cnemc", identifier: "1003A", name: "东四"),
    Station(network: "other", identifier: "dongsi"),
    Station(network: "japan", identifier: "13101010", name: "Ｋｏｂｅ"),
  ]

  @Test(
    "Key, exact name, then any case and width: the same rule for archive and study",
    .tags(.analytical))
  func rule() {
    func find(_ text: String) -> StationSearch.Answer {
      StationSearch.find(text, in: stations)
    }
    #expect(find("prsa/Dongsi") == .found(stations[0]))
    #expect(find("Dongsi") == .found(stations[0]))
    #expect(find("dongsi") == .found(stations[2]))
    #expect(find("DONGSI") == .ambiguous(["other/dongsi", "prsa/Dongsi"]))
    #expect(find("PRSA/dongsi") == .found(stations[0]))
    #expect(find("东四") == .found(stations[1]))
    #expect(find("1003a") == .found(stations[1]))
    #expect(find("kobe") == .found(stations[3]))
    #expect(find("Kobi") == .unknown(nearest: []))
    #expect(find("Dnogsi") == .unknown(nearest: ["Dongsi", "dongsi"]))
  }
}
