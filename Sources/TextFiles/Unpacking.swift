package import Documents

/// How much a compressed file may become.
public struct UnpackingLimits: Sendable, Hashable {
  /// The most bytes that are unpacked from one file. Default: 8 GiB, what a large station network
  /// writes in decades.
  public var bytes = 8 << 30
  /// How many times its size a compressed file may become. Default: 250. Tables of measurements
  /// pack 3 to 60 times; deflate reaches 1,032 on nothing but zeros.
  public var ratio = 250
  /// Below this many bytes the ratio is not looked at. Default: 64 MiB.
  public var free = 64 << 20

  /// The defaults.
  public init() {}

  /// Bytes that a file of a size may become.
  package func room(for size: Int) -> Int {
    min(bytes, max(free, size.multipliedReportingOverflow(by: ratio).partialValue))
  }

  /// The limit that a file of a size has met, in words.
  package func words(for size: Int) -> Message {
    let room = room(for: size)
    let amount =
      room >= 1 << 30
      ? "\(room >> 30) GiB" : room >= 1 << 20 ? "\(room >> 20) MiB" : "\(room) bytes"
    return room == bytes
      ? Message("error.files.unpacks-to-more", ["amount": .fact(amount)])
      : Message(
        "error.files.unpacks-to-more-for", ["amount": .fact(amount), "size": .fact(size)])
  }
}

/// Reads archives of files: zip, 7z, tar, and single files packed with xz, bzip2 or zstd.
///
/// The library itself reads gzip only. A program that links an archive library hands its reader in,
/// so that whoever uses the library alone need not have that library too.
public protocol ArchiveUnpacking: Sendable {
  /// Names of the files in an archive, folders left out; one empty name for a single packed file.
  ///
  /// - Throws: `FileFault.archive` or `.damaged`, naming the entry where there is one.
  func names(_ archive: [UInt8], kind: String, file: String) throws(FileFault) -> [String]

  /// The content of one file, its check sum verified.
  ///
  /// - Throws: `FileFault.archive`, `.damaged` or `.tooLarge`, naming the entry.
  func content(
    of name: String, in archive: [UInt8], kind: String, file: String, limits: UnpackingLimits
  ) throws(FileFault) -> [UInt8]
}

/// Takes the one table out of what a file packs.
package enum Unpacking {
  /// The bytes of the table, and its name where an archive gives it one; `nil` when the file packs
  /// nothing.
  ///
  /// One level is unpacked: gzip, an archive, or a tar file in either. Archives inside archives are
  /// refused, since a few kilobytes of them can hold any amount.
  package static func table(
    _ bytes: [UInt8], file: String, archives: (any ArchiveUnpacking)?,
    limits: UnpackingLimits = UnpackingLimits(), named: String? = nil
  ) throws(FileFault) -> (bytes: [UInt8], name: String?)? {
    if Gzip.isCompressed(bytes) {
      let inner = try Gzip.inflate(bytes, file: file, limits: limits)
      guard let kind = kind(of: inner) else { return (inner, nil) }
      guard kind == tar else {
        throw .archive(
          kind: "gzip file",
          problem: Message(
            "error.files.holds-archive-of-kind", ["kind": .fact(FileFault.named(kind))]),
          file: file)
      }
      return try oneTable(inner, kind: kind, file: file, archives, limits)
    }
    guard let kind = kind(of: bytes) else { return nil }
    return try oneTable(bytes, kind: kind, file: file, archives, limits, named: named)
  }

  /// What kind of archive the bytes begin like; gzip is none.
  package static func kind(of bytes: [UInt8]) -> String? {
    let signatures: [(String, [UInt8])] = [
      ("zip archive", [0x50, 0x4b, 0x03, 0x04]), ("zip archive", [0x50, 0x4b, 0x05, 0x06]),
      ("7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
      ("xz file", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), ("zstd file", [0x28, 0xb5, 0x2f, 0xfd]),
    ]
    for (kind, signature) in signatures where bytes.starts(with: signature) { return kind }
    // “BZh”, the level, and the first block's number, which is π.
    if bytes.count > 9, bytes.starts(with: Array("BZh".utf8)),
      bytes[4..<10].elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
    {
      return "bzip2 file"
    }
    if bytes.count >= 512, bytes[257..<262].elementsEqual(Array("ustar".utf8)) { return tar }
    return nil
  }

  private static let tar = "tar archive"

  /// The names of the tables in an archive of several; empty where the file packs one table or none.
  package static func names(
    _ bytes: [UInt8], file: String, archives: (any ArchiveUnpacking)?
  ) throws(FileFault) -> [String] {
    guard let archives, !Gzip.isCompressed(bytes), let kind = kind(of: bytes) else { return [] }
    let all = try archives.names(bytes, kind: kind, file: file).filter { !isFromAnotherDesk($0) }
    let tables = all.count == 1 ? all : all.filter(isTableName)
    return tables.count > 1 ? tables.sorted() : []
  }

  private static func oneTable(
    _ bytes: [UInt8], kind: String, file: String, _ archives: (any ArchiveUnpacking)?,
    _ limits: UnpackingLimits, named wanted: String? = nil
  ) throws(FileFault) -> (bytes: [UInt8], name: String?) {
    guard let archives else {
      throw .archive(kind: kind, problem: "error.files.is-not-unpacked-library", file: file)
    }
    let all = try archives.names(bytes, kind: kind, file: file).filter { !isFromAnotherDesk($0) }
    if let nested = all.first(where: isArchiveName) {
      throw .archive(
        kind: kind,
        problem: Message("error.files.holds-archive-by-name", ["nested": .fact(nested)]),
        file: file)
    }
    let tables = wanted.map { [$0] } ?? (all.count == 1 ? all : all.filter(isTableName))
    guard let name = tables.first, tables.count == 1, all.contains(name) else {
      throw .archive(
        kind: kind,
        problem: Message("error.files.holds-tables-not-one", ["count": .fact(tables.count)]),
        file: file)
    }
    let content = try archives.content(
      of: name, in: bytes, kind: kind, file: file, limits: limits)
    let label = name.isEmpty ? kind : "file “\(name)” in the \(kind)"
    if Gzip.isCompressed(content) || Self.kind(of: content) != nil {
      throw .archive(
        kind: label, problem: "error.files.is-packed-again-archives", file: file)
    }
    return (content, name.isEmpty ? nil : name)
  }

  private static func hasEnding(_ name: String, among endings: [String]) -> Bool {
    let lower = name.lowercased()
    return endings.contains { lower.hasSuffix($0) }
  }

  private static func isTableName(_ name: String) -> Bool {
    hasEnding(name, among: [".csv", ".txt", ".tsv", ".json", ".dat"])
  }

  private static func isArchiveName(_ name: String) -> Bool {
    hasEnding(name, among: [".zip", ".7z", ".tar", ".gz", ".tgz", ".xz", ".bz2", ".zst", ".rar"])
  }

  /// The copies of folder settings that macOS puts beside each file.
  private static func isFromAnotherDesk(_ name: String) -> Bool {
    let parts = name.split(separator: "/")
    return parts.first == "__MACOSX" || parts.last?.hasPrefix("._") == true
      || parts.last == ".DS_Store"
  }
}
