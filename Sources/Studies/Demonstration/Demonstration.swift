import AirQuality
public import Documents
import Estimation
import Foundation
import Ingest
public import Simulation
import Store
import TextFiles

/// The main job on simulated data whose truth is known: stations, their archive, and a study.
public struct Demonstration: Job {
  /// Folder for the data, the study and the archive; the dossier may join them.
  public let folder: String
  /// Whether a folder that the program did not write is put aside.
  public let isReplacing: Bool
  /// Language of the study's title, question and measure.
  public let language: Language
  /// What is simulated.
  public var network = SimulatedNetwork.demonstration

  /// A demonstration in a folder.
  public init(in folder: String, replacing: Bool = false, language: Language = .english) {
    self.folder = folder
    self.language = language
    isReplacing = replacing
  }

  /// What was made, and the truth behind it.
  public struct Answer: Sendable {
    /// The study's dossier.
    public let dossier: Dossier
    /// What was simulated.
    public let truth: SimulatedTruth
    /// What was written where.
    public let remarks: [Message]
  }

  /// - Throws: `FolderFault` for a folder that somebody else filled; what ingest and evaluation throw;
  ///   `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    let place = URL(fileURLWithPath: folder, isDirectory: true)
    let data = try network.generate()
    let text = study(data.truth)
    // What is here already goes with the earlier demonstration; the page joins what is here now.
    let placed = try FolderReplacement.place(
      try data.files() + [("study.yaml", Data(text.utf8))], in: place.path,
      owned: ["", "-wal", "-shm", "-journal"].map { "air.sqlite" + $0 }, replacing: isReplacing)
    let store = try Archive(
      path: place.appendingPathComponent("air.sqlite").path, mode: .create)
    let file = place.appendingPathComponent(SimulatedData.FileName.observations).path
    if let failure = Ingestion([file], into: store).run(watch).failures.first {
      throw failure.error
    }
    let dossier = try Evaluation(
      text, file: place.appendingPathComponent("study.yaml").path, in: store
    ).run(watch)
    // The folder is exchanged for one with the same archive, which nobody may be writing to then.
    try store.close()
    let kept = placed.keptAside.map { Message("demo.kept-aside", ["path": .text($0)]) }
    return Answer(
      dossier: dossier, truth: data.truth,
      remarks: [kept].compactMap(\.self) + [
        Message(
          "demo.simulated", ["stations": .count(network.stations), "path": .text(place.path)]),
        Message("demo.ingested", ["path": .text(file)]),
      ])
  }

  /// The study, as a user would write it.
  func study(_ truth: SimulatedTruth) -> String {
    let dayBefore = CivilDate(daysSinceEpoch: truth.start.daysSinceEpoch - 1)
    func say(_ row: String, _ facts: [String: Value] = [:]) -> String {
      Value.message(Message(row, facts)).text(in: language)
    }
    let title = say(
      "demo.title",
      ["treated": .count(truth.treatedStations.count), "stations": .count(network.stations)])
    return """
      title: \(title)
      question: \(say("demo.question"))
      measure: { name: \(say("demo.measure")), start: \(truth.start) }
      outcome: { pollutant: pm25, average: day, scale: log }
      treated: [\(truth.treatedStations.joined(separator: ", "))]
      donors: { from: all }
      before: \(network.firstDay)..\(dayBefore)
      after: \(truth.start)..\(network.lastDay)
      estimators: [difference-in-differences, interrupted-time-series, before-after]
      calibration: { negative_controls: 200, seed: 1 }

      """
  }
}

extension Demonstration.Answer {
  /// The truth beside the first finding.
  public var verdict: Message {
    let percent = 100 * truth.relativeEffect
    let finding = dossier.findings.first
    let intervals = [
      ("interval", finding?.effect.interval), ("calibrated", finding?.calibration?.interval),
    ]
    let words = intervals.compactMap { name, interval -> Value? in
      interval.map {
        .message(Message("demo.\(name)-\($0.contains(percent) ? "contains" : "misses")"))
      }
    }
    return Message(
      "demo.truth",
      ["truth": .number(percent, .decimals(1), unit: "%"), "verdicts": .list(words)])
  }
}
