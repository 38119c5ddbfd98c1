import CZlib
import Documents

/// Decoding gzip (RFC 1952) through zlib.
package enum Gzip {
  private static let kind = "gzip file"

  /// Whether the bytes begin like a gzip member, whatever the file's name.
  package static func isCompressed(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b
  }

  /// All members of a gzip file, decoded one behind the other.
  ///
  /// - Parameter bytes: the whole file. Zeros behind the last member are padding, as gzip's own
  ///   manual allows; anything else there is corruption.
  /// - Throws: `FileFault.truncated` when the last member has no end, `.damaged` when a member does
  ///   not decode or its check sum or length is wrong, `.tooLarge` beyond the limits.
  package static func inflate(
    _ bytes: [UInt8], file: String, limits: UnpackingLimits = UnpackingLimits()
  ) throws(FileFault) -> [UInt8] {
    func damaged(_ words: String) -> FileFault { .damaged(kind: kind, words: words, file: file) }
    let room = limits.room(for: bytes.count)
    var output: [UInt8] = []
    // The trailer names the last member's length modulo 2^32. It is a hint for the allocation
    // only, and believed no further than deflate can compress (1032 : 1).
    let hint = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    output.reserveCapacity(min(hint, bytes.count * 1_032, room) + 1)
    var stream = unsafe z_stream()
    // 15 window bits and 16 for the gzip wrapper, whose check sum zlib then verifies.
    guard
      unsafe inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw damaged("zlib does not start") }
    defer { _ = unsafe inflateEnd(&stream) }

    var consumed = 0
    var atMemberEnd = true
    while consumed < bytes.count {
      if atMemberEnd && consumed > 0 {
        guard bytes[consumed] != 0 else {
          guard bytes[consumed...].allSatisfy({ $0 == 0 }) else {
            throw damaged("text behind the last member")
          }
          break
        }
        guard unsafe inflateReset(&stream) == Z_OK else {
          throw damaged("zlib does not restart")
        }
      }
      atMemberEnd = false
      let outcome = unsafe step(&stream, bytes, &consumed, &output)
      guard output.count <= room else {
        throw .tooLarge(limit: limits.words(for: bytes.count), file: file)
      }
      // What is too much for the bytes that it came from ends before it fills the memory, whatever
      // is still to come; 64 kB are spared for a beginning of nothing but zeros.
      guard output.count <= limits.free || output.count / limits.ratio <= consumed + 1 << 16 else {
        throw .tooLarge(
          limit: Message("error.files.unpacks-times", ["ratio": .fact(limits.ratio)]), file: file)
      }
      switch outcome {
      case Z_STREAM_END: atMemberEnd = true
      case Z_OK: continue
      case Z_BUF_ERROR: throw .truncated(kind: kind, file: file)
      default:
        guard let words = unsafe stream.msg else { throw damaged("zlib error \(outcome)") }
        throw unsafe damaged(String(cString: words))
      }
    }
    guard atMemberEnd else { throw .truncated(kind: kind, file: file) }
    return output
  }

  /// Decodes the next piece and appends it.
  private static func step(
    _ stream: inout z_stream, _ bytes: [UInt8], _ consumed: inout Int, _ output: inout [UInt8]
  ) -> Int32 {
    let room = 1 << 18
    var outcome: Int32 = Z_OK
    var taken = 0
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      unsafe bytes.withUnsafeBufferPointer { source in
        let available = min(source.count - consumed, Int(UInt32.max) / 2)
        // zlib's header is older than const; it does not write to its input.
        unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress! + consumed)
        unsafe stream.avail_in = UInt32(available)
        unsafe stream.next_out = buffer.baseAddress
        unsafe stream.avail_out = UInt32(room)
        outcome = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
        taken = unsafe available - Int(stream.avail_in)
        count = unsafe room - Int(stream.avail_out)
      }
    }
    consumed += taken
    output += piece
    return outcome
  }
}
