import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Panel designs by period")
struct PanelDesignTests {
  static let designs: [any EffectEstimator] = [
    EventStudy(), GroupTime(), SunAbraham(), Imputation(), TwoStage(),
  ]

  /// Noiseless but for station and day effects, with effects that grow and differ by group.
  private func uneven(longGaps: Double = 0) -> StaggeredSimulation {
    var simulation = StaggeredSimulation()
    simulation.groups = [3, 5]
    // Whole months of 2014: 1 May and 1 July.
    simulation.startDays = [120, 181]
    simulation.days = 273
    simulation.donors = 6
    simulation.noise = 0
    simulation.shared = 0
    simulation.range = 0
    simulation.missingShare = 0
    simulation.longGaps = longGaps
    simulation.effect = { group, day in group == 0 ? -2 : -10 - Double(day) / 10 }
    return simulation
  }

  /// Mean over treated stations and months of the mean effect of the month.
  private var truth: Double {
    // Group 0: five months (May to September) at −2. Group 1: three months from 1 July.
    let july: Double = -10 - 15.0 / 10
    let august: Double = -10 - (31 + 15.0) / 10
    let september: Double = -10 - (62 + 14.5) / 10
    let later: Double = july + august + september
    return (-30 + 5 * later) / 30
  }

  @Test(
    "Effects that differ by group and grow are averaged without a foreign part",
    .tags(.analytical), arguments: [1, 2, 3, 4])
  func heterogeneous(_ index: Int) throws {
    let effect = try Self.designs[index].anyEffect(of: .staggered(uneven()))
    #expect(abs(effect.estimate - truth) < 1e-9)
  }

  @Test(
    "The two-way coefficient is another number then, and the weights say why", .tags(.analytical))
  func twoWayDiffers() throws {
    let study = try Study.staggered(uneven())
    var twoWay = DifferenceInDifferences()
    twoWay.inference = .clusterRobust
    let fit = try twoWay.estimate(study)
    #expect(abs(fit.effect.estimate - truth) > 0.3)
    let table = try #require(fit.tables.first { $0.name == "bacon" })
    let weights = table.numbers("weight").compactMap(\.self)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
    #expect(table[column: "kind"].contains(.text("already-treated")))
  }

