public import Documents
public import OffRoad

/// Measures side by side on one fleet: what they save, when, and at what cost.
public struct ScenarioReport: Documented, Encodable, Sendable {
  /// Outcomes by scenario and year.
  public let comparison: ScenarioComparison
  /// Cost over abatement; `nil` when the file asks for none.
  public let curve: AbatementCurve?
  private let file: ScenarioFile
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
    self.file = file
    self.fleet = fleet
  }

  /// What it says.
  public var document: Document {
    Document(
      title: .verbatim(file.title),
      subtitles: [fleet.settings, say("off-road.intervals", level: level.share)],
      footer: .madeByOffRoad, data: scenarioTable
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

  private var currency: String { file.currency }
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
      return [.lead(say("off-road.saves-nothing", pollutant: ranking, year: String(last)))]
    }
    let base = comparison.baseline.first { $0.year == last }?.emissions[ranking]?.central
    let lead = told(
      final.count > 1 ? "off-road.saves-most" : "off-road.saves", best, of: final.count,
      share: base.map { saved(best) / $0 })
    let cost =
      best.cost == nil
      ? "off-road.cost-unknown"
      : told(
        best.costPerTonne[ranking] == nil ? "off-road.cost" : "off-road.cost-and-price", best)
    // The cheapest way is worth a sentence of its own where it is another one.
    let priced = final.filter { saved($0) > 0 && $0.costPerTonne[ranking] != nil }
    let cheapest = priced.min { price($0) < price($1) }
    let other = cheapest.flatMap { $0.scenario == best.scenario ? nil : $0 }
    return Block.answer(
      [Message.joined([lead, cost]), other.map { told("off-road.cheapest", $0) }].compactMap(\.self)
    )
  }

  private func price(_ outcome: ScenarioOutcome) -> Double {
    outcome.costPerTonne[ranking]?.central ?? .infinity
  }

  private func told(
    _ id: String, _ outcome: ScenarioOutcome, of scenarios: Int? = nil, share: Double? = nil
  ) -> Message {
    say(
      id, scenario: outcome.scenario, year: String(outcome.year), pollutant: ranking,
      saved: outcome.abatement[ranking]?.amount("t/a"), cost: outcome.cost?.amount(currency),
      price: outcome.costPerTonne[ranking]?.amount(currency), scenarios: scenarios,
      share: share?.share)
  }

  // MARK: Tables

  private var perTonne: String { currency.isEmpty ? "" : "\(currency)/t" }

  private var savingTable: Table {
    Table("savings", say("off-road.savings", pollutant: ranking), comparison.outcomes) {
      Column("scenario") { $0.scenario }
      Column("year") { String($0.year) }
      saving(ranking)
      Column("cost", "off-road.cost-a-year", unit: currency) { $0.cost?.amount() }
      price(ranking)
    }
  }

  private func saving(_ pollutant: ExhaustPollutant) -> Column<ScenarioOutcome> {
    Column(
      "saved-\(pollutant.rawValue)", say("off-road.saved", pollutant: pollutant), unit: "t/a"
    ) { $0.abatement[pollutant]?.amount() }
  }

  private func price(_ pollutant: ExhaustPollutant) -> Column<ScenarioOutcome> {
    Column(
      "cost-per-tonne-\(pollutant.rawValue)",
      say("off-road.cost-per-tonne", pollutant: pollutant), unit: perTonne, isOptional: true
    ) { $0.costPerTonne[pollutant]?.amount() }
  }

  private var scenarioTable: Table {
    Table("scenarios", "off-road.scenario-table", comparison.outcomes) {
      Column("scenario") { $0.scenario }
      Column("year") { String($0.year) }
      for pollutant in shownPollutants { saving(pollutant) }
      Column("cost", "off-road.cost-a-year", unit: currency, isOptional: true) { $0.cost?.amount() }
      for pollutant in shownPollutants.prefix(2) { price(pollutant) }
    }
  }

  private var reachTable: Table {
    let rows = comparison.outcomes.flatMap { outcome in outcome.reach.map { (outcome, $0) } }
    return Table("reach", "off-road.reach", rows) {
      Column("scenario") { $0.0.scenario }
      Column("year") { String($0.0.year) }
      Column("measure") { $0.1.measure }
      Column("machines") { $0.1.machines.amount() }
      Column("cost", "off-road.cost-a-year", unit: currency) { $0.1.cost?.amount() }
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
      Column("emission", unit: "t/a") { $0.0.emissions[$0.1]?.amount() }
      Column("abatement", "column.abated", unit: "t/a") { $0.0.abatement[$0.1]?.amount() }
    }
  }

  private func curveTable(_ curve: AbatementCurve) -> Table {
    Table("abatement-curve", caption("off-road.curve-table", curve), curve.steps) {
      Column("measure") { $0.measure }
      Column("alone", "off-road.abated-alone", unit: "t/a") { $0.alone.amount() }
      Column("added", "off-road.abated-on-top", unit: "t/a") { $0.added.amount() }
      Column("cost", "off-road.cost-a-year", unit: currency) { $0.cost.amount() }
      Column("cost-per-tonne", "off-road.tonne-cost", unit: perTonne) { $0.costPerTonne?.amount() }
    }
  }

  private func caption(_ id: String, _ curve: AbatementCurve) -> Message {
    say(id, pollutant: curve.pollutant, year: String(curve.year))
  }

  // MARK: Figures

  /// Emissions of each scenario over the years, with bands; side by side where there is one year.
  private func emissionChart(_ pollutant: ExhaustPollutant) -> Chart {
    let scenarios = comparison.outcomes.grouped(by: \.scenario)
    let courses = ([comparison.baseline] + scenarios.map(\.members)).map { course in
      course.compactMap { outcome in
        outcome.emissions[pollutant].map { (year: String(outcome.year), emission: $0) }
      }
    }
    let groups =
      [Chart.Group("off-road.without-measures", .ink)]
      + scenarios.enumerated().map { Chart.Group(.verbatim($0.element.key), .palette($0.offset)) }
    let name = "scenarios-\(pollutant.rawValue)"
    let caption = say("off-road.scenarios-figure", pollutant: pollutant, level: level.share)
    let axis = Chart.Axis(.verbatim(pollutant.displayName), unit: "t/a", hasZero: true)
    guard comparison.baseline.count > 1 else {
      let rows = courses.enumerated().flatMap { place, course in
        course.map {
          Chart.Entry(groups[place].name, group: place, $0.emission.central, $0.emission)
        }
      }
      return .forest(name, caption, rows: rows, groups: groups, x: axis, zero: nil)
    }
    return .timeSeries(
      name, caption,
      lines: zip(groups, courses).map { group, course in
        Chart.Line(
          group, course, x: { $0.year }, y: { $0.emission.central }, band: { $0.emission })
      }, x: Chart.Axis(labelAngle: 0), y: axis, width: 640, showsPoints: true, bandOpacity: 0.1)
  }

  /// Cost a tonne over what is abated, cheapest first.
  private func curveChart(_ curve: AbatementCurve) -> Chart? {
    var sum = 0.0
    let boxes = curve.steps.compactMap { step in
      step.costPerTonne.map { price in
        let from = sum
        sum += step.added.central
        return (measure: step.measure, from: from, to: sum, price: price)
      }
    }
    guard !boxes.isEmpty else { return nil }
    return Chart(
      "abatement-curve", caption("off-road.curve-figure", curve),
      groups: boxes.enumerated().map {
        Chart.Group(.verbatim($0.element.measure), .palette($0.offset))
      },
      width: 640, height: 300,
      x: Chart.Axis(
        say("off-road.abated-axis", pollutant: curve.pollutant), unit: "t/a", hasZero: true),
      y: Chart.Axis("off-road.tonne-cost", unit: perTonne, hasZero: true),
      layers: [
        Chart.Layer(
          .cell, boxes.enumerated(), x: { $0.element.from }, x2: { $0.element.to },
          y: { _ in 0.0 }, y2: { $0.element.price.central }, groups: { $0.offset }),
        Chart.Layer(
          .rule, boxes, x: { ($0.from + $0.to) / 2 }, y: { $0.price.lower },
          y2: { $0.price.upper }, colour: .ink, size: 1.5),
      ])
  }
}
