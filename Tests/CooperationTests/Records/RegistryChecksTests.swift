import Documents
import Cooperation
import TestSupport
import Testing

@Suite("Checks of records")
struct RegistryChecksTests {
  private func problems(
    _ kind: RecordKind, _ changes: [[String: String]]
  ) throws -> [String] {
    let base = try #require(Registry.builtIn.all(kind).first)
    var checks = RegistryChecks(programme: Registry.builtIn.programme) {
      Registry.builtIn.record($0, $1)
    }
    var problems: [RegistryError.RowProblem] = []
    for (index, change) in changes.enumerated() {
      var record = base
      for (column, text) in change { try record.set(column, to: text) }
      problems += checks.problems(record, row: index + 2)
    }
    problems += checks.finish()
    return problems.map { "\($0.row) \($0.column): \($0.problem.english)" }
  }

  @Test("A broken reference is named with its row and column")
  func brokenReference() throws {
    #expect(
      try problems(.projects, [["id": "X", "cn_orgs": "CN-BEIJING; CN-ATLANTIS"]])
        == ["2 cn_orgs: there is no organisation “CN-ATLANTIS”"])
  }

  @Test("Platform money outside the programme is refused, an existing cooperation is not")
  func fiscalYearOutside() throws {
    let change = ["id": "X", "fiscal_year": "FY2024"]
    #expect(
      try problems(
        .projects, [change.merging(["funding_class": "new or strengthened"]) { $1 }])
        == ["2 fiscal_year: FY2024 is outside the programme (FY2014 to FY2018, FY2019 to FY2021)"])
    #expect(try problems(.projects, [change.merging(["funding_class": "existing"]) { $1 }]) == [])
  }

  @Test("Unknown terms, codes and dates are told with what is allowed")
  func unknownCodes() throws {
    #expect(
      try problems(.projects, [["id": "X", "fields": "VOC; noise", "fiscal_year": "2014"]]) == [
        "2 fiscal_year: “2014” is no fiscal year", "2 fields: “noise” is not in the list",
      ])
    #expect(
      try problems(.organisations, [["id": "X", "gbt2260": "2102"]]) == [
        "2 gbt2260: “2102” has not the form of a code"
      ])
    #expect(
      try problems(.organisations, [["id": "X", "iso3166_2": "CN-BJ"]]) == [
        "2 iso3166_2: CN-BJ is not in JP"
      ])
  }

  @Test("Two events on the same days are refused unless they are called one")
  func overlap() throws {
    let event = [
      "place": "Dalian", "start": "2016-06-01", "end": "2016-06-03", "kind": "seminar",
    ]
    let first = event.merging(["id": "X1"]) { $1 }
    let second = event.merging(["id": "X2", "start": "2016-06-03", "end": "2016-06-04"]) { $1 }
    #expect(
      try problems(.activities, [first, second]) == [
        "3 start: 2016-06-03 to 2016-06-04 overlaps activity X1 (2016-06-01 to 2016-06-03)"
      ])
    #expect(
      try problems(.activities, [first, second.merging(["same_as": "X1"]) { $1 }]) == [])
    #expect(
      try problems(.activities, [first.merging(["end": "2016-05-01"]) { $1 }])
        == ["2 end: the end 2016-05-01 is before the start 2016-06-01"])
  }

  @Test("A record may name one of its kind that stands below it, but not one that never comes")
  func forwardReference() throws {
    #expect(
      try problems(
        .activities, [["id": "X1", "same_as": "X2", "place": ""], ["id": "X2", "place": ""]])
        == [])
    #expect(
      try problems(.activities, [["id": "X1", "same_as": "X9"]])
        == ["2 same_as: there is no activity “X9”"])
  }

  @Test("One id on two rows is refused")
  func doubledID() throws {
    #expect(
      try problems(.organisations, [["id": "X"], ["id": "X"]])
        == ["3 id: the id “X” stands on two rows"])
  }

  @Test("Organisations under three names are offered as one, and those that differ are not")
  func duplicates() throws {
    func organisation(_ id: String, _ kind: String, _ values: [String: String]) throws
      -> Organisation
    {
      Organisation(
        try RegistryRecord(
          kind: .organisations,
          ["id": id, "country": "CN", "kind": kind, "roles": "requester"].merging(values) { $1 }))
    }
    let candidates = DuplicateCandidate.find(in: [
      try organisation("A", "municipality", ["name_zh": "沈阳市", "name_en": "Shenyang"]),
      try organisation("B", "municipality", ["name_ja": "瀋陽", "name_en": "City of Shenyang"]),
      try organisation(
        "C", "municipality", ["name_zh": "沈阳市人民政府", "name_en": "Mukden"]),
      try organisation("D", "province", ["name_zh": "沈阳省", "name_en": "Shenyang Province"]),
    ])
    #expect(candidates.map { "\($0.duplicate) \($0.kept)" } == ["B A", "C A"])
    // The built-in records hold none.
    #expect(DuplicateCandidate.find(in: Registry.builtIn.organisations) == [])
  }
}
