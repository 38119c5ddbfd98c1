import Cooperation
import AirQuality
import Documents
import Estimation
import Foundation
import Simulation
import Store
import TestSupport
import Testing

@testable import Studies

@Suite("A plan seals a study")
struct PlanTests {
  /// A simulated study with a true decrease, calibrated on few controls.
  private static func text(_ thresholds: String = "", seed: Int = 1) throws -> String {
    let data = try network.generate()
    let start = data.truth.start
    return """
      title: Simulated
      measure: { name: simulated measure, start: \(start) }
      outcome: { pollutant: pm25, average: day, scale: log }
      treated: [\(data.truth.treatedStations.joined(separator: ", "))]
      donors: { from: all }
      before: \(network.firstDay)..\(CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1))
      after: \(start)..\(network.lastDay)
      estimators: [before-after]
      main: before-after
      calibration: { negative_controls: 40, seed: \(seed) }
      \(thresholds)

      """
  }

  private static let network: SimulatedNetwork = {
    var network = SimulatedNetwork()
    network.step = .day
    network.stations = 30
    network.treatedStations = 2
    return network
  }()

  private static func plan(_ text: String) throws -> StudyPlan {
    try StudyPlan(
      text: text, study: StudyDescription(yaml: text, file: "study.yaml"),
      date: #require(CivilDate("2014-12-01")), dataWereThere: false)
  }

  private static func dossier(_ text: String) throws -> Dossier {
    try StudyRunner(threads: 2).run(
      StudyDescription(yaml: text, file: "study.yaml"),
      library: SeriesCollection(network.generate().series))
  }

  /// What a job says of a setting, before it reads anything.
  private static func refusal(_ work: some Job) -> String? {
    do { _ = try work.run(JobWatch()) } catch let fault as SettingFault {
      return fault.explanation
    } catch { return "\(error)" }
    return nil
  }

  @Test("Jobs of planning refuse settings that they cannot have", .tags(.analytical))
  func settings() throws {
    let study = try StudyDescription(yaml: Self.text(), file: "study.yaml")
    let library = SeriesCollection([])
    var power = PowerStudy(study, library: library)
    power.analysis.trials = 19
    #expect(Self.refusal(power) == "“trials” is 19; give 20 to 2000")
    power.analysis.trials = 20
    power.analysis.months = [6, 241]
    #expect(Self.refusal(power) == "“months” is 241.0; give months above 0 and up to 240")
    power.analysis.months = [6]
    power.analysis.power = 1
    #expect(Self.refusal(power) == "“power” is 1.0; give a share between 0 and 1")
    var design = DesignStudy(study, library: library)
    design.design.sets = 0
    #expect(Self.refusal(design) == "“sets” is 0; give 1 to 100000")
    design.design.months = 0
    #expect(Self.refusal(design) == "“months” is 0.0; give months above 0 and up to 240")
    var monitoring = MonitoringStudy(study, library: library)
    monitoring.monitoring.looks = 121
    #expect(Self.refusal(monitoring) == "“looks” is 121; give 1 to 120")
    var curve = SpecificationStudy(study, library: library)
    curve.curve.controls = 18
    #expect(Self.refusal(curve) == "“controls” is 18; give 19 to 500")
    var calibration = EstimateCalibration(file: "absent.csv")
    calibration.level = 0
    #expect(Self.refusal(calibration) == "“level” is 0.0; give a share between 0 and 1")
  }

  @Test("A plan survives its file and a changed one is refused", .tags(.property))
  func hash() throws {
    let plan = try Self.plan(Self.text())
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("plan-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: path) }
    try StableJSON.encode(plan).write(to: path)
    #expect(try StudyPlan(file: path.path) == plan)
    let changed = String(decoding: try StableJSON.encode(plan), as: UTF8.self)
      .replacing("\"detectable\" : 0.2", with: "\"detectable\" : 0.9")
    #expect(changed.contains("0.9"))
    try Data(changed.utf8).write(to: path)
    #expect(throws: PlanningError.self) { try StudyPlan(file: path.path) }
    try Data("{}".utf8).write(to: path)
    #expect(throws: PlanningError.self) { try StudyPlan(file: path.path) }
  }

  @Test(
    "What fails the plan's diagnostics is not shown, nor anything after the measure",
    .tags(.property))
  func shut() throws {
    let text = try Self.text("thresholds: { detectable: 0.0001 }")
    let sealed = try Self.dossier(text).sealed(by: Self.plan(text))
    let seal = try #require(sealed.seal)
    #expect(!seal.isOpen)
    #expect(seal.failed == [.detectable])
    #expect(seal.withheld == ["before-after"])
    #expect(sealed.findings.isEmpty)
    let start = sealed.study.measure.begin(utcOffset: sealed.observed.axis.utcOffset)
    #expect(sealed.observed.axis.end <= start)
    // No figure of the effect is left anywhere in the file.
    let open = try Self.dossier(text)
    let effect = try #require(open.findings.first?.effect.estimate)
    let json = String(decoding: try StableJSON.encode(sealed), as: UTF8.self)
    #expect(!json.contains("\(effect)"))
    #expect(String(decoding: try StableJSON.encode(open), as: UTF8.self).contains("\(effect)"))
  }

  @Test(
    "What passes is shown as it would be without a plan; deviations are listed", .tags(.property))
  func open() throws {
    let lax = "thresholds: { detectable: 0.9, systematic_error: 0.9, false_alarms: 1 }"
    let planned = try Self.text(lax)
    let now = try Self.text(lax, seed: 2)
    let dossier = try Self.dossier(now)
    let sealed = try dossier.sealed(by: Self.plan(planned))
    let seal = try #require(sealed.seal)
    #expect(seal.isOpen)
    #expect(sealed.findings == dossier.findings)
    #expect(seal.deviations.map(\.path) == ["calibration.seed"])
    #expect(seal.deviations.first?.planned == "1")
    #expect(seal.deviations.first?.now == "2")
    #expect(try dossier.sealed(by: Self.plan(now)).seal?.deviations.isEmpty == true)
  }

  @Test("A laxer threshold in the study than in the plan changes nothing", .tags(.property))
  func planCounts() throws {
    let strict = try Self.plan(Self.text("thresholds: { detectable: 0.0001 }"))
    let sealed = try Self.dossier(Self.text("thresholds: { detectable: 0.9 }")).sealed(by: strict)
    #expect(sealed.seal?.failed.contains(.detectable) == true)
    #expect(sealed.seal?.deviations.map(\.path) == ["thresholds.detectable"])
  }

  @Test("monitor says why no method could be followed", .tags(.property))
  func monitorReasons() throws {
    let text = try Self.text().replacing("average: day", with: "average: month")
    var job = MonitoringStudy(
      try StudyDescription(yaml: text, file: "study.yaml"),
      library: SeriesCollection(try Self.network.generate().series))
    job.monitoring.looks = 6
    // Six months are fewer steps than a comparison needs.
    let error = #expect(throws: PlanningError.self) { try job.run(JobWatch()) }
    let words = error?.what ?? ""
    #expect(
      words.hasPrefix(
        "only 0 of 200 made-up measures could be followed, and 20 are needed; most often because "),
      "\(words)")
    #expect(words.contains("10"))
  }
}
