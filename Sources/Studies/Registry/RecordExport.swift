public import Cooperation
public import Documents
import Foundation
public import Store
package import TextFiles

/// Writes records as CSV files that an intake reads, one a kind.
public struct RecordExport: Job {
  /// The records.
  public let source: RegistrySource
  /// The folder that is made or replaced.
  public let folder: String
  /// Which kinds.
  public var kinds = RecordKind.allCases
  /// Encoding of the files.
  package var encoding = TextEncoding.utf8
  /// Whether files in UTF-8 begin with a mark.
  public var hasMark = false
  /// Whether a folder that airaccord did not write is put aside.
  public var replaces = false

  /// An export of all records into a folder.
  public init(of source: RegistrySource, into folder: String) {
    self.source = source
    self.folder = folder
  }

  /// The files that were written, and what must be known beside them.
  public struct Outcome: Sendable {
    /// Paths of the files.
    public let files: [String]
    /// Where an earlier folder went, and what is in the files that a reader does not expect.
    public let remarks: [Message]
  }

  /// - Throws: `RegistryError.unwritable` for a text that the encoding lacks; what the file system
  ///   refuses. Then no file was written.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry(kinds)
    // All texts are made before the first file is written.
    let contents = try kinds.map { kind in
      (
        "\(kind.rawValue).csv",
        Data(
          try RecordFile.bytes(registry.all(kind), of: kind, encoding: encoding, mark: hasMark))
      )
    }
    return try Self.place(contents, in: folder, replacing: replaces)
  }

  static func place(
    _ contents: [(String, Data)], in folder: String, replacing: Bool
  ) throws -> Outcome {
    let placed = try FolderReplacement.place(contents, in: folder, replacing: replacing)
    return Outcome(
      files: placed.files,
      remarks: placed.keptAside.map {
        [Message("projects.kept-aside", ["place": .text($0)])]
      } ?? [])
  }
}

/// Writes projects and what took place in them as activities of IATI 2.03, piece by piece.
public struct ActivityPublication: Job {
  /// The records.
  public let source: RegistrySource
  /// The folder that is made or replaced.
  public let folder: String
  /// Identifier of the organisation that publishes the file (org-id.guide).
  public let reporter: String
  /// Its name.
  public var reporterName = Self.noName
  /// When the file was made, ISO 8601; now when `nil`.
  public var made: String?
  /// Whether activities of other publishers are left out.
  public var isOwnOnly = false
  /// Whether a folder that airaccord did not write is put aside.
  public var replaces = false

  /// What stands for the name where none was given: the schema wants one.
  private static let noName = "AirAccord"

  /// A publication of all projects.
  public init(of source: RegistrySource, by reporter: String, into folder: String) {
    self.source = source
    self.reporter = reporter
    self.folder = folder
  }

  /// - Throws: `RegistryError.document` for an activity that breaks the standard, before anything is
  ///   written; `unanswerable` where there is none; what the file system refuses.
  public func run(_ watch: JobWatch) throws -> RecordExport.Outcome {
    let registry = try source.registry(RecordKind.allCases.filter { $0 != .iatiActivities })
    let now = Date().formatted(.iso8601)
    var export = IATIFile.Export(
      registry,
      reporter: .init(reference: reporter, name: reporterName, made: made ?? now),
      keptOf: try source.archive?.keptIdentifiers() ?? [:])
    try FolderReplacement.check(folder, replacing: replaces)
    let part = folder + ".activities.part"
    TemporaryPlaces.add(part)
    defer {
      try? FileManager.default.removeItem(atPath: part)
      TemporaryPlaces.forget(part)
    }
    var file = try PieceFile(part)
    var own = 0
    var foreign = 0
    let publishers = try isOwnOnly ? [:] : source.archive?.keptPublishers() ?? [:]
    try export.write { piece in
      if watch.isCancelled { throw CancellationError() }
      if piece.contains("<iati-activity ") {
        own += 1
        // What does not follow the standard never leaves.
        let identifier = try IATIRules.check(piece: piece)
        if let publisher = publishers[identifier] {
          throw RegistryError.unanswerable(
            Message(
              "iati.two-of-one-name",
              ["identifier": .text(identifier), "publisher": .text(publisher)]),
            remedy: "iati.other-reporter")
        }
      }
      try file.write(piece)
    }
    if !isOwnOnly, let archive = source.archive {
      try archive.forEachRecord(.iatiActivities) { record in
        try file.write(export.kept(record["xml"]))
        foreign += 1
      }
    }
    guard own + foreign > 0 else {
      throw RegistryError.unanswerable("iati.nothing-to-publish", remedy: "iati.add-project")
    }
    try file.write(export.ending)
    try file.close()
    let placed = try RecordExport.place(
      [("activities.xml", Data())], in: folder, replacing: replaces)
    let place = folder + (folder.hasSuffix("/") ? "" : "/") + "activities.xml"
    guard FileReplacement.move(part, onto: place) else {
      throw RegistryError.document("registry.not-put", file: place, line: 0)
    }
    let changed = try source.archive?.keptDifferences() ?? []
    return RecordExport.Outcome(
      files: placed.files,
      remarks: placed.remarks
        + (reporterName == Self.noName && own > 0 ? ["projects.reporter-unnamed"] : [])
        + (foreign > 0
          ? [Message("projects.foreign-activities", ["count": .count(foreign)])] : [])
        + changed.map { identifier, project in
          Message(
            "projects.kept-difference", ["identifier": .text(identifier), "id": .text(project)])
        })
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
