import CZlib

/// Reading one file out of a zip archive held in memory; nothing is ever written.
package enum ZipArchive {
  /// Why an archive cannot be read.
  package enum Failure: Error, Equatable, Sendable {
    /// The table of contents is missing, cut or contradicts itself.
    case damaged
    /// Encrypted, split, larger than 4 GB or compressed in another way than deflate.
    case unsupported
    /// A file's content does not decode, or its length or check sum is wrong.
    case corrupt(name: String)
  }

  /// One file of the table of contents.
  package struct Entry: Sendable, Equatable {
    package let name: String
    package let size: Int
    fileprivate let packedSize: Int
    fileprivate let checksum: UInt32
    fileprivate let method: Int
    fileprivate let headerOffset: Int
  }

  /// Whether the bytes begin like a zip archive, whatever the file's name.
  package static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4b, 0x05, 0x06])
  }

  /// The files of an archive, folders left out.
  package static func entries(_ bytes: [UInt8]) throws(Failure) -> [Entry] {
    // The end record has 22 bytes and a comment of up to 65,535.
    guard bytes.count >= 22 else { throw .damaged }
    var end = bytes.count - 22
    let furthest = max(0, bytes.count - 22 - 65_535)
    while end >= furthest, word(bytes, end) != 0x0605_4b50 { end -= 1 }
    guard end >= furthest else { throw .damaged }
    let count = half(bytes, end + 10)
    guard half(bytes, end + 4) == 0, half(bytes, end + 8) == count else { throw .unsupported }
    var at = word(bytes, end + 16)
    guard count < 0xffff, at < 0xffff_ffff else { throw .unsupported }
    var entries: [Entry] = []
    for _ in 0..<count {
      guard at + 46 <= end, word(bytes, at) == 0x0201_4b50 else { throw .damaged }
      let nameLength = half(bytes, at + 28)
      let next = at + 46 + nameLength + half(bytes, at + 30) + half(bytes, at + 32)
      guard next <= end else { throw .damaged }
      let name = String(decoding: bytes[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
      guard half(bytes, at + 8) & 1 == 0 else { throw .unsupported }
      let entry = Entry(
        name: name, size: word(bytes, at + 24), packedSize: word(bytes, at + 20),
        checksum: UInt32(word(bytes, at + 16)), method: half(bytes, at + 10),
        headerOffset: word(bytes, at + 42))
      guard entry.size < 0xffff_ffff, entry.packedSize < 0xffff_ffff else { throw .unsupported }
      if !name.hasSuffix("/") { entries.append(entry) }
      at = next
    }
    return entries
  }

  /// The content of one file, its length and check sum verified.
  package static func content(of entry: Entry, in bytes: [UInt8]) throws(Failure) -> [UInt8] {
    let header = entry.headerOffset
    guard header + 30 <= bytes.count, word(bytes, header) == 0x0403_4b50 else { throw .damaged }
    let begin = header + 30 + half(bytes, header + 26) + half(bytes, header + 28)
    guard begin + entry.packedSize <= bytes.count else { throw .damaged }
    let packed = bytes[begin..<(begin + entry.packedSize)]
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(packed)
    case 8:
      // Deflate packs at most 1,032 to 1; a greater claim is a trap.
      guard entry.size <= max(1, entry.packedSize) * 1_032 else {
        throw .corrupt(name: entry.name)
      }
      guard let inflated = inflated(Array(packed), size: entry.size) else {
        throw .corrupt(name: entry.name)
      }
      content = inflated
    default: throw .unsupported
    }
    guard content.count == entry.size, sum(content) == entry.checksum else {
      throw .corrupt(name: entry.name)
    }
    return content
  }

  private static func inflated(_ packed: [UInt8], size: Int) -> [UInt8]? {
    var stream = unsafe z_stream()
    // Negative window bits: a bare deflate stream without a wrapper.
    guard
      unsafe inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { _ = unsafe inflateEnd(&stream) }
    var outcome: Int32 = Z_DATA_ERROR
    let output = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      unsafe packed.withUnsafeBufferPointer { source in
        // zlib's header is older than const; it does not write to its input.
        unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = buffer.baseAddress
        unsafe stream.avail_out = UInt32(size + 1)
        outcome = unsafe CZlib.inflate(&stream, Z_FINISH)
        count = unsafe size + 1 - Int(stream.avail_out)
      }
    }
    return outcome == Z_STREAM_END ? output : nil
  }

  private static func sum(_ content: [UInt8]) -> UInt32 {
    unsafe content.withUnsafeBufferPointer { buffer in
      unsafe UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
    }
  }

  private static func half(_ bytes: [UInt8], _ at: Int) -> Int {
    Int(bytes[at]) | Int(bytes[at + 1]) << 8
  }

  private static func word(_ bytes: [UInt8], _ at: Int) -> Int {
    half(bytes, at) | half(bytes, at + 2) << 16
  }
}