  @Test("A decomposition without complete stations is told as left out, not passed over")
  func undecomposed() throws {
    // Every station lacks one of eight months as a whole.
    let study = try Study.staggered(uneven()).rearranged { day, station in
      day / 31 == station % 8 ? .nan : 0
    }
    var twoWay = DifferenceInDifferences()
    twoWay.inference = .clusterRobust
    let fit = try twoWay.estimate(study)
    #expect(!fit.tables.contains { $0.name == "bacon" })
    let told = try #require(
      fit.effect.diagnostics.first { $0.identifier == "check-left-out" }?.message)
    #expect(told.hasPrefix("the decomposition into comparisons of two groups could not be made: "))
  }

  @Test("What a design leaves out of an unbalanced panel is counted", .tags(.analytical))
  func leftOut() throws {
    // A year by day and three months after. The first donor has ten days of June, the first treated
    // station no December, which is the last month before the start.
    let study = try Study.simulated(
      levelChange: -4, noise: 1, treated: 2, donors: 4, daysBefore: 365, daysAfter: 90
    ).rearranged { day, station in
      (station == 2 && (161..<181).contains(day)) || (station == 0 && (334..<365).contains(day))
        ? .nan : 0
    }
    for design in Self.designs {
      let effect = try design.anyEstimate(study).effect
      let sparse = try #require(effect.diagnostics.first { $0.identifier == "sparse-periods" })
      #expect(sparse.number("count") == 10)
      #expect(sparse.number("total") == Double(6 * 455 - 51))
      #expect(sparse.number("percent") == 0.5)
      let lost = effect.diagnostics.first { $0.identifier == "values-uncompared" }
      // Eleven months before and three after of the treated station without a base.
      #expect(lost?.number("count") == (design is GroupTime ? 14 : nil))
      #expect(lost?.number("total") == (design is GroupTime ? 88 : nil))
    }
  }

  @Test("Event time and group-time tables hold the effects", .tags(.analytical))
  func tables() throws {
    let fit = try GroupTime().estimate(.staggered(uneven()))
    let event = try #require(fit.tables.first { $0.name == "event-study" })
    let place = try #require(event.numbers("since start").firstIndex(of: 0))
    // First month of either group by numbers of stations.
    let july: Double = -10 - 15.0 / 10
    let first: Double = (3 * -2 + 5 * july) / 8
    #expect(abs(try #require(event.numbers("estimate")[place]) - first) < 1e-9)
    let cells = try #require(fit.tables.first { $0.name == "group-time" })
    let september = try #require(
      cells.rows.first { $0[0] == .text("2014-07-01") && $0[1] == .text("2014-09-01") })
    guard case .number(let value) = september[3] else {
      Issue.record("no estimate")
      return
    }
    #expect(abs(value + 17.65) < 1e-9)
    #expect(fit.tables.map(\.name).contains("by-group"))
    #expect(fit.tables.map(\.name).contains("by-calendar"))
  }

  @Test(
    "Scaling, reordering, and station or day effects change nothing that they should not",
    .tags(.property), arguments: designs.indices)
  func invariance(_ index: Int) throws {
    var simulation = StaggeredSimulation()
    simulation.groups = [5, 5]
    // 1 April and 1 May, so that periods are whole months.
    simulation.startDays = [90, 120]
    simulation.days = 212
    simulation.donors = 8
    simulation.range = 0
    let study = try Study.staggered(simulation, seed: 3)
    let design = Self.designs[index]
    let original = try design.anyEffect(of: study)
    let interval = try #require(original.interval)
    func same(_ other: EffectEstimate, scale: Double = 1) {
      let reach = 1e-7 * abs(original.estimate)
      #expect(abs(other.estimate / scale - original.estimate) < reach)
      #expect(abs((other.interval?.lower ?? .nan) / scale - interval.lower) < 10 * reach)
      #expect(abs((other.interval?.upper ?? .nan) / scale - interval.upper) < 10 * reach)
    }
    same(try design.anyEffect(of: study.scaled(by: 1_000)), scale: 1_000)
    let order = study.panel.stations.indices.map { ($0 * 7) % study.panel.stations.count }
    #expect(Set(order).count == order.count)
    same(try design.anyEffect(of: study.rearranged(order: order)))
    same(try design.anyEffect(of: study.rearranged { _, station in Double(station * station) }))
    // A shock of a whole month: with gaps inside a month, a daily one would move its mean.
    same(
      try design.anyEffect(
        of: study.rearranged { day, _ in
          Double(study.panel.axis.date(at: day).month * 5)
            + (day >= 90 ? 3 : 0) + (day >= 120 ? 2 : 0)
        }))
  }

  @Test("A start inside a month cuts it, and no half-treated month is left", .tags(.analytical))
  func cutMonths() throws {
    var simulation = uneven()
    // 11 May and 21 July.
    simulation.startDays = [130, 201]
    simulation.effect = { group, _ in group == 0 ? -2 : -10 }
    let study = try Study.staggered(simulation)
    let fit = try GroupTime().estimate(study)
    let cells = try #require(fit.tables.first { $0.name == "group-time" })
    let periods = Set(
      cells[column: "period"].compactMap { if case .text(let day) = $0 { day } else { nil } })
    // 11 May and 21 July begin periods; the ten days before 11 May join April, the eleven after
    // 21 July join August.
    #expect(periods.contains("2014-05-11") && periods.contains("2014-07-21"))
    #expect(!periods.contains("2014-05-01") && !periods.contains("2014-08-01"))
    for (row, event) in cells.numbers("since start").enumerated() where event ?? -1 >= 0 {
      let estimate = try #require(cells.numbers("estimate")[row])
      #expect(abs(estimate + 2) < 1e-9 || abs(estimate + 10) < 1e-9)
    }
  }

  @Test("The effect without tables is the fit's", .tags(.property), arguments: designs.indices)
  func effectAlone(_ index: Int) throws {
    let study = try Study.staggered(uneven(longGaps: 0.3), seed: 5)
    let alone = try Self.designs[index].anyEffect(of: study)
    let whole = try Self.designs[index].anyEstimate(study).effect
    #expect(alone.estimate == whole.estimate)
    #expect(alone.interval == whole.interval)
    #expect(alone.pValue == whole.pValue)
  }

  @Test(
    "A single treated station gets an interval from its donors, and a warning", .tags(.analytical))
  func singleTreated() throws {
    let study = try Study.simulated(
      levelChange: -4, noise: 3, treated: 1, donors: 20, daysBefore: 181, daysAfter: 184, seed: 2)
    for design in Self.designs {
      let effect = try design.anyEffect(of: study)
      #expect(effect.diagnostics.contains { $0.identifier == "borrowed-variance" })
      #expect(effect.diagnostics.contains { $0.identifier == "few-treated" })
      // One station's mean of six months of this noise has a deviation of about 0.45.
      #expect((0.2...2).contains(effect.coefficient.standardError))
    }
  }
}

