import Foundation
import TestSupport
import Testing

@Suite("Results that cannot be written")
struct OutputTests {
  /// Runs the command through a shell, so that standard output goes where the test says.
  private func run(_ line: String, in folder: URL) throws -> (code: Int32, errors: String) {
    let command = URL(fileURLWithPath: CommandLine.arguments[0])
      .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("airaccord")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line.replacing("airaccord", with: command.path)]
    process.currentDirectoryURL = folder
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test(
    "A full disk behind standard output ends with 74 and a sentence",
    arguments: [
      "airaccord methods > /dev/full", "airaccord formats --format json > /dev/full",
      "airaccord datasets list --format csv > /dev/full", "airaccord methods >&-",
    ])
  func fullDisk(_ line: String) throws {
    try withFolder { folder in
      let result = try run(line, in: folder)
      #expect(result.code == 74)
      #expect(result.errors.contains("the results cannot be written: "))
    }
  }

  @Test("A reader that has enough ends the program quietly")
  func closedPipe() throws {
    try withFolder { folder in
      let result = try run("airaccord formats --format json | head -n 1 > /dev/null", in: folder)
      #expect(result.code == 0 && result.errors.isEmpty)
    }
  }

  @Test(
    "An archive without a file is refused, and nothing is written",
    arguments: ["", ":memory:", "file:x?mode=memory", "file:x"])
  func noFile(_ path: String) throws {
    try withFolder { folder in
      let file = simulatedNetwork.appendingPathComponent("pm25.csv").path
      let run = try CommandRun(["ingest", file, "--archive", path], in: folder)
      #expect(
        run.exitCode == 65 && run.errors.contains("is no file in which anything could be kept"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test("A Python that lies in the working folder is not run")
  func foreignPython() throws {
    try withFolder { folder in
      let bin = folder.appendingPathComponent(".venv/bin")
      try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
      let python = bin.appendingPathComponent("python")
      try "#!/bin/sh\ntouch \(folder.path)/was-run\n".write(
        to: python, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: python.path)
      let result = try run(
        "env -u AIRACCORD_PYTHON airaccord demo --output demo > /dev/null", in: folder)
      #expect(result.code == 0)
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("was-run").path))
    }
  }
}
