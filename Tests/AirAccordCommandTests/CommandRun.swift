import Foundation
import TestSupport

/// One run of the built command, as a user would start it.
struct CommandRun {
  let output: String
  let errors: String
  let exitCode: Int32

  /// Runs the command that was built beside the tests.
  ///
  /// - Parameter folder: the working folder, so that messages can name files without a path.
  init(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("airaccord")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // No renderer: the tests' subject is the command, and Python may be absent.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["AIRACCORD_PYTHON": "/nonexistent/python"].merging(environment) { _, own in own }
    ) { _, own in own }
    let outputFile = folder.appendingPathComponent(".output-\(UUID().uuidString)")
    let errorFile = folder.appendingPathComponent(".errors-\(UUID().uuidString)")
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    output = try String(contentsOf: outputFile, encoding: .utf8)
    errors = try String(contentsOf: errorFile, encoding: .utf8)
    exitCode = process.terminationStatus
    for file in [outputFile, errorFile] { try FileManager.default.removeItem(at: file) }
  }
}

/// A folder that is gone after the body.
func withFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("command-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The demonstration's files in the checkout.
let simulatedNetwork = SharedData.checkout.appendingPathComponent("Datasets/simulated-network")
