import Documents
import Cooperation
import TestSupport
import Testing

@Suite("Matching in time")
struct NeedMatcherTimeTests {
  private func record(_ kind: RecordKind, _ cells: [String: String]) throws -> RegistryRecord {
    let columns = Set(RecordSchema.of(kind).columns.map(\.name))
    let origin = ["source": "made up", "verified": "reported"].filter { columns.contains($0.key) }
    return try RegistryRecord(kind: kind, cells.merging(origin) { own, _ in own })
  }

  private func registry(_ more: [(RecordKind, [String: String])]) throws -> Registry {
    var registry = Registry()
    for (id, country, kind, roles) in [
      ("JP-OSAKA", "JP", "municipality", "provider"), ("JP-KOBE", "JP", "municipality", "provider"),
      ("JP-OECC", "JP", "platform", "platform"), ("CN-NINGBO", "CN", "municipality", "requester"),
    ] {
      registry.add(
        try record(
          .organisations,
          ["id": id, "name_en": id, "country": country, "kind": kind, "roles": roles]))
    }
    registry.add(
      try record(
        .platformFunctions,
        ["id": "X1", "name_en": "needs that one cannot serve alone", "kind": "cross-cutting"]))
    for (kind, cells) in more { registry.add(try record(kind, cells)) }
    return registry
  }

  private func offer(_ id: String, _ org: String, _ changes: [String: String] = [:])
    -> (RecordKind, [String: String])
  {
    (
      .offers,
      [
        "id": id, "org": org, "fiscal_year": "FY2025", "fields": "VOC",
        "modes": "training in Japan", "title_en": "course", "people_days": "100",
        "languages": "ja; zh", "status": "open",
      ].merging(changes) { $1 }
    )
  }

  private func project(_ id: String, _ year: String) -> (RecordKind, [String: String]) {
    (
      .projects,
      [
        "id": id, "fiscal_year": year, "jp_org": "JP-OSAKA", "cn_orgs": "CN-NINGBO",
        "component": "government", "title_en": "t", "fields": "VOC", "modes": "training in Japan",
        "status": "done", "funding_class": "existing",
      ]
    )
  }

  private func need(_ changes: [String: String] = [:]) throws -> Need {
    Need(
      try record(
        .needs,
        [
          "id": "N", "org": "CN-NINGBO", "fiscal_year": "FY2025", "fields": "VOC",
          "modes": "training in Japan", "title_en": "made up", "status": "open",
        ].merging(changes) { $1 }))
  }

  @Test("An offer answers needs of its own year only")
  func offers() throws {
    let matcher = NeedMatcher(try registry([offer("O1", "JP-OSAKA")]))
    #expect(matcher.match(try need()).candidates.map(\.organisation) == ["JP-OSAKA"])
    let later = matcher.match(try need(["fiscal_year": "FY2026"]))
    #expect(later.candidates.isEmpty)
    #expect(later.platform?.function == "X1" && later.platform?.organisations == ["JP-OECC"])
  }

  @Test("What served the need, and what came after it, is no experience")
  func served() throws {
    let matcher = NeedMatcher(try registry([project("P1", "FY2024"), project("P2", "FY2026")]))
    let open = try #require(matcher.match(try need()).candidates.first)
    #expect(open.reasons[0].text.english == "VOC measures: 1 project, such as P1")
    #expect(matcher.match(try need(["projects": "P1"])).candidates.isEmpty)
  }

  @Test("A tie that ended is told and gives no points")
  func ties() throws {
    let tie: (RecordKind, [String: String]) = (
      .partnerships,
      [
        "id": "PT", "jp_org": "JP-OSAKA", "cn_org": "CN-NINGBO", "basis": "agreement",
        "joined": "2024-04-01", "left": "2025-03-31",
      ]
    )
    let matcher = NeedMatcher(try registry([tie, project("P1", "FY2024")]))
    let now = try #require(matcher.match(try need(["fiscal_year": "FY2024"])).candidates.first)
    #expect(now.score == 90)
    let after = try #require(matcher.match(try need()).candidates.first)
    #expect(after.score == 70)
    #expect(after.remarks.map(\.english) == ["PT ended on 2025-03-31"])
  }

  @Test(
    "Capacity and language are weighed, and equal scores are told to be equal", .tags(.analytical))
  func capacity() throws {
    let registry = try registry([
      offer("O1", "JP-OSAKA"), offer("O2", "JP-KOBE", ["people_days": "", "languages": ""]),
    ])
    let matcher = NeedMatcher(registry)
    let equal = matcher.match(try need()).candidates
    #expect(equal.map(\.rank) == [1, 1] && equal.map(\.organisation) == ["JP-KOBE", "JP-OSAKA"])
    // 100 of 200 people-days: half of ten points.
    let large = matcher.match(try need(["people_days": "200"])).candidates
    let osaka = try #require(large.first { $0.organisation == "JP-OSAKA" })
    #expect(osaka.score == 50 + 20 + 5)
    let english = matcher.match(try need(["languages": "en"]))
    #expect(english.candidates.map(\.organisation) == ["JP-KOBE"])
  }

  @Test("A need that was withdrawn is matched with nobody")
  func withdrawn() throws {
    let match = NeedMatcher(try registry([offer("O1", "JP-OSAKA")]))
      .match(try need(["status": "withdrawn"]))
    #expect(match.candidates.isEmpty && match.gap == "match.withdrawn")
  }

  private func letter(_ id: String, _ changes: [String: String] = [:]) -> [String: String] {
    [
      "id": id, "project": "P1", "date": "2025-04-01", "sender": "JP-OSAKA",
      "receiver": "CN-NINGBO", "subject": "content of the course", "awaiting_reply": "yes",
    ].merging(changes) { $1 }
  }

  @Test("Steps and awaited replies that are due and overdue are listed across projects")
  func due() throws {
    let registry = try registry([
      (.projects, project("P1", "FY2024").1.merging(["status": "under way"]) { $1 }),
      (
        .checklistItems,
        [
          "id": "C1", "project": "P1", "mode": "training in Japan", "step": "visas",
          "due": "2025-05-01", "done": "no",
        ]
      ),
      (
        .checklistItems,
        [
          "id": "C2", "project": "P1", "mode": "training in Japan", "step": "lodging",
          "due": "2025-05-20", "done": "no",
        ]
      ),
      (
        .checklistItems,
        [
          "id": "C3", "project": "P1", "mode": "training in Japan", "step": "report",
          "due": "2025-09-01", "done": "no",
        ]
      ),
      (.communications, letter("L1", ["due": "2025-05-12"])), (.communications, letter("L2")),
      (.communications, letter("L3", ["awaiting_reply": "no", "due": "2025-05-12"])),
    ])
    let day = try #require(PartialDate("2025-05-10")).first
    #expect(
      DueList(registry, on: day, within: 30).items.map { "\($0.id) \($0.state.rawValue)" }
        == ["C1 overdue", "L1 due", "C2 due", "L2 undated"])
    #expect(DueList(registry, on: day, within: -1).items.map(\.id) == ["C1"])
  }
}
