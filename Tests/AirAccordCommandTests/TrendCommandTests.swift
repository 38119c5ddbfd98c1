import Foundation
import TestSupport
import Testing

@Suite("airaccord trend and airaccord breaks")
struct TrendCommandTests {
  private static func archive(in folder: URL) throws {
    let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
    #expect(try CommandRun(["ingest", file, "--archive", "a.sqlite"], in: folder).exitCode == 0)
  }

  private static func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test("Several stations get a trend each and one together", .tags(.property))
  func stations() throws {
    try withFolder { folder in
      try Self.archive(in: folder)
      let call = [
        "trend", "--archive", "a.sqlite", "--pollutant", "pm25", "--by", "week", "--draws", "99",
        "--station", "simulated/A01", "--station", "simulated/A02", "--format", "csv",
      ]
      let run = try CommandRun(call + ["--threads", "1"], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let rows = Self.rows(run.output)
      #expect(rows.map { $0["station"] } == ["simulated/A01", "simulated/A02", "region"])
      for row in rows {
        let numbers = try ["lower", "slope", "upper"].map {
          try #require(Double(row[$0] ?? ""), "\($0)")
        }
        #expect(numbers == numbers.sorted())
      }
      #expect(try CommandRun(call + ["--threads", "4"], in: folder).output == run.output)
    }
  }

  @Test("Breaks are held against a measure’s date on a page", .tags(.property))
  func breaks() throws {
    try withFolder { folder in
      try Self.archive(in: folder)
      let run = try CommandRun(
        [
          "breaks", "--archive", "a.sqlite", "--pollutant", "pm25", "--station", "simulated/A01",
          "--by", "week", "--draws", "99", "--breaks", "1", "--measure-start", "2014-07-01",
          "--output", "page", "--format", "csv",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let rows = Self.rows(run.output)
      #expect(rows.count == 1)
      #expect(["before", "around", "after"].contains(rows.first?["relation"] ?? ""))
      for file in ["breaks.html", "breaks.json", "tables/profiles.csv", "tables/periods.csv"] {
        let path = folder.appendingPathComponent("page/\(file)").path
        #expect(FileManager.default.fileExists(atPath: path), "\(file)")
      }
    }
  }

  @Test(
    "What cannot be answered is refused in words", .tags(.analytical),
    arguments: [
      (["--draws", "5"], "--draws is 5; give 99 to 99999"),
      (["--level", "95"], "--level is 95.0; give a share between 0 and 1"),
      (["--station", "nowhere"], "nowhere"),
      (["--from", "2014-01-01", "--to", "2014-03-31"], "at least"),
      (["--from", "2015-01-01", "--to", "2014-03-31"], "exchange the two"),
      (["--from", "2030-01-01"], "no PM2.5 values"),
    ])
  func refusals(_ options: [String], _ words: String) throws {
    try withFolder { folder in
      try Self.archive(in: folder)
      for verb in ["trend", "breaks"] {
        let run = try CommandRun(
          [verb, "--archive", "a.sqlite", "--pollutant", "pm25"] + options, in: folder)
        #expect(run.exitCode != 0, "\(verb)")
        #expect(run.errors.contains(words), "\(verb): \(run.errors)")
      }
    }
  }
}
