import Foundation
import TestSupport
import Testing

@Suite("airaccord normalise")
struct NormaliseCommandTests {
  private static func archive(in folder: URL) throws {
    let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
    #expect(try CommandRun(["ingest", file, "--archive", "a.sqlite"], in: folder).exitCode == 0)
  }

  private static let station = [
    "normalise", "--archive", "a.sqlite", "--station", "simulated/A01", "--pollutant", "pm25",
  ]

  @Test(
    "Trees and the additive model print years and write a page", .tags(.property),
    arguments: ["trees", "additive"])
  func methods(_ method: String) throws {
    try withFolder { folder in
      try Self.archive(in: folder)
      let small = method == "trees" ? ["--rounds", "20", "--depth", "3"] : []
      let run = try CommandRun(
        Self.station + small + [
          "--method", method, "--models", "2", "--no-compare-years", "--format", "csv",
          "--output", "page",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let rows = run.output.split(whereSeparator: \.isNewline).map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let header = try #require(rows.first)
      let place = try #require(header.firstIndex(of: "model_mean"))
      let years = rows.dropFirst().compactMap { Double($0[place]) }
      #expect(years.count == 2)
      // The station's mean is 77 µg/m³ in the first year.
      #expect(years.allSatisfy { (50...110).contains($0) }, "\(years)")
      let page = folder.appendingPathComponent("page")
      #expect(
        FileManager.default.fileExists(atPath: page.appendingPathComponent("normalised.html").path))
    }
  }

  @Test(
    "What a method does not have is refused in words", .tags(.analytical),
    arguments: [
      (["--method", "additive", "--rounds", "5"], "rounds"),
      (["--method", "moon"], "one of 'trees' and 'additive'"),
      (["--models", "1"], "--models is 1; give 0 for no bands, or at least 2"),
      (["--level", "95"], "--level is 95.0; give a share between 0 and 1"),
    ])
  func refusals(_ options: [String], _ words: String) throws {
    try withFolder { folder in
      try Self.archive(in: folder)
      let run = try CommandRun(Self.station + options, in: folder)
      #expect(run.exitCode != 0)
      #expect(run.errors.contains(words), "\(run.errors)")
    }
  }
}
