import Documents
import NumericKernels

/// A factorisation problem whose profiles are held by constraints.
struct ConstrainedProblem {
  private var free: FactorisationProblem
  private var limits: FactorisationProblem.ElementLimits
  /// The curvature with which the data hold each pulled element.
  private var pulls: [(factor: Int, species: Int, curvature: Double)] = []

  /// Whether any element is pulled.
  var hasPulls: Bool { !pulls.isEmpty }

  fileprivate init(_ free: FactorisationProblem) {
    self.free = free
    limits = FactorisationProblem.ElementLimits(factors: free.factors, columns: free.species)
  }

  /// Weights of the pulls at a strength: a share of the curvature with which the data hold each.
  func weights(ofPulls strength: Double) -> [Double] { pulls.map { strength * $0.curvature } }

  /// - Parameter pullWeights: one a pull, in the order in which they were added.
  func problem(pullWeights: [Double]) -> FactorisationProblem {
    var held = free
    var limits = limits
    for (pull, weight) in zip(pulls, pullWeights) {
      limits.pullWeights[pull.factor, pull.species] = weight
    }
    held.profileLimits = limits
    return held
  }

  /// - Throws: `ApportionmentError.badSetting`.
  ///
  /// - Parameter scales: what the kernel's profiles are multiplied by to be those that are written.
  fileprivate mutating func add(
    _ constraint: FactorConstraint, at position: Int, mean: Double, _ start: Factorisation,
    scales: [Double]
  ) throws(ApportionmentError) {
    let factor = constraint.factor
    guard (0..<free.factors).contains(factor) else {
      throw .badSetting(
        "factor",
        problem: Message("error.sources.must-be-a-factor", ["factors": .fact(free.factors)]))
    }
    let scale = scales[factor]
    if !free.heldMeans.contains(factor) { free.heldMeans.append(factor) }
    switch constraint.kind {
    case .fixed(let value):
      guard value >= 0 else {
        throw .badSetting("fixed", problem: "error.sources.must-not-negative")
      }
      limits.lower[factor, position] = value / scale
      limits.upper[factor, position] = value / scale
    case .between(let low, let high):
      guard low >= 0, high >= low else {
        throw .badSetting("between", problem: "error.sources.must-two-ascending-numbers")
      }
      limits.lower[factor, position] = low / scale
      limits.upper[factor, position] = high / scale
    case .pulled(let value):
      guard value >= 0 else {
        throw .badSetting("pulled", problem: "error.sources.must-not-negative")
      }
      pull(factor, position, to: value / scale, start)
    // All of the species' mean is more than one factor can have.
    case .pulledUp: pull(factor, position, to: mean, start)
    case .pulledDown: pull(factor, position, to: 0, start)
    }
  }

  private mutating func pull(
    _ factor: Int, _ position: Int, to target: Double, _ start: Factorisation
  ) {
    limits.targets[factor, position] = target
    var curvature = 0.0
    for row in 0..<free.samples {
      let share = start.contributions[factor, row]
      curvature += free.weights[position, row] * share * share
    }
    pulls.append((factor, position, curvature))
  }
}

extension FactorSolution {
  /// A free problem of the samples of the fit with constraints, pulls measured against this solution's contributions.
  ///
  /// - Throws: `ApportionmentError.unknownName`, `.badSetting`.
  func limits(
    of free: FactorisationProblem, _ sample: SpeciatedSample, _ constraints: [FactorConstraint]
  ) throws(ApportionmentError) -> ConstrainedProblem {
    var held = ConstrainedProblem(free)
    for constraint in constraints {
      guard let position = species.firstIndex(of: constraint.species) else {
        throw .unknownName(constraint.species, kind: "error.sources.species", known: species)
      }
      try held.add(
        constraint, at: position, mean: sample.mean(ofSpecies: position), factorisation,
        scales: scales)
    }
    return held
  }

  /// The problem that this solution solves: free, or held by its constraints.
  func problem(of sample: SpeciatedSample) throws(ApportionmentError) -> FactorisationProblem {
    let sample = sample.part(fittedRows)
    let free = try settings.problem(of: sample)
    guard !constraints.isEmpty else { return free }
    return try limits(of: free, sample, constraints).problem(pullWeights: pullWeights)
  }
}
