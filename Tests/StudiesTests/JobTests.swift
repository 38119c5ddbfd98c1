import AirQuality
import Cooperation
import Documents
import Estimation
import Foundation
import Ingest
import Simulation
import Store
import Studies
import Synchronization
import TestSupport
import Testing

/// How often each series was asked for.
private final class Reads: Sendable {
  let counts = Mutex<[String: Int]>([:])
}

/// What a job told.
private final class Told: Sendable {
  let steps = Mutex<[JobStep]>([])
}

/// A library that counts what is read from it.
private struct CountingLibrary: ProvenanceLibrary {
  let base: SeriesCollection
  let reads: Reads

  func stations(measuring pollutant: Pollutant) -> [Station] {
    base.stations(measuring: pollutant)
  }
  func series(_ pollutant: Pollutant, at station: Station) -> MonitoringSeries? {
    reads.counts.withLock { $0["\(pollutant) \(station.key)", default: 0] += 1 }
    return base.series(pollutant, at: station)
  }
  func choosing(_ choices: [Pollutant: SeriesChoice]) -> CountingLibrary { self }
  func sources(of pollutant: Pollutant, at station: Station) -> [SourceRecord] { [] }
}

@Suite("Jobs")
struct JobTests {
  private static let folder = SharedData.checkout.appendingPathComponent(
    "Datasets/simulated-network")

  /// The built-in study with two quick methods.
  private func study() throws -> String {
    try String(contentsOf: Self.folder.appendingPathComponent("study.yaml"), encoding: .utf8)
      .replacing("interrupted-time-series, ", with: "").replacing(": 200", with: ": 20")
  }

  private func withArchive<Value>(_ body: (Archive) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("jobs-\(UUID().uuidString).sqlite").path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    let store = try Archive(path: path, mode: .create)
    defer { try? store.close() }
    return try body(store)
  }

  @Test("A study reads every series once, also where weather is taken out", .tags(.property))
  func readOnce() throws {
    var network = SimulatedNetwork()
    network.step = .day
    network.stations = 12
    let data = try network.generate()
    let start = data.truth.start
    let description = try StudyDescription(
      yaml: """
        title: Simulated
        measure: { name: simulated measure, start: \(start) }
        outcome: { pollutant: pm25, average: day, scale: log }
        treated: [\(data.truth.treatedStations.joined(separator: ", "))]
        donors: { from: all }
        before: \(network.firstDay)..\(CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1))
        after: \(start)..\(network.lastDay)
        estimators: [difference-in-differences, before-after]
        calibration: { negative_controls: 20, seed: 1 }

        """, file: "study.yaml", registry: .builtIn)
    let reads = Reads()
    _ = try StudyRunner(threads: 1).run(
      description, library: CountingLibrary(base: SeriesCollection(data.series), reads: reads))
    let counts = reads.counts.withLock { $0 }
    #expect(!counts.isEmpty)
    for (name, count) in counts { #expect(count == 1, "\(name) was read \(count) times") }
  }

  @Test("An evaluation tells its methods and controls, and is kept unless that is taken away")
  func evaluation() throws {
    try withArchive { store in
      let file = Self.folder.appendingPathComponent("simulated.csv").path
      let ingested = try Ingestion([file], into: store).run()
      #expect(ingested.failures.isEmpty && ingested.files.count == 1)
      var evaluation = try Evaluation(study(), file: "study.yaml", in: store)
      evaluation.keeps = false
      let steps = Told()
      let dossier = try evaluation.run(
        JobWatch { step in steps.steps.withLock { $0.append(step) } })
      let told = steps.steps.withLock { $0 }
      #expect(
        Set(told.map(\.subject)) == [
          .verbatim("difference-in-differences"), .verbatim("before-after"),
        ])
      #expect(told.map(\.partsDone).max() == 20)
      #expect(try store.findings().isEmpty)
      evaluation.keeps = true
      #expect(try evaluation.run() == dossier)
      #expect(try store.findings().count == 1)
    }
  }

  @Test("A stopped evaluation gives no dossier and keeps nothing")
  func cancellation() throws {
    try withArchive { store in
      let file = Self.folder.appendingPathComponent("simulated.csv").path
      _ = try Ingestion([file], into: store).run()
      let evaluation = try Evaluation(study(), file: "study.yaml", in: store)
      let watch = JobWatch()
      watch.cancel()
      #expect(throws: CancellationError.self) { try evaluation.run(watch) }
      #expect(try store.findings().isEmpty)
    }
  }

  @Test("A stopped ingestion lists the files that it did not try")
  func stoppedIngestion() throws {
    try withArchive { store in
      let watch = JobWatch()
      watch.cancel()
      let outcome = Ingestion(["a.csv", "b.csv"], into: store).run(watch)
      #expect(outcome.untried == ["a.csv", "b.csv"])
      #expect(outcome.files.isEmpty && outcome.failures.isEmpty)
    }
  }

  @Test("A fault of a study file is told before one of the archive")
  func order() {
    struct Absent: Error {}
    func missing() throws -> Archive { throw Absent() }
    #expect(throws: EstimationError.self) {
      try Evaluation("title: [", file: "study.yaml", in: try missing())
    }
    #expect(throws: Absent.self) { try Evaluation(study(), file: "study.yaml", in: try missing()) }
  }

  @Test("A review of claims refuses an id that no claim has")
  func unknownClaim() {
    #expect(throws: RegistryError.self) { try ClaimReview(of: ["C99"], in: .builtIn) }
  }
}
