import Documents
import NumericKernels

/// What is known about one element of a factor's profile beforehand.
public struct FactorConstraint: Codable, Hashable, Sendable {
  /// How it is known.
  public enum Kind: Codable, Hashable, Sendable {
    /// It is this value, in the profiles' unit.
    case fixed(Double)
    /// It lies between two values, in the profiles' unit.
    case between(Double, Double)
    /// It should come near this value, as far as the rise of Q allows.
    case pulled(Double)
    /// It should be as large as the rise of Q allows.
    case pulledUp
    /// It should be as small as the rise of Q allows.
    case pulledDown
  }

  /// Position of the factor in the base solution, from 0.
  public let factor: Int
  /// Name of the species.
  public let species: String
  /// How it is known.
  public let kind: Kind

  /// Whether it names a value other than zero.
  var holdsValue: Bool {
    switch kind {
    case .fixed(let value), .pulled(let value): value != 0
    case .between: true
    case .pulledUp, .pulledDown: false
    }
  }

  /// What is asked of one species in one factor; factors count from 0.
  public init(factor: Int, species: String, kind: Kind) {
    self.factor = factor
    self.species = species
    self.kind = kind
  }
}

/// A solution that was steered, and what it cost.
public struct SteeredSolution: Codable, Hashable, Sendable {
  /// The solution, factors numbered as in the base solution.
  public let solution: FactorSolution
  /// Rise of the minimised loss over the base solution's.
  public let rise: Double
  /// The same over the base solution's loss.
  public let relativeRise: Double
  /// How well its factors are determined, constraints kept, if that was asked.
  public var questions = FactorQuestions()
  /// Likeness of its factors with source profiles, if some were given.
  public var comparisons: [ProfileComparison] = []
}

extension PositiveMatrixFactorisation {
  /// The best fit near a base solution that honours constraints.
  ///
  /// Fixed and bounded elements are honoured exactly, whatever they cost. Pulls share one strength,
  /// the largest at which the loss stays within the allowed rise above what fixing and bounding
  /// cost alone.
  ///
  /// - Parameters:
  ///   - allowedRise: of the loss by the pulls, as a share of the base solution's. Default: 0.005.
  /// - Throws: `ApportionmentError.unknownName`, `.badSetting`.
  /// - Source: Norris et al. (2014), EPA/600/R-14/108, constrained model operation, which takes
  ///   0.5 % a pull.
  public func constrain(
    _ base: FactorSolution, of sample: SpeciatedSample, by constraints: [FactorConstraint],
    allowedRise: Double = 0.005
  ) throws(ApportionmentError) -> SteeredSolution {
    let rows = base.fittedRows
    let free = try base.settings.problem(of: sample.part(rows))
    let start = base.factorisation
    let loss = FactorisationFit(start, of: free, threshold: 4).loss
    let held = try base.limits(of: free, sample.part(rows), constraints)
    func fit(_ strength: Double, from near: Factorisation) -> (Factorisation, Double) {
      var found = FactorisationSearch().refine(
        held.problem(pullWeights: held.weights(ofPulls: strength)), profiles: near.profiles,
        contributions: near.contributions, sweeps: 20)
      found.normalise()
      return (found, FactorisationFit(found, of: free, threshold: 4).loss)
    }
    var (found, reached) = fit(0, from: start)
    var strength = 0.0
    if held.hasPulls {
      let ceiling = reached + allowedRise * loss
      // From a pull that is hardly felt to one that is hardly resisted, by halves of the exponent.
      var weak = -5.0
      var strong = 5.0
      for _ in 0..<14 {
        let middle = (weak + strong) / 2
        let (next, cost) = fit(Logarithm.power(10, middle), from: found)
        if cost <= ceiling {
          weak = middle
          strength = Logarithm.power(10, middle)
          (found, reached) = (next, cost)
        } else {
          strong = middle
        }
      }
    }
    return SteeredSolution(
      solution: FactorSolution(
        found, of: sample, rows: rows, settings: base.settings, problem: free,
        bestStart: base.bestStart, keepsOrder: true, starts: base.starts, constraints: constraints,
        pullWeights: held.weights(ofPulls: strength),
        // Where a value is held, the scale at which it was given stays.
        scales: constraints.contains { $0.holdsValue } ? base.scales : nil),
      rise: reached - loss, relativeRise: (reached - loss) / loss)
  }
}
