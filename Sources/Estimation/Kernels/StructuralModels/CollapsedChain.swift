import NumericKernels

/// Draws of variances, persistence and coefficients of a model with spells, the course of level and
/// spells integrated out.
///
/// Each variance is walked on its logarithm, the persistence on its inverse hyperbolic tangent; how far
/// the walks step is learnt while the chain warms up and then left alone.
///
/// - Source: Roberts and Rosenthal (2009), doi:10.1198/jcgs.2009.06134, for the adaptation (from memory).
struct CollapsedChain {
  private let values: [Double]
  private let columns: [[Double]]
  private let isKnown: [Bool]
  private let states: StructuralStates
  private let priors: StructuralPriors
  private let slab: WhitenedSlab

  private(set) var variances: StructuralStates.Variances
  private(set) var coefficients: [Double]
  private var isIn: [Bool]
  private var steps = [Double](repeating: 1, count: Walked.allCases.count)

  /// What is walked.
  fileprivate enum Walked: Int, CaseIterable { case noise, level, spell, persistence, slope }

  /// - Parameters:
  ///   - values: up to the last step that is learnt from, less the first level's mean.
  ///   - columns: of the same length.
  ///   - products: XᵀX over what was seen.
  init(
    values: [Double], columns: [[Double]], isKnown: [Bool], states: StructuralStates,
    priors: StructuralPriors, products: Matrix, isForced: [Bool]
  ) {
    self.values = values
    self.columns = columns
    self.isKnown = isKnown
    self.states = states
    self.priors = priors
    slab = WhitenedSlab(
      products, count: isKnown.reduce(0) { $0 + ($1 ? 1 : 0) }, priors: priors,
      isForced: isForced)
    variances = StructuralStates.Variances(
      noise: 0.2, level: 1e-4, slope: states.hasSlope ? 1e-8 : 0, season: 0, spell: 0.2,
      persistence: 0.4)
    coefficients = [Double](repeating: 0, count: columns.count)
    isIn = isForced
  }

  private func filter(_ variances: StructuralStates.Variances) -> SpellFilter {
    SpellFilter(
      variances, spread: 1, slopeSpread: states.hasSlope ? StructuralPriors.firstSlope : 0)
  }

  /// One round: coefficients given variances, then variances one after another given coefficients.
  ///
  /// - Parameter gain: how much the walks' steps still learn; 0 once the chain is warm.
  mutating func advance(gain: Double, using draws: inout NormalDraws) {
    if !columns.isEmpty {
      let whitened = filter(variances).whitened([values] + columns, isKnown: isKnown).columns
      let design = Matrix(columns: Array(whitened.dropFirst()))
      let products = LinearAlgebra.gram(design)
      let cross = whitened.dropFirst().map { LinearAlgebra.dot($0, whitened[0]) }
      coefficients = slab.draw(products, cross, isIn: &isIn, using: &draws)
    }
    let left = explained(subtractedFrom: values)
    var here = logPosterior(variances, left)
    for parameter in Walked.allCases where parameter != .slope || states.hasSlope {
      var proposal = variances
      let step = steps[parameter.rawValue] * draws.normal()
      proposal.walk(parameter, by: step)
      let chance = Logarithm.natural(draws.uniform() + 0x1p-54)
      let there = logPosterior(proposal, left)
      let isTaken = chance < there - here
      if isTaken {
        variances = proposal
        here = there
      }
      // Four walks in ten are taken where one is walked at a time.
      steps[parameter.rawValue] *= Logarithm.power(
        2.718281828459045, gain * ((isTaken ? 1 : 0) - 0.44))
    }
  }

  /// What is left of values when the columns are taken out.
  func explained(subtractedFrom values: [Double]) -> [Double] {
    var left = values
    for (place, column) in columns.enumerated() where coefficients[place] != 0 {
      let factor = coefficients[place]
      unsafe left.withUnsafeMutableBufferPointer { left in
        unsafe column.withUnsafeBufferPointer { column in
          var step = 0
          while step < left.count {
            unsafe left[step] -= factor * column[step]
            step += 1
          }
        }
      }
    }
    return left
  }

  private func logPosterior(
    _ variances: StructuralStates.Variances, _ left: [Double]
  ) -> Double {
    guard variances.noise > 1e-9, variances.noise < 4, variances.level > 1e-12,
      variances.level < 1, variances.spell > 1e-9, variances.spell < 4,
      abs(variances.persistence) < 0.9999, variances.slope < 1
    else { return -.infinity }
    /// Of a variance's logarithm, whose guess is worth so many observations.
    func belief(_ variance: Double, _ guess: Double, _ weight: Double) -> Double {
      -0.5 * weight * (Logarithm.natural(variance) + guess / variance)
    }
    let square = priors.deviation * priors.deviation
    var sum = filter(variances).logLikelihood(left, isKnown: isKnown)
    sum += belief(variances.noise, 1 - priors.explained, priors.explainedWeight)
    sum += belief(variances.level, square, priors.deviationWeight)
    sum += belief(variances.spell, priors.spell * priors.spell, priors.deviationWeight)
    if states.hasSlope {
      sum += belief(
        variances.slope, square * StructuralPriors.slopeShare, priors.deviationWeight)
    }
    // Every persistence is as likely as another.
    return sum + Logarithm.natural(1 - variances.persistence * variances.persistence)
  }
}

extension StructuralStates.Variances {
  fileprivate mutating func walk(_ parameter: CollapsedChain.Walked, by step: Double) {
    func along(_ value: Double) -> Double {
      value * Logarithm.power(2.718281828459045, step)
    }
    switch parameter {
    case .noise: noise = along(noise)
    case .level: level = along(level)
    case .spell: spell = along(spell)
    case .slope: slope = along(slope)
    case .persistence:
      let odds =
        (1 + persistence) / (1 - persistence) * Logarithm.power(2.718281828459045, 2 * step)
      persistence = (odds - 1) / (odds + 1)
    }
  }
}
