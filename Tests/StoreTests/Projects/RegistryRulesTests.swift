import Documents
import AirQuality
import Store
import Cooperation
import TestSupport
import TextFiles
import Testing

/// A small programme of two years, made up.
struct SmallProgramme {
  let folder: ScratchFolder
  let archive: Archive

  init() throws {
    folder = try ScratchFolder()
    archive = try Archive(path: folder.archivePath, mode: .create)
    for (kind, cells) in try Self.records { try archive.add(kind, cells) }
  }

  private static var records: [(RecordKind, [String: String])] {
    get throws {
      func organisation(_ id: String, _ country: String, _ name: String) -> [String: String] {
        [
          "id": id, "name_en": name, "country": country, "kind": "municipality",
          "roles": country == "JP" ? "provider" : "requester",
        ]
      }
      return [
        (.organisations, organisation("JP-OSAKA", "JP", "Osaka")),
        (.organisations, organisation("CN-NINGBO", "CN", "Ningbo")),
        (.organisations, organisation("CN-SJZ", "CN", "Shijiazhuang")),
        (.organisations, organisation("CN-NB2", "CN", "Ningbo City")),
        (
          .phases,
          ["id": "OWN1", "programme": "OWN", "name_en": "Own", "start": "FY2024", "end": "FY2028"]
        ),
        (.projects, Archive.project("P-A", "FY2024", "CN-NINGBO; CN-SJZ")),
        (.projects, Archive.project("P-B", "FY2025", "CN-NINGBO")),
        (.activities, Archive.training("OA1", "P-A", "2025-03-28", "2025-04-04", "Osaka")),
      ]
    }
  }
}

extension Archive {
  static func project(_ id: String, _ year: String, _ partners: String) -> [String: String] {
    [
      "id": id, "fiscal_year": year, "jp_org": "JP-OSAKA", "cn_orgs": partners,
      "component": "government", "title_en": "VOC", "fields": "VOC", "modes": "training in Japan",
      "status": "under way", "funding_class": "new or strengthened", "funding_basis": "stated",
    ]
  }

  static func training(
    _ id: String, _ project: String, _ start: String, _ end: String, _ place: String
  ) -> [String: String] {
    [
      "id": id, "project": project, "kind": "training in Japan", "start": start, "end": end,
      "place": place, "host": "Osaka", "people": "10", "status": "done",
    ]
  }

  func add(_ kind: RecordKind, _ cells: [String: String]) throws {
    let origin = ["source": "made up", "verified": "reported"]
    let columns = Set(RecordSchema.of(kind).columns.map(\.name))
    try add(
      RegistryRecord(
        kind: kind, cells.merging(origin.filter { columns.contains($0.key) }) { own, _ in own }),
      office: "test")
  }

  /// All records as the files of an export.
  func exported() throws -> [(name: String, content: RecordFile)] {
    let registry = try registry()
    return try RecordKind.allCases.map { kind in
      let bytes = try RecordFile.bytes(registry.all(kind), of: kind, encoding: .utf8)
      return ("\(kind.rawValue).csv", try RecordFile(bytes: bytes, file: "f", kind: kind))
    }
  }

  func texts() throws -> [String] {
    let registry = try registry()
    return RecordKind.allCases.map { RecordFile.text(registry.all($0), of: $0) }
  }

  func version(_ kind: RecordKind, _ id: String) throws -> Int {
    try stored(kind, id)?.version ?? 0
  }
}

/// The sentences of a refusal.
private func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was refused"
  } catch {
    return (error as? RegistryError)?.explanation ?? "\(error)"
  }
}

@Suite("Rules over a whole archive")
struct RegistryRulesTests {
  private let programme: SmallProgramme
  private var archive: Archive { programme.archive }

  init() throws { programme = try SmallProgramme() }

