import Documents
import NumericKernels

extension PositiveMatrixFactorisation {
  /// Largest rise of Q that a rotation may be asked for, per cent.
  public static let largestRotation = 20.0
  /// Share of each other factor that a rotation at its end would mix in.
  private static let mixed = 0.5

  /// A rotation of a base solution, as far as Q may rise for it.
  ///
  /// The contributions are pulled towards mixtures in which every factor takes half of each other one
  /// (positive) or loses it (negative); the strength of the pull is the largest at which the
  /// minimised loss rises by no more than was allowed. As with Fpeak, positive sharpens the profiles
  /// and smears the contributions, negative does the reverse. Where the samples leave the factors
  /// free, the whole way costs nothing; where they determine them, little moves.
  ///
  /// - Parameter rise: per cent of the loss that the rotation may cost, with the sign of its direction;
  ///   −20 to 20. Not Fpeak's φ: that is a strength without a unit, whose cost differs from data set
  ///   to data set, and EPA judges it by the rise of Q: below 1 % is unremarkable, above 5 % too much.
  /// - Throws: `ApportionmentError.badSetting`.
  /// - Source: steering in the non-unique directions, Paatero et al. (2002), Chemometrics and
  ///   Intelligent Laboratory Systems 60, 253-264; judging it by the rise of Q, Norris et al. (2014),
  ///   EPA/600/R-14/108. The pulling is ours.
  public func rotate(
    _ base: FactorSolution, of sample: SpeciatedSample, rise allowed: Double
  ) throws(ApportionmentError) -> SteeredSolution {
    guard allowed.isFinite, abs(allowed) <= Self.largestRotation else {
      throw .badSetting(
        "rotation",
        problem: Message(
          "error.sources.rotation-range", ["most": .count(Int(Self.largestRotation))]))
    }
    let rows = base.fittedRows
    let free = try base.settings.problem(of: sample.part(rows))
    let start = base.factorisation
    let loss = FactorisationFit(start, of: free, threshold: 4).loss
    let limits = Self.mixture(start, free, share: allowed < 0 ? -Self.mixed : Self.mixed)
    func fit(_ strength: Double, from near: Factorisation) -> (Factorisation, Double) {
      var problem = free
      var own = limits
      own.pullWeights = Matrix(
        rows: own.pullWeights.rows, columns: own.pullWeights.columns,
        storage: own.pullWeights.storage.map { $0 * strength })
      problem.contributionLimits = own
      var found = FactorisationSearch().refine(
        problem, profiles: near.profiles, contributions: near.contributions, sweeps: 20)
      found.normalise()
      return (found, FactorisationFit(found, of: free, threshold: 4).loss)
    }
    var found = start
    var reached = loss
    if allowed != 0 {
      // From a pull that is hardly felt to one that is hardly resisted, by halves of the exponent.
      var weak = -6.0
      var strong = 2.0
      for _ in 0..<12 {
        let middle = (weak + strong) / 2
        let (next, cost) = fit(Logarithm.power(10, middle), from: found)
        if cost <= loss * (1 + abs(allowed) / 100) {
          weak = middle
          (found, reached) = (next, cost)
        } else {
          strong = middle
        }
      }
    }
    return SteeredSolution(
      solution: FactorSolution(
        found, of: sample, rows: rows, settings: base.settings, problem: free,
        bestStart: base.bestStart, keepsOrder: true),
      rise: reached - loss, relativeRise: (reached - loss) / loss)
  }

  /// Targets at which every factor has taken a share of each other one, and the curvature with which
  /// the data hold each contribution as weight of its pull.
  private static func mixture(
    _ start: Factorisation, _ problem: FactorisationProblem, share: Double
  ) -> FactorisationProblem.ElementLimits {
    var limits = FactorisationProblem.ElementLimits(
      factors: problem.factors, columns: problem.samples)
    for factor in 0..<problem.factors {
      var targets = [Double](repeating: 0, count: problem.samples)
      for row in 0..<problem.samples {
        var others = 0.0
        for other in 0..<problem.factors where other != factor {
          others += start.contributions[other, row]
        }
        targets[row] = max(start.contributions[factor, row] + share * others, 0)
        var curvature = 0.0
        for position in 0..<problem.species {
          let part = start.profiles[factor, position]
          curvature += problem.weights[position, row] * part * part
        }
        limits.pullWeights[factor, row] = curvature
      }
      let mean = Summation.mean(targets)
      for row in 0..<problem.samples {
        limits.targets[factor, row] = mean > 0 ? targets[row] / mean : 1
      }
    }
    return limits
  }
}
