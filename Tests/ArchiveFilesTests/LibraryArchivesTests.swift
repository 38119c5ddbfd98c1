import Documents
import ArchiveFiles
import TextFiles
import Foundation
import TestSupport
import Testing

/// The archives are written by Debian 12's own programs; see `Golden/make.sh`.
@Suite("Archives")
struct LibraryArchivesTests {
  private func bytes(_ name: String) throws -> [UInt8] {
    let file = SharedData.checkout.appendingPathComponent("Tests/ArchiveFilesTests/Golden/\(name)")
    return [UInt8](try Data(contentsOf: file))
  }

  private func read(
    _ bytes: [UInt8], limits: UnpackingLimits = UnpackingLimits()
  ) throws(FileFault) -> TextContent {
    try TextContent(bytes, path: "t.packed", archives: LibraryArchives(), limits: limits)
  }

  private func refusal(_ bytes: [UInt8], limits: UnpackingLimits = UnpackingLimits()) -> String? {
    do throws(FileFault) {
      _ = try read(bytes, limits: limits)
      return nil
    } catch { return error.what }
  }

  @Test(
    "One table comes out of every kind of archive", .tags(.golden),
    arguments: [
      "one.zip", "one.7z", "one.tar", "one.tar.gz", "one.tar.xz", "one.csv.xz", "one.csv.bz2",
      "stored.zip", "mac.zip",
    ])
  func kinds(_ name: String) throws {
    let content = try read(try bytes(name))
    #expect(content.text == "t,v\n2020-01-01 00:00,5\n")
  }

  @Test("Several tables, nested archives and encrypted ones are refused by name", .tags(.golden))
  func refusals() throws {
    #expect(refusal(try bytes("two.zip")) == "the zip archive holds 2 tables, not one")
    #expect(
      refusal(try bytes("nested.zip"))
        == "the zip archive holds “one.zip”; archives are unpacked to a depth of 1")
    #expect(
      refusal(try bytes("one.zip.gz"))
        == "the gzip file holds a zip archive; archives are unpacked to a depth of 1")
    #expect(
      refusal(try bytes("hidden.zip"))
        == "the file “inner.csv” in the zip archive is packed again; archives are unpacked to a "
        + "depth of 1")
    #expect(
      refusal(try bytes("secret.zip")) == "the zip archive has an encrypted file “one.csv”")
  }

  @Test("A changed byte of the content is found by its check sum", .tags(.golden))
  func checkSums() throws {
    var stored = try bytes("stored.zip")
    let place = try #require(stored.firstIndex(of: UInt8(ascii: "5")))
    stored[place] = UInt8(ascii: "6")
    #expect(
      refusal(stored)?.hasPrefix("the file “one.csv” in the zip archive is damaged: ") == true)
  }

  @Test("Every cut of an archive is refused", .tags(.property))
  func cuts() throws {
    for name in ["one.zip", "one.7z", "one.csv.xz", "one.csv.bz2", "one.tar.xz"] {
      let whole = try bytes(name)
      for length in stride(from: 12, to: whole.count - 1, by: 7) {
        #expect(refusal(Array(whole[..<length])) != nil, "\(name) at \(length)")
      }
    }
  }

  @Test("Zeros are refused as soon as they are too much for what was read of them", .tags(.golden))
  func runaway() throws {
    // Forty members of 4 MiB, each of 4,101 bytes, and behind them what packs badly: in all no more
    // than 250 times the file, but its beginning is.
    let zeros = try bytes("zeros.csv.gz")
    let rest = try bytes("one.7z") + [UInt8](repeating: 7, count: 600_000)
    let packed = Array((0..<40).map { _ in zeros }.joined()) + rest
    #expect(UnpackingLimits().free < 40 * 4 << 20)
    #expect(
      refusal(packed)?.contains("unpacks to more than 250 times what is read of it") == true,
      "\(refusal(packed) ?? "read")")
  }

  @Test("What unpacks beyond the limits is refused with the limit", .tags(.golden))
  func limits() throws {
    var limits = UnpackingLimits()
    limits.free = 1 << 20
    for name in ["zeros.csv.gz", "zeros.zip", "zeros.csv.xz", "zeros.csv.bz2"] {
      let packed = try bytes(name)
      #expect(
        refusal(packed, limits: limits)?.hasPrefix(
          "the file unpacks to more than the limit of 1 MiB for its \(packed.count) bytes") == true,
        "\(name): \(refusal(packed, limits: limits) ?? "read")")
    }
  }
}
