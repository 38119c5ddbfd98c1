import AirQuality
import Cooperation
import Documents
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Regression discontinuity")
struct RegressionDiscontinuityTests {
  /// What rdrobust does.
  private var plain: RegressionDiscontinuity {
    var design = RegressionDiscontinuity()
    design.errors = .independent
    design.leastSteps = 0
    design.weekdays = false
    design.seasonHarmonics = 0
    design.placebos = 0
    return design
  }

  @Test(
    "Five dates in Shenyang have rdrobust's points and intervals through the design",
    .tags(.golden), .enabled(if: SharedData.isPresent))
  func rdrobust() throws {
    let days = try RealDays.missions()
    let golden = try LocalPolynomialTests.Golden.load()
    #expect(golden.cuts.count == 20)
    let first = days.axis.date(at: 0).daysSinceEpoch
    for (name, cut) in golden.cuts.sorted(by: { $0.key < $1.key }) {
      let start = try #require(CivilDate(String(name.prefix(10))))
      let before = start.daysSinceEpoch - first
      let study = try days.study(
        days.place(of: "Shenyang"), start, before: before, after: days.axis.count - before)
      var design = plain
      if name.contains("_uni") { design.kernel = .uniform }
      if name.hasSuffix("_p2") { design.degree = 2 }
      if name.hasSuffix("_h60") { design.bandwidth = 60 }
      let fit = try design.estimate(study)
      let coefficient = fit.effect.coefficient
      // 1e-6: the same arithmetic, sums in another order.
      #expect(abs(coefficient.value - cut.coef[2]) < 1e-6, "\(name)")
      #expect(abs(coefficient.standardError - cut.se[2]) < 1e-6, "\(name)")
      let interval = try #require(fit.effect.interval)
      #expect(abs(log1p(interval.lower / 100) - cut.ci[2][0]) < 1e-6, "\(name)")
      #expect(abs(log1p(interval.upper / 100) - cut.ci[2][1]) < 1e-6, "\(name)")
      #expect(
        [fit.effect.sample.stepsBefore, fit.effect.sample.stepsAfter] == cut.n, "\(name)")
      #expect(fit.effect.diagnostics.contains { $0.identifier == "errors-independent" })
    }
  }

  @Test(
    "On Dongsi, where nothing was done, it is said that the jump is no answer", .tags(.calibration),
    .enabled(if: SharedData.isPresent))
  func madeUpDate() throws {
    let days = try RealDays.beijing(hours: 1)
    let start = try #require(CivilDate("2015-01-01"))
    let alone = try days.study(days.place(of: "Dongsi"), start, before: 671, after: 790)
    let study = try days.study(
      days.place(of: "Dongsi"), start, before: 671, after: 790,
      donors: Array(days.names.indices))
    var design = RegressionDiscontinuity()
    design.placebos = 60
    let effect = try design.estimate(study).effect
    let interval = try #require(effect.interval)
    print("| Dongsi against 11 | \(effect.estimate) | \(interval.lower) | \(interval.upper)")
    // Against eleven neighbours the interval is 6 to 71 % (p 0.03): the method list and the page say that
    // the design is no answer of its own on a date.
    #expect(interval.contains(0) || effect.method.weakness != nil, "\(interval)")
    #expect(effect.method.design == .controlledInterruptedTimeSeries)
    // Alone it meets the weather of that week: wider than the naive interval, and said so.
    let single = try design.estimate(alone).effect
    let own = try #require(single.interval)
    print("| Dongsi alone | \(single.estimate) | \(own.lower) | \(own.upper)")
    for diagnostic in single.diagnostics { print("| \(diagnostic.message)") }
    let naive = try plain.estimate(alone).effect
    #expect(single.coefficient.standardError > naive.coefficient.standardError)
    #expect(
      own.contains(0) || single.diagnostics.contains { $0.identifier == "jump-without-donors" })
  }

  @Test("The window holds thirty independent steps on either side", .tags(.analytical))
  func window() throws {
    let study = try SimulatedSeries(season: 0, gaps: 0).study(seed: 4)
    let fit = try RegressionDiscontinuity().estimate(study)
    func row(_ name: String) throws -> Double {
      let row = fit.summary.rows.first { $0.name == name }
      return try #require(row?.value)
    }
    let correlation = try row("correlation of neighbouring errors")
    #expect(abs(correlation - 0.6) < 0.15)
    #expect(try row("bandwidth below") >= 30 * (1 + correlation) / (1 - correlation) - 1)
    let placebos = try #require(fit.tables.first { $0.name == "made-up-dates" })
    #expect(placebos.rows.count > 50)
    let told = try #require(
      fit.effect.diagnostics.first { $0.identifier.hasPrefix("made-up-dates") })
    // Three windows fit into two years: no rank can be smaller than a quarter or so.
    #expect((told.number("smallest") ?? 0) > 0.1)
  }

  @Test("Rain that jumps on the date is a red line", .tags(.analytical))
  func rain() throws {
    let base = try SimulatedSeries(season: 0, gaps: 0, before: 300, after: 300).study(seed: 4)
    var stream = RandomStream(seed: 8, index: 0)
    let rain = Panel(
      stations: [base.panel.stations[0]], pollutant: .precipitation, unit: .millimetres,
      axis: base.panel.axis
    ) { day, _ in (day < 300 ? 1 : 4) + 0.3 * stream.normal() }
    let study = try Study(
      title: base.title, measure: base.measure, outcome: base.outcome, panel: base.panel,
      treatments: base.treatments, before: base.before, after: base.after, covariates: [rain])
    var design = RegressionDiscontinuity()
    design.placebos = 20
    let fit = try design.estimate(study)
    let told = fit.effect.diagnostics.first { $0.identifier == "rain-jumps" }
    #expect(told?.severity == .serious)
    let balance = try #require(fit.tables.first { $0.name == "balance-at-cutoff" })
    let jump = try #require(balance.numbers("jump").first ?? nil)
    #expect(abs(jump - 3) < 0.3)
  }

  @Test("Days that are measured on one side alone are told", .tags(.analytical))
  func density() {
    #expect(abs(DateBalance.binomial(5, of: 10, share: 0.5) - 1) < 1e-9)
    // 2 (1 + 10 + 45) / 1024, by hand.
    #expect(abs(DateBalance.binomial(2, of: 10, share: 0.5) - 112.0 / 1_024) < 1e-9)
  }

  @Test("A donut leaves its days out", .tags(.analytical))
  func donut() throws {
    let study = try SimulatedSeries(season: 0, gaps: 0, before: 300, after: 300).study(seed: 4)
    var design = RegressionDiscontinuity()
    design.placebos = 0
    design.donut = 5
    let fit = try design.estimate(study)
    let told = try #require(fit.effect.diagnostics.first { $0.identifier == "donut" })
    #expect(told.number("count") == 10)
  }

  /// Stations along a line, each with days about its own mean: 40 at zero of the border's north.
  private func border(_ jump: Double, density: Bool = true) throws -> Study {
    var stream = RandomStream(seed: 3, index: 1)
    let places = (0..<120).map { Double($0) / 20 - 3 + 0.01 }
    let first = try #require(CivilDate("2015-01-01"))
    let axis = TimeAxis.days(
      from: first, through: CivilDate(daysSinceEpoch: first.daysSinceEpoch + 39),
      utcOffset: 28_800)
    let start = CivilDate(daysSinceEpoch: first.daysSinceEpoch + 20)
    let columns = places.map { place -> [Double] in
      let level = 50 + 3 * place + place * place + stream.normal()
      return (0..<40).map { $0 >= 20 && place >= 0 ? level + jump : level }
    }
    return try Study(
      title: "Border", measure: Measure(name: "heating", start: start),
      outcome: Outcome(pollutant: .pm25),
      panel: Panel(
        stations: places.map {
          Station(
            network: "line", identifier: "S\(Int(($0 + 3) * 100) + 1_000)",
            coordinate: Coordinate(latitude: 33 + $0, longitude: 115))
        }, pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
        matrix: Matrix(columns: columns)),
      treatments: places.map {
        $0 >= 0 ? .since(Instant(start, utcOffset: 28_800)) : .never
      },
      before: try #require(DatePeriod("2015-01-01..2015-01-20")),
      after: try #require(DatePeriod("2015-01-21..2015-02-09")))
  }

  @Test("The jump at a border is found, and what must not jump does not", .tags(.calibration))
  func latitude() throws {
    var design = RegressionDiscontinuity()
    design.running = .latitude
    design.cutoff = 33
    let fit = try design.estimate(try border(6))
    let interval = try #require(fit.effect.interval)
    #expect(interval.contains(6) && !interval.contains(0), "\(interval)")
    let balance = try #require(fit.tables.first { $0.name == "balance-at-cutoff" })
    let lower = try #require(balance.numbers("lower").first ?? nil)
    let upper = try #require(balance.numbers("upper").first ?? nil)
    #expect(lower < 0 && upper > 0)
    #expect(fit.effect.diagnostics.contains { $0.identifier == "made-up-cutoffs" })
    design.cutoff = 32
    #expect(
      throws: EstimationError.badSetting(
        "cutoff", method: "regression-discontinuity",
        problem: "error.study.treated-on-both-sides")
    ) { try design.estimate(try border(6)) }
  }

  @Test("Values that alternate have no smooth course and are refused", .tags(.analytical))
  func alternating() throws {
    let base = try SimulatedSeries(season: 0, gaps: 0, before: 200, after: 200).study(seed: 4)
    var matrix = base.panel.matrix
    for day in 0..<400 { matrix[day, 0] = day % 2 == 0 ? 90 : 10 }
    #expect(throws: EstimationError.numerical("error.study.values-alternate")) {
      try RegressionDiscontinuity().estimate(base.replacing(matrix: matrix))
    }
  }
}
