public import Documents
public import OffRoad

/// Measures side by side on one fleet: what they save, when, and at what cost.
public struct ScenarioReport: Documented, Encodable, Sendable {
  /// Outcomes by scenario and year.
  public let comparison: ScenarioComparison
  /// Cost over abatement; `nil` when the file asks for none.
  public let curve: AbatementCurve?
  private let title: String
  private let currency: String
  private let fleet: FleetReport

  private enum CodingKeys: String, CodingKey { case comparison, curve }

  /// A report of a comparison.
  ///
  /// - Parameters:
  ///   - file: which gives the title and the currency of all costs.
  ///   - fleet: the fleet as it is.
  public init(
    _ comparison: ScenarioComparison, curve: AbatementCurve?, of file: ScenarioFile,
    fleet: FleetReport
  ) {
    self.comparison = comparison
    self.curve = curve
    title = file.title
    currency = file.currency
    self.fleet = fleet
  }

  /// What it says.
  public var document: Document {
    Document(
      title: .verbatim(title),
      subtitles: [
        fleet.settings, say("off-road.intervals", level: level.share),
      ], footer: .madeByOffRoad, data: scenarioTable
    ) {
      Section("answer", role: .answer) {
        answer
        savingTable
      }
      Section("off-road.scenarios") {
        scenarioTable
        shownPollutants.map { .chart(emissionChart($0)) }
      }
      Section("off-road.tonne-costs") {
        curve.map(curveTable)
        curve.flatMap(curveChart)
      }
      Section("off-road.reach", role: .detail) { reachTable }
      Section("off-road.assumed") {
        Table.assumptions(fleet.defaults + fleet.tally.defaults + comparison.defaults)
      }
      Section("doubts") {
        fleet.notices.map { Note(.note, $0) }
          + (currency.isEmpty && hasCost ? [Note.warning("off-road.no-currency")] : [])
      }
      fleet.details
    }
  }

  private var level: Double { comparison.analysis.uncertainty.confidenceLevel }

  /// Tables that are too long for a page, written beside it.
  public var tablesForFiles: [Table] { [emissionTable] }

  private var shownPollutants: [ExhaustPollutant] { [.nox, .pm25, .bc, .co2] }
  private var hasCost: Bool { comparison.outcomes.contains { $0.cost != nil } }

  // MARK: Answer

  /// The pollutant by which scenarios are ranked: the curve's, else fine particles where anything
  /// is saved of them, else nitrogen oxides.
  private var ranking: ExhaustPollutant {
    curve?.pollutant
      ?? (comparison.outcomes.contains { ($0.abatement[.pm25]?.central ?? 0) > 0 } ? .pm25 : .nox)
  }

  private func saved(_ outcome: ScenarioOutcome) -> Double {
    outcome.abatement[ranking]?.central ?? 0
  }

  private var answer: [Block] {
    let last = comparison.outcomes.map(\.year).max() ?? 0
    let final = comparison.outcomes.filter { $0.year == last }
    guard let best = final.max(by: { saved($0) < saved($1) }) else { return [] }
    guard saved(best) > 0 else {
      return [
        .lead(
          say("off-road.saves-nothing", pollutant: ranking.displayName, year: String(last)))
      ]
    }
    var facts = facts(best)
    facts["scenarios"] = .count(final.count)
    let base = comparison.baseline.first { $0.year == last }?.emissions[ranking]?.central
    facts["share"] = .optional(base) { .share(saved(best) / $0) }
    let lead = Message(final.count > 1 ? "off-road.saves-most" : "off-road.saves", facts)
    var blocks = [Block.lead(.joined([lead, cost(best)].compactMap(\.self)))]
    // The cheapest way is worth a sentence of its own where it is another one.
    let priced = final.filter { saved($0) > 0 && $0.costPerTonne[ranking] != nil }
    if let cheapest = priced.min(by: { price($0) < price($1) }),
      cheapest.scenario != best.scenario
    {
      blocks.append(.message(Message("off-road.cheapest", self.facts(cheapest))))
    }
    return blocks
  }

