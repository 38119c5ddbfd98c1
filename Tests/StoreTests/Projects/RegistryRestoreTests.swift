import Documents
import Cooperation
import Store
import TestSupport
import Testing

/// The words of a refusal; empty where nothing was refused.
private func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return (error as? RegistryError)?.explanation ?? "\(error)"
  }
}

/// Whether what an archive holds comes back from its export to the byte.
private func restores(_ archive: Archive) throws -> Bool {
  let folder = try ScratchFolder()
  let other = try Archive(path: folder.archivePath, mode: .create)
  _ = try other.importRecords(try archive.exported(), office: "restore")
  // By bytes: texts that read alike are equal to Swift.
  return try other.texts().map { Array($0.utf8) } == archive.texts().map { Array($0.utf8) }
}

@Suite("What an archive takes can be restored")
struct RegistryRestoreTests {
  private let programme: SmallProgramme
  private var archive: Archive { programme.archive }
  /// One letter in two spellings: composed, and with its mark apart.
  private let composed = "P-\u{E9}"
  private let apart = "P-e\u{301}"

  init() throws { programme = try SmallProgramme() }

  @Test("An id whose letters and marks stand apart is refused: another could read like it")
  func decomposed() throws {
    try archive.add(.projects, Archive.project(composed, "FY2026", "CN-SJZ"))
    let words = "is written with letters and marks apart"
    let record = Archive.project(apart, "FY2026", "CN-SJZ")
    #expect(refusal { try archive.add(.projects, record) }.contains(words))
    // A row that names it by the other spelling names nothing.
    let training = Archive.training("X1", apart, "2026-05-01", "2026-05-02", "Osaka")
    #expect(refusal { try archive.add(.activities, training) }.contains(words))
    // The sign for kelvin is the letter K to Swift and none to a table.
    let rate = [
      "id": "R1", "currency": "\u{212A}RW", "fiscal_year": "FY2026", "yen": "0.11",
      "date": "2026-04-01",
    ]
    #expect(refusal { try archive.add(.exchangeRates, rate) }.contains(words))
    let text = RecordFile.text(
      [
        try RegistryRecord(
          kind: .projects, record.merging(["source": "s", "verified": "reported"]) { $1 })
      ], of: .projects)
    #expect(
      refusal {
        _ = try archive.importRecords(
          [("p.csv", try RecordFile(bytes: Array(text.utf8), file: "p.csv", kind: .projects))],
          office: "t")
      }.contains(words))
    #expect(try restores(archive))
  }

  @Test("A text keeps the spelling of its letters, and another spelling is another text")
  func spelling() throws {
    let title = ["title_en": "caf\u{E9}"]
    try archive.add(
      .projects, Archive.project("P-T", "FY2026", "CN-SJZ").merging(title) { $1 })
    let edited = try archive.edit(
      .projects, "P-T", ["title_en": "cafe\u{301}"], expecting: 1, office: "t")
    #expect(Array(edited.record["title_en"].utf8) == Array("cafe\u{301}".utf8))
    let stored = try #require(try archive.stored(.projects, "P-T"))
    #expect(Array(stored.record["title_en"].utf8) == Array("cafe\u{301}".utf8))
    // Two programmes to the table are two to the export's reader.
    for (number, name) in ["\u{E9}", "e\u{301}"].enumerated() {
      try archive.add(
        .phases,
        [
          "id": "PH\(number)", "programme": name, "name_en": "n", "start": "FY2024",
          "end": "FY2028",
        ])
    }
    #expect(try restores(archive))
  }

  // MARK: Kept activities

  private func activity(_ identifier: String, _ rest: String = "") -> String {
    """
    <iati-activity xml:lang="en"><iati-identifier>\(identifier)</iati-identifier>\
    <reporting-org ref="XM-T" type="10"><narrative>T</narrative></reporting-org>\
    <title><narrative>A</narrative></title><description><narrative>D</narrative></description>\
    <participating-org role="4" ref="JP-OSAKA"/><activity-status code="2"/>\
    <activity-date type="2" iso-date="2025-05-20"/>\(rest)</iati-activity>
    """
  }

  private func kept(_ xml: String, id: String = "XM-T-1", identifier: String = "XM-T-1")
    -> [String: String]
  {
    [
      "id": id, "identifier": identifier, "publisher": "XM-T", "taken": "2026-01-01",
      "xml": xml,
    ]
  }

  @Test(
    "A kept activity written by hand is taken only if it can be given back",
    arguments: [
      ("</iati-activities><x>", "xml", "no well-formed XML"),
      ("<x/>", "xml", "the text is not one <iati-activity>"),
      (
        "<iati-activity><iati-identifier>XM-T-1</iati-identifier></iati-activity>", "xml", "missing"
      ),
      ("OTHER", "identifier", "does not stand for the text’s own identifier"),
      ("PREFIX", "xml", "the prefix of q:a is declared nowhere"),
      ("TWICE", "xml", "no well-formed XML"),
    ])
  func keptByHand(_ text: String, _ column: String, _ words: String) throws {
    let xml =
      switch text {
      case "OTHER": activity("XM-T-2")
      case "PREFIX": activity("XM-T-1", "<q:a/>")
      case "TWICE": activity("XM-T-1") + activity("XM-T-1")
      default: text
      }
    let said = refusal { try archive.add(.iatiActivities, kept(xml)) }
    #expect(said.contains(words) && said.contains(column), "\(said)")
    #expect(try archive.registry().all(.iatiActivities).isEmpty)
    try archive.add(.iatiActivities, kept(activity("XM-T-1", "<q:a xmlns:q=\"http://q.cn/\"/>")))
    #expect(
      refusal {
        try archive.edit(.iatiActivities, "XM-T-1", ["xml": xml], expecting: 1, office: "t")
      } != "")
    #expect(try restores(archive))
  }

  private func take(_ xml: String, _ rule: Archive.ReplacementRule) throws {
    let text = "<iati-activities version=\"2.03\">\(xml)</iati-activities>"
    let registry = try archive.registry([.organisations])
    let reading = try IATIFile.reading(Array(text.utf8), file: "f.xml", knownTo: registry)
    _ = try archive.importRecords(
      [],
      streams: [
        .init(name: "f.xml", kinds: [.projects, .iatiActivities]) { body in
          for record in reading.records { try body(record, 1) }
        }
      ], office: "t", onConflict: rule)
  }

  @Test("An activity of another publisher never replaces a project of ours that has its id")
  func ofOurs() throws {
    let before = try archive.texts()
    #expect(refusal { try take(activity("P-A"), .refuse) }.contains("is there with other content"))
    #expect(
      refusal { try take(activity("P-A"), .replace) }.contains(
        "the project “P-A” is yours: an activity of XM-T that was not here before does not"))
    #expect(try archive.texts() == before)
    // Its own it replaces.
    try take(activity("XM-T-9"), .replace)
    try take(activity("XM-T-9").replacing("<narrative>A<", with: "<narrative>B<"), .replace)
    #expect(try archive.stored(.projects, "XM-T-9")?.record["title_en"] == "B")
    #expect(try restores(archive))
  }

  @Test("An archive with nothing but kept activities has records of the cooperation")
  func keptAlone() throws {
    let folder = try ScratchFolder()
    let other = try Archive(path: folder.archivePath, mode: .create)
    #expect(try !other.hasRegistry())
    try other.add(.iatiActivities, kept(activity("XM-T-1")))
    #expect(try other.hasRegistry())
  }

  @Test("A rate of a day to come is refused, and one of a day that was is not")
  func rateToCome() throws {
    let rate = ["id": "R1", "currency": "CNY", "fiscal_year": "FY2026", "yen": "21"]
    #expect(
      refusal { try archive.add(.exchangeRates, rate.merging(["date": "2999-04-01"]) { $1 }) }
        .contains("no rate of 2999-04-01 can be known"))
    try archive.add(.exchangeRates, rate.merging(["date": "2026-03-31"]) { $1 })
  }

  @Test("A merge of two places with codes of their own says so before it is done")
  func mergeDoubt() throws {
    for (id, code) in [("CN-NINGBO", "330200"), ("CN-SJZ", "130100")] {
      try archive.edit(.organisations, id, ["gbt2260": code], expecting: 1, office: "t")
    }
    let doubts = try archive.mergeDoubts(organisation: "CN-NINGBO", into: "CN-SJZ")
    #expect(doubts.map { [$0.column, $0.before, $0.after] } == [["gbt2260", "330200", "130100"]])
    #expect(try archive.mergeDoubts(organisation: "CN-NB2", into: "CN-NINGBO").isEmpty)
  }
}
