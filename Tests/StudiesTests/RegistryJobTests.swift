import Cooperation
import Documents
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

  @Test("What AirAccord wrote elsewhere replaces nothing until somebody says whose it is")
  func anotherOffice() throws {
    let built = try BuiltInArchive()
    let before = try built.archive.registry([.projects]).projects.map(\.record)
    _ = try ActivityPublication(
      of: .builtIn, by: "XI-OTHER-1", into: built.folder.appendingPathComponent("out").path
    ).run()
    let file = built.folder.appendingPathComponent("out/activities.xml")
    // The other office calls one of its projects by another name.
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacingOccurrences(of: before[0]["title_en"], with: "Luft für Peking")
      .write(to: file, atomically: true, encoding: .utf8)

    var intake = RecordIntake(into: built.archive, office: "test")
    intake.files = [file.path]
    intake.replaces = true
    var told: [String] = []
    intake.told = { told.append($0.english) }
    _ = try intake.run()
    let after = try built.archive.registry([.projects, .iatiActivities])
    let own = Set(before.map(\.id))
    #expect(after.projects.map(\.record).filter { own.contains($0.id) } == before)
    #expect(after.all(.iatiActivities).count > before.count)
    #expect(told.contains { $0.contains("written by AirAccord") && $0.contains("--reporter") })

    // Named as ours, the same file gives the project its new name.
    intake.reporter = "XI-OTHER-1"
    _ = try intake.run()
    let named = try built.archive.registry([.projects]).projects.map(\.record)
    #expect(named.contains { $0["title_en"] == "Luft für Peking" && own.contains($0.id) })
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
