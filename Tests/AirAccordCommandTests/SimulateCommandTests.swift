import Foundation
import TestSupport
import Testing

@Suite("Simulate")
struct SimulateCommandTests {
  @Test("A panel is read back by the description beside it", arguments: ["cities", "prefectures"])
  func panel(_ network: String) throws {
    try withFolder { folder in
      let made = try CommandRun(
        [
          "simulate", "--panel", network, "--stations", "6", "--treated", "2", "--seed", "3",
          "--output", "sim",
        ], in: folder)
      #expect(made.exitCode == 0, "\(made.errors)")
      let read = try CommandRun(
        [
          "ingest", "sim/simulated.csv", "--description", "sim/description.yaml", "--archive",
          "a.sqlite",
        ], in: folder)
      #expect(read.exitCode == 0, "\(read.errors)")
      let series = try CommandRun(
        ["series", "--archive", "a.sqlite", "--format", "csv"], in: folder)
      // Six stations with a pollutant and the wind each, and a header.
      #expect(series.output.split(separator: "\n").count == 13, "\(series.output)")
    }
  }

  @Test("What only a panel has is refused for a city, and the other way round")
  func idle() throws {
    try withFolder { folder in
      for call in [["--rebound", "0.2"], ["--panel", "cities", "--step", "day"]] {
        let run = try CommandRun(["simulate"] + call + ["--output", "sim"], in: folder)
        #expect(
          run.exitCode == 64
            && run.errors.contains(call.contains("--step") ? "--step" : "--rebound"))
      }
    }
  }
}
