import AirQuality
import Store
import Cooperation
import NumericKernels
import TestSupport
import Testing

@Suite("An archive after any operations")
struct RegistryPropertyTests {
  @Test(
    "500 random operations, valid or not, leave an archive that is exported and restored to the byte",
    .tags(.property), arguments: RegistryEveryKindTests.seeds)
  func restores(_ seed: UInt64) throws {
    let programme = try SmallProgramme()
    let archive = programme.archive
    var random = Operations(seed: seed)
    var done = 0
    for step in 1...500 {
      do {
        try random.act(on: archive, step)
        done += 1
      } catch is RegistryError {
        // Refused: nothing of it may be there.
      }
      guard step.isMultiple(of: 125) else { continue }
      #expect(try archive.registryProblems() == [], "step \(step)")
      let other = try SmallProgrammeCopy()
      _ = try other.archive.importRecords(try archive.exported(), office: "restore")
      #expect(try other.archive.texts() == archive.texts(), "step \(step)")
      #expect(try other.archive.registry().all(.activities) == archive.registry().all(.activities))
    }
    // Both kinds were met.
    #expect(done > 100 && done < 450, "\(done)")
    #expect(try archive.verify().faults == [])
  }
}

/// An archive that is empty.
private struct SmallProgrammeCopy {
  let folder: ScratchFolder
  let archive: Archive

  init() throws {
    folder = try ScratchFolder()
    archive = try Archive(path: folder.archivePath, mode: .create)
  }
}

/// Operations as offices make them, right and wrong ones.
private struct Operations {
  private var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed, index: 0) }

  private mutating func pick<Value>(_ all: [Value]) -> Value {
    all[Int(stream.next() % UInt64(all.count))]
  }

  private mutating func day() -> String {
    "20\(pick(["24", "25", "31"]))-0\(pick([1, 4, 5, 9]))-1\(pick([0, 1, 2, 3, 9]))"
  }

  private mutating func cells(_ kind: RecordKind, _ id: String) -> [String: String] {
    let texts = ["", "x", "a,b \"c\"\nd", "=1+1", "'=2", " 空 ", "\u{1}", "-3", "\t"]
    switch kind {
    case .activities:
      let start = day()
      return Archive.training(
        id, pick(["P-A", "P-B", "P-1", "P-9"]), start, pick([start, "", day()]),
        pick(["Osaka", "", "Kyoto"])
      ).merging(
        [
          "people": pick(["1", "10", "", "99999999999"]), "notes": pick(texts),
          "status": pick(["done", "planned", "cancelled"]),
          "same_as": pick(["", "", "OA1", id, "A-1"]),
        ]) { $1 }
    case .projects:
      return Archive.project(
        id, pick(["FY2024", "FY2028", "FY2030"]),
        pick(["CN-NINGBO", "CN-SJZ; CN-SJZ", "CN-NB2", "JP-OSAKA", ""])
      ).merging(
        [
          "title_ja": pick(texts), "end_year": pick(["", "FY2025", "FY2028", "FY2020"]),
          "funding_class": pick(["existing", "new or strengthened"]),
        ]) { $1 }
    case .partnerships:
      return [
        "id": id, "jp_org": pick(["JP-OSAKA", "CN-SJZ"]), "cn_org": pick(["CN-SJZ", "CN-NB2"]),
        "basis": "made up", "joined": pick(["2014", "2024-04-01", ""]),
        "left": pick(["", "2020", "2025-03-31"]),
      ]
    case .budgetLines:
      return [
        "id": id, "project": pick(["P-A", "P-B", "P-1"]),
        "fiscal_year": pick(["FY2024", "FY2029"]),
        "item": "i", "cost": "travel", "amount": pick(["1", "0", "-1", "1e3", "0x10"]),
        "currency": pick(["JPY", "CNY", "XXX"]), "payer": "JP-OSAKA",
      ]
    default:
      return [
        "id": id, "programme": pick(["OWN", "NEW"]), "name_en": "n",
        "start": pick(["FY2024", "FY2029"]), "end": pick(["FY2028", "FY2030"]),
      ]
    }
  }

  mutating func act(on archive: Archive, _ step: Int) throws {
    let kinds: [RecordKind] = [
      .activities, .activities, .projects, .partnerships, .budgetLines, .phases,
    ]
    let kind = pick(kinds)
    let prefix = String(kind.rawValue.prefix(1)).uppercased()
    let number = Int(stream.next() % 60)
    var id = "\(pick([prefix, prefix, prefix, prefix, prefix.lowercased()]))-\(number)"
    let act = pick([0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6])
    if [1, 2, 3].contains(act) {
      let present = try archive.registry([kind]).all(kind).map(\.id)
      id = pick(present + [id])
    }
    switch act {
    case 0: try archive.add(kind, cells(kind, id))
    case 1:
      var change = cells(kind, id)
      change["id"] = nil
      let column = pick(change.keys.sorted())
      try archive.edit(
        kind, id, [column: change[column] ?? ""], expecting: archive.version(kind, id), office: "t")
    case 2:
      try archive.delete(
        kind, id, expecting: archive.version(kind, id), reason: "test", office: "t")
    case 3:
      try archive.withdraw(
        kind, id, expecting: archive.version(kind, id), reason: "test", office: "t")
    case 4: _ = try archive.undo(office: "t")
    case 5:
      let record = try RegistryRecord(
        kind: kind, cells(kind, id).merging(["source": "f", "verified": "reported"]) { $1 })
      let other = try RegistryRecord(
        kind: kind, cells(kind, id + "b").merging(["source": "f", "verified": "reported"]) { $1 })
      let text = RecordFile.text([record, other], of: kind)
      _ = try archive.importRecords(
        [("\(step).csv", try RecordFile(bytes: Array(text.utf8), file: "f", kind: kind))],
        office: "t", onConflict: pick([.refuse, .replace]))
    default:
      let pair = pick([("CN-NB2", "CN-NINGBO"), ("CN-SJZ", "JP-OSAKA"), ("CN-NB2", "CN-SJZ")])
      _ = try archive.merge(organisation: pair.0, into: pair.1, office: "t")
    }
  }
}