@Suite("Panels that cannot answer")
struct DegeneratePanelTests {
  private func simulated(
    _ change: (inout StaggeredSimulation) -> Void
  ) throws -> Study {
    var simulation = StaggeredSimulation()
    simulation.groups = [5, 5]
    simulation.startDays = [90, 120]
    simulation.days = 181
    simulation.donors = 6
    simulation.range = 0
    change(&simulation)
    return try Study.staggered(simulation, seed: 3)
  }

  @Test("One donor is refused", .tags(.analytical), arguments: [0, 2])
  func oneDonor(_ index: Int) throws {
    let study = try simulated { $0.donors = 1 }
    let design = PanelDesignTests.designs[index]
    #expect(
      throws: EstimationError.tooFewStations(
        found: 1, needed: 2, kind: "error.study.donors", method: design.method.name)
    ) { try design.anyEffect(of: study) }
  }

  @Test(
    "All treated from one start on is refused by every design", .tags(.analytical),
    arguments: PanelDesignTests.designs.indices)
  func allTreated(_ index: Int) throws {
    let study = try simulated {
      $0.donors = 0
      $0.startDays = [90, 90]
    }
    let design = PanelDesignTests.designs[index]
    #expect(throws: EstimationError.noDonors(method: design.method.name)) {
      try design.anyEffect(of: study)
    }
  }

  @Test(
    "All treated with staggered starts is answered from those not yet treated", .tags(.analytical))
  func notYetTreated() throws {
    let study = try simulated {
      $0.donors = 0
      $0.noise = 0
      $0.shared = 0
      $0.missingShare = 0
      $0.longGaps = 0
    }
    for design in [GroupTime(), Imputation(), TwoStage()] as [any EffectEstimator] {
      #expect(abs(try design.anyEffect(of: study).estimate + 4) < 1e-9)
    }
    #expect(throws: EstimationError.noDonors(method: SunAbraham.method.name)) {
      try SunAbraham().anyEffect(of: study)
    }
  }

  @Test(
    "An outcome that never changes is refused", .tags(.analytical),
    arguments: PanelDesignTests.designs.indices)
  func constant(_ index: Int) throws {
    let study = try simulated { _ in }
    let flat = try study.rearranged { day, station in
      50 - study.panel.matrix[day, station]
    }
    #expect(throws: EstimationError.constantOutcome) {
      try PanelDesignTests.designs[index].anyEffect(of: flat)
    }
  }

  @Test("Treated in the period before cannot become a study", .tags(.analytical))
  func treatedFirst() throws {
    let study = try simulated { _ in }
    var treatments = study.treatments
    treatments[0] = .since(study.panel.axis.start)
    #expect(
      throws: EstimationError.ownStart(
        station: "simulated/S100", start: "2014-01-01",
        problem: Message(
          "error.study.lies-period-before", ["before": .text("2014-01-01..2014-03-31")]))
    ) {
      try Study(
        title: "t", measure: study.measure, outcome: study.outcome, panel: study.panel,
        treatments: treatments, before: study.before, after: study.after)
    }
  }

  @Test(
    "Donors with gaps keep the answer and lose only pairs", .tags(.analytical),
    arguments: PanelDesignTests.designs.indices)
  func gaps(_ index: Int) throws {
    let study = try simulated {
      $0.noise = 0
      $0.shared = 0
      $0.missingShare = 0
      $0.longGaps = 0
    }
    // One donor silent in February, another from June on, one in everything but January.
    let gappy = try study.rearranged { day, station in
      let month = study.panel.axis.date(at: day).month
      let isSilent =
        (station == 10 && month == 2) || (station == 11 && month >= 6)
        || (station == 12 && month > 1)
      return isSilent ? .nan : 0
    }
    let effect = try PanelDesignTests.designs[index].anyEffect(of: gappy)
    #expect(abs(effect.estimate + 4) < 1e-9)
  }

  @Test("Designs with one start for all refuse several", .tags(.analytical))
  func staggered() throws {
    let study = try simulated { _ in }
    for design in [InterruptedTimeSeries(), BeforeAfter()] as [any EffectEstimator] {
      #expect(throws: EstimationError.staggeredStarts(method: design.method.name)) {
        try design.anyEffect(of: study)
      }
    }
  }

  @Test("One treated station gives no p-value below one over all stations", .tags(.analytical))
  func fewestStations() throws {
    let study = try Study.network(
      effect: -20, treated: 1, donors: 9, daysBefore: 200, daysAfter: 200, secondStart: 0,
      missingShare: 0, persistence: 0.2, seed: 5)
    for design in PanelDesignTests.designs {
      let p = try #require(design.anyEstimate(study).effect.pValue)
      #expect(p.value == 0.1, "\(design.method.identifier)")
      #expect(p.smallestPossible == 0.1)
    }
  }
}
