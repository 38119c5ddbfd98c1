import TextFiles
import Testing
import TestSupport

@Suite("Gzip")
struct GzipTests {
  /// “hello hello hello\n”, as gzip 1.12 writes it with `gzip -n`.
  static let member: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57,
    0xc8, 0x40, 0x90, 0x5c, 0x00, 0x3b, 0x7c, 0x8a, 0xdf, 0x12, 0x00, 0x00, 0x00,
  ]

  @Test("A member decodes to its text", .tags(.golden))
  func oneMember() throws {
    #expect(Gzip.isCompressed(Self.member))
    #expect(try Gzip.inflate(Self.member, file: "f.gz") == Array("hello hello hello\n".utf8))
  }

  @Test("Members behind one another and padding decode to one text", .tags(.golden))
  func manyMembers() throws {
    let bytes = Self.member + Self.member + [0, 0, 0]
    #expect(
      try Gzip.inflate(bytes, file: "f.gz") == Array("hello hello hello\nhello hello hello\n".utf8))
  }

  @Test("Every cut is found", .tags(.property))
  func truncation() {
    for length in 2..<Self.member.count {
      #expect(throws: FileFault.truncated(kind: "gzip file", file: "f.gz")) {
        try Gzip.inflate(Array(Self.member[..<length]), file: "f.gz")
      }
    }
  }

  @Test("A changed check sum is found", .tags(.analytical))
  func corruption() {
    var bytes = Self.member
    bytes[bytes.count - 6] ^= 1
    #expect(
      throws: FileFault.damaged(kind: "gzip file", words: "incorrect data check", file: "f.gz")
    ) {
      try Gzip.inflate(bytes, file: "f.gz")
    }
  }

  @Test("Text behind the last member is refused", .tags(.analytical))
  func rubbish() {
    #expect(
      throws: FileFault.damaged(kind: "gzip file", words: "incorrect header check", file: "f.gz")
    ) {
      try Gzip.inflate(Self.member + Array("rubbish".utf8), file: "f.gz")
    }
  }
}