  private func price(_ outcome: ScenarioOutcome) -> Double {
    outcome.costPerTonne[ranking]?.central ?? .infinity
  }

  private func facts(_ outcome: ScenarioOutcome) -> [String: Value] {
    [
      "scenario": .text(outcome.scenario), "year": .text(String(outcome.year)),
      "pollutant": .text(ranking.displayName),
      "saved": .amount(outcome.abatement[ranking], unit: "t/a"),
      "cost": .amount(outcome.cost, unit: currency),
      "price": .amount(outcome.costPerTonne[ranking], unit: currency),
    ]
  }

  private func cost(_ outcome: ScenarioOutcome) -> Message {
    outcome.cost == nil
      ? "off-road.cost-unknown"
      : Message(
        outcome.costPerTonne[ranking] == nil ? "off-road.cost" : "off-road.cost-and-price",
        facts(outcome))
  }

  // MARK: Tables

  private var perTonne: String { currency.isEmpty ? "" : "\(currency)/t" }

  private var savingTable: Table {
    Table(
      "savings", say("off-road.savings", pollutant: ranking.displayName),
      comparison.outcomes
    ) {
      Column("scenario") { $0.scenario }
      Column("year") { String($0.year) }
      saving(ranking)
      Column("cost", "off-road.cost-a-year", unit: currency) { .amount($0.cost) }
      price(ranking)
    }
  }

  private func saving(_ pollutant: ExhaustPollutant) -> Column<ScenarioOutcome> {
    Column(
      "saved-\(pollutant.rawValue)", say("off-road.saved", pollutant: pollutant.displayName),
      unit: "t/a"
    ) { .amount($0.abatement[pollutant]) }
  }

  private func price(_ pollutant: ExhaustPollutant) -> Column<ScenarioOutcome> {
    Column(
      "cost-per-tonne-\(pollutant.rawValue)",
      say("off-road.cost-per-tonne", pollutant: pollutant.displayName), unit: perTonne,
      isOptional: true
    ) { .amount($0.costPerTonne[pollutant]) }
  }

  private var scenarioTable: Table {
    Table("scenarios", "off-road.scenario-table", comparison.outcomes) {
      Column("scenario") { $0.scenario }
      Column("year") { String($0.year) }
      for pollutant in shownPollutants { saving(pollutant) }
      Column("cost", "off-road.cost-a-year", unit: currency, isOptional: true) { .amount($0.cost) }
      for pollutant in shownPollutants.prefix(2) { price(pollutant) }
    }
  }

  private var reachTable: Table {
    let rows = comparison.outcomes.flatMap { outcome in outcome.reach.map { (outcome, $0) } }
    return Table("reach", "off-road.reach", rows) {
      Column("scenario") { $0.0.scenario }
      Column("year") { String($0.0.year) }
      Column("measure") { $0.1.measure }
      Column("machines") { .amount($0.1.machines) }
      Column("cost", "off-road.cost-a-year", unit: currency) {
        .optional($0.1.cost) { .amount($0) }
      }
    }
  }

  private var emissionTable: Table {
    let rows = (comparison.baseline + comparison.outcomes).flatMap { outcome in
      ExhaustPollutant.allCases.map { (outcome, $0) }
    }
    return Table("scenario-emissions", "off-road.scenarios", rows) {
      Column("scenario") { $0.0.scenario }
      Column("year") { String($0.0.year) }
      Column("pollutant") { $0.1.rawValue }
      Column("emission", unit: "t/a") { .amount($0.0.emissions[$0.1]) }
      Column("abatement", "column.abated", unit: "t/a") { .amount($0.0.abatement[$0.1]) }
    }
  }

