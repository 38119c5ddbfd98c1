import ByteKernels
public import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Brings a public data set's files into a folder.
///
/// A file is fetched into `NAME.part`, continued there after an interruption, held to its SHA-256
/// and only then given its name. Sums that the registry does not know are written into
/// `checksums.json` the first time and held to afterwards.
public struct DataSetFetcher: Sendable {
  /// Answers a request for the bytes of an address from an offset on: the bytes and whether they
  /// begin at the offset (else at the file's beginning).
  public typealias Source = @Sendable (URL, Int) throws(DataSetError) -> (Data, isContinued: Bool)

  private let source: Source
  private let mirror: URL?

  /// A fetcher from the network, or from a folder that has the files.
  ///
  /// - Parameter mirror: a folder to take the files from instead of their addresses.
  public init(mirror: URL? = nil, source: @escaping Source = DataSetFetcher.network) {
    self.mirror = mirror
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
    let part = folder.appendingPathComponent(file.name + ".part")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(file: folder.path, reason: error.localizedDescription)
    }
    var known = Self.checksums(in: folder)
    let expected = file.sha256 ?? known[file.name]
    if let bytes = try? Data(contentsOf: place) {
      try Self.verify(bytes, expected, place)
      return place
    }
    let bytes = try content(of: file, part)
    try Self.verify(bytes, expected, part)
    do {
      try bytes.write(to: place, options: .atomic)
      try? FileManager.default.removeItem(at: part)
      if known[file.name] == nil {
        known[file.name] = Self.sum(bytes)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(known).write(
          to: folder.appendingPathComponent("checksums.json"), options: .atomic)
      }
    } catch {
      throw .unwritable(file: place.path, reason: error.localizedDescription)
    }
    return place
  }

  private func content(of file: PublicDataSet.File, _ part: URL) throws(DataSetError) -> Data {
    if let mirror {
      let place = mirror.appendingPathComponent(file.name)
      guard let bytes = try? Data(contentsOf: place) else { throw .notInMirror(file: place.path) }
      return bytes
    }
    guard let address = URL(string: file.address), let scheme = address.scheme,
      ["https", "http", "file"].contains(scheme)
    else { throw .download(address: file.address, problem: "this is no address") }
    let begun = (try? Data(contentsOf: part)) ?? Data()
    let (bytes, isContinued) = try source(address, begun.count)
    let whole = isContinued ? begun + bytes : bytes
    // Kept before anything else can fail, so that nothing is fetched twice.
    do {
      try whole.write(to: part, options: .atomic)
    } catch {
      throw .unwritable(file: part.path, reason: error.localizedDescription)
    }
    return whole
  }

  private static func verify(
    _ bytes: Data, _ expected: String?, _ place: URL
  ) throws(DataSetError) {
    let found = sum(bytes)
    if let expected, expected != found {
      throw .checksum(file: place.path, expected: expected, found: found)
    }
  }

  private static func sum(_ bytes: Data) -> String {
    Checksum.sha256([UInt8](bytes))
  }

  private static func checksums(in folder: URL) -> [String: String] {
    (try? Data(contentsOf: folder.appendingPathComponent("checksums.json"))).flatMap {
      try? JSONDecoder().decode([String: String].self, from: $0)
    } ?? [:]
  }

  /// Whether a name stays in its folder on every system.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.hasPrefix("-")
      && !name.contains { "/\\:\0".contains($0) || $0.isNewline }
  }

  /// One request with a range, on the network.
  public static let network: Source = { address, offset throws(DataSetError) in
    var request = URLRequest(url: address, timeoutInterval: 60)
    if offset > 0 { request.setValue("bytes=\(offset)-", forHTTPHeaderField: "Range") }
    let waiting = DispatchSemaphore(value: 0)
    let box = AnswerBox()
    let task = URLSession.shared.dataTask(with: request) { data, response, error in
      box.answer.withLock {
        $0 = .init(
          data: data, status: (response as? HTTPURLResponse)?.statusCode,
          problem: error?.localizedDescription)
      }
      waiting.signal()
    }
    task.resume()
    waiting.wait()
    let answer = box.answer.withLock { $0 }
    let (data, status) = (answer.data, answer.status)
    if let problem = answer.problem, data == nil || status == nil && address.scheme != "file" {
      throw .download(address: address.absoluteString, problem: problem)
    }
    switch status {
    case 206: return (data ?? Data(), true)
    case 200, nil: return (data ?? Data(), false)
    // The part is already whole.
    case 416: return (Data(), true)
    case let status?:
      throw .download(
        address: address.absoluteString, problem: "the server answered \(status)")
    }
  }
}

/// What a request was answered with.
private final class AnswerBox: Sendable {
  struct Answer: Sendable {
    var data: Data?
    var status: Int?
    var problem: String?
  }

  let answer = Mutex(Answer())
}
