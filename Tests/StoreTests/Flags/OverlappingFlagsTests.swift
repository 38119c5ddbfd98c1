import Documents
import AirQuality
import Store
import TestSupport
import Testing

@Suite("Flags that somebody piled up")
struct OverlappingFlagsTests {
  private func archive(overlapping count: Int) throws -> (ScratchFolder, Archive) {
    let folder = try ScratchFolder()
    let archive = try Archive(path: folder.archivePath, mode: .create)
    let series = try Sample.series((0..<2_000).map { Double($0 % 91) })
    _ = try archive.ingest(Sample.file("f", [series]), onConflict: .refuse)
    // All reach over the hour 1,500; as many again lie alone.
    let flags = (0..<count).flatMap { number in
      [(number, 1_501 + number % 400), (number, number + 1)].enumerated().map { kind, range in
        QualityFlag(
          station: "prsa/Dongsi", pollutant: .pm25, rule: QualityRule("rule-\(kind)-\(number)"),
          grade: .suspect, from: series.axis.instant(at: range.0),
          until: series.axis.instant(at: range.1))
      }
    }
    try archive.setFlags(flags)
    return (folder, archive)
  }

  @Test("A thousand over one value are read, one more is refused")
  func overlap() throws {
    let (_, few) = try archive(overlapping: 999)
    #expect(try few.flags().count == 1_998)
    let (folder, many) = try archive(overlapping: 1_001)
    let damage = ArchiveError.damaged(
      path: folder.archivePath, detail: say("archive.flags", count: 1_000))
    #expect(throws: damage) { try many.flags() }
    // SQLite hands the words of the table on as they are.
    let told = ArchiveError.damaged(
      path: folder.archivePath, detail: .verbatim("more than 1000 flags overlap on one value"))
    #expect(throws: told) { try many.query("SELECT max(flag) FROM observation") }
  }
}
