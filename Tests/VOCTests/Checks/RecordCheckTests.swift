import AirQuality
import Documents
import Foundation
import NumericKernels
import Simulation
import TestSupport
import Testing

@testable import VOC

/// A simulated record in which a fault can be put at a known place.
struct FaultyRecord {
  var columns: [(name: String, values: [Double])]
  var others: [MonitoringSeries] = []
  private let first: MonitoringSeries

  init(seed: UInt64, days: Int = 731) throws {
    var settings = SimulatedSpeciation()
    settings.days = days
    settings.daysBefore = days - 1
    settings.solventEffect = 0
    settings.seed = seed
    let truth = try settings.generate()
    columns = Array(zip(truth.compounds, truth.measured)).map { (name: $0.0, values: $0.1) }
    first = truth.series[0]
  }

  subscript(name: String) -> [Double] {
    get { columns.first { $0.name == name }?.values ?? [] }
    set {
      for place in columns.indices where columns[place].name == name {
        columns[place].values = newValue
      }
    }
  }

  /// Peaks are areas, and areas are carbon: what is exchanged is ppbC.
  mutating func exchange(_ a: String, _ b: String, in days: Range<Int>) throws {
    func carbons(_ name: String) throws -> Double {
      Double(try CompoundCatalogue.embedded.compound(named: name).molecule.carbonAtoms)
    }
    let ratio = try carbons(b) / carbons(a)
    for day in days {
      let kept = self[a][day]
      self[a][day] = self[b][day] * ratio
      self[b][day] = kept / ratio
    }
  }

  func series(_ name: String, _ values: [Double], _ unit: MeasurementUnit) -> MonitoringSeries {
    MonitoringSeries(
      station: first.station, pollutant: Pollutant(name), unit: unit,
      referenceState: .notApplicable, axis: first.axis, storage: values)
  }

  func record() throws -> SpeciatedRecord {
    try SpeciatedRecord(
      columns.map { series($0.name, $0.values, .partsPerBillion) } + others)
  }

  /// ppbC of all compounds, day by day.
  func sums() throws -> [Double] {
    var sums = [Double](repeating: 0, count: first.axis.count)
    for column in columns {
      let carbons = Double(
        try CompoundCatalogue.embedded.compound(named: column.name).molecule.carbonAtoms)
      for day in sums.indices where !column.values[day].isNaN {
        sums[day] += carbons * column.values[day]
      }
    }
    return sums
  }

  static func day(_ label: String) -> Int {
    (CivilDate(label)?.daysSinceEpoch ?? 0) - 16_436
  }
}

@Suite("Checks of a chromatograph's record")
struct RecordCheckTests {
  private static let pairs = [
    ("ethylbenzene", "m,p-xylene"), ("m,p-xylene", "o-xylene"), ("isobutane", "n-butane"),
    ("isopentane", "n-pentane"), ("toluene", "ethylbenzene"), ("n-hexane", "benzene"),
  ]

  @Test("Peaks that change places for twelve days are found where they did", .tags(.calibration))
  func exchanges() throws {
    let runs = SimulationRuns.count(everyday: 6, full: 120)
    var found = 0
    for seed in 1...UInt64(runs) {
      var faulty = try FaultyRecord(seed: seed)
      let pair = Self.pairs[Int(seed) % Self.pairs.count]
      let start = 40 + Int(seed * 53 % 620)
      try faulty.exchange(pair.0, pair.1, in: start..<start + 12)
      let report = try RecordCheck().check(faulty.record())
      found +=
        report.exchanges.contains {
          $0.first == pair.0 && $0.second == pair.1
            && abs(FaultyRecord.day($0.from) - start) <= 2
            && abs(FaultyRecord.day($0.until) - start - 11) <= 2
        } ? 1 : 0
    }
    #expect(10 * found >= 8 * runs, "\(found) of \(runs)")
  }

  @Test("Of clean records at most one in twenty has any finding", .tags(.calibration))
  func clean() throws {
    let runs = SimulationRuns.count(everyday: 6, full: 200)
    var called: [RecordCheckReport.Finding] = []
    var records = 0
    for seed in 1...UInt64(runs) {
      var faulty = try FaultyRecord(seed: 5_000 + seed)
      faulty.others = [
        faulty.series("TNMOC", try faulty.sums().map { 1.2 * $0 }, .partsPerBillionCarbon)
      ]
      let findings = try RecordCheck().check(faulty.record()).findings
      called += findings
      records += findings.isEmpty ? 0 : 1
    }
    if SimulationRuns.isFull { print("clean records with a finding: \(records) of \(runs)") }
    // A twentieth, and three standard errors in a full run.
    #expect(records <= (SimulationRuns.isFull ? 19 : 2), "\(records) of \(runs): \(called)")
  }

