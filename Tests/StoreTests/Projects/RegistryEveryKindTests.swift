import Documents
import Cooperation
import Foundation
import NumericKernels
import Store
import TestSupport
import Testing

@Suite("An archive of every kind of record after any operations")
struct RegistryEveryKindTests {
  /// `AIRACCORD_PROPERTY_SEEDS=7,8,9` draws others.
  static let seeds: [UInt64] =
    ProcessInfo.processInfo.environment["AIRACCORD_PROPERTY_SEEDS"].map {
      $0.split(separator: ",").compactMap { UInt64($0) }
    } ?? [1]

  @Test(
    "500 random operations on all kinds leave an archive that is exported and restored to the byte",
    .tags(.property), arguments: seeds)
  func restores(_ seed: UInt64) throws {
    let programme = try SmallProgramme()
    let archive = programme.archive
    var random = EveryKind(seed: seed)
    var done: [Int: Int] = [:]
    for step in 1...500 {
      let act = random.act
      do {
        try random.perform(act, on: archive, step)
        done[act, default: 0] += 1
      } catch is RegistryError {
        // Refused: nothing of it may be there.
      }
      guard step.isMultiple(of: 100) else { continue }
      #expect(try archive.registryProblems() == [], "seed \(seed), step \(step)")
      let folder = try ScratchFolder()
      let other = try Archive(path: folder.archivePath, mode: .create)
      do {
        _ = try other.importRecords(try archive.exported(), office: "restore")
      } catch let error as RegistryError {
        Issue.record("seed \(seed), step \(step): \(error.explanation)")
      }
      #expect(
        try other.texts().map { Array($0.utf8) } == archive.texts().map { Array($0.utf8) },
        "seed \(seed), step \(step)")
    }
    // Each kind of operation was done at least once, and some of them were refused.
    #expect(Set(done.keys) == Set(0...EveryKind.lastAct), "\(done)")
    #expect(done.values.reduce(0, +) < 450, "\(done)")
    #expect(try archive.verify().faults == [])
  }
}

