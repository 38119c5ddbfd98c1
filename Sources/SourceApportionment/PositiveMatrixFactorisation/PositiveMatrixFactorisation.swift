import Documents
import NumericKernels

/// Sources from samples alone: concentrations ≈ contributions × profiles, both non-negative, each
/// value weighted by its own uncertainty.
///
/// Assumes that profiles do not change in time, that species neither react away nor condense on
/// the way, and that the uncertainties are right up to a common factor. It cannot name a source:
/// a factor is a set of species that rise and fall together, for whatever reason. Solutions are
/// unique only up to rotation; `BootstrapIntervals` and `DisplacementIntervals` say how far the
/// data allow one.
///
/// - Source: Paatero and Tapper (1994), doi:10.1002/env.3170050203; the robust mode and the
///   quantities reported as in EPA PMF 5, Norris et al. (2014), EPA/600/R-14/108. Departures:
///   contributions are never negative (EPA PMF allows −0.2), the loss is minimised by weighted
///   alternating least squares and Newton steps instead of the conjugate gradients of ME-2, and a
///   start that ends in a poor minimum tries to leave it (see `FactorisationSearch`).
public struct PositiveMatrixFactorisation: Codable, Hashable, Sendable {
  /// How many factors. Default: 4.
  public var factors = 4
  /// How many random starts; the best is taken. Default: 20, as EPA PMF recommends.
  public var starts = 20
  /// Seed of the random starts, one stream each. Default: 1.
  public var seed: UInt64 = 1
  /// Residuals beyond this many uncertainties count linearly instead of squared; `nil` switches
  /// the robust mode off. Default: 4, as in EPA PMF.
  public var outlierThreshold: Double? = 4
  /// How often each start draws one factor anew to leave a poor minimum. Default: 5.
  public var renewals = 5

  /// The defaults.
  public init() {}

  /// Finds the factors.
  ///
  /// - Parameter threads: how many; the result does not depend on it.
  /// - Returns: the best of the starts, factors in the order of their mean mass.
  /// - Throws: `ApportionmentError` for settings that the data cannot carry.
  public func apportion(
    _ sample: SpeciatedSample, threads: Int? = nil
  ) throws(ApportionmentError) -> FactorSolution {
    let rows = SampleIdentification(sample, factors: factors).rows
    let problem = try problem(of: sample.part(rows))
    let found = search.findAll(problem, starts: starts, seed: seed, threads: threads)
    guard
      let best = found.indices.min(by: { found[$0].objective < found[$1].objective })
    else { throw .badSetting("starts", problem: "error.sources.must-1-more") }
    let solution = FactorSolution(
      found[best], of: sample, rows: rows, settings: self, problem: problem, bestStart: best)
    return solution.adding(
      starts: found.enumerated().map { index, factorisation in
        FactorSolution.Start(
          index: index, factorisation, of: problem, best: found[best],
          threshold: outlierThreshold)
      })
  }

  /// The kernel's problem, of samples that enter the fit.
  func problem(of sample: SpeciatedSample) throws(ApportionmentError) -> FactorisationProblem {
    guard factors >= 1 else { throw .badSetting("factors", problem: "error.sources.must-1-more") }
    guard starts >= 1 else { throw .badSetting("starts", problem: "error.sources.must-1-more") }
    guard renewals >= 0 else {
      throw .badSetting("renewals", problem: "error.sources.must-not-negative")
    }
    if let outlierThreshold, !(outlierThreshold > 0) {
      throw .badSetting("outlierThreshold", problem: "error.sources.must-positive")
    }
    guard factors < min(sample.sampleCount, sample.speciesCount) else {
      throw .tooManyFactors(
        factors, samples: sample.sampleCount, species: sample.speciesCount)
    }
    let (values, weights) = sample.matrices
    do {
      return try FactorisationProblem(
        values: values, weights: weights, factors: factors, threshold: outlierThreshold)
    } catch {
      throw ApportionmentError(error)
    }
  }

  var search: FactorisationSearch {
    var search = FactorisationSearch()
    search.renewals = renewals
    return search
  }
}
