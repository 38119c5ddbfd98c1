import Documents
import AirQuality
import Store
import ArgumentParser
import TextFiles
import Estimation
import Evidence
import Foundation
import Ingest
import Simulation
import Studies

/// The main job on simulated data whose truth is known.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Simulate stations, ingest them, evaluate a measure, and compare with the truth.",
    discussion: "Example: airaccord demo --output demo")

  @Option(name: .long, help: "Folder for the data, the archive and the dossier.")
  var output: String

  @OptionGroup var replacement: ReplaceOption

  @Option(name: .long, help: "Language of the page and the summary: en, ja or zh.")
  var language: Language = .english

  func run() throws {
    try explainingErrors {
      let folder = URL(fileURLWithPath: output, isDirectory: true)
      let network = SimulatedNetwork.demonstration
      let data = try network.generate()
      let text = Self.study(data.truth, network)
      let studyPath = folder.appendingPathComponent("study.yaml")
      // What is here already goes with the earlier demonstration; the page joins what is here now.
      let placed = try FolderReplacement.place(
        try data.files() + [("study.yaml", Data(text.utf8))], in: folder.path,
        owned: ["", "-wal", "-shm", "-journal"].map { "air.sqlite" + $0 },
        replacing: replacement.replace)
      if let place = placed.keptAside {
        StandardError.print("note: what was in the folder before is kept in \(place)")
      }
      StandardError.print("simulated: \(network.stations) stations in \(folder.path)")
      let archivePath = folder.appendingPathComponent("air.sqlite").path
      let store = try Archive(path: archivePath, mode: .create)
      let file = folder.appendingPathComponent(SimulatedData.FileName.observations).path
      let outcome = ProgressLine.following { Ingestion([file], into: store).run($0) }
      if let failure = outcome.failures.first { throw failure.error }
      StandardError.print("ingested: \(file)")
      let dossier = try ProgressLine.following {
        try Evaluation(text, file: studyPath.path, in: store).run($0)
      }
      // The folder is exchanged for one with the same archive, which nobody may be writing to then.
      try store.close()
      try DossierOutput(language: language).write(
        dossier, to: folder.path, keepingOwn: true, replacing: false)
      PageOutput(language: language).show(dossier.document)
      print(Self.verdict(dossier, data.truth))
    }
  }

  /// The demonstration's study, as a user would write it.
  static func study(_ truth: SimulatedTruth, _ network: SimulatedNetwork) -> String {
    let dayBefore = CivilDate(daysSinceEpoch: truth.start.daysSinceEpoch - 1)
    return """
      title: A measure in \(truth.treatedStations.count) of \(network.stations) simulated places
      question: Did fine particulate matter fall where the measure was taken?
      measure: { name: simulated measure, start: \(truth.start) }
      outcome: { pollutant: pm25, average: day, scale: log }
      treated: [\(truth.treatedStations.joined(separator: ", "))]
      donors: { from: all }
      before: \(network.firstDay)..\(dayBefore)
      after: \(truth.start)..\(network.lastDay)
      estimators: [difference-in-differences, interrupted-time-series, before-after]
      calibration: { negative_controls: 200, seed: 1 }

      """
  }

  /// The truth beside the first finding, in words.
  static func verdict(_ dossier: Dossier, _ truth: SimulatedTruth) -> String {
    let percent = 100 * truth.relativeEffect
    let shown = String(format: "%.1f", percent).replacingOccurrences(of: "-", with: "−")
    guard let finding = dossier.findings.first else { return "" }
    let intervals = [
      ("its interval", finding.effect.interval),
      ("its calibrated interval", finding.calibration?.interval),
    ]
    let words = intervals.compactMap { name, interval in
      interval.map { "\(name) \($0.contains(percent) ? "contains" : "misses") it" }
    }
    return "\nThe simulated truth is \(shown) %: " + words.joined(separator: ", ") + "."
  }
}
