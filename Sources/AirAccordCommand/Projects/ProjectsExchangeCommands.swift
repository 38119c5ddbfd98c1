import AirQuality
import Store
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
      as IATI activities, version 2.03, of any size; those of other publishers keep their \
      identifiers, are kept as they were published and given back on export. A folder that \
      “projects export” wrote is read as a whole.

      Examples:
        airaccord projects import --built-in --archive air.sqlite --office IGES
        airaccord projects import projects.csv activities.csv --archive air.sqlite --office IGES
      """)

  @Argument(help: "CSV files of records, IATI files, or a folder that “projects export” wrote.")
  var files: [String] = []
  @Flag(name: .long, help: "The records that come with the program.")
  var builtIn = false
  @Option(name: .long, help: "Kind of record, when the columns do not tell it.")
  var kind: RecordKind?
  @Option(name: .long, help: "Encoding: utf-8, shift-jis or gb18030; found out when not named.")
  var encoding: TextEncoding?
  @Option(name: .long, help: "For a record that is there with other content: refuse or replace.")
  var onConflict: ConflictAnswer = .refuse
  @Option(
    name: .long,
    help: "IATI: your own identifier; activities of all other publishers keep theirs.")
  var reporter: String?
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
      var documents: [String] = []
      for path in try expanded {
        if path.lowercased().hasSuffix(".xml") {
          documents.append(path)
        } else {
          contents.append(
            (
              path,
              try RecordFile(
                bytes: FileBytes.read(path), file: path, kind: kind, encoding: encoding)
            ))
        }
      }
      let store = try change.store(.create)
      let known = try documents.isEmpty ? Registry() : organisations(store, contents)
      let report = try store.importRecords(
        contents, streams: documents.map { stream($0, known) }, office: change.office,
        onConflict: onConflict == .replace ? .replace : .refuse)
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

  /// The files, and those of the folders that were named.
  private var expanded: [String] {
    get throws {
      try files.flatMap { path -> [String] in
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let kind = try? FileManager.default.attributesOfItem(atPath: place)[.type]
        guard kind as? FileAttributeType == .typeDirectory else { return [path] }
        let inside = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
          .filter { $0.hasSuffix(".csv") }
        guard !inside.isEmpty else {
          throw RegistryError.unanswerable(
            Message("registry.empty-folder", ["path": .text(path)]), remedy: "registry.name-folder")
        }
        return inside.map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
      }
    }
  }
}

extension ProjectsImport {
  /// The organisations that an IATI file can name: those of the archive and of the files beside it.
  fileprivate func organisations(
    _ store: Archive, _ contents: [(name: String, content: RecordFile)]
  ) throws -> Registry {
    var registry = try store.registry([.organisations])
    for (_, content) in contents where content.kind == .organisations {
      for row in try content.rows() { registry.add(row.record) }
    }
    return registry
  }

  /// An IATI file as the stream of records that it stands for.
  fileprivate func stream(_ path: String, _ known: Registry) -> Archive.RecordStream {
    Archive.RecordStream(
      name: path, kinds: [.projects, .iatiActivities, .activities, .budgetLines]
    ) { body in
      let whole = try IATIFile.read(path: path, knownTo: known, own: reporter) {
        record, line in
        try body(record, line)
      } unkept: {
        speech.note(Message("iati.told", ["file": .text(path), "remark": .message($0)]))
      }
      for line in whole.told {
        speech.note(Message("iati.told", ["file": .text(path), "remark": .message(line)]))
      }
      // Two offices can have projects of one id.
      if whole.own > 0, reporter == nil, onConflict == .replace {
        throw RegistryError.unanswerable(
          Message("iati.of-another-office", ["file": .text(path)]), remedy: "iati.name-yourself")
      }
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
  @Flag(name: .long, help: "IATI: without the activities of other publishers that were imported.")
  var ownOnly = false
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

  /// Writes the document piece by piece beside the folder, then puts it there.
  private func writeActivities() throws {
    let now = ISO8601DateFormatter().string(from: Date())
    let store = try source.store()
    let registry = try source.registry(RecordKind.allCases.filter { $0 != .iatiActivities })
    let kept = try store?.keptIdentifiers() ?? [:]
    var export = IATIFile.Export(
      registry,
      reporter: .init(reference: reporter ?? "", name: reporterName, made: made ?? now),
      keptOf: kept)
    try FolderReplacement.check(output, replacing: replacement.replace)
    let part = output + ".activities.part"
    TemporaryPlaces.add(part)
    defer {
      try? FileManager.default.removeItem(atPath: part)
      TemporaryPlaces.forget(part)
    }
    var sink = try PieceFile(part)
    var count = 0
    try export.write { piece in
      if piece.contains("<iati-activity ") {
        count += 1
        // What does not follow the standard never leaves.
        try IATIRules.check(piece: piece)
      }
      try sink.write(piece)
    }
    var foreign = 0
    if !ownOnly, let store {
      try store.forEachRecord(.iatiActivities) { record in
        try sink.write(export.kept(record["xml"]))
        foreign += 1
      }
    }
    guard count + foreign > 0 else {
      throw RegistryError.unanswerable(
        "iati.nothing-to-publish", remedy: "iati.add-project")
    }
    try sink.write(export.ending)
    try sink.close()
    try write([("activities.xml", Data())])
    let place = output + (output.hasSuffix("/") ? "" : "/") + "activities.xml"
    guard FileReplacement.move(part, onto: place) else {
      throw RegistryError.document("registry.not-put", file: place, line: 0)
    }
    if foreign > 0 {
      speech.note(Message("projects.foreign-activities", ["count": .count(foreign)]))
    }
    for (identifier, project) in try store?.keptDifferences() ?? [] {
      speech.note(
        Message(
          "projects.kept-difference", ["identifier": .text(identifier), "id": .text(project)]))
    }
  }
}

/// A file that is written in large pieces.
private struct PieceFile {
  private let handle: FileHandle
  private let path: String
  private var gathered = Data()

  init(_ path: String) throws {
    self.path = path
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw RegistryError.document("registry.not-written", file: path, line: 0) }
    self.handle = handle
  }

  mutating func write(_ text: String) throws {
    gathered.append(contentsOf: text.utf8)
    if gathered.count > 1 << 20 { try flush() }
  }

  private mutating func flush() throws {
    do { try handle.write(contentsOf: gathered) } catch {
      throw RegistryError.document(
        Message("registry.not-written-because", ["error": .text("\(error)")]), file: path, line: 0)
    }
    gathered.removeAll(keepingCapacity: true)
  }

  mutating func close() throws {
    try flush()
    try handle.synchronize()
    try handle.close()
  }
}