  @Test("An event in the days of another is refused by add, edit and import alike")
  func overlap() throws {
    let same = Archive.training("OA6", "P-A", "2025-04-01", "2025-04-02", "Osaka")
    let words = "overlaps activity OA1 (2025-03-28 to 2025-04-04)"
    #expect(refusal { try archive.add(.activities, same) }.contains(words))
    // The same people at another place.
    let kyoto = same.merging(["place": "Kyoto"]) { $1 }
    #expect(refusal { try archive.add(.activities, kyoto) }.contains(words))
    // Other people at another place, and an event that is cancelled.
    try archive.add(
      .activities, kyoto.merging(["id": "OA8", "people": "4", "host": "Kyoto"]) { $1 })
    try archive.add(.activities, same.merging(["id": "OA9", "status": "cancelled"]) { $1 })
    #expect(
      refusal {
        try archive.edit(.activities, "OA9", ["status": "done"], expecting: 1, office: "t")
      }
      .contains("overlaps activity"))
    let record = try RegistryRecord(
      kind: .activities, same.merging(["source": "x", "verified": "reported"]) { $1 })
    let text = RecordFile.text([record], of: .activities)
    #expect(
      refusal {
        _ = try archive.importRecords(
          [("a.csv", try RecordFile(bytes: Array(text.utf8), file: "a.csv"))], office: "test")
      }.contains("a.csv:2, column start: 2025-04-01 to 2025-04-02 \(words)"))
    #expect(try archive.registryProblems() == [])
  }

  @Test(
    "What would break a rule in another record is refused, and that record is named",
    arguments: [
      (
        RecordKind.phases, "OWN1", ["start": "FY2025"],
        "project P-A, fiscal_year: FY2024 is outside"
      ),
      (
        .organisations, "CN-NINGBO", ["country": "JP"], "project P-A, cn_orgs: “CN-NINGBO” is of JP"
      ),
    ])
  func others(_ kind: RecordKind, _ id: String, _ change: [String: String], _ words: String) throws
  {
    let told = refusal { try archive.edit(kind, id, change, expecting: 1, office: "t") }
    #expect(told.contains(words), "\(told)")
    #expect(try archive.version(kind, id) == 1)
  }

  @Test(
    "What cannot be is refused when it is added",
    arguments: [
      (RecordKind.projects, ["cn_orgs": "CN-SJZ; CN-SJZ"], "“CN-SJZ” stands twice"),
      (.projects, ["jp_org": "CN-NB2"], "this side is of JP"),
      (.projects, ["cn_orgs": "JP-OSAKA"], "stands on both sides"),
      (.projects, ["id": "p-a"], "differs from “P-A” in capital letters only"),
      (.activities, ["people": "10000000000"], "is not between 0 and 100000"),
      (.activities, ["start": "2031-05-01", "end": ""], "is still to come"),
      (.activities, ["same_as": "NEW"], "names itself"),
    ])
  func impossible(_ kind: RecordKind, _ change: [String: String], _ words: String) throws {
    let base =
      kind == .projects
      ? Archive.project("NEW", "FY2025", "CN-SJZ")
      : Archive.training("NEW", "P-B", "2025-06-01", "2025-06-02", "Osaka")
    let told = refusal { try archive.add(kind, base.merging(change) { $1 }) }
    #expect(told.contains(words), "\(told)")
  }

  @Test("Two events that are each other's are refused, since none would count")
  func circle() throws {
    try archive.add(
      .activities,
      Archive.training("OB1", "P-B", "2025-06-01", "2025-06-02", "Osaka")
        .merging(["same_as": "OA1"]) { $1 })
    let told = refusal {
      try archive.edit(.activities, "OA1", ["same_as": "OB1"], expecting: 1, office: "t")
    }
    #expect(told.contains("told to be the same as itself"))
  }

  @Test("A merge shows what it changes, joins no two countries, and is undone as a whole")
  func merge() throws {
    let before = try archive.texts()
    #expect(
      refusal { _ = try archive.merge(organisation: "CN-SJZ", into: "JP-OSAKA", office: "t") }
        .contains("they are not one"))
    try archive.edit(.projects, "P-B", ["cn_orgs": "CN-NB2"], expecting: 1, office: "t")
    let edited = try archive.texts()
    let plan = try archive.mergePlan(organisation: "CN-NB2", into: "CN-NINGBO")
    #expect(
      plan.map { "\($0.id) \($0.column) \($0.before) \($0.after)" } == [
        "P-B cn_orgs CN-NB2 CN-NINGBO", "CN-NB2 merged_into  CN-NINGBO",
      ])
    #expect(try archive.texts() == edited)
    #expect(try archive.merge(organisation: "CN-NB2", into: "CN-NINGBO", office: "t") == 1)
    #expect(
      refusal { try archive.add(.projects, Archive.project("P-C", "FY2025", "CN-NB2")) }
        .contains("was merged into “CN-NINGBO”"))
    _ = try archive.undo(office: "t")
    #expect(try archive.texts() == edited)
    _ = try archive.undo(office: "t")
    #expect(try archive.texts() == before)
    #expect(
      try archive.history(.projects, "P-B").map(\.action) == [
        "add", "edit", "merge", "undo", "undo",
      ])
  }

  @Test("A merge that would make two ties of one pair is refused; a partner named twice is one")
  func mergedTwins() throws {
    let tie = ["jp_org": "JP-OSAKA", "basis": "letter", "joined": "2014-04-01"]
    try archive.add(.partnerships, tie.merging(["id": "T1", "cn_org": "CN-NINGBO"]) { $1 })
    try archive.add(.partnerships, tie.merging(["id": "T2", "cn_org": "CN-NB2"]) { $1 })
    let before = try archive.texts()
    #expect(
      refusal { _ = try archive.merge(organisation: "CN-NB2", into: "CN-NINGBO", office: "t") }
        .contains("partnership"))
    #expect(try archive.texts() == before)
    try archive.delete(.partnerships, "T2", expecting: 1, reason: "twice", office: "t")
    try archive.edit(
      .projects, "P-A", ["cn_orgs": "CN-NINGBO; CN-NB2"], expecting: 1, office: "t")
    _ = try archive.merge(organisation: "CN-NB2", into: "CN-NINGBO", office: "t")
    #expect(try archive.stored(.projects, "P-A")?.record["cn_orgs"] == "CN-NINGBO")
    #expect(try archive.registryProblems() == [])
  }

  @Test("A deletion leaves a trail and comes back; what others name stays")
  func delete() throws {
    #expect(
      refusal {
        try archive.delete(.projects, "P-A", expecting: 1, reason: "entered twice", office: "t")
      }.contains("the project P-A is named by 1 other record: activity OA1"))
    #expect(
      refusal { try archive.delete(.projects, "P-B", expecting: 1, reason: " ", office: "t") }
        .contains("needs a reason"))
    let before = try archive.stored(.projects, "P-B")?.record
    try archive.delete(.projects, "P-B", expecting: 1, reason: "entered twice", office: "t")
    #expect(try archive.stored(.projects, "P-B") == nil)
    #expect(try archive.search("VOC", kinds: [.projects], limit: 9).map(\.id) == ["P-A"])
    #expect(try archive.history(.projects, "P-B").last?.reason == "entered twice")
    _ = try archive.undo(office: "t")
    #expect(try archive.stored(.projects, "P-B")?.record == before)
    #expect(try archive.search("VOC", kinds: [.projects], limit: 9).map(\.id) == ["P-A", "P-B"])
    // The first step added Osaka, which others name.
    #expect(
      refusal { _ = try archive.undo(change: 1, office: "t") }
        .contains("there is no organisation “JP-OSAKA”"))
  }

  @Test("A change that changes nothing is no step: the version stays and the history has no line")
  func noChange() throws {
    let steps = try archive.history().count
    let kept = try archive.edit(
      .projects, "P-B", ["title_en": "VOC", "status": "under way"], expecting: 1, office: "t")
    #expect(kept.version == 1)
    #expect(try archive.history().count == steps)
    // Whoever saw another version is told so all the same.
    #expect(
      refusal {
        try archive.edit(.projects, "P-B", ["title_en": "VOC"], expecting: 2, office: "t")
      }.contains("was changed meanwhile"))
    // Another spelling of the same letter is another text.
    try archive.edit(.projects, "P-B", ["title_en": "\u{E9}"], expecting: 1, office: "t")
    let other = try archive.edit(
      .projects, "P-B", ["title_en": "e\u{301}"], expecting: 2, office: "t")
    #expect(other.version == 3)
  }

  @Test("What was taken back keeps its place, and a later change keeps an earlier one from undoing")
  func withdraw() throws {
    try archive.withdraw(.projects, "P-B", expecting: 1, reason: "no budget", office: "t")
    #expect(try archive.stored(.projects, "P-B")?.record["status"] == "cancelled")
    try archive.edit(.projects, "P-B", ["status": "planned"], expecting: 2, office: "t")
    let change = try #require(
      try archive.history(.projects, "P-B").first { $0.action == "withdraw" }?.change)
    #expect(
      refusal { _ = try archive.undo(change: change, office: "t") }.contains("was changed since"))
  }

  @Test("An import is undone as a whole, and the records say by which import they came")
  func undoImport() throws {
    let before = try archive.texts()
    let rows = try (1...3).map { number in
      try RegistryRecord(
        kind: .activities,
        Archive.training("I\(number)", "P-B", "2025-0\(number + 5)-01", "", "Osaka")
          .merging(["source": "x", "verified": "reported"]) { $1 })
    }
    let text = RecordFile.text(rows, of: .activities)
    _ = try archive.importRecords(
      [("three.csv", try RecordFile(bytes: Array(text.utf8), file: "three.csv"))], office: "Osaka")
    let came = try archive.history(.activities, "I2")
    #expect(came.map(\.action) == ["import"] && came.map(\.id) == ["three.csv"])
    #expect(try archive.undo(office: "t").count == 3)
    #expect(try archive.texts() == before)
  }

  @Test("A verdict that was kept is old once its claim, or what claims are tested on, was changed")
  func stale() throws {
    try archive.add(
      .claims,
      [
        "id": "C1", "claim": "cleaner", "value": "-10", "unit": "%", "kind": "outcome",
        "test": "relative change",
      ])
    let finding = RegistryFinding(
      kind: .claims, id: "C1", title: "evaluate-claims", verdict: "supported", sentence: "s")
    try archive.save([finding])
    #expect(try archive.registryFindings(.claims, "C1").map(\.staleness) == [nil])
    try archive.add(
      .annualMeans,
      ["id": "M1", "city": "Ningbo", "year": "2024", "pm25_ug_m3": "30", "series": "official"])
    #expect(try archive.registryFindings(.claims, "C1").map(\.staleness) == [.inputsChanged])
    try archive.edit(.claims, "C1", ["value": "-20"], expecting: 1, office: "t")
    #expect(try archive.registryFindings(.claims, "C1").map(\.staleness) == [.recordChanged])
    try archive.save([finding])
    #expect(try archive.registryFindings(.claims, "C1").map(\.staleness) == [nil])
  }

  @Test("The tables have a column for every column of the schemas, and no other")
  func columns() throws {
    for kind in RecordKind.allCases {
      let names = try archive.query(
        "SELECT name FROM pragma_table_info('registry_\(kind.rawValue)')"
      )
      .rows.compactMap { row -> String? in
        guard case .text(let name) = row[0] else { return nil }
        return name
      }
      #expect(
        Set(names) == Set(RecordSchema.of(kind).columns.map(\.name)).union(["key", "version"]))
    }
  }
}
