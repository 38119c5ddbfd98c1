/// How a factorisation is looked for from one random start.
///
/// The loss has many local minima, and single starts seldom find the lowest. A start therefore
/// screens several random sets of profiles by a few sweeps, finishes the best, and then tries to
/// leave it: one factor at a time is drawn anew and the result kept when the loss is lower. On
/// many samples all of that happens on some of them, and only the end on all.
package struct FactorisationSearch: Hashable, Codable, Sendable {
  /// Random sets of profiles that are screened. Default: 8.
  package var candidates = 8
  /// Sweeps of the screening. Default: 20.
  package var screeningSweeps = 20
  /// Sweeps before the Newton steps. Default: 60.
  ///
  /// Newton's method goes to the nearest minimum; sweeps first go to a better one.
  package var sweeps = 60
  /// How often one factor is drawn anew. Default: 5.
  package var renewals = 5
  /// Relative change of the loss at which a fit ends while searching. Default: 1e-4.
  package var searchTolerance = 1e-4
  /// A renewed fit whose loss after the sweeps lies above the best by more than this share is given
  /// up. Default: 0.02, about what Newton steps still gain there.
  package var margin = 0.02
  /// Most samples on which all that happens. Default: 600.
  package var searchSamples = 600
  /// Relative change of the loss at which it ends. Default: 1e-8.
  package var tolerance = 1e-8
  /// Most Newton steps. Default: 200.
  package var newtonSteps = 200

  /// The defaults.
  package init() {}

  /// The best factorisation that one random start finds.
  package func find(
    _ problem: FactorisationProblem, using stream: inout RandomStream
  ) -> Factorisation {
    let scale = Self.meanValues(problem)
    let isSubset = problem.samples > searchSamples && problem.contributionLimits == nil
    let ground = isSubset ? problem.samples(subset(of: problem.samples)) : problem
    var iterations = 0
    var best: FactorisationSolver?
    for _ in 0..<max(candidates, 1) {
      var solver = FactorisationSolver(
        ground, profiles: Self.draw(problem.factors, scale, using: &stream))
      sweep(&solver, screeningSweeps, &iterations)
      if best.map({ solver.objective < $0.objective }) ?? true { best = solver }
    }
    guard var solver = best else { preconditionFailure("at least one candidate") }
    sweep(&solver, sweeps, &iterations)
    _ = descend(&solver, tolerance: max(tolerance, searchTolerance), &iterations)
    for renewal in 0..<max(renewals, 0) where problem.factors > 1 {
      var trial = solver
      let factor = renewal % problem.factors
      let fresh = Self.draw(problem.factors, scale, using: &stream)
      for species in 0..<problem.species {
        trial.profiles[species * problem.factors + factor] = fresh[factor, species]
      }
      sweep(&trial, sweeps, &iterations)
      if trial.objective > (1 + margin) * solver.objective { continue }
      _ = descend(&trial, tolerance: max(tolerance, searchTolerance), &iterations)
      if trial.objective < solver.objective { solver = trial }
    }
    if isSubset {
      solver = FactorisationSolver(
        problem,
        profiles: Matrix(
          rows: problem.factors, columns: problem.species, storage: solver.profiles))
      sweep(&solver, screeningSweeps, &iterations)
    }
    return finish(&solver, &iterations)
  }

  /// The minimum that is reached from given profiles.
  ///
  /// - Parameters:
  ///   - profiles: `factors × species`.
  ///   - sweeps: before the Newton steps.
  package func refine(
    _ problem: FactorisationProblem, profiles: Matrix, contributions: Matrix? = nil,
    sweeps: Int = 5
  ) -> Factorisation {
    var solver = FactorisationSolver(problem, profiles: profiles, contributions: contributions)
    var iterations = 0
    sweep(&solver, sweeps, &iterations)
    return finish(&solver, &iterations)
  }

  // MARK: Steps

  private func sweep(_ solver: inout FactorisationSolver, _ count: Int, _ iterations: inout Int) {
    for _ in 0..<count {
      solver.solveContributions()
      solver.solveProfiles()
    }
    solver.solveContributions()
    solver.rescale()
    iterations += count
  }

  /// Newton steps until the loss stands still; a sweep where none helps.
  ///
  /// - Returns: whether it stood still before the steps were used up.
  private func descend(
    _ solver: inout FactorisationSolver, tolerance: Double, _ iterations: inout Int
  ) -> Bool {
    var damping = 1e-3
    for _ in 0..<newtonSteps {
      let before = solver.objective
      iterations += 1
      if !solver.newtonStep(damping: &damping) {
        solver.solveProfiles()
        solver.solveContributions()
        damping = 1
      }
      if before - solver.objective <= tolerance * abs(before) { return true }
    }
    return false
  }

  private func finish(
    _ solver: inout FactorisationSolver, _ iterations: inout Int
  ) -> Factorisation {
    let isConverged = descend(&solver, tolerance: tolerance, &iterations)
    solver.rescale()
    return Factorisation(
      profiles: Matrix(rows: solver.factors, columns: solver.species, storage: solver.profiles),
      contributions: Matrix(
        rows: solver.factors, columns: solver.samples, storage: solver.contributions),
      objective: solver.objective, iterations: iterations, isConverged: isConverged)
  }

  /// Samples at equal distances.
  private func subset(of count: Int) -> [Int] {
    (0..<searchSamples).map { $0 * count / searchSamples }
  }

  // MARK: Random profiles

  /// Weighted mean of each species.
  private static func meanValues(_ problem: FactorisationProblem) -> [Double] {
    (0..<problem.species).map { species in
      var sum = 0.0
      var count = 0.0
      for sample in 0..<problem.samples where problem.weights[species, sample] > 0 {
        sum += max(problem.values[species, sample], 0)
        count += 1
      }
      return count > 0 ? sum / count : 0
    }
  }

  /// Profiles that share each species' mean very unevenly: squares of exponential draws.
  private static func draw(
    _ factors: Int, _ scale: [Double], using stream: inout RandomStream
  ) -> Matrix {
    var profiles = Matrix(rows: factors, columns: scale.count)
    for species in scale.indices {
      for factor in 0..<factors {
        let draw = stream.exponential()
        profiles[factor, species] = scale[species] * draw * draw / Double(factors)
      }
    }
    return profiles
  }
}
