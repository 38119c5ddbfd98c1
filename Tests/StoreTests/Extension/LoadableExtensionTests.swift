import AirQuality
import Store
import Foundation
import TestSupport
import Testing

/// The sqlite3 shell and the library that was built beside the tests, where both are there.
private enum Shell {
  static let path = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3", "/opt/homebrew/bin/sqlite3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  static let library = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("libAirAccordSQLite.so").path
  static var isReady: Bool { path != nil && FileManager.default.fileExists(atPath: library) }
}

@Suite("The loadable extension", .enabled(if: Shell.isReady, "needs sqlite3 and the library"))
struct LoadableExtensionTests {
  @Test("The sqlite3 shell reads what the interface reads", .tags(.property))
  func shellReads() throws {
    let scratch = try ScratchFolder()
    let archive = try Archive(path: scratch.archivePath, mode: .create)
    let series = try Sample.series([1.5, nil, -2, 0.1])
    try archive.ingest(Sample.file("a.csv", [series]))
    try archive.setFlags([
      QualityFlag(
        station: series.station.key, pollutant: .pm25, rule: QualityRule("spike"),
        grade: .suspect, from: series.axis.instant(at: 2), until: series.axis.instant(at: 3))
    ])
    try archive.close()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Shell.path))
    process.arguments = [
      scratch.archivePath, "-cmd", ".load \(Shell.library)", "SELECT * FROM observation",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(
      String(decoding: output, as: UTF8.self) == """
        prsa/Dongsi|pm25|2014-01-01T00:00:00+08:00|1.5||µg/m³|1388505600|hour|
        prsa/Dongsi|pm25|2014-01-01T02:00:00+08:00|-2.0|spike|µg/m³|1388512800|hour|
        prsa/Dongsi|pm25|2014-01-01T03:00:00+08:00|0.1||µg/m³|1388516400|hour|

        """)
  }
}
