public import AirQuality
import NumericKernels

/// Factors that a positive matrix factorisation found, with the fit they give.
public struct FactorSolution: Codable, Hashable, Sendable {
  /// What one random start came to.
  public struct Start: Codable, Hashable, Sendable {
    /// Number of its random stream, from 0.
    public let index: Int
    /// Σ (e/u)² over all values.
    public let qTrue: Double
    /// The same with residuals beyond the threshold counted as in the robust mode.
    public let qRobust: Double
    /// What was minimised.
    public let objective: Double
    /// Sweeps and Newton steps.
    public let iterations: Int
    /// Whether the loss stood still.
    public let isConverged: Bool
    /// Whether it stood still to 1e-8 of itself, as the best start's does. A start that came to the
    /// best one's minimum, or ended more than 0.5 % above it, is left where a step changed
    /// it by less than 0.1 %.
    public let isPolished: Bool
    /// The lowest correlation of its contributions with the best start’s, factors matched.
    public let likeness: Double
  }

  /// A contribution that its sample does not tell.
  public struct Undetermined: Codable, Hashable, Sendable {
    /// Position of the factor.
    public let factor: Int
    /// Position of the sample.
    public let sample: Int
    /// What the fit has there: no measurement of the source, and kept only so that the fit can be
    /// continued.
    public let value: Double
  }

  /// The settings, seed included.
  public let settings: PositiveMatrixFactorisation
  /// Names of the species.
  public let species: [String]
  /// What each species was to the fit.
  public let roles: [SpeciatedSample.Role]
  /// Unit of the profiles.
  public let unit: MeasurementUnit
  /// Beginning of each sample.
  public let instants: [Instant]
  /// Seconds east of Greenwich of the samples' clock.
  public let utcOffset: Int
  /// F, `factors × species`: what a factor brings on average over the samples, in `unit`.
  public let profiles: [[Double]]
  /// G, `factors × samples`, dimensionless with mean one; `nil` where the sample does not tell it.
  public let contributions: [[Double?]]
  /// Positions of samples that are not in the fit, because fewer of their species tell something
  /// than there are factors; all their contributions are `nil`.
  public let leftOut: [Int]
  /// Contributions to samples of the fit that these do not tell, with what the fit has in their
  /// place.
  public let undetermined: [Undetermined]
  /// Residuals over uncertainties, `samples × species`; `nil` where missing or not in the fit.
  public let scaledResiduals: [[Double?]]
  /// Σ (e/u)² over all values, weak species and totals with three times their uncertainty.
  public let qTrue: Double
  /// The same with |e/u| beyond the threshold α counted as α|e/u|.
  public let qRobust: Double
  /// Degrees of freedom: values of strong species less elements of both factor matrices.
  public let qExpected: Double
  /// Number of the start that gave this solution.
  public let bestStart: Int
  /// All starts.
  public let starts: [Start]
  /// What was known of its profiles beforehand; empty for free factors.
  public let constraints: [FactorConstraint]
  /// Weights of the pulls among the constraints, in their order.
  let pullWeights: [Double]
  /// Mean over the contributions that are told, of those that the kernel scales to a mean of one over
  /// all samples of the fit; profiles of a kernel times these are `profiles`.
  let scales: [Double]
  /// The places of the samples, where there are several; `nil` of one.
  public let sites: [SampleSite]?

  /// Q(true) over the expected Q; near one when model and uncertainties are right.
  public var qRatio: Double { qTrue / qExpected }
  /// How many factors.
  public var factorCount: Int { profiles.count }

  /// Share of the starts that came within 0.1 % of the lowest loss with contributions that correlate
  /// better than 0.95 with the best start's.
  public var stability: Double {
    guard let best = starts.map(\.objective).min() else { return 0 }
    let alike = starts.count { $0.objective <= best * 1.001 && $0.likeness >= 0.95 }
    return Double(alike) / Double(starts.count)
  }

  /// Each factor's share of a species, `factors × species`, summing to one over the factors; zero
  /// where no factor has the species.
  public var shares: [[Double]] {
    let sums = species.indices.map { position in
      profiles.reduce(0) { $0 + $1[position] }
    }
    return profiles.map { profile in
      profile.indices.map { sums[$0] > 0 ? profile[$0] / sums[$0] : 0 }
    }
  }

  /// Mean mass of each factor, in `unit`: its share of the total species where one was named, else
  /// the sum over the species.
  public var masses: [Double] {
    if let total = roles.firstIndex(of: .total) { return profiles.map { $0[total] } }
    return profiles.map { Summation.sum($0) }
  }

  /// The largest mean and the largest standard deviation of a species' scaled residuals.
  ///
  /// - Source: Lee, Chan and Paatero (1999), Atmospheric Environment 33, 3201-3212: both fall
  ///   markedly at the number of factors that suffices.
  public var residualExtremes: (mean: Double, deviation: Double) {
    var mean = 0.0
    var deviation = 0.0
    for position in species.indices {
      let values = scaledResiduals.compactMap { $0[position] }
      guard values.count > 1 else { continue }
      mean = max(mean, abs(Summation.mean(values)))
      deviation = max(deviation, Summation.variance(values).squareRoot())
    }
    return (mean, deviation)
  }

  /// Positions of the samples in the fit, ascending.
  var fittedRows: [Int] {
    let without = Set(leftOut)
    return instants.indices.filter { !without.contains($0) }
  }

