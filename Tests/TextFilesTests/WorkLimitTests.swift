import Documents
import Foundation
import TestSupport
import Testing

@testable import TextFiles

@Suite("Limits of work")
struct WorkLimitTests {
  @Test("A refusal names the number and the variable that raises it", .tags(.analytical))
  func words() {
    #expect(
      WorkLimit.counts.refusal(of: 100_001)?.english
        == "more than the limit of 100000; AIRACCORD_MOST_COUNTS raises it")
    #expect(WorkLimit.counts.refusal(of: 100_000) == nil)
  }

  @Test("Aliases that stand for a long text are counted by its length")
  func longAliases() {
    let text =
      "a: &a \"\(String(repeating: "x", count: 100_000))\"\nb: ["
      + [String](repeating: "*a", count: 20_000).joined(separator: ",") + "]\n"
    let fault = #expect(throws: YAMLFault.self) { try YAMLDocument.top(of: text, file: "s.yaml") }
    #expect(
      fault?.problem.english.contains("has aliases (“*name”) that stand for more than") == true)
    // The same length in texts of one's own is no alias.
    #expect(throws: Never.self) {
      try YAMLDocument.top(
        of: "a: \"\(String(repeating: "x", count: 100_000))\"\n", file: "s.yaml")
    }
  }

  @Test("A script that never ends is ended, and the limit is named")
  func endlessScript() throws {
    let folder = NSTemporaryDirectory() + "/airaccord-python-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = folder + "/python"
    try "#!/bin/sh\nexec sleep 600\n".write(toFile: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let environment = PythonEnvironment(interpreter: URL(fileURLWithPath: program))
    #expect(throws: PythonEnvironment.Fault.tookTooLong(seconds: 1)) {
      _ = try environment.run("", on: [], seconds: 1)
    }
  }
}