/// Operations on records of every kind, with cells that may be and cells that may not.
private struct EveryKind {
  static let lastAct = 7
  private var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed, index: 7) }

  private mutating func below(_ count: Int) -> Int { Int(stream.next() % UInt64(count)) }
  private mutating func pick<Value>(_ all: [Value]) -> Value { all[below(all.count)] }
  private mutating func seldom() -> Bool { below(12) == 0 }

  /// 0 adds, 1 edits, 2 deletes, 3 withdraws, 4 takes back, 5 imports a table, 6 merges, 7 imports an
  /// activity of another publisher.
  var act: Int {
    mutating get { pick([0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 5, 6, 7]) }
  }

  private mutating func id(_ kind: RecordKind) -> String {
    let letters = pick(["K", "K", "K", "K", "k", "\u{E9}", "e\u{301}", "K%", "K/"])
    return "\(letters)\(kind.order)-\(below(40))"
  }

  private mutating func reference(_ kind: RecordKind, _ registry: Registry) -> String {
    let present = registry.all(kind).map(\.id)
    return seldom() || present.isEmpty ? pick(["", "NONE", id(kind)]) : pick(present)
  }

  private mutating func cell(
    _ column: RecordColumn, _ kind: RecordKind, _ registry: Registry
  ) -> String {
    if !column.isRequired, below(2) == 0 { return "" }
    if seldom() { return pick(["", "x", "\u{0}", " ", "\u{212A}", "-1", "FY20x4", ";", "9e99"]) }
    switch column.content {
    case .identifier: return id(kind)
    case .text:
      return pick([
        "a", "a,b \"c\"\nd", "=1+1", "'=2", " 空 ", "-3", "\t", "e\u{301}", "\u{E9}", "\u{FEFF}b",
        "\u{2028}", "]]>", "&amp;", "が", "か\u{3099}", "\u{E000}\u{E000}\u{E000}", "\n",
      ])
    case .reference(let other): return reference(other, registry)
    case .references(let other):
      return (0..<below(3)).map { _ in reference(other, registry) }.joined(separator: "; ")
    case .party:
      return below(2) == 0 ? reference(.organisations, registry) : pick(["cn-cities", "no-group"])
    case .term(let terms): return pick(terms)
    case .terms(let terms):
      return (0...below(2)).map { _ in pick(terms) }.joined(separator: "; ")
    case .fiscalYear: return pick(["FY2024", "FY2025", "FY2026", "FY2028", "FY2031"])
    case .date:
      return pick(["2024", "2025-05", "2025-05-10", "2025-05-12", "2026-02-01", "2031-01"])
    case .count: return pick(["1", "12", "2024", "2026", "0"])
    case .number: return pick(["1", "0.5", "20", "0", "1000", "-1", "1e3"])
    case .code(let list): return pick(list.examples)
    }
  }

  private mutating func record(
    _ kind: RecordKind, _ registry: Registry
  ) throws -> RegistryRecord {
    let columns = RecordSchema.of(kind).columns
    return RegistryRecord(kind: kind, cells: columns.map { cell($0, kind, registry) })
  }

  private mutating func present(_ registry: Registry) -> RegistryRecord {
    let kinds = RecordKind.allCases.filter { !registry.all($0).isEmpty }
    return pick(registry.all(pick(kinds)))
  }

  mutating func perform(_ act: Int, on archive: Archive, _ step: Int) throws {
    let registry = try archive.registry()
    // Kinds that others rest on come more often.
    let kind = pick(RecordKind.allCases + [.projects, .activities, .activities, .phases])
    switch act {
    case 0: try archive.add(record(kind, registry), office: "t")
    case 1:
      let old = present(registry)
      let column = pick(RecordSchema.of(old.kind).columns.filter { $0.content != .identifier })
      try archive.edit(
        old.kind, old.id, [column.name: cell(column, old.kind, registry)],
        expecting: archive.version(old.kind, old.id), office: "t")
    case 2:
      let old = present(registry)
      try archive.delete(
        old.kind, old.id, expecting: archive.version(old.kind, old.id), reason: "r", office: "t")
    case 3:
      let old = present(registry)
      try archive.withdraw(
        old.kind, old.id, expecting: archive.version(old.kind, old.id), reason: "r", office: "t")
    case 4: _ = try archive.undo(office: "t")
    case 5:
      var rows = [try record(kind, registry)]
      if below(2) == 0, let present = registry.all(kind).first { rows = [present] }
      if below(3) == 0 { rows.append(try record(kind, registry)) }
      let text = RecordFile.text(rows, of: kind)
      _ = try archive.importRecords(
        [("\(step).csv", try RecordFile(bytes: Array(text.utf8), file: "f", kind: kind))],
        office: "t", onConflict: pick([.refuse, .replace]))
    case 6:
      let ids = registry.all(.organisations).map(\.id)
      _ = try archive.merge(organisation: pick(ids), into: pick(ids), office: "t")
    default: try publish(on: archive, registry)
    }
  }

  private mutating func publish(on archive: Archive, _ registry: Registry) throws {
    let identifier = pick(["XM-T-\(below(9))", "XM T;\(below(9))", "P-A", "XM-e\u{301}"])
    let text = """
      <iati-activities version="2.03" xmlns:q="http://q.cn/"><iati-activity xml:lang="en">\
      <iati-identifier>\(identifier)</iati-identifier><reporting-org ref="XM-T" type="10">\
      <narrative>T</narrative></reporting-org><title><narrative>\(below(3))</narrative></title>\
      <description><narrative>D</narrative></description>\
      <participating-org role="4" ref="\(pick(["JP-OSAKA", "XX"]))"/><activity-status code="2"/>\
      <activity-date type="2" iso-date="2025-05-20"/><q:a/></iati-activity></iati-activities>
      """
    let reading = try IATIFile.reading(Array(text.utf8), file: "f.xml", knownTo: registry)
    _ = try archive.importRecords(
      [],
      streams: [
        .init(name: "f.xml", kinds: [.projects, .iatiActivities]) { body in
          for record in reading.records { try body(record, 1) }
        }
      ], office: "t", onConflict: pick([.refuse, .replace]))
  }
}
