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

  /// A constraint from its parts.
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
    let free = try base.settings.problem(of: sample)
    let start = base.factorisation
    let loss = FactorisationFit(start, of: free, threshold: 4).loss
    let held = try base.limits(of: free, sample, constraints)
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
        found, of: sample, settings: base.settings, problem: free, bestStart: base.bestStart,
        keepsOrder: true, starts: base.starts, constraints: constraints,
        pullWeights: held.weights(ofPulls: strength)),
      rise: reached - loss, relativeRise: (reached - loss) / loss)
  }

  /// A rotation of a base solution.
  ///
  /// The contributions are pulled, a tenth as strongly as the data hold them, towards mixtures in
  /// which every factor takes the share `strength` of each other one (positive) or loses it
  /// (negative). As in EPA PMF, positive strengths sharpen the profiles and smear the
  /// contributions, negative ones do the reverse; where the data determine the factors, little
  /// moves and the loss rises.
  ///
  /// - Parameter strength: dimensionless, −0.5 to 0.5 are usual.
  /// - Source: the idea of steering in the non-unique directions, Paatero et al. (2002),
  ///   Chemometrics and Intelligent Laboratory Systems 60, 253-264; the pulling is ours, so strengths are not comparable
  ///   with the Fpeak of EPA PMF.
  public func rotate(
    _ base: FactorSolution, of sample: SpeciatedSample, strength: Double
  ) throws(ApportionmentError) -> SteeredSolution {
    guard strength.isFinite, abs(strength) <= 5 else {
      throw .badSetting("strength", problem: "error.sources.must-between-5-5")
    }
    var problem = try base.settings.problem(of: sample)
    let start = base.factorisation
    let loss = FactorisationFit(start, of: problem, threshold: 4).loss
    let factors = base.factorCount
    var limits = FactorisationProblem.ElementLimits(factors: factors, columns: problem.samples)
    for factor in 0..<factors {
      var targets = [Double](repeating: 0, count: problem.samples)
      for row in 0..<problem.samples {
        var others = 0.0
        for other in 0..<factors where other != factor { others += start.contributions[other, row] }
        targets[row] = max(start.contributions[factor, row] + strength * others, 0)
        var curvature = 0.0
        for position in 0..<problem.species {
          let share = start.profiles[factor, position]
          curvature += problem.weights[position, row] * share * share
        }
        limits.pullWeights[factor, row] = 0.1 * curvature
      }
      let mean = Summation.mean(targets)
      for row in 0..<problem.samples {
        limits.targets[factor, row] = mean > 0 ? targets[row] / mean : 1
      }
    }
    problem.contributionLimits = limits
    var found = FactorisationSearch().refine(
      problem, profiles: start.profiles, contributions: start.contributions, sweeps: 20)
    found.normalise()
    problem.contributionLimits = nil
    let reached = FactorisationFit(found, of: problem, threshold: 4).loss
    return SteeredSolution(
      solution: FactorSolution(
        found, of: sample, settings: base.settings, problem: problem, bestStart: base.bestStart,
        keepsOrder: true),
      rise: reached - loss, relativeRise: (reached - loss) / loss)
  }
}
