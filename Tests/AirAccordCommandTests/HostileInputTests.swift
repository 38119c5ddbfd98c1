import Foundation
import TestSupport
import Testing

/// Inputs that were made to do harm: each ends with a sentence.
@Suite("Hostile inputs")
struct HostileInputTests {
  private static let cases = SharedData.folder.deletingLastPathComponent()
    .appendingPathComponent("cases/hostile")
  private static var isPresent: Bool { FileManager.default.fileExists(atPath: cases.path) }
  private static let description = """
    identifier: tidy
    network: tidy
    station: { column: station }
    time: { column: date, pattern: yyyy-MM-dd, utc_offset: "+08:00", stamp: beginning, step: day }
    values:
      - { column: pm25, pollutant: pm25, unit: µg/m³ }

    """

  /// A folder with a table of one station of a name, and the description of it.
  private func withTable<Value>(_ name: String, _ body: (URL) throws -> Value) throws -> Value {
    try withFolder { folder in
      let table = "date,station,pm25\n2014-01-01,\(name),3\n2014-01-02,\(name),4\n"
      try Data(table.utf8).write(to: folder.appendingPathComponent("t.csv"))
      try Data(Self.description.utf8).write(to: folder.appendingPathComponent("d.yaml"))
      return try body(folder)
    }
  }

  @Test("A name that commands a terminal is shown and not obeyed")
  func escapes() throws {
    try withTable("A\u{1B}]0;owned\u{7}B") { folder in
      let ingest = ["ingest", "t.csv", "--description", "d.yaml", "--archive", "a.sqlite"]
      #expect(try CommandRun(ingest, in: folder).exitCode == 0)
      let command = URL(fileURLWithPath: CommandLine.arguments[0])
        .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("airaccord")
      // `script` is a terminal to the program.
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = [
        "-c", "script -qec '\(command.path) stations --archive a.sqlite' /dev/null < /dev/null",
      ]
      process.currentDirectoryURL = folder
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(text.contains("A␛]0;owned␇B"), "\(text)")
      #expect(!text.contains("\u{1B}]"))
      // In a file the name is what it is.
      let csv = try CommandRun(
        ["stations", "--archive", "a.sqlite", "--format", "csv"], in: folder)
      #expect(csv.output.contains("A\u{1B}]0;owned\u{7}B"))
    }
  }

  @Test("A zero byte in a table is no text")
  func zeroByte() throws {
    try withTable("A\u{0}B") { folder in
      let run = try CommandRun(
        ["ingest", "t.csv", "--description", "d.yaml", "--archive", "a.sqlite"], in: folder)
      #expect(run.exitCode == 65)
      #expect(
        run.errors == """
          airaccord: the file is not text: it has a zero byte here
            where: t.csv:2
            do: get the file again, or export it as CSV

          """)
    }
  }

  @Test(
    "A device without an end is refused wherever a file is read",
    arguments: [
      ["ingest", "/dev/zero", "--description", "d.yaml", "--archive", "a.sqlite"],
      ["ingest", "t.csv", "--description", "/dev/zero", "--archive", "a.sqlite"],
      ["describe", "/dev/zero"],
      ["evaluate", "/dev/zero", "--archive", "a.sqlite", "--output", "o"],
      ["projects", "import", "zero.xml", "--archive", "a.sqlite", "--office", "t"],
      ["projects", "import", "/dev/zero", "--archive", "a.sqlite", "--office", "t"],
      ["projects", "check-funding", "--budget", "/dev/zero"],
    ])
  func device(_ arguments: [String]) throws {
    try withTable("A") { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("zero.xml"),
        withDestinationURL: URL(fileURLWithPath: "/dev/zero"))
      _ = try CommandRun(
        ["ingest", "t.csv", "--description", "d.yaml", "--archive", "a.sqlite"], in: folder)
      let run = try CommandRun(arguments, in: folder)
      #expect(run.exitCode == 65)
      #expect(run.errors.contains("a device, which may have no end"), "\(run.errors)")
    }
  }

  @Test("A mistake in a study is told with its line and without the study")
  func studyIsNotPrinted() throws {
    try withTable("A") { folder in
      _ = try CommandRun(
        ["ingest", "t.csv", "--description", "d.yaml", "--archive", "a.sqlite"], in: folder)
      let study = "title: secret words\nmeasure: { name: [m, start: 2016-01-01 }\n"
      try Data(study.utf8).write(to: folder.appendingPathComponent("s.yaml"))
      let run = try CommandRun(
        ["evaluate", "s.yaml", "--archive", "a.sqlite", "--output", "o"], in: folder)
      #expect(run.exitCode == 65 && run.errors.contains("s.yaml:2"))
      #expect(!run.errors.contains("secret") && !run.errors.contains("Yams"))
      #expect(run.errors.split(separator: "\n").count == 3, "\(run.errors)")
    }
  }

  @Test("One flipped bit that would take a donor away is told of", .enabled(if: isPresent))
  func flippedBit() throws {
    try withFolder { folder in
      for name in ["flip116.sqlite", "undamaged.sqlite"] {
        try FileManager.default.copyItem(
          at: Self.cases.appendingPathComponent(name), to: folder.appendingPathComponent(name))
      }
      let study = Self.cases.appendingPathComponent("flip_study.yaml").path
      let flipped = try CommandRun(
        ["evaluate", study, "--archive", "flip116.sqlite", "--output", "o"], in: folder)
      #expect(flipped.exitCode == 65 && flipped.output.isEmpty)
      #expect(flipped.errors.contains("the archive is damaged"))
    }
  }

  @Test(
    "Aliases and archives that expand without end are refused with the limit's number",
    .enabled(if: isPresent))
  func expansion() throws {
    try withTable("A") { folder in
      let ingest = ["--description", "d.yaml", "--archive", "a.sqlite"]
      #expect(try CommandRun(["ingest", "t.csv"] + ingest, in: folder).exitCode == 0)
      let bomb = Self.cases.appendingPathComponent("bomb_nested.zip.gz").path
      let nested = try CommandRun(["ingest", bomb] + ingest, in: folder)
      #expect(nested.exitCode == 65)
      #expect(nested.errors.contains("gzip file"), "\(nested.errors)")
      let aliases = try CommandRun(
        [
          "evaluate", Self.cases.appendingPathComponent("bl_study.yaml").path, "--archive",
          "a.sqlite", "--output", "o",
        ], in: folder)
      #expect(aliases.exitCode == 65)
      #expect(aliases.errors.contains("more than the limit of"), "\(aliases.errors)")
    }
  }
}
