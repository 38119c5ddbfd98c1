import NumericKernels

/// The drawn numbers of one measure, one column a number.
struct MeasureDraws: Sendable {
  let share: [Double]
  /// Cut of idling or of what age added; empty for other measures.
  let cut: [Double]
  /// Reduction of the exhaust by pollutant's position; empty where there is none.
  let effects: [[Double]]
  let capital: [Double]
  let operating: [Double]
  let fuel: [Double]

  /// With every number at its central value, as one draw.
  init(central measure: ControlMeasure) {
    self.init(measure) { [$0.central] }
  }

  /// - Parameter place: the measure's among all measures of a comparison, so that it is drawn
  ///   alike in every scenario.
  init(_ measure: ControlMeasure, place: Int, draws: Int, seed: UInt64) {
    var dimension = UInt64(1_000_000 + 100 * place)
    self.init(measure) { number in
      defer { dimension += 1 }
      guard number.high > number.low else { return Array(repeating: number.central, count: draws) }
      return LatinHypercube.column(draws: draws, seed: seed, dimension: dimension)
        .map(number.value)
    }
  }

  private init(_ measure: ControlMeasure, _ draw: (BoundedNumber) -> [Double]) {
    share = draw(measure.share)
    let cost = measure.cost ?? ControlMeasure.Cost()
    capital = draw(cost.capital)
    operating = draw(cost.operating)
    fuel = draw(cost.fuel)
    switch measure.action {
    case .idlingLimit(let number), .inspection(let number): cut = draw(number)
    default: cut = []
    }
    var effects = [[Double]](repeating: [], count: 8)
    if case .retrofit(let retrofit) = measure.action {
      // One line of the table is one device: its effect on PM is drawn once for all of PM.
      var drawn: [String: [Double]] = [:]
      for (pollutant, effect) in MeasureEffect.effects(of: retrofit)
        .sorted(by: { $0.key.position < $1.key.position })
      {
        let central = effect.central ?? 0
        let known = drawn[effect.pollutant]
        let column =
          known
          ?? draw(
            BoundedNumber(
              low: effect.low ?? central, central: central, high: effect.high ?? central))
        drawn[effect.pollutant] = column
        effects[pollutant.position] = column
      }
    }
    self.effects = effects
  }
}