  private func curveTable(_ curve: AbatementCurve) -> Table {
    Table("abatement-curve", Message("off-road.curve-table", facts(curve)), curve.steps) {
      Column("measure") { $0.measure }
      Column("alone", "off-road.abated-alone", unit: "t/a") { .amount($0.alone) }
      Column("added", "off-road.abated-on-top", unit: "t/a") { .amount($0.added) }
      Column("cost", "off-road.cost-a-year", unit: currency) { .amount($0.cost) }
      Column("cost-per-tonne", "off-road.tonne-cost", unit: perTonne) { .amount($0.costPerTonne) }
    }
  }

  private func facts(_ curve: AbatementCurve) -> [String: Value] {
    ["pollutant": .text(curve.pollutant.displayName), "year": .text(String(curve.year))]
  }

  // MARK: Figures

  /// Emissions of each scenario over the years, with bands; side by side where there is one year.
  private func emissionChart(_ pollutant: ExhaustPollutant) -> Chart {
    let names = comparison.outcomes.map(\.scenario)
    let scenarios = names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
    let courses =
      [comparison.baseline]
      + scenarios.map { name in
        comparison.outcomes.filter { $0.scenario == name }
      }
    let groups =
      [Chart.Group("off-road.without-measures", .ink)]
      + scenarios.enumerated().map { Chart.Group(.verbatim($0.element), .palette($0.offset)) }
    let name = "scenarios-\(pollutant.rawValue)"
    let caption = say(
      "off-road.scenarios-figure", pollutant: pollutant.displayName, level: level.share)
    let axis = Chart.Axis(.verbatim(pollutant.displayName), unit: "t/a", hasZero: true)
    func values(_ course: [ScenarioOutcome]) -> [(year: Chart.Coordinate, IntervalEstimate)] {
      course.compactMap { outcome in
        outcome.emissions[pollutant].map { (.name(.verbatim(String(outcome.year))), $0) }
      }
    }
    guard comparison.baseline.count > 1 else {
      let rows = courses.enumerated().flatMap { place, course in
        values(course).map { value in
          Chart.ForestRow(
            groups[place].name, group: place, estimate: value.1.central,
            interval: (value.1.lower, value.1.upper))
        }
      }
      return .forest(name, caption, rows: rows, groups: groups, x: axis, zero: nil)
    }
    return .timeSeries(
      name, caption,
      lines: courses.enumerated().map { place, course in
        Chart.Line(groups[place], values(course).map { ($0.year, $0.1.central) })
      },
      bands: courses.enumerated().map { place, course in
        Chart.Band(line: place, values(course).map { ($0.year, $0.1.lower, $0.1.upper) })
      }, x: Chart.Axis(labelAngle: 0), y: axis, width: 640, showsPoints: true,
      bandOpacity: 0.1)
  }

  /// Cost a tonne over what is abated, cheapest first.
  private func curveChart(_ curve: AbatementCurve) -> Chart? {
    var sum = 0.0
    var groups: [Chart.Group] = []
    var boxes: [Chart.Point] = []
    var intervals: [Chart.Point] = []
    for step in curve.steps {
      guard let price = step.costPerTonne else { continue }
      let next = sum + step.added.central
      boxes.append(
        Chart.Point(
          x: .number(sum), x2: .number(next), y: .number(0), y2: .number(price.central),
          group: groups.count))
      intervals.append(
        Chart.Point(
          x: .number((sum + next) / 2), y: .number(price.lower), y2: .number(price.upper)))
      groups.append(Chart.Group(.verbatim(step.measure), .palette(groups.count)))
      sum = next
    }
    guard !boxes.isEmpty else { return nil }
    return Chart(
      "abatement-curve", Message("off-road.curve-figure", facts(curve)), groups: groups,
      width: 640, height: 300,
      x: Chart.Axis(
        say("off-road.abated-axis", pollutant: curve.pollutant.displayName),
        unit: "t/a", hasZero: true),
      y: Chart.Axis("off-road.tonne-cost", unit: perTonne, hasZero: true),
      layers: [
        Chart.Layer(.cell, boxes), Chart.Layer(.rule, intervals, colour: .ink, size: 1.5),
      ])
  }
}
