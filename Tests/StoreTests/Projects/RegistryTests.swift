import Documents
import AirQuality
import Store
import TextFiles
import Cooperation
import GRDB
import TestSupport
import Testing

@Suite("Records of the cooperation in an archive")
struct RegistryTests {
  private let folder: ScratchFolder
  private let archive: Archive

  init() throws {
    folder = try ScratchFolder()
    archive = try Archive(path: folder.archivePath, mode: .create)
  }

  private func builtIn() throws -> [(name: String, content: RecordFile)] {
    try RecordKind.allCases.map { kind in
      let name = "cooperation/\(kind.rawValue).csv"
      let bytes = try #require(EmbeddedFile.bytes(named: name))
      return (name, try RecordFile(bytes: bytes, file: name, kind: kind))
    }
  }

  private func file(_ text: String, _ kind: RecordKind) throws -> RecordFile {
    try RecordFile(bytes: Array(text.utf8), file: "f.csv", kind: kind)
  }

  @Test("What goes in comes out in the same order", .tags(.property))
  func roundTrip() throws {
    let report = try archive.importRecords(try builtIn().reversed(), office: "test")
    #expect(report.added["projects"] == 79)
    #expect(report.possibleDuplicates == [])
    let registry = try archive.registry()
    for kind in RecordKind.allCases {
      #expect(registry.all(kind) == Registry.builtIn.all(kind))
    }
    // The same again changes nothing.
    let again = try archive.importRecords(try builtIn(), office: "test")
    #expect(again.added == [:])
    #expect(again.unchanged["activities"] == 77)
  }

