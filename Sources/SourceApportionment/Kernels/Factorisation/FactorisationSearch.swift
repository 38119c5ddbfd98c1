package import NumericKernels

/// How a factorisation is looked for from one random start.
///
/// The loss has many local minima, and single starts seldom find the lowest. A start therefore
/// screens several random sets of profiles by a few sweeps, finishes the best, and then tries to
/// leave it: one factor at a time is drawn anew and the result kept when the loss is lower. On
/// many samples all of that happens on some of them, and only the end on all.
///
/// Of several starts only those are polished to the last digits that can still matter: see
/// `findAll`.
package struct FactorisationSearch: Hashable, Codable, Sendable {
  /// Random sets of profiles that are screened. Default: 8.
  package var candidates = 8
  /// Sweeps of the screening. Default: 20.
  package var screeningSweeps = 20
  /// Sweeps before the Newton steps. Default: 40.
  ///
  /// Newton's method goes to the nearest minimum; sweeps first go to a better one.
  package var sweeps = 40
  /// How often one factor is drawn anew. Default: 5.
  package var renewals = 5
  /// Relative change of the loss at which a fit ends while searching. Default: 1e-3; to
  /// search more finely costs a quarter more time and on the Baton Rouge samples found nothing lower.
  package var searchTolerance = 1e-3
  /// A renewed fit whose loss after half of the sweeps, or after all, lies above the best by more than
  /// this share is given up. Default: 0.02: of the renewals that won on the Baton Rouge samples with
  /// 4 to 8 factors, nine in ten were nearer by then.
  package var margin = 0.02
  /// A start whose loss lies above the best one's by more than this share is not polished. Default:
  /// 0.005, five times the search tolerance.
  package var polishMargin = 0.005
  /// A start whose contributions all correlate better than this with the best one's has come to the
  /// same minimum and is not polished either. Default: 0.999.
  package var sameMinimum = 0.999
  /// Most samples on which all that happens. Default: 600.
  package var searchSamples = 600
  /// Relative change of the loss at which it ends. Default: 1e-8.
  package var tolerance = 1e-8
  /// Most Newton steps. Default: 200.
  package var newtonSteps = 200

  /// The defaults.
  package init() {}

  /// What several random starts find, one random stream each.
  ///
  /// Every start searches to `searchTolerance`. The best is polished to `tolerance`, and then those of
  /// the others that came near it without being the same minimum, for one of them may end lower.
  ///
  /// - Returns: one a start, `isPolished` where it was.
  package func findAll(
    _ problem: FactorisationProblem, starts: Int, seed: UInt64, threads: Int? = nil
  ) -> [Factorisation] {
    var found = parallelMap(count: starts, threads: threads) { start in
      var stream = RandomStream(seed: seed, index: UInt64(start))
      return find(problem, using: &stream)
    }
    guard let first = found.indices.min(by: { found[$0].objective < found[$1].objective })
    else { return found }
    let best = polish(problem, found[first])
    found[first] = best
    let near = found.indices.filter { start in
      start != first && found[start].objective <= (1 + polishMargin) * best.objective
        && (FactorMatching(found[start].contributions, to: best.contributions).correlations.min()
          ?? 1) < sameMinimum
    }
    let rough = found
    let polished = parallelMap(count: near.count, threads: threads) {
      polish(problem, rough[near[$0]])
    }
    for (start, factors) in zip(near, polished) { found[start] = factors }
    return found
  }

  /// Ends at the minimum to the last digits.
  package func polish(_ problem: FactorisationProblem, _ found: Factorisation) -> Factorisation {
    var polished = refine(
      problem, profiles: found.profiles, contributions: found.contributions, sweeps: 1)
    polished.iterations += found.iterations
    return polished
  }

  /// The best factorisation that one random start finds, to `searchTolerance`.
  func find(_ problem: FactorisationProblem, using stream: inout RandomStream) -> Factorisation {
    let scale = Self.meanValues(problem)
    let isSubset = problem.samples > searchSamples && problem.contributionLimits == nil
    let ground = isSubset ? problem.samples(subset(of: problem.samples)) : problem
    var iterations = 0
    var solver = screen(ground, scale, using: &stream, &iterations)
    sweep(&solver, sweeps, &iterations)
    _ = descend(&solver, tolerance: searchTolerance, &iterations)
    for renewal in 0..<max(renewals, 0) where problem.factors > 1 {
      var trial = solver
      let factor = renewal % problem.factors
      let fresh = Self.draw(problem.factors, scale, using: &stream)
      for species in 0..<problem.species {
        trial.profiles[species * problem.factors + factor] = fresh[factor, species]
      }
      sweep(&trial, sweeps / 2, &iterations)
      if trial.objective > (1 + margin) * solver.objective { continue }
      sweep(&trial, sweeps - sweeps / 2, &iterations)
      if trial.objective > (1 + margin) * solver.objective { continue }
      if isSame(trial, solver) {
        // It came back to where it was taken from; Newton steps would only say so again.
        if trial.objective < solver.objective { solver = trial }
        continue
      }
      _ = descend(&trial, tolerance: searchTolerance, &iterations)
      if trial.objective < solver.objective { solver = trial }
    }
    if isSubset {
      solver = FactorisationSolver(
        problem,
        profiles: Matrix(
          rows: problem.factors, columns: problem.species, storage: solver.profiles))
      sweep(&solver, screeningSweeps, &iterations)
    }
    return factorisation(&solver, iterations, isConverged: true, isPolished: false)
  }

  /// The best of several random sets of profiles: all are swept a little, the better half goes on,
  /// until one is left. What is behind after a few sweeps seldom comes first after many.
  private func screen(
    _ problem: FactorisationProblem, _ scale: [Double], using stream: inout RandomStream,
    _ iterations: inout Int
  ) -> FactorisationSolver {
    var pool = (0..<max(candidates, 1)).map { _ in
      FactorisationSolver(
        problem, profiles: Self.draw(problem.factors, scale, using: &stream))
    }
    var left = screeningSweeps
    while true {
      let count = pool.count > 2 ? min(left, max(1, screeningSweeps * 2 / 5)) : left
      left -= count
      for place in pool.indices { sweep(&pool[place], count, &iterations) }
      pool.sort { $0.objective < $1.objective }
      if pool.count <= 2 || left <= 0 { return pool[0] }
      pool.removeLast(pool.count / 2)
    }
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

  /// Whether two fits of one problem are on their way to the same minimum: losses within 0.2 % and
  /// every factor's contributions alike to `sameMinimum`.
  private func isSame(_ left: FactorisationSolver, _ right: FactorisationSolver) -> Bool {
    guard abs(left.objective / right.objective - 1) < 2e-3 else { return false }
    func matrix(_ solver: FactorisationSolver) -> Matrix {
      Matrix(rows: solver.factors, columns: solver.samples, storage: solver.contributions)
    }
    let table = FactorMatching.correlations(matrix(left), matrix(right))
    return (0..<left.factors).allSatisfy { table[$0, $0] >= sameMinimum }
  }

  private func finish(
    _ solver: inout FactorisationSolver, _ iterations: inout Int
  ) -> Factorisation {
    let isConverged = descend(&solver, tolerance: tolerance, &iterations)
    return factorisation(&solver, iterations, isConverged: isConverged, isPolished: true)
  }

  private func factorisation(
    _ solver: inout FactorisationSolver, _ iterations: Int, isConverged: Bool, isPolished: Bool
  ) -> Factorisation {
    solver.rescale()
    return Factorisation(
      profiles: Matrix(rows: solver.factors, columns: solver.species, storage: solver.profiles),
      contributions: Matrix(
        rows: solver.factors, columns: solver.samples, storage: solver.contributions),
      objective: solver.objective, iterations: iterations, isConverged: isConverged,
      isPolished: isPolished)
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