  @Test("A total that a tenth of the days miss is called with that tenth", .tags(.analytical))
  func totals() throws {
    var faulty = try FaultyRecord(seed: 3, days: 400)
    let sums = try faulty.sums()
    faulty.others = [
      faulty.series(
        "TNMOC", sums.indices.map { ($0 % 10 == 0 ? 0.5 : 1.25) * sums[$0] },
        .partsPerBillionCarbon)
    ]
    let report = try RecordCheck().check(faulty.record())
    let total = try #require(report.totals.first)
    #expect(abs(try #require(total.shareAbove) - 0.1) < 1e-12)
    #expect(abs(try #require(total.median) - 0.8) < 1e-12)
    #expect(report.findings.filter { $0.kind == .total }.map(\.value) == [0.1])
  }

  @Test("A total in ppb says nothing of a mixture and is answered with the reason")
  func totalInMolecules() throws {
    var faulty = try FaultyRecord(seed: 3, days: 60)
    faulty.others = [faulty.series("TNMOC", try faulty.sums(), .partsPerBillion)]
    let report = try RecordCheck().check(faulty.record())
    #expect(report.totals.first?.unanswered?.id == "record-check.total-unit")
    #expect(report.findings.allSatisfy { $0.kind != .total })
  }

  @Test("A detector that reads half for three weeks shows in the ratio of isomers")
  func halved() throws {
    var faulty = try FaultyRecord(seed: 8)
    for day in 300..<321 { faulty["o-xylene"][day] *= 0.5 }
    let report = try RecordCheck().check(faulty.record())
    let pair = try #require(
      report.isomers.first { $0.first == "m,p-xylene" && $0.second == "o-xylene" })
    #expect(pair.sections.count == 1)
    let section = try #require(pair.sections.first)
    #expect(abs(FaultyRecord.day(section.from) - 300) <= 1)
    #expect(abs(FaultyRecord.day(section.until) - 320) <= 1)
    #expect(abs(section.factor - 2) < 0.2)
  }

  @Test("A column that is another compound's breaks the isomers' correlation")
  func wrongColumn() throws {
    var faulty = try FaultyRecord(seed: 9)
    var stream = RandomStream(seed: 1, index: 1)
    faulty["n-pentane"] = faulty["n-pentane"].map { _ in exp(stream.normal()) }
    let findings = try RecordCheck().check(faulty.record()).findings
    #expect(findings.contains { $0.kind == .isomers && $0.names == ["isopentane", "n-pentane"] })
    #expect(findings.contains { $0.kind == .ladder && $0.names.contains("n-pentane") })
  }

  @Test("Compounds alike in ppbC are named as pairs whose exchange cannot be seen")
  func alike() throws {
    var faulty = try FaultyRecord(seed: 2)
    var stream = RandomStream(seed: 2, index: 2)
    faulty["o-xylene"] = faulty["m,p-xylene"].map { $0 * exp(0.1 * stream.normal()) }
    let report = try RecordCheck().check(faulty.record())
    #expect(report.pairsTooAlike.contains(["m,p-xylene", "o-xylene"]))
  }

  @Test("An order of one's own is heeded, and a name twice in it is refused")
  func ownOrder() throws {
    var settings = RecordCheck()
    settings.order = ["甲苯", "ethylbenzene"]
    let record = try FaultyRecord(seed: 2, days: 100).record()
    #expect(try settings.check(record).pairsLookedAt == 1)
    settings.order = ["toluene", "甲苯"]
    #expect(throws: VOCError.self) { try settings.check(record) }
    settings.order = nil
    settings.reach = 0
    #expect(throws: VOCError.self) { try settings.check(record) }
  }
}