  @Test("One wrong row keeps everything out, and all wrong rows are named")
  func allOrNothing() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    let header = RecordSchema.of(.needs).columns.map(\.name).joined(separator: ",")
    let text = """
      \(header)
      N90,CN-DALIAN,FY2015,VOC,seminar,good,,,,open,,,made up,reported,
      N91,CN-NOWHERE,FY2015,VOC,seminar,bad reference,,,,open,,,made up,reported,
      N92,CN-DALIAN,2015,VOC,seminar,bad year,,,,open,,,made up,reported,
      """
    #expect {
      try archive.importRecords([("needs.csv", try file(text, .needs))], office: "test")
    } throws: { error in
      guard case .rows(let problems, let name)? = error as? RegistryError else { return false }
      return name == "needs.csv"
        && problems.map { "\($0.row) \($0.column)" } == ["3 org", "4 fiscal_year"]
    }
    #expect(try archive.registry([.needs]).all(.needs).count == 14)
    #expect(try archive.search("good", kinds: [.needs], limit: 5) == [])
  }

  @Test("The later of two editors is told what the earlier did")
  func optimisticLocking() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    let id = "P2014-NAGANO-HEBEI"
    let first = try archive.edit(
      .projects, id, ["status": "planned"], expecting: 1, office: "Nagano")
    #expect(first.version == 2)
    #expect(
      throws: RegistryError.changedMeanwhile(
        id, kind: .projects, expected: 1, found: 2, differences: ["status “planned”"])
    ) {
      try archive.edit(.projects, id, ["status": "done"], expecting: 1, office: "Hebei")
    }
    let history = try archive.history(.projects, id)
    // The import that brought it is part of its history.
    #expect(history.map(\.action) == ["import", "edit"])
    #expect(history.last?.before == "{\"status\":\"awaiting reply\"}")
    #expect(history.last?.after == "{\"status\":\"planned\"}")
    #expect(history.last?.office == "Nagano")
  }

  @Test(
    "Substrings of every length are found in three scripts",
    arguments: ["源解析", "解析", "源", "沈阳", "瀋陽", "voc", "Vo", "jiangsu", "北九州", "x", "VOC 江苏"])
  func search(_ question: String) throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    let found = try archive.search(question, limit: 10_000).map { "\($0.kind) \($0.id)" }
    let expected = Registry.builtIn.search(question, limit: 10_000).map { "\($0.kind) \($0.id)" }
    #expect(found == expected)
    #expect(question == "x" || !found.isEmpty)
  }

  @Test("An edited text is found by its new words only, and projects by a partner's new name")
  func searchAfterEdit() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    try archive.edit(
      .projects, "P2014-NAGANO-HEBEI", ["title_en": "Quokka"], expecting: 1, office: "test")
    #expect(
      try archive.search("quokka", limit: 5).map(\.id) == ["P2014-NAGANO-HEBEI"])
    #expect(
      try !archive.search("Nagano-Hebei exchange", limit: 5).map(\.id)
        .contains("P2014-NAGANO-HEBEI"))
    try archive.edit(
      .organisations, "CN-HANDAN", ["name_en": "Wombat"], expecting: 1, office: "test")
    #expect(
      try archive.search("wombat", kinds: [.projects], limit: 50).map(\.id)
        == Registry.builtIn.projects.filter { $0.chinese.contains("CN-HANDAN") }.map(\.id))
  }

  @Test("A merge is made only when asked for and leaves a trace")
  func merge() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    try archive.add(
      try RegistryRecord(
        kind: .organisations,
        [
          "id": "CN-DALIAN2", "name_zh": "大连", "name_en": "Dalian City", "country": "CN",
          "kind": "municipality", "roles": "requester", "source": "made up",
          "verified": "reported",
        ]), office: "test")
    let organisations = try archive.registry([.organisations]).organisations
    #expect(DuplicateCandidate.find(in: organisations).map(\.duplicate) == ["CN-DALIAN2"])
    try archive.edit(
      .needs, "N11", ["org": "CN-DALIAN2"], expecting: 1, office: "test")
    #expect(try archive.merge(organisation: "CN-DALIAN2", into: "CN-DALIAN", office: "test") == 1)
    #expect(try archive.stored(.needs, "N11")?.record["org"] == "CN-DALIAN")
    #expect(try archive.history(.needs, "N11").map(\.action) == ["import", "edit", "merge"])
    let after = try archive.registry([.organisations]).organisations
    #expect(DuplicateCandidate.find(in: after) == [])
  }

  @Test("A record that exists is not added again, and a wrong one is told by its column")
  func add() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    let need = try #require(Registry.builtIn.record(.needs, "N01"))
    #expect(throws: RegistryError.exists("N01", kind: .needs)) {
      try archive.add(need, office: "test")
    }
    var other = need
    try other.set("id", to: "N99")
    try other.set("org", to: "CN-ATLANTIS")
    #expect {
      try archive.add(other, office: "test")
    } throws: { error in
      (error as? RegistryError)?.explanation
        == "column org: there is no organisation “CN-ATLANTIS”; "
        + "correct the id, or import the organisations first"
    }
  }

  @Test("Groups and filters of the archive are those of the records in memory", .tags(.property))
  func queries() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    #expect(
      CoverageMatrix(try archive.coverage()) == CoverageMatrix(Registry.builtIn.coverage))
    var filter = ProjectFilter()
    filter.fiscalYear = FiscalYear(beginning: 2018)
    filter.field = .volatileOrganicCompounds
    #expect(
      try archive.projects(filter) == Registry.builtIn.projects.filter(filter.admits))
  }

  @Test("What was found stands with its project; nothing found means not evaluated")
  func findings() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    #expect(try archive.registryFindings(.claims, "C01") == [])
    let finding = RegistryFinding(
      kind: .claims, id: "C01", title: "test", verdict: "not testable", sentence: "no data")
    try archive.save([finding])
    try archive.save([finding])
    #expect(try archive.registryFindings(.claims, "C01") == [finding])
  }

  @Test("An archive without records says so")
  func empty() throws { #expect(try !archive.hasRegistry()) }

  @Test("A record that one import brings and replaces again leaves no false checksum")
  func replacedAtOnce() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    let header = "id,org,fiscal_year,fields,modes,title_en,status,source,verified\n"
    func needs(_ title: String) throws -> RecordFile {
      try file(
        header + "N90,CN-DALIAN,FY2015,VOC,seminar,\(title),open,made up,reported\n"
          + "N07,CN-DALIAN,FY2015,VOC,seminar,\(title) too,open,made up,reported\n", .needs)
    }
    let report = try archive.importRecords(
      [("one.csv", try needs("one")), ("two.csv", try needs("two"))], office: "test",
      onConflict: .replace)
    #expect(report.added["needs"] == 1 && report.replaced["needs"] == 3)
    #expect(try archive.verify().faults == [])
    // One that is refused leaves the checksums as they were, and later changes are still followed.
    #expect(throws: RegistryError.self) {
      try archive.importRecords(
        [
          ("bad.csv", try file(header + "N91,CN-NO,FY2015,VOC,seminar,x,open,y,reported\n", .needs))
        ],
        office: "test")
    }
    try archive.edit(.needs, "N90", ["title_en": "three"], expecting: 2, office: "test")
    try archive.delete(.needs, "N90", expecting: 3, reason: "test", office: "test")
    #expect(try archive.verify().faults == [])
  }

  @Test("An archive of format 7 is indexed anew when it is opened for writing")
  func migration() throws {
    _ = try archive.importRecords(try builtIn(), office: "test")
    let found = try archive.search("汚染源解析", limit: 100).map(\.id)
    #expect(found.count > 5)
    try archive.close()
    func age(_ more: String) throws {
      let queue = try DatabaseQueue(path: folder.archivePath)
      try queue.writeWithoutTransaction {
        try $0.execute(
          sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '8:%'; PRAGMA user_version = 7")
        try $0.execute(sql: more)
      }
      try queue.close()
    }
    try age("")
    let today = try Archive(path: folder.archivePath, mode: .readWrite)
    #expect(try today.search("汚染源解析", limit: 100).map(\.id) == found)
    #expect(try today.verify().faults == [])
    try today.edit(.needs, "N07", ["title_en": "zebra"], expecting: 1, office: "test")
    #expect(try today.search("zebra", kinds: [.needs], limit: 9).map(\.id) == ["N07"])
    #expect(try today.verify().faults == [])
    try today.close()
    // A row that was changed from elsewhere is not sealed.
    try age("UPDATE registry_needs SET title_en = 'forged' WHERE id = 'N07'")
    let error = #expect(throws: ArchiveError.self) {
      try Archive(path: folder.archivePath, mode: .readWrite)
    }
    #expect(error?.explanation.contains("registry_needs") == true)
  }
}
