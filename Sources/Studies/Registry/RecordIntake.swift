public import Cooperation
public import Documents
import FoundationEssentials
public import Store
package import TextFiles

/// Brings files of records into an archive, all of them or nothing.
public struct RecordIntake: Job {
  /// The archive.
  public let archive: Archive
  /// The office that does it, for the history.
  public let office: String
  /// CSV files of records, IATI files, or folders that an export wrote.
  public var files: [String] = []
  /// Whether the records that come with the program are brought in as well.
  public var hasBuiltIn = false
  /// Kind of the CSV files; `nil` where their columns tell it.
  public var kind: RecordKind?
  /// Encoding of the CSV files; found out when `nil`.
  package var encoding: TextEncoding?
  /// Whether records that are there with other content are replaced; otherwise they are refused.
  public var replaces = false
  /// Our own identifier as a publisher of IATI: activities of all others keep theirs.
  public var reporter: String?
  /// Told what of a file is not in the records; each as soon as it is known.
  public var told: (Message) -> Void = { _ in }

  /// An intake of nothing yet.
  public init(into archive: Archive, office: String) {
    self.archive = archive
    self.office = office
  }

  /// - Throws: `RegistryError` with every problem of the first file that has one; what files and the
  ///   archive throw. Then nothing was taken.
  public func run(_ watch: JobWatch) throws -> ImportReport {
    var contents = try hasBuiltIn ? Self.builtIn : []
    var documents: [String] = []
    for path in try expanded {
      if path.lowercased().hasSuffix(".xml") {
        documents.append(path)
      } else {
        contents.append(
          (
            path,
            try RecordFile(bytes: FileBytes.read(path), file: path, kind: kind, encoding: encoding)
          ))
      }
    }
    let known = try documents.isEmpty ? Registry() : organisations(beside: contents)
    return try archive.importRecords(
      contents, streams: documents.map { stream($0, known) }, office: office,
      onConflict: replaces ? .replace : .refuse)
  }

  private static var builtIn: [(name: String, content: RecordFile)] {
    get throws {
      try RecordKind.allCases.compactMap { kind in
        let name = "cooperation/\(kind.rawValue).csv"
        return try EmbeddedFile.bytes(named: name).map {
          (name, try RecordFile(bytes: $0, file: name, kind: kind))
        }
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

  /// The organisations that an IATI file can name: those of the archive and of the files beside it.
  private func organisations(
    beside contents: [(name: String, content: RecordFile)]
  ) throws -> Registry {
    var registry = try archive.registry([.organisations])
    for (_, content) in contents where content.kind == .organisations {
      for row in try content.rows() { registry.add(row.record) }
    }
    return registry
  }

  /// An IATI file as the stream of records that it stands for.
  private func stream(_ path: String, _ known: Registry) -> Archive.RecordStream {
    Archive.RecordStream(
      name: path, kinds: [.projects, .iatiActivities, .activities, .budgetLines]
    ) { body in
      func tell(_ remark: Message) {
        told(Message("iati.told", ["file": .text(path), "remark": .message(remark)]))
      }
      // Two offices can have projects of one id: where records may be replaced, what AirAccord wrote is
      // nobody's own until somebody says whose.
      let own = reporter ?? (replaces ? IATIFile.nobody : nil)
      let whole = try IATIFile.read(
        path: path, knownTo: known, own: own, { try body($0, $1) }, unkept: tell)
      whole.told.forEach(tell)
      if whole.ofOthers > 0, reporter == nil {
        tell(say("iati.of-another-office", count: whole.ofOthers))
      }
    }
  }
}
