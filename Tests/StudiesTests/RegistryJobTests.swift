import Cooperation
import Foundation
import Store
import Studies
import TestSupport
import Testing

@Suite("Jobs on records of the cooperation")
struct RegistryJobTests {
  /// An archive with the built-in records; removed with the value.
  private final class BuiltInArchive {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("airaccord-records-\(UUID().uuidString)")
    let archive: Archive

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      archive = try Archive(path: folder.appendingPathComponent("a.sqlite").path, mode: .create)
      var intake = RecordIntake(into: archive, office: "test")
      intake.hasBuiltIn = true
      _ = try intake.run()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  @Test(
    "What takes a few columns of a few records out of an archive answers as from whole records",
    .tags(.property))
  func selections() throws {
    let built = try BuiltInArchive()
    let source = RegistrySource.archive(built.archive)
    for year in 2012...2021 {
      var (own, whole) = (
        YearReview(of: FiscalYear(beginning: year), in: source),
        YearReview(of: FiscalYear(beginning: year), in: .builtIn)
      )
      own.since = FiscalYear(beginning: year - 1)
      whole.since = own.since
      let (found, expected) = (try own.run(), try whole.run())
      #expect(found.report == expected.report, "FY\(year)")
      #expect(found.difference == expected.difference, "FY\(year)")
    }
    let months = (
      try IntensityOverview(of: source).run(), try IntensityOverview(of: .builtIn).run()
    )
    #expect(months.0.rows == months.1.rows && months.0.unique == months.1.unique)
    #expect(
      try DueReview(of: source).run().items == DueReview(of: .builtIn).run().items)
  }
}
