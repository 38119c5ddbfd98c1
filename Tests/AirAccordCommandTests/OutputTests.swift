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

  @Test("Few file handles are told of and do not trap", arguments: [5, 6, 7, 9])
  func fewHandles(_ count: Int) throws {
    try withFolder { folder in
      let result = try run("ulimit -n \(count); airaccord methods", in: folder)
      #expect(result.code == 71)
      #expect(result.errors.contains("fewer than 16 more files can be opened"))
    }
  }

  @Test("A query without an end and an absurd count end with the limit's name")
  func limits() throws {
    try withFolder { folder in
      let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
      #expect(
        try CommandRun(["ingest", file, "--archive", "air.sqlite"], in: folder).exitCode == 0)
      let endless = try CommandRun(
        [
          "sql",
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
          "--archive", "air.sqlite", "--time-limit", "1",
        ], in: folder)
      #expect(endless.exitCode == 65)
      #expect(endless.errors.contains("the query gave no row within the limit of 1 s"))
      let absurd = try CommandRun(
        ["normalise", "--archive", "air.sqlite", "--pollutant", "pm25", "--models", "1000000000"],
        in: folder)
      #expect(absurd.exitCode == 64)
      #expect(
        absurd.errors.contains(
          "--models is 1000000000; more than the limit of 1000; AIRACCORD_MOST_MODELS raises it"))
    }
  }

  @Test("A folder of somebody else's is refused before the work, and put aside when asked to")
  func foreignFolder() throws {
    try withFolder { folder in
      let notes = folder.appendingPathComponent("out/notes.txt")
      try FileManager.default.createDirectory(
        at: notes.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: notes)
      let call = ["projects", "scheme", "--output", "out"]
      let refused = try CommandRun(call, in: folder)
      #expect(refused.exitCode == 65)
      #expect(
        refused.errors == """
          airaccord: the folder holds “notes.txt”, which airaccord did not write
            where: \(folder.path)/out
            do: name another folder, or add --replace: the folder then keeps all it holds under \
          another name

          """)
      let replaced = try CommandRun(call + ["--replace"], in: folder)
      #expect(replaced.exitCode == 0 && replaced.errors.contains("is kept in"))
      let kept = folder.appendingPathComponent("out.replaced/notes.txt")
      #expect(try Data(contentsOf: kept) == Data("mine".utf8))
      // Its own folder is replaced without a word.
      #expect(try CommandRun(call, in: folder).exitCode == 0)
    }
  }

  @Test("A signal takes half-written files and folders away")
  func signal() throws {
    try withFolder { folder in
      let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
      #expect(
        try CommandRun(["ingest", file, "--archive", "air.sqlite"], in: folder).exitCode == 0)
      // Rows without an end go into a file until the signal comes.
      let result = try run(
        """
        airaccord sql "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM \
        c" --archive air.sqlite --output rows.csv & process=$!
        for try in $(seq 600); do ls rows.csv.*.part > /dev/null 2>&1 && break; sleep 0.1; done
        kill -TERM $process; (for try in $(seq 600); do sleep 0.1; done
        kill -KILL $process) > /dev/null 2>&1 & killer=$!
        wait $process; code=$?; kill -KILL $killer; exit $code
        """, in: folder)
      #expect(result.code == 128 + SIGTERM)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!left.contains { $0.hasPrefix("rows.csv") })
    }
  }

  @Test(
    "An archive without a file is refused, and nothing is written",
    arguments: ["", ":memory:", "file:x?mode=memory", "file:x"])
  func noFile(_ path: String) throws {
    try withFolder { folder in
      let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
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
      try """
      title: t
      measure: { name: m, start: 2015-01-01 }
      outcome: { pollutant: pm25, average: day }
      treated: [A03]
      before: 2014-01-01..2014-12-31
      after: 2015-01-01..2015-12-31
      estimators: [before-after]
      """.write(
        to: folder.appendingPathComponent("study.yaml"), atomically: true, encoding: .utf8)
      let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
      #expect(
        try CommandRun(["ingest", file, "--archive", "air.sqlite"], in: folder).exitCode == 0)
      let result = try run(
        """
        env -u AIRACCORD_PYTHON airaccord evaluate study.yaml --archive air.sqlite --output out \
        > /dev/null
        """, in: folder)
      #expect(result.code == 0)
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("was-run").path))
    }
  }
}
