import Documents
import TextFiles
public import Foundation

/// Brings a public data set's files into a folder.
///
/// A file is fetched into `NAME.part`, continued there after an interruption, held to its SHA-256
/// and only then given its name. The sum of a file whose publisher does not fix it is written into
/// `checksums.json` the first time, once the content is what the name says, and held to afterwards.
public struct DataSetFetcher: Sendable {
  /// Brings what a download asks for into its part.
  public typealias Source = @Sendable (inout DataSetDownload) throws(DataSetError) -> Void

  /// The most bytes of one file, unless said otherwise: 8 GiB.
  public static let limit = 8 << 30

  private let source: Source
  private let mirror: URL?
  private let limit: Int

  /// A fetcher from the network, or from a folder that has the files.
  ///
  /// - Parameters:
  ///   - mirror: a folder to take the files from instead of their addresses.
  ///   - limit: the most bytes of one file.
  public init(
    mirror: URL? = nil, limit: Int = DataSetFetcher.limit,
    source: @escaping Source = DataSetFetcher.network
  ) {
    self.mirror = mirror
    self.limit = limit
    self.source = source
  }

  /// Fetches every file that the folder does not have yet.
  ///
  /// - Returns: the files, in the data set's order.
  /// - Throws: `DataSetError`; what was fetched before stays.
  public func fetch(_ set: PublicDataSet, into folder: URL) throws(DataSetError) -> [URL] {
    var places: [URL] = []
    for file in set.files {
      guard Self.isPlain(file.name) else { throw .outside(file.name) }
      places.append(try fetch(file, into: folder))
    }
    return places
  }

  private func fetch(_ file: PublicDataSet.File, into folder: URL) throws(DataSetError) -> URL {
    let place = folder.appendingPathComponent(file.name)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(file: folder.path, reason: .verbatim(error.localizedDescription))
    }
    var known = try Self.checksums(in: folder)
    let expected = file.sha256 ?? known[file.name]
    if FileManager.default.fileExists(atPath: place.path) {
      _ = try Self.verify(place, expected, isKept: true)
      return place
    }
    let part = folder.appendingPathComponent(file.name + ".part")
    try bring(file, to: part)
    // Bytes that are not the file are taken away: the next run must not go on from them.
    let sum: String
    do throws(DataSetError) {
      if let problem = DataSetContent.problem(of: part, named: file.name) {
        throw .content(file: file.name, problem: problem)
      }
      sum = try Self.verify(part, expected, isKept: false)
    } catch {
      Self.discard(part)
      throw error
    }
    do {
      if expected == nil {
        known[file.name] = sum
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(known).write(
          to: folder.appendingPathComponent("checksums.json"), options: .atomic)
      }
      try FileManager.default.moveItem(at: part, to: place)
      Self.discard(part)
    } catch {
      throw .unwritable(file: place.path, reason: .verbatim(error.localizedDescription))
    }
    return place
  }

  private func bring(_ file: PublicDataSet.File, to part: URL) throws(DataSetError) {
    if let mirror {
      let place = mirror.appendingPathComponent(file.name)
      Self.discard(part)
      do {
        try FileManager.default.copyItem(at: place, to: part)
      } catch {
        throw FileManager.default.fileExists(atPath: place.path)
          ? .unwritable(file: part.path, reason: .verbatim(error.localizedDescription))
          : .notInMirror(file: place.path)
      }
      return
    }
    guard let address = URL(string: file.address), let scheme = address.scheme,
      ["https", "http", "file"].contains(scheme)
    else { throw .download(address: file.address, problem: "error.ingest.is-no-address") }
    var download = DataSetDownload(of: address, to: part, limit: limit)
    try source(&download)
    if download.mustStartAgain {
      download.startAgain()
      try source(&download)
    }
    guard !download.mustStartAgain else {
      throw .download(
        address: file.address, problem: "error.ingest.server-sends-another-stretch")
    }
  }

  private static func discard(_ part: URL) {
    for place in [part, part.appendingPathExtension("json")] {
      try? FileManager.default.removeItem(at: place)
    }
  }

  /// Holds a file to its sum.
  ///
  /// - Returns: the sum.
  private static func verify(
    _ place: URL, _ expected: String?, isKept: Bool
  ) throws(DataSetError) -> String {
    let found: String
    do {
      found = try Checksum.sha256(ofFile: place)
    } catch {
      throw .unwritable(file: place.path, reason: .verbatim(error.localizedDescription))
    }
    if let expected, expected != found {
      throw .checksum(file: place.path, expected: expected, found: found, isKept: isKept)
    }
    return found
  }

  /// The sums that were written down; an unreadable list is no empty one.
  private static func checksums(in folder: URL) throws(DataSetError) -> [String: String] {
    let place = folder.appendingPathComponent("checksums.json")
    guard FileManager.default.fileExists(atPath: place.path) else { return [:] }
    do {
      return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: place))
    } catch {
      throw .content(file: place.path, problem: "error.ingest.list-checksums-cannot-read")
    }
  }

  /// Whether a name stays in its folder on every system.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.hasPrefix("-")
      && !name.contains { "/\\:\0".contains($0) || $0.isNewline }
  }

  /// From the network.
  public static let network: Source = { download throws(DataSetError) in
    try DataSetNetwork.fetch(&download)
  }
}

/// Whether bytes are what a file's name says, looked at before their sum is written down.
enum DataSetContent {
  /// What is wrong; `nil` when nothing is.
  static func problem(of file: URL, named name: String) -> Message? {
    guard let handle = try? FileHandle(forReadingFrom: file),
      let head = try? handle.read(upToCount: 4_096), !head.isEmpty
    else { return "error.ingest.answer-empty" }
    try? handle.close()
    let text = String(decoding: head, as: UTF8.self).lowercased()
      .trimmingCharacters(in: .whitespacesAndNewlines)
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
      return "error.ingest.answer-web-page"
    }
    let beginnings: [String: [UInt8]] = [
      "zip": [0x50, 0x4b, 0x03, 0x04], "gz": [0x1f, 0x8b], "xz": [0xfd, 0x37, 0x7a, 0x58, 0x5a],
      "7z": [0x37, 0x7a, 0xbc, 0xaf], "zst": [0x28, 0xb5, 0x2f, 0xfd],
    ]
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if let beginning = beginnings[ending] {
      return head.starts(with: beginning)
        ? nil : Message("error.ingest.answer-begins-otherwise", ["ending": .fact(ending)])
    }
    return head.contains(0) && ["csv", "txt", "json", "tsv"].contains(ending)
      ? "error.ingest.answer-no-text" : nil
  }
}
