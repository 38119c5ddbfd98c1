import AirQuality
import Archive
import ArgumentParser
import TextFiles
import Cooperation
import Documents
import Evidence
import Foundation

extension TextEncoding: ExpressibleByArgument {}

/// Brings files of records into an archive.
struct ProjectsImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring files of records into an archive, all or nothing.",
    discussion: """
      A CSV file holds one kind of record, told by its columns; “projects export” shows the \
      form. Shift_JIS, GB18030 and UTF-8 with a mark are read. A file that ends in .xml is read \
      as IATI activities, version 2.03.

      Examples:
        airaccord projects import --built-in --archive air.sqlite --office IGES
        airaccord projects import projects.csv activities.csv --archive air.sqlite --office IGES
      """)

  @Argument(help: "CSV files of records.")
  var files: [String] = []
  @Flag(name: .long, help: "The records that come with the program.")
  var builtIn = false
  @Option(name: .long, help: "Kind of record, when the columns do not tell it.")
  var kind: RecordKind?
  @Option(name: .long, help: "Encoding: utf-8, shift-jis or gb18030; found out when not named.")
  var encoding: TextEncoding?
  @Option(name: .long, help: "For a record that is there with other content: refuse or replace.")
  var onConflict: ConflictAnswer = .refuse
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions
  @OptionGroup var output: FormatOption

  enum ConflictAnswer: String, ExpressibleByArgument, CaseIterable { case refuse, replace }

  func validate() throws {
    guard builtIn || !files.isEmpty else {
      throw ValidationError("name files, or --built-in")
    }
  }

  func run() throws {
    try explainingErrors {
      var contents: [(name: String, content: RecordFile)] = []
      if builtIn {
        for kind in RecordKind.allCases {
          let name = "cooperation/\(kind.rawValue).csv"
          guard let bytes = EmbeddedFile.bytes(named: name) else { continue }
          contents.append((name, try RecordFile(bytes: bytes, file: name, kind: kind)))
        }
      }
      for path in files {
        let bytes = try FileBytes.read(path)
        if path.lowercased().hasSuffix(".xml") {
          contents += try activities(bytes, path)
        } else {
          contents.append(
            (path, try RecordFile(bytes: bytes, file: path, kind: kind, encoding: encoding)))
        }
      }
      let report = try change.store(.create).importRecords(
        contents, office: change.office, onConflict: onConflict == .replace ? .replace : .refuse)
      func count(_ counts: [String: Int], _ kind: RecordKind) -> Int { counts[kind.rawValue] ?? 0 }
      let kinds = RecordKind.allCases.filter { kind in
        [report.added, report.unchanged, report.replaced].contains { count($0, kind) > 0 }
      }
      let table = Table("import", "projects.imported", kinds) {
        Column("kind", heading: "record.kind") {
          output.format == .csv ? .text($0.rawValue) : $0.several
        }
        Column("added", heading: "record.added") { .count(count(report.added, $0)) }
        Column("unchanged", heading: "record.unchanged") { .count(count(report.unchanged, $0)) }
        Column("replaced", heading: "record.replaced") { .count(count(report.replaced, $0)) }
      }
      try output.print([report], table, speech)
      for candidate in report.possibleDuplicates {
        speech.note(Message("projects.duplicate-kept-apart", candidate.facts))
      }
    }
  }
}

extension ProjectsImport {
  /// An IATI file as the files of records that it stands for.
  fileprivate func activities(
    _ bytes: [UInt8], _ path: String
  ) throws -> [(name: String, content: RecordFile)] {
    let known: Registry
    if builtIn {
      known = .builtIn
    } else {
      known = try Archive(path: change.archive).registry([.organisations])
    }
    let reading = try IATIFile.reading(bytes, file: path, knownTo: known)
    for line in reading.unkept { StandardError.print("\(path), \(line)") }
    let records = reading.records
    return try [RecordKind.projects, .activities].map { kind in
      let text = RecordFile.text(records.filter { $0.kind == kind }, of: kind)
      return (path, try RecordFile(bytes: Array(text.utf8), file: path, kind: kind))
    }
  }
}

/// Writes records as files.
struct ProjectsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write records as CSV files, or projects as IATI activities; import reads both.",
    discussion: """
      Examples:
        airaccord projects export --output records
        airaccord projects export --iati --reporter XI-EXAMPLE-1 --output records
        airaccord projects export --kind projects --encoding shift-jis --output records
      """)

  @Option(name: .long, help: "Only this kind of record.")
  var kind: RecordKind?
  @Option(name: .long, help: "Folder for the files.")
  var output: String
  @Option(name: .long, help: "Encoding: utf-8, shift-jis or gb18030.")
  var encoding: TextEncoding = .utf8
  @Flag(name: .long, help: "Begin UTF-8 files with a byte-order mark, as spreadsheets like it.")
  var mark = false
  @Flag(name: .long, help: "Projects and activities as IATI 2.03 in activities.xml instead.")
  var iati = false
  @Option(name: .long, help: "IATI: identifier of the reporting organisation (org-id.guide).")
  var reporter: String?
  @Option(name: .long, help: "IATI: name of the reporting organisation.")
  var reporterName = "AirAccord"
  @Option(name: .long, help: "IATI: when the file was made; now when not named.")
  var made: String?
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption

  func validate() throws {
    guard !iati || reporter != nil else {
      throw ValidationError("--iati needs --reporter, the identifier of who publishes the file")
    }
  }

  func run() throws {
    try explainingErrors {
      if iati { return try writeActivities() }
      let kinds = kind.map { [$0] } ?? RecordKind.allCases
      let registry = try source.registry(kinds)
      // All texts are made before the first file is written.
      let contents = try kinds.map { kind in
        (
          kind,
          try RecordFile.bytes(registry.all(kind), of: kind, encoding: encoding, mark: mark)
        )
      }
      try write(contents.map { ("\($0.rawValue).csv", Data($1)) })
    }
  }

  private func write(_ contents: [(String, Data)]) throws {
    let placed = try FolderReplacement.place(
      contents.map { ($0.0, $0.1) }, in: output, replacing: replacement.replace)
    if let place = placed.keptAside {
      speech.note(Message("projects.kept-aside", ["place": .text(place)]))
    }
    for file in placed.files { print(file) }
  }

  private func writeActivities() throws {
    let now = ISO8601DateFormatter().string(from: Date())
    let text = IATIFile.text(
      try source.registry(),
      reporter: .init(reference: reporter ?? "", name: reporterName, made: made ?? now))
    // What does not follow the standard never leaves.
    if let problem = try IATIRules.problems(in: Array(text.utf8), file: "activities.xml").first {
      throw RegistryError.document(
        problem.problem, file: "activities.xml", line: problem.line)
    }
    try write([("activities.xml", Data(text.utf8))])
  }
}