  func adding(starts: [Start]) -> FactorSolution {
    FactorSolution(
      settings: settings, species: species, roles: roles, unit: unit, instants: instants,
      utcOffset: utcOffset, profiles: profiles, contributions: contributions, leftOut: leftOut,
      undetermined: undetermined, scaledResiduals: scaledResiduals, qTrue: qTrue,
      qRobust: qRobust, qExpected: qExpected, bestStart: bestStart, starts: starts,
      constraints: constraints, pullWeights: pullWeights, scales: scales, sites: sites)
  }
}

extension FactorSolution {
  /// A kernel's factors as a solution, in the order of their mean mass unless told to keep it.
  ///
  /// - Parameters:
  ///   - rows: positions of the samples that were in the fit.
  ///   - scales: where constraints hold values, the scales at which they are meant; `nil` takes
  ///     means of one over the contributions that are told.
  init(
    _ found: Factorisation, of sample: SpeciatedSample, rows: [Int],
    settings: PositiveMatrixFactorisation, problem: FactorisationProblem, bestStart: Int,
    keepsOrder: Bool = false, starts: [Start] = [], constraints: [FactorConstraint] = [],
    pullWeights: [Double] = [], scales held: [Double]? = nil
  ) {
    let masses = (0..<problem.factors).map { factor in
      (0..<problem.species).reduce(0) { $0 + found.profiles[factor, $1] }
    }
    let order =
      keepsOrder
      ? Array(masses.indices)
      : masses.indices.sorted {
        (masses[$0], $1) > (masses[$1], $0)
      }
    let fit = FactorisationFit(found, of: problem, threshold: settings.outlierThreshold ?? 4)
    let strong = sample.roles.indices.filter { sample.roles[$0] == .strong }
    let values = rows.reduce(0) { count, row in
      count + strong.count { sample.concentrations[row][$0] != nil }
    }
    let identification = SampleIdentification(sample, factors: problem.factors)
    let told = rows.map { identification.identified(found.profiles, row: $0) }
    let scales =
      held
      ?? order.map { factor in
        guard told.contains(where: { !$0[factor] }) else { return 1 }
        let values = rows.indices.filter { told[$0][factor] }
          .map { found.contributions[factor, $0] }
        let mean = values.isEmpty ? 0 : Summation.mean(values)
        return mean > 0 ? mean : 1
      }
    var contributions = [[Double?]](
      repeating: [Double?](repeating: nil, count: sample.sampleCount), count: order.count)
    var undetermined: [Undetermined] = []
    for (place, factor) in order.enumerated() {
      for (column, row) in rows.enumerated() {
        let value = found.contributions[factor, column] / scales[place]
        if told[column][factor] {
          contributions[place][row] = value
        } else {
          undetermined.append(Undetermined(factor: place, sample: row, value: value))
        }
      }
    }
    let without = Set(sample.instants.indices).subtracting(rows)
    var residuals = [[Double?]](
      repeating: [Double?](repeating: nil, count: sample.speciesCount), count: sample.sampleCount)
    for (column, row) in rows.enumerated() {
      for position in sample.species.indices where sample.concentrations[row][position] != nil {
        residuals[row][position] = fit.scaledResiduals[position, column]
      }
    }
    self.init(
      settings: settings, species: sample.species, roles: sample.roles, unit: sample.unit,
      instants: sample.instants, utcOffset: sample.utcOffset,
      profiles: order.enumerated().map { place, factor in
        (0..<problem.species).map { found.profiles[factor, $0] * scales[place] }
      },
      contributions: contributions, leftOut: without.sorted(), undetermined: undetermined,
      scaledResiduals: residuals, qTrue: fit.qTrue, qRobust: fit.qRobust,
      qExpected: Double(values - problem.factors * (rows.count + strong.count)),
      bestStart: bestStart, starts: starts, constraints: constraints,
      pullWeights: pullWeights, scales: scales, sites: sample.sites)
  }

  /// F and G as kernels take them, over the samples of the fit.
  var factorisation: Factorisation {
    let rows = fittedRows
    var f = Matrix(rows: factorCount, columns: species.count)
    var g = Matrix(rows: factorCount, columns: rows.count)
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    for factor in 0..<factorCount {
      for position in species.indices {
        f[factor, position] = profiles[factor][position] / scales[factor]
      }
      for (column, row) in rows.enumerated() {
        g[factor, column] = (contributions[factor][row] ?? 0) * scales[factor]
      }
    }
    for element in undetermined {
      guard let column = places[element.sample] else { continue }
      g[element.factor, column] = element.value * scales[element.factor]
    }
    return Factorisation(
      profiles: f, contributions: g, objective: .nan, iterations: 0, isConverged: true)
  }
}

extension FactorSolution.Start {
  init(
    index: Int, _ found: Factorisation, of problem: FactorisationProblem, best: Factorisation,
    threshold: Double?
  ) {
    let fit = FactorisationFit(found, of: problem, threshold: threshold ?? 4)
    let matching = FactorMatching(found.contributions, to: best.contributions)
    self.init(
      index: index, qTrue: fit.qTrue, qRobust: fit.qRobust, objective: found.objective,
      iterations: found.iterations, isConverged: found.isConverged, isPolished: found.isPolished,
      likeness: matching.correlations.min() ?? 0)
  }
}
