import Estimation
import Foundation
import TestSupport
import Testing

@Suite("The command")
struct CommandTests {
  @Test("Ingesting a file twice changes nothing and says so", .tags(.property))
  func idempotent() throws {
    try withFolder { folder in
      let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
      let first = try CommandRun(["ingest", file, "--archive", "a.sqlite"], in: folder)
      #expect(first.exitCode == 0)
      let archive = folder.appendingPathComponent("a.sqlite")
      let bytes = try Data(contentsOf: archive)
      let second = try CommandRun(["ingest", file, "--archive", "a.sqlite"], in: folder)
      #expect(second.exitCode == 0)
      #expect(second.output.contains("read before, nothing changed"))
      #expect(try Data(contentsOf: archive) == bytes)
    }
  }

  @Test(
    "The same study gives the same dossier bytes with one and with two threads", .tags(.property))
  func threads() throws {
    try withFolder { folder in
      let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
      let study = try String(
        contentsOf: simulatedNetwork.appendingPathComponent("study.yaml"), encoding: .utf8
      ).replacingOccurrences(of: "negative_controls: 200", with: "negative_controls: 25")
      try Data(study.utf8).write(to: folder.appendingPathComponent("study.yaml"))
      #expect(try CommandRun(["ingest", file, "--archive", "a.sqlite"], in: folder).exitCode == 0)
      for threads in ["1", "2"] {
        let run = try CommandRun(
          [
            "evaluate", "study.yaml", "--archive", "a.sqlite", "--output", "out\(threads)",
            "--threads", threads,
          ], in: folder, environment: ["AIRACCORD_THREADS": threads])
        #expect(run.exitCode == 0, "\(run.errors)")
      }
      for name in ["dossier.json", "effects.csv", "report.html"] {
        let one = try Data(contentsOf: folder.appendingPathComponent("out1/\(name)"))
        let two = try Data(contentsOf: folder.appendingPathComponent("out2/\(name)"))
        #expect(one == two, "\(name)")
      }
    }
  }

