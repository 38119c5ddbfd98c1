import Documents
public import Foundation

/// One file on its way from a server to disk: what lies there, and whether it may be continued.
///
/// A part is continued only when the server says that the file is still the same one (`If-Range`
/// with its ETag or date, RFC 9110 §13.1.5), and only from where the part ends; otherwise the file
/// is fetched from its beginning. Nothing of it is held in memory.
public struct DataSetDownload: Sendable {
  /// What a server said before the first byte.
  public struct Answer: Sendable, Hashable {
    /// The status of HTTP; `nil` for a file of this machine.
    public var status: Int?
    /// Names in lower case.
    public var headers: [String: String]

    /// What a server answered; names of headers are compared in small letters.
    public init(status: Int?, headers: [String: String] = [:]) {
      self.status = status
      self.headers = Dictionary(
        headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    }

    /// What tells this version of the file from others: a strong ETag, else the date.
    var validator: String? {
      let tag = headers["etag"].flatMap { $0.hasPrefix("W/") ? nil : $0 }
      return tag ?? headers["last-modified"]
    }

    /// The offset of `bytes 500-999/1234`.
    var rangeStart: Int? {
      guard let range = headers["content-range"], range.hasPrefix("bytes ") else { return nil }
      return Int(range.dropFirst(6).prefix { $0.isNumber })
    }
  }

  /// What is asked of a server.
  public struct Request: Sendable, Hashable {
    /// Where the file lies.
    public let address: URL
    /// From which byte on.
    public var offset = 0
    /// What the file must still be for that.
    public var validator: String?
  }

  /// What lies beside a part, so that the next run knows what it is a part of.
  private struct Note: Codable {
    var address: String
    var validator: String
  }

  /// The file while it is not whole.
  public let part: URL
  /// What is asked for.
  public private(set) var request: Request
  /// The most bytes that are taken.
  public let limit: Int
  private var handle: FileHandle?
  private var received = 0
  /// Whether the server sent something that only a new request from the beginning mends.
  public private(set) var mustStartAgain = false

  private var note: URL { part.appendingPathExtension("json") }

  /// A download that goes on where an earlier one was cut off, if that can be known.
  public init(of address: URL, to part: URL, limit: Int) {
    self.part = part
    self.limit = limit
    request = Request(address: address)
    let files = FileManager.default
    let size = (try? files.attributesOfItem(atPath: part.path)[.size]) as? Int ?? 0
    let known = (try? Data(contentsOf: part.appendingPathExtension("json")))
      .flatMap { try? JSONDecoder().decode(Note.self, from: $0) }
    if size > 0, let known, known.address == address.absoluteString {
      request.offset = size
      request.validator = known.validator
    }
  }

  /// Starts from the beginning whatever lies there.
  public mutating func startAgain() {
    request.offset = 0
    request.validator = nil
    mustStartAgain = false
    discard()
  }

  /// Takes what lies on disk away.
  public func discard() {
    for place in [part, note] { try? FileManager.default.removeItem(at: place) }
  }

  /// Takes the answer's head and makes the part ready for what follows.
  ///
  /// - Returns: whether bytes are wanted.
  /// - Throws: `DataSetError.download` for another answer than the file; `.unwritable`.
  public mutating func begin(_ answer: Answer) throws(DataSetError) -> Bool {
    switch answer.status {
    case 206 where request.offset > 0 && answer.rangeStart == request.offset:
      received = request.offset
    case 206, 416:
      // Another stretch than was asked for, or a part that is longer than the file.
      mustStartAgain = true
      return false
    case 200, nil:
      discard()
      received = 0
    case let status?:
      throw .download(
        address: request.address.absoluteString,
        problem: Message("error.ingest.server-answered", ["status": .fact(status)]))
    }
    do {
      if received == 0 {
        guard FileManager.default.createFile(atPath: part.path, contents: nil) else {
          throw CocoaError(.fileWriteUnknown)
        }
        if let validator = answer.validator {
          try JSONEncoder().encode(
            Note(address: request.address.absoluteString, validator: validator)
          ).write(to: note, options: .atomic)
        }
      }
      let handle = try FileHandle(forWritingTo: part)
      try handle.seekToEnd()
      self.handle = handle
    } catch {
      throw .unwritable(file: part.path, reason: .verbatim(error.localizedDescription))
    }
    return true
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: `DataSetError.tooLarge`, `.unwritable`; what came before stays.
  public mutating func append(_ data: Data) throws(DataSetError) {
    received += data.count
    guard received <= limit else {
      throw .tooLarge(address: request.address.absoluteString, limit: limit)
    }
    do {
      try handle?.write(contentsOf: data)
    } catch {
      throw .unwritable(file: part.path, reason: .verbatim(error.localizedDescription))
    }
  }

  /// Brings what was received to disk.
  public mutating func finish() throws(DataSetError) {
    do {
      try handle?.synchronize()
      try handle?.close()
      handle = nil
    } catch {
      throw .unwritable(file: part.path, reason: .verbatim(error.localizedDescription))
    }
  }
}
