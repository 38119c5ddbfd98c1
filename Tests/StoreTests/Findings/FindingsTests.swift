import Store
import TestSupport
import Testing

@Suite("Studies and findings")
struct FindingsTests {
  @Test("A finding comes back whole and is kept once", .tags(.property))
  func roundTrip() throws {
    let scratch = try ScratchFolder()
    let archive = try Archive(path: scratch.archivePath, mode: .create)
    let first = StoredFinding(
      title: "First year", study: "title: First year\n", dossier: "{\"effect\": -4.1}",
      provenance: StoredFinding.Provenance(
        version: "0.1.0", seed: .max, settings: "{}",
        inputs: [
          StoredFinding.Input(name: "b.csv", sha256: "22"),
          StoredFinding.Input(name: "a.csv", sha256: "11"),
        ]))
    let second = StoredFinding(
      title: "First year", study: "title: First year\n", dossier: "{\"effect\": -4.2}",
      provenance: StoredFinding.Provenance(
        version: "0.1.0", seed: 1, settings: "{\"lags\": 14}", inputs: []))
    #expect(try archive.save(first))
    #expect(try archive.save(second))
    #expect(try !archive.save(first))
    #expect(try archive.findings() == [first, second])
    try archive.close()
    #expect(try Archive(path: scratch.archivePath).findings() == [first, second])
  }
}
