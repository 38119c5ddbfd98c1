import AirQuality
import Cooperation
import Documents
import Foundation
import NumericKernels
import Simulation
import TestSupport
import Testing

@testable import Estimation

@Suite("By what an effect differs")
struct HeterogeneityTests {
  /// Cities without faults, two years by the day.
  private static func panel(_ change: (inout SimulatedPanel) -> Void = { _ in }) -> SimulatedPanel {
    var panel = SimulatedPanel(like: .cities)
    panel.stations = 40
    panel.treatedStations = 3
    change(&panel)
    return panel
  }

  private static func asked(_ kinds: [Heterogeneity.Kind], controls: Int = 60) -> Heterogeneity {
    var rule = Heterogeneity()
    rule.kinds = kinds
    rule.controls = controls
    return rule
  }

  @Test("Holm multiplies the smallest p-value by all tests and never falls", .tags(.analytical))
  func holm() {
    let found = HolmCorrection.corrected([0.01, 0.04, 0.03, 0.005])
    for (one, other) in zip(found, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(one - other) < 1e-12) }
    #expect(HolmCorrection.corrected([0.9, 0.8]) == [1, 1])
  }

  @Test(
    "An effect of the same share everywhere shows in each part and in no difference",
    .tags(.property))
  func constant() throws {
    let flat = try Self.panel { $0.relativeEffect = 0 }.study()
    let rule = Self.asked([.season, .weekday, .level])
    let without = try rule.ask(flat)
    // On the logarithm the same share is the same shift: differences do not move, effects do by it.
    let inserted = try #require(flat.inserting(-0.3)).study
    let with = try rule.ask(inserted)
    #expect(with.kinds.map(\.kind) == [.season, .weekday, .level])
    for (one, other) in zip(without.kinds, with.kinds) {
      for (left, right) in zip(one.parts, other.parts) {
        #expect(abs(left.difference - right.difference) < 1e-9)
        #expect(abs((1 + right.estimate / 100) / (1 + left.estimate / 100) - 0.7) < 1e-9)
      }
      #expect(one.joint == other.joint)
    }
  }

  @Test("An effect that is larger in winter is told from one that is not", .tags(.property))
  func winter() throws {
    let study = try Self.panel {
      $0.relativeEffect = -0.4
      $0.winterStrength = 0.9
    }.study()
    let found = try #require(
      try Self.asked([.season, .weekday], controls: 999).ask(study).kinds.first)
    #expect(found.kind == .season && found.parts.count == 4)
    #expect(found.joint.value <= 0.05)
    #expect(found.parts[0].estimate < found.parts[2].estimate - 15)
    #expect(found.parts[0].holm <= 0.05)
  }

  @Test("An effect that fades is told by the thirds of the days after", .tags(.property))
  func fading() throws {
    let study = try Self.panel {
      $0.relativeEffect = -0.5
      $0.fadeHalfLifeDays = 60
    }.study()
    let found = try #require(try Self.asked([.persistence]).ask(study).kinds.first)
    #expect(found.parts.map(\.name.id).first == "heterogeneity.part.first-third")
    #expect(found.parts[0].estimate < found.parts[2].estimate - 15)
    #expect(found.joint.value <= 0.05)
  }

  @Test(
    "What follows the end of a measure stands apart, and other kinds do not see it",
    .tags(.analytical))
  func rebound() throws {
    let panel = Self.panel {
      $0.relativeEffect = -0.5
      $0.end = CivilDate(daysSinceEpoch: $0.start.daysSinceEpoch + 199)
    }
    let found = try Self.asked([.persistence, .weekday]).ask(panel.study(), end: panel.end)
    let lasting = try #require(found.kinds.first)
    #expect(lasting.parts.map(\.stepsAfter) == [66, 67, 67, 165])
    #expect(lasting.parts[3].name.id == "heterogeneity.part.behind")
    #expect(abs(lasting.parts[3].estimate) < 25 && lasting.parts[1].estimate < -35)
    #expect(found.kinds[1].parts.reduce(0) { $0 + $1.stepsAfter } == 200)
  }

  @Test(
    "What cannot be asked is refused with its reason, and few donors refuse all", .tags(.property))
  func refusals() throws {
    var panel = SimulatedPanel(like: .prefectures)
    panel.stations = 30
    let found = try Self.asked([.hour, .weekday, .sector, .season]).ask(panel.study())
    #expect(found.kinds.map(\.kind) == [.season])
    #expect(found.refused.map(\.kind) == [.hour, .weekday, .sector])
    #expect(found.refused[2].reason == "error.heterogeneity.no-wind")
    panel.stations = 12
    #expect(throws: EstimationError.self) { try Self.asked([.season]).ask(panel.study()) }
  }

  @Test("The number of threads changes no bit", .tags(.property))
  func threads() throws {
    let study = try Self.panel().study()
    let rule = Self.asked([.season, .station], controls: 30)
    #expect(try rule.ask(study, threads: 1) == rule.ask(study, threads: 2))
  }
}

@Suite(
  "By what an effect differs: Coverage", .tags(.calibration),
  .enabled(if: SimulationRuns.isFull))
struct HeterogeneityCoverageTests {
  // An effect that is the same everywhere: a right joint test is significant in 5 % of panels. The panels
  // are SimulatedPanel's, with three stations whose record wanders.
  @Test("Without a difference the joint test is significant in about 5 %")
  func joint() throws {
    let runs = SimulationRuns.numbers(everyday: 6, full: 400)
    var rule = Heterogeneity()
    rule.kinds = [.season, .persistence]
    rule.controls = SimulationRuns.count(everyday: 40, full: 200)
    let asked = rule
    let values = try parallelMap(
      count: runs.count,
      throwing: { (run) throws(any Error) -> [Double] in
        var panel = SimulatedPanel(like: .prefectures)
        panel.treatedStations = 1
        panel.seed = 50_000 + UInt64(runs.lowerBound + run)
        return try asked.ask(panel.study(), threads: 1).kinds.map(\.joint.value)
      })
    for kind in 0..<2 {
      let alarms = Double(values.count { $0[kind] <= 0.05 }) / Double(values.count)
      print("heterogeneity \(asked.kinds[kind]): joint alarms \(alarms) of \(values.count)")
      #expect(
        SimulationRuns.band(0.05, runs: values.count, full: 0.02...0.08).contains(alarms))
    }
  }
}