@Suite("Lines through ratios and canisters")
struct OrthogonalLineTests {
  // scipy 1.17.1: scipy.odr.ODR(RealData(x, y, sx=1, sy=1), Model(b0 x + b1), sstol=1e-15).run();
  // 1e-7 because it iterates.
  @Test("Slope and intercept are those of scipy.odr", .tags(.golden))
  func scipy() throws {
    let x = [1.2, 2.3, 3.1, 4.8, 5.0, 6.7, 7.9, 8.4, 9.6, 11.0]
    let y = [1.9, 2.8, 4.4, 5.9, 7.2, 8.1, 10.6, 10.2, 12.9, 13.7]
    let line = try #require(OrthogonalLine(x, y))
    #expect(abs(line.slope - 1.255_255_53) < 1e-7)
    #expect(abs(line.intercept - 0.238_466_82) < 1e-7)
    let turned = try #require(OrthogonalLine(y, x))
    #expect(abs(turned.slope * line.slope - 1) < 1e-12)
  }

  // Atkinson and Arey (2003), doi:10.1021/cr0206420, 298 K, 1e-12 cm³/s: ethane 0.248, propane
  // 1.09, n-butane 2.36.
  @Test("Air that ages by OH alone lies on the line of the rate constants", .tags(.analytical))
  func ageing() throws {
    let exposures = (0..<60).map { Double($0) * 0.05 }
    func column(_ start: Double, _ rate: Double) -> [Double?] {
      exposures.map { start * exp(-rate * $0) }
    }
    let record = try SpeciatedRecord(
      madeSeries([
        ("ethane", column(9, 0.248)), ("propane", column(7, 1.09)), ("n-butane", column(4, 2.36)),
      ]))
    let plot = try #require(try RecordCheck().check(record).plots.first)
    let wanted = (2.36 - 0.248) / (1.09 - 0.248)
    #expect(abs(plot.slope - wanted) < 1e-9)
    #expect(abs(try #require(plot.ageingSlope) - wanted) < 0.02)
    #expect(abs(plot.points[0][0] - Logarithm.natural(7.0 / 9)) < 1e-12)
  }

  @Test("One compound of a canister that reads 40 % high is found, the others are not")
  func canister() throws {
    let faulty = try FaultyRecord(seed: 4)
    let instrument = try faulty.record()
    var stream = RandomStream(seed: 4, index: 9)
    var sampled = faulty
    for place in sampled.columns.indices {
      let gain = sampled.columns[place].name == "benzene" ? 1.4 : 1.0
      sampled.columns[place].values = sampled.columns[place].values.enumerated().map {
        $0.offset % 12 == 0 ? gain * $0.element * exp(0.05 * stream.normal()) : .nan
      }
    }
    let report = try RecordCheck().check(instrument, canister: sampled.record())
    #expect(report.findings.filter { $0.kind == .canister }.map(\.names) == [["benzene"]])
    let row = try #require(report.canister.first { $0.compound == "benzene" })
    #expect(row.pairs == 61)
    #expect(row.lower < 1.4 && 1.4 < row.upper)
  }

  @Test("A canister of another time, or of shorter steps, is refused")
  func apart() throws {
    let record = try FaultyRecord(seed: 4, days: 60).record()
    let later = try SpeciatedRecord(
      madeSeries([("benzene", (0..<20).map { Double($0 + 1) })], first: 20_000))
    #expect(throws: VOCError.badSetting("canister", problem: "error.voc.canister-apart")) {
      try RecordCheck().check(record, canister: later)
    }
    let hourly = try SpeciatedRecord(
      madeSeries([("benzene", (0..<20).map { Double($0 + 1) })], step: 3_600))
    #expect(throws: VOCError.badSetting("canister", problem: "error.voc.canister-step")) {
      try RecordCheck().check(record, canister: hourly)
    }
  }
}

@Suite("Sections of high scores")
struct ScoreRunTests {
  @Test("The best section is taken, outliers are cut, short sections are none", .tags(.analytical))
  func byHand() {
    let scores = [-1.0, 3, 3, -1, 3, 3, -3, -3, -3, -3, 100, -1, .nan, 3, 3, 3, 3, -3]
    // 3 + 3 − 1 + 3 + 3 = 11, then 3 (cut) − 1 + 4 · 3 = 14.
    #expect(ScoreRuns.runs(scores, threshold: 11, persistence: 0) == [1..<6, 10..<17])
    #expect(ScoreRuns.runs(scores, threshold: 12, persistence: 0) == [10..<17])
    #expect(ScoreRuns.runs([-1, 3, 3, -1], threshold: 5, persistence: 0).isEmpty)
    #expect(ScoreRuns.runs(scores, threshold: 9, persistence: 0.5).isEmpty)
  }
}