  @Test("A wrong value is refused with file, line and column, and exit code 65", .tags(.analytical))
  func wrongValue() throws {
    try withFolder { folder in
      try Data(
        "city,date,pm25,lat,lon\nAnshan,2014-01-01,32.9,41.12,122.95\nAnshan,2014-01-02,high,41.12,122.95\n"
          .utf8
      )
      .write(to: folder.appendingPathComponent("cities.csv"))
      let run = try CommandRun(["ingest", "cities.csv", "--archive", "a.sqlite"], in: folder)
      #expect(run.exitCode == 65)
      #expect(run.output == "")
      #expect(
        run.errors == """
          airaccord: “high” is not a number
            where: cities.csv:3, column pm25
            do: correct it; if the text means missing, declare it in a format description (missing: …)

          """)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["cities.csv"],
        "an archive that nothing came into is not left behind")
      let good = folder.appendingPathComponent("good.csv")
      try Data("city,date,pm25,lat,lon\nAnshan,2014-01-01,32.9,41.12,122.95\n".utf8).write(to: good)
      _ = try CommandRun(["ingest", "good.csv", "--archive", "a.sqlite"], in: folder)
      let again = try CommandRun(["ingest", "cities.csv", "--archive", "a.sqlite"], in: folder)
      #expect(again.exitCode == 65)
      let stations = try CommandRun(
        ["stations", "--archive", "a.sqlite", "--format", "csv"], in: folder)
      #expect(stations.output.contains("Anshan"), "one with values stays")
    }
  }

  @Test("A misspelt field of a study is named with its line", .tags(.analytical))
  func wrongStudy() throws {
    try withFolder { folder in
      try Data("title: x\noutcme: { pollutant: pm25 }\n".utf8)
        .write(to: folder.appendingPathComponent("study.yaml"))
      let run = try CommandRun(
        ["evaluate", "study.yaml", "--archive", "a.sqlite", "--output", "out"], in: folder)
      #expect(run.exitCode == 65)
      #expect(
        run.errors == """
          airaccord: “outcme” is no field of a study
            where: study.yaml:2
            do: did you mean outcome?

          """)
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("out").path))
    }
  }

  @Test("A study says which of two instruments at a station is meant", .tags(.analytical))
  func instruments() throws {
    try withFolder { folder in
      func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      try write(
        """
        identifier: pairs
        network: pairs
        station: { column: station }
        instrument: monitor
        time: { column: date, pattern: yyyy-MM-dd, utc_offset: "+00:00", stamp: beginning, step: day }
        values: [{ column: pm25, pollutant: pm25, unit: µg/m³ }]
        """, "pairs.yaml")
      var rows = "station,monitor,date,pm25\n"
      for day in 0..<200 {
        // From 2015-01-01 on.
        let instant = Date(timeIntervalSince1970: 1_420_070_400 + 86_400 * Double(day))
        let date = instant.formatted(.iso8601).prefix(10)
        let value = 30 + (day * 7) % 11
        rows += "A,POC 1,\(date),\(value)\nA,POC 3,\(date),\(day < 100 ? value : value - 10)\n"
      }
      try write(rows, "pairs.csv")
      let read = try CommandRun(
        ["ingest", "pairs.csv", "--description", "pairs.yaml", "--archive", "a.sqlite"], in: folder)
      #expect(read.exitCode == 0, "\(read.errors)")
      let study = """
        title: two monitors
        measure: { name: m, start: 2015-04-11 }
        outcome: { pollutant: pm25 }
        treated: [A]
        donors: none
        before: 2015-01-01..2015-04-10
        after: 2015-04-11..2015-07-19
        estimators: [before-after]

        """
      func run(_ series: String) throws -> CommandRun {
        try write(study + series, "study.yaml")
        return try CommandRun(
          [
            "evaluate", "study.yaml", "--archive", "a.sqlite", "--output", "out", "--format", "csv",
          ], in: folder)
      }
      let plain = try run("")
      #expect(plain.exitCode == 65)
      #expect(
        plain.errors == """
          airaccord: there are 2 series of pm25
            where: pairs/A
            do: name the instrument (or “mean”) or the averaging time; there are POC 1, day; POC 3, \
          day (--instrument or --averaging; in a study “series: { pm25: { instrument: … } }”)

          """)
      let wrong = try run("series: { pm25: { instrument: POC 2 } }")
      #expect(wrong.exitCode == 65)
      #expect(wrong.errors.contains("choose one of: POC 1, day; POC 3, day"), "\(wrong.errors)")
      let chosen = try run("series: { pm25: { instrument: POC 3 } }")
      #expect(chosen.exitCode == 0, "\(chosen.errors)")
      let dossier = try String(
        contentsOf: folder.appendingPathComponent("out/dossier.json"), encoding: .utf8)
      #expect(dossier.contains(#""instrument" : "POC 3""#))
      #expect(try run("series: { pm25: { instrument: mean } }").exitCode == 0)
    }
  }

  @Test("A method that is not there is refused with those that are", .tags(.analytical))
  func unknownMethod() throws {
    try withFolder { folder in
      let study = try String(
        contentsOf: simulatedNetwork.appendingPathComponent("study.yaml"), encoding: .utf8
      ).replacingOccurrences(of: "before-after", with: "magic")
      try Data(study.utf8).write(to: folder.appendingPathComponent("study.yaml"))
      let run = try CommandRun(
        ["evaluate", "study.yaml", "--archive", "a.sqlite", "--output", "out"], in: folder)
      #expect(run.exitCode == 65)
      let known = EstimatorCatalogue.all.map(\.method.identifier).joined(separator: ", ")
      #expect(
        run.errors == """
          airaccord: “estimators” cannot be read: there is no method “magic”
            where: study.yaml:9
            do: choose one of: \(known)

          """)
    }
  }

  @Test("A wrong call exits 64 and shows the usage", .tags(.analytical))
  func usage() throws {
    try withFolder { folder in
      let run = try CommandRun(["evaluate"], in: folder)
      #expect(run.exitCode == 64)
      #expect(run.errors.contains("Usage: airaccord evaluate <study> --archive <archive>"))
    }
  }

  @Test(
    "Every verb has help with an example", .tags(.analytical),
    arguments: [
      "ingest", "stations", "series", "check", "evaluate", "methods", "formats", "sql", "simulate",
      "demo",
    ])
  func help(_ verb: String) throws {
    try withFolder { folder in
      let run = try CommandRun([verb, "--help"], in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("airaccord \(verb)"))
      #expect(run.output.contains("Example"))
    }
  }

  @Test("SQL sees what series prints", .tags(.property))
  func sql() throws {
    try withFolder { folder in
      let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
      #expect(try CommandRun(["ingest", file, "--archive", "a.sqlite"], in: folder).exitCode == 0)
      let query =
        "SELECT count(*) AS n FROM observation WHERE station = 'simulated/A03'"
        + " AND pollutant = 'pm25'"
      let counted = try CommandRun(
        ["sql", query, "--archive", "a.sqlite", "--format", "csv"], in: folder)
      let years = try CommandRun(
        [
          "series", "--archive", "a.sqlite", "--station", "A03", "--pollutant", "pm25", "--by",
          "year", "--format", "csv",
        ], in: folder)
      let valid = years.output.split(separator: "\n").dropFirst()
        .compactMap { Int($0.split(separator: ",")[5]) }.reduce(0, +)
      #expect(valid > 600)
      #expect(counted.output == "n\n\(valid)\n")
    }
  }
}
