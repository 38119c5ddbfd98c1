import AirAccord
import Foundation
import TestSupport
import Testing

@Suite("The library by one import")
struct FirstStudyTests {
  /// Runs the command that was built beside the tests; its figures are drawn as ours are.
  private func airaccord(_ arguments: [String], in folder: URL) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("airaccord")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func files(_ folder: URL) throws -> [String: Data] {
    var found: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let file = folder.appendingPathComponent(path)
      if try file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true {
        found[path] = try Data(contentsOf: file)
      }
    }
    return found
  }

  @Test("The example of the documentation is the function that is compiled here")
  func article() throws {
    let code = try String(
      contentsOf: SharedData.checkout.appendingPathComponent(
        "Tests/AirAccordTests/FirstStudy.swift"), encoding: .utf8)
    let article = try String(
      contentsOf: SharedData.checkout.appendingPathComponent(
        "Sources/AirAccord/AirAccord.docc/FirstStudy.md"), encoding: .utf8)
    #expect(article.contains("```swift\n\(code)```"))
  }

  @Test("The example writes the same bytes as the command", .tags(.property))
  func sameBytes() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("library-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let data = SharedData.checkout.appendingPathComponent(
      "Datasets/simulated-network/simulated.csv"
    ).path
    let study = folder.appendingPathComponent("study.yaml")
    try """
    title: Two of the simulated places
    measure: { name: simulated measure, start: 2015-01-01 }
    outcome: { pollutant: pm25, average: day, scale: log }
    treated: [A03, A10]
    donors: { from: all }
    before: 2014-01-01..2014-12-31
    after: 2015-01-01..2015-12-31
    estimators: [difference-in-differences, before-after]
    calibration: { negative_controls: 20, seed: 1 }

    """.write(to: study, atomically: true, encoding: .utf8)

    let ours = folder.appendingPathComponent("ours")
    let dossier = try answer(
      study: study.path, data: [data], archive: folder.appendingPathComponent("a.sqlite").path,
      dossier: ours)
    #expect(dossier.findings.count == 2)

    #expect(try airaccord(["ingest", data, "--archive", "b.sqlite"], in: folder) == 0)
    #expect(
      try airaccord(
        ["evaluate", "study.yaml", "--archive", "b.sqlite", "--output", "theirs"], in: folder) == 0)
    let (left, right) = try (files(ours), files(folder.appendingPathComponent("theirs")))
    #expect(left.keys.sorted() == right.keys.sorted())
    for (name, bytes) in left where right[name] != bytes { Issue.record("\(name) differs") }
    #expect(left["dossier.json"] != nil && left["report.html"] != nil)
  }

  @Test("Every public type can be named by the one import")
  func names() {
    #expect(publicTypes.count > 250)
  }
}
