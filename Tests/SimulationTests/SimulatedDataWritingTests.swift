import Documents
import AirQuality
import Foundation
import Simulation
import TestSupport
import Testing

@Suite("Simulated data on disk")
struct SimulatedDataWritingTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("airaccord-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func network(_ step: SimulatedNetwork.Step = .day) -> SimulatedNetwork {
    var network = SimulatedNetwork(step: step)
    network.stations = 4
    network.treatedStations = 1
    network.shareMissing = 0.1
    if let last = CivilDate("2014-02-28"), let start = CivilDate("2014-02-01") {
      network.lastDay = last
      network.start = start
    }
    return network
  }

  @Test("Every value is read back, and rows without any are absent")
  func observations() throws {
    let data = try network(.hour).generate()
    try withFolder { folder in
      try data.write(to: folder)
      let table = try PlainTable(
        path: folder.appendingPathComponent("simulated.csv").path,
        columns: ["time", "station", "latitude", "longitude", "pm25", "precipitation"])
      for pollutant in [Pollutant.pm25, .precipitation] {
        let cells = table.numbers(pollutant.identifier)
        var read: [String: Double?] = [:]
        for row in 0..<table.rowCount {
          read["\(table["station"][row]) \(table["time"][row])"] = cells[row]
        }
        for series in data.series(of: pollutant) {
          for position in 0..<series.count {
            let key = "\(series.station.identifier) \(series.axis.label(at: position))"
            #expect((read[key] ?? nil) == series[position])
          }
        }
      }
      let off = data.series(of: .temperature).reduce(0) { $0 + $1.count - $1.validCount }
      let all = data.series(of: .temperature).reduce(0) { $0 + $1.count }
      #expect(off > 0 && table.rowCount == all - off)
      #expect(table["time"][0] == "2014-01-01T00:00:00+08:00")
      let place = try #require(data.series[0].station.coordinate)
      #expect(table.numbers("latitude")[0] == place.latitude)
      #expect(table.numbers("longitude")[0] == place.longitude)
    }
  }

  @Test("Truth and counterfactual are read back")
  func truth() throws {
    let data = try network().generate()
    try withFolder { folder in
      try data.write(to: folder)
      let bytes = try Data(contentsOf: folder.appendingPathComponent("truth.json"))
      #expect(try JSONDecoder().decode(SimulatedTruth.self, from: bytes) == data.truth)
      let table = try PlainTable(
        path: folder.appendingPathComponent("counterfactual.csv").path,
        columns: ["date", "station", "pm25_without_measure"])
      #expect(table.numbers("pm25_without_measure") == data.counterfactual[0].values)
      #expect(table["date"].first == "2014-01-01" && table["date"].last == "2014-02-28")
      #expect(Set(table["station"]) == Set(data.truth.treatedStations))
    }
  }

  @Test("Writing twice gives the same bytes")
  func writingTwice() throws {
    let names = ["simulated.csv", "counterfactual.csv", "truth.json"]
    try withFolder { folder in
      func bytes() throws -> [Data] {
        try network().generate().write(to: folder)
        return try names.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
      }
      #expect(try bytes() == bytes())
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.sorted() == ([".airaccord-files"] + names).sorted())
    }
  }

  @Test("A file where the folder should be is an error with its path")
  func unwritable() throws {
    let data = try network().generate()
    try withFolder { folder in
      try Data("in the way".utf8).write(to: folder)
      let error = #expect(throws: SimulationError.self) { try data.write(to: folder) }
      #expect(error?.location == folder.path)
      #expect(error?.remedy == "name another folder, or move the file away")
    }
  }
}
