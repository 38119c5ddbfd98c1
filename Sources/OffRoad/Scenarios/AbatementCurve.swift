import Documents
import NumericKernels

/// Measures in the order of their cost a tonne, each on top of the cheaper ones.
///
/// A measure’s step is what it adds when all cheaper measures are in force, so that steps may be
/// summed; what it would do alone stands beside it.
public struct AbatementCurve: Hashable, Codable, Sendable {
  /// One measure.
  public struct Step: Hashable, Codable, Sendable {
    /// The measure’s name.
    public let measure: String
    /// t a year by itself.
    public let alone: IntervalEstimate
    /// t a year on top of the cheaper measures.
    public let added: IntervalEstimate
    /// Cost a tonne of what it adds; `nil` when it adds nothing that can be told from nothing.
    public let costPerTonne: IntervalEstimate?
    /// Cost a year.
    public let cost: IntervalEstimate
  }

  /// What is abated.
  public let pollutant: ExhaustPollutant
  /// The year.
  public let year: Int
  /// Cheapest first; measures without an effect come last.
  public let steps: [Step]
}

extension ScenarioAnalysis {
  /// The curve of some measures for one pollutant.
  ///
  /// - Parameter measures: each with a cost.
  /// - Throws: `OffRoadError.setting` for a measure without a cost.
  public func abatementCurve(
    _ measures: [ControlMeasure], for pollutant: ExhaustPollutant, _ fleet: ClassFleet
  ) throws(OffRoadError) -> AbatementCurve {
    if let free = measures.first(where: { $0.cost == nil }) {
      throw .setting(
        free.name, problem: "error.off-road.has-no-cost",
        remedy: "error.off-road.give-cost-leave-out")
    }
    let position = pollutant.position
    let level = uncertainty.confidenceLevel
    let alone = try Run(self, measures.map { Scenario(name: $0.name, measures: [$0]) }, fleet)
    let base = alone.evaluation(0).tonnes[position]
    let baseCentral = alone.central(0).tonnes[position][0]
    let single = parallelMap(count: measures.count, threads: threads) { index in
      let drawn = alone.evaluation(index + 1)
      let middle = alone.central(index + 1)
      let saved = zip(base, drawn.tonnes[position]).map { $0 - $1 }
      let centre = baseCentral - middle.tonnes[position][0]
      let price = alone.cost(index + 1, middle, central: true)?[0] ?? 0
      return (
        estimate: IntervalEstimate(centre: centre, draws: saved, level: level),
        price: centre > 1e-9 * abs(baseCentral) ? price / centre : Double.infinity
      )
    }
    let order = measures.indices.sorted {
      (single[$0].price, measures[$0].name) < (single[$1].price, measures[$1].name)
    }
    let ladder = order.indices.map { rung in
      Scenario(name: "\(rung)", measures: order[...rung].map { measures[$0] })
    }
    let run = try Run(self, ladder, fleet)
    let all = parallelMap(count: ladder.count + 1, threads: threads) { index in
      (drawn: run.evaluation(index), middle: run.central(index))
    }
    let steps = order.enumerated().map { rung, index -> AbatementCurve.Step in
      let saved = zip(all[rung].drawn.tonnes[position], all[rung + 1].drawn.tonnes[position])
        .map { $0 - $1 }
      let centre =
        all[rung].middle.tonnes[position][0] - all[rung + 1].middle.tonnes[position][0]
      let spent = difference(
        run.cost(rung + 1, all[rung + 1].drawn, central: false),
        run.cost(rung, all[rung].drawn, central: false))
      let price = difference(
        run.cost(rung + 1, all[rung + 1].middle, central: true),
        run.cost(rung, all[rung].middle, central: true))[0]
      let floor = 1e-9 * abs(baseCentral)
      let isReal = centre > floor && saved.allSatisfy { $0 > floor }
      return AbatementCurve.Step(
        measure: measures[index].name, alone: single[index].estimate,
        added: IntervalEstimate(centre: centre, draws: saved, level: level),
        costPerTonne: isReal
          ? IntervalEstimate(
            centre: price / centre, draws: zip(spent, saved).map { $0 / $1 }, level: level) : nil,
        cost: IntervalEstimate(centre: price, draws: spent, level: level))
    }
    return AbatementCurve(pollutant: pollutant, year: fleet.year, steps: steps)
  }

  private func difference(_ later: [Double]?, _ earlier: [Double]?) -> [Double] {
    let all = later ?? []
    guard let earlier else { return all }
    return zip(all, earlier).map { $0 - $1 }
  }
}
