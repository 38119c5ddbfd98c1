import Documents
package import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Puts a folder of files in the place of another in one step.
///
/// The files are written into a new folder beside the place, synchronised with the disk, and the
/// two folders are exchanged: whoever looks sees the old one whole or the new one whole, and a
/// kill or a full disk changes nothing. What the program wrote is listed in the file `marker` of
/// the folder; only what is listed there is ever replaced.
package struct FolderReplacement {
  /// The file that lists what the program wrote.
  package static let marker = ".airaccord-files"

  /// A file of the folder: its name, with `/` between subfolder and file, and its content.
  package typealias Content = (name: String, bytes: Data)

  /// What was done.
  package struct Placed {
    /// Paths of the files in the order of their names.
    package let files: [String]
    /// Where the earlier folder went that the program had not written; `nil` without one.
    package let keptAside: String?
    /// Whether old and new were exchanged in one step: not where the folder is a mounted volume or
    /// the folder in which the program runs, or where only the folder itself may be written to.
    package let isInOneStep: Bool
  }

  /// As the caller named it.
  private let named: String
  /// The folder without symbolic links.
  private let folder: String
  private let parent: String
  private let name: String
  private let contents: [Content]
  private let owned: Set<String>

  /// Writes files into a folder, all of them or none; nothing that the folder held stays.
  ///
  /// - Parameters:
  ///   - contents: files by name.
  ///   - folder: its path; the folder and those above it are made if need be.
  ///   - owned: names that the program will write there later, and that may be replaced as well.
  ///   - keepingOwn: whether files that the program wrote earlier and that are not among the
  ///     contents stay.
  ///   - replacing: whether a folder that the program did not write is put aside.
  package static func place(
    _ contents: [Content], in folder: String, owned: [String] = [], keepingOwn: Bool = false,
    replacing: Bool = false
  ) throws(FolderFault) -> Placed {
    let replacement = FolderReplacement(contents, in: folder, owned: owned)
    return try replacement.run(keepingOwn: keepingOwn, replacing: replacing)
  }

  /// Refuses a folder that `place` would refuse, before the work whose result goes there.
  package static func check(_ folder: String, replacing: Bool) throws(FolderFault) {
    let replacement = FolderReplacement([], in: folder, owned: [])
    if let file = try replacement.foreignFile(), !replacing {
      throw .foreign(file, folder: folder)
    }
  }

  private init(_ contents: [Content], in folder: String, owned: [String]) {
    named = folder
    self.folder = Self.resolved(folder)
    parent = String(self.folder.prefix(upTo: self.folder.lastIndex(of: "/") ?? folder.startIndex))
    name = String(self.folder.split(separator: "/").last ?? "")
    self.contents = contents.sorted { $0.name < $1.name }
    self.owned = Set(owned)
  }

  private func run(keepingOwn: Bool, replacing: Bool) throws(FolderFault) -> Placed {
    let foreign = try foreignFile()
    if let foreign, !replacing { throw .foreign(foreign, folder: named) }
    do {
      try FileManager.default.createDirectory(
        atPath: parent.isEmpty ? "/" : parent, withIntermediateDirectories: true)
      removeLeftovers()
      let kept = keepingOwn ? try listed() : []
      var aside: String?
      let isInOneStep = try exchange(keeping: kept, aside: foreign == nil ? nil : { aside = $0 })
      return Placed(
        files: contents.map { named + (named.hasSuffix("/") ? "" : "/") + $0.name },
        keptAside: aside, isInOneStep: isInOneStep)
    } catch let fault as FolderFault {
      throw fault
    } catch let refusal as SystemRefusal {
      throw .unwritable(.verbatim(refusal.words), folder: named)
    } catch {
      throw .unwritable(Self.words(error), folder: named)
    }
  }

  /// The cause in plain words where the system names a usual one.
  private static func words(_ error: any Error) -> Message {
    switch (error as? CocoaError)?.code {
    case .fileWriteNoPermission?, .fileReadNoPermission?: "error.files.no-permission"
    case .fileWriteOutOfSpace?: "error.files.no-space"
    case .fileWriteVolumeReadOnly?: "error.files.read-only"
    case .fileWriteFileExists?: "error.files.in-the-way"
    case .fileWriteInvalidFileName?, .fileReadInvalidFileName?: "error.files.no-name"
    default: .verbatim("\(error)")
    }
  }

  // MARK: What is there

  private var exists: Bool { FileManager.default.fileExists(atPath: folder) }

  /// A file in the folder that the program did not write, the first by name; `nil` without one.
  private func foreignFile() throws(FolderFault) -> String? {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      return nil
    }
    guard isFolder else { throw .file(folder: named) }
    do {
      let own = Set(try listed() + [Self.marker])
      return try Self.files(in: folder).first { file in
        !own.contains(file) && !Self.systemFiles.contains { file == $0 || file.hasSuffix("/\($0)") }
          && !file.hasPrefix(Self.insidePart)
      }
    } catch {
      throw .unwritable(Self.words(error), folder: named)
    }
  }

  /// What desktops leave in every folder that is looked at.
  private static let systemFiles = [".DS_Store", "Thumbs.db", "desktop.ini"]

  /// What the marker lists.
  private func listed() throws -> [String] {
    guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(Self.marker)") else {
      return []
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
      .map(String.init)
  }

  private func markerContent(_ names: Set<String>) -> Content {
    let head = "Written by airaccord, which may replace these files and no others:\n"
    let lines = names.union(owned).sorted().map { $0 + "\n" }.joined()
    return (Self.marker, Data((head + lines).utf8))
  }

  /// Names of all files below a folder, sorted.
  private static func files(in folder: String, below prefix: String = "") throws -> [String] {
    var found: [String] = []
    for entry in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      var isFolder = false
      let path = "\(folder)/\(entry)"
      let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if isFolder && !isLink {
        found += try files(in: path, below: prefix + entry + "/")
      } else {
        found.append(prefix + entry)
      }
    }
    return found
  }

  // MARK: Writing

  /// Begins the name of what is beside the place for a moment.
  private var partPrefix: String { ".\(name).airaccord-" }
  private static let insidePart = ".airaccord-part/"

  /// What a killed run left beside the place: of a process that is gone.
  private func removeLeftovers() {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for entry in entries where entry.hasPrefix(partPrefix) {
      guard let process = Int32(entry.dropFirst(partPrefix.count)), process != getpid(),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      // Killed between two renamings, where a file system cannot exchange: the old one is back.
      if !exists, FileManager.default.fileExists(atPath: "\(parent)/\(entry)/\(Self.marker)") {
        _ = FileReplacement.move("\(parent)/\(entry)", onto: folder)
      } else {
        try? FileManager.default.removeItem(atPath: "\(parent)/\(entry)")
      }
    }
  }

  private func exchange(
    keeping kept: [String], aside: ((String) -> Void)?
  ) throws -> Bool {
    guard !name.isEmpty, !isMounted, !holdsWorkingFolder else {
      if aside != nil { throw FolderFault.foreign(try foreignFile() ?? "", folder: named) }
      try stepwise(keeping: kept)
      return false
    }
    let part = "\(parent)/\(partPrefix)\(getpid())"
    do {
      try FileManager.default.createDirectory(atPath: part, withIntermediateDirectories: false)
    } catch  where exists && aside == nil {
      try stepwise(keeping: kept)
      return false
    }
    TemporaryPlaces.add(part)
    defer {
      try? FileManager.default.removeItem(atPath: part)
      TemporaryPlaces.forget(part)
    }
    let names = Set(contents.map(\.name)).union(kept)
    for content in contents + [markerContent(names)] { try Self.write(content, in: part) }
    for file in kept where !contents.contains(where: { $0.name == file }) {
      try Self.link(file, from: folder, to: part)
    }
    try Self.synchroniseFolders(of: names, in: part)
    if let aside {
      let place = try putAside()
      aside(place)
    }
    if exists {
      try FileReplacement.exchange(part, folder)
    } else if !FileReplacement.move(part, onto: folder) {
      throw SystemRefusal(errno)
    }
    FileReplacement.synchronise(parent)
    return true
  }

  /// File by file: what the folder holds is the program's own in every moment, and a second run
  /// completes it.
  private func stepwise(keeping kept: [String]) throws {
    let part = "\(folder)/\(Self.insidePart.dropLast())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: part)
    TemporaryPlaces.add(part)
    defer {
      try? FileManager.default.removeItem(atPath: part)
      TemporaryPlaces.forget(part)
    }
    let names = Set(contents.map(\.name)).union(kept)
    let before = Set(try listed())
    for content in contents { try Self.write(content, in: part) }
    // Old and new are the program's until all is done.
    for list in [names.union(before), names] {
      try Self.write(markerContent(list), in: part)
      if list == names {
        for file in before.subtracting(names) {
          try? FileManager.default.removeItem(atPath: "\(folder)/\(file)")
        }
      }
      guard FileReplacement.move("\(part)/\(Self.marker)", onto: "\(folder)/\(Self.marker)") else {
        throw SystemRefusal(errno)
      }
      guard list != names else { break }
      for content in contents {
        try FileManager.default.createDirectory(
          atPath: Self.parent(of: content.name, in: folder), withIntermediateDirectories: true)
        guard FileReplacement.move("\(part)/\(content.name)", onto: "\(folder)/\(content.name)")
        else { throw SystemRefusal(errno) }
      }
    }
    try Self.synchroniseFolders(of: names, in: folder)
  }

  private func putAside() throws -> String {
    for number in 1...999 {
      let place = "\(parent)/\(name).replaced" + (number == 1 ? "" : "-\(number)")
      guard !FileManager.default.fileExists(atPath: place) else { continue }
      guard FileReplacement.move(folder, onto: place) else { throw SystemRefusal(errno) }
      return place
    }
    throw FolderFault.unwritable(
      Message("error.files.too-many-folders", ["name": .fact(name)]), folder: named)
  }

  private static func write(_ content: Content, in folder: String) throws {
    precondition(!content.name.split(separator: "/").contains(".."))
    try FileManager.default.createDirectory(
      atPath: parent(of: content.name, in: folder), withIntermediateDirectories: true)
    try FileReplacement.write(content.bytes, to: "\(folder)/\(content.name)")
  }

  /// The same file under a second name; a copy where the file system has no second names.
  private static func link(_ file: String, from old: String, to new: String) throws {
    guard FileManager.default.fileExists(atPath: "\(old)/\(file)") else { return }
    try FileManager.default.createDirectory(
      atPath: parent(of: file, in: new), withIntermediateDirectories: true)
    do {
      try FileManager.default.linkItem(atPath: "\(old)/\(file)", toPath: "\(new)/\(file)")
    } catch {
      try FileManager.default.copyItem(atPath: "\(old)/\(file)", toPath: "\(new)/\(file)")
    }
  }

  private static func synchroniseFolders(of names: Set<String>, in folder: String) throws {
    for path in Set(names.map { parent(of: $0, in: folder) }).union([folder]) {
      FileReplacement.synchronise(path)
    }
  }

  private static func parent(of name: String, in folder: String) -> String {
    ([folder] + name.split(separator: "/").dropLast().map(String.init)).joined(separator: "/")
  }

  // MARK: Where it is

  /// A volume cannot be renamed.
  private var isMounted: Bool {
    guard exists, let here = FileReplacement.device(folder),
      let above = FileReplacement.device(parent.isEmpty ? "/" : parent)
    else { return false }
    return here != above
  }

  /// Exchanged, it would leave its own process and the shell in a folder that is gone.
  private var holdsWorkingFolder: Bool {
    let working = Self.resolved(FileManager.default.currentDirectoryPath)
    return working == folder || working.hasPrefix(folder + "/")
  }

  private static func resolved(_ path: String) -> String {
    let absolute =
      path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    return URL(fileURLWithPath: absolute).resolvingSymlinksInPath().standardized.path
  }
}
