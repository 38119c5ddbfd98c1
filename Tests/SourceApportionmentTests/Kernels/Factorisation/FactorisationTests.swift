import NumericKernels
import SourceApportionment
import TestSupport
import Testing

@Suite("Factorisation")
struct FactorisationTests {
  /// X = FᵀG with some noise; weights that differ from value to value.
  private func made(
    factors: Int = 3, species: Int = 10, samples: Int = 40, noise: Double, seed: UInt64 = 3
  ) throws -> (problem: FactorisationProblem, profiles: Matrix, contributions: Matrix) {
    var stream = RandomStream(seed: seed, index: 0)
    var profiles = Matrix(rows: factors, columns: species)
    var contributions = Matrix(rows: factors, columns: samples)
    for index in profiles.storage.indices {
      profiles.storage[index] = stream.uniform() < 0.4 ? 0 : 5 * stream.exponential()
    }
    for index in contributions.storage.indices {
      contributions.storage[index] = stream.uniform() < 0.3 ? 0 : stream.exponential()
    }
    var values = try LinearAlgebra.multiply(profiles, contributions, transposeLeft: true)
    var weights = values
    for index in values.storage.indices {
      let error = 0.1 + 0.05 * values.storage[index] * (1 + stream.uniform())
      values.storage[index] += noise * error * stream.normal()
      weights.storage[index] = 1 / (error * error)
    }
    return (
      try FactorisationProblem(values: values, weights: weights, factors: factors), profiles,
      contributions
    )
  }

  private func find(_ problem: FactorisationProblem, start: UInt64 = 0) -> Factorisation {
    FactorisationSearch().findAll(problem, starts: 1, seed: 9 + start)[0]
  }

  @Test("An exact product of non-negative factors is reproduced", .tags(.analytical))
  func exactProduct() throws {
    let made = try self.made(noise: 0)
    let found = find(made.problem)
    let product = try LinearAlgebra.multiply(
      found.profiles, found.contributions, transposeLeft: true)
    for (left, right) in zip(product.storage, made.problem.values.storage) {
      #expect(abs(left - right) < 1e-4 * (1 + right))
    }
  }

  @Test("Programs without bounds beyond zero end where the general ones end", .tags(.property))
  func fastPrograms() throws {
    let plain = try made(noise: 1).problem
    // Limits that limit nothing send every program through the general solver.
    var limited = plain
    limited.profileLimits = FactorisationProblem.ElementLimits(factors: 3, columns: 10)
    limited.contributionLimits = FactorisationProblem.ElementLimits(factors: 3, columns: 40)
    let start = find(plain)
    for sweeps in [1, 7] {
      var profiles = start.profiles
      for index in profiles.storage.indices { profiles.storage[index] += Double(index % 3) }
      let fast = FactorisationSearch().refine(plain, profiles: profiles, sweeps: sweeps)
      let general = FactorisationSearch().refine(limited, profiles: profiles, sweeps: sweeps)
      #expect(abs(fast.objective / general.objective - 1) < 1e-7)
    }
  }

  @Test("The best start is polished, and threads change nothing", .tags(.property))
  func polishing() throws {
    let problem = try made(noise: 1).problem
    let search = FactorisationSearch()
    let one = search.findAll(problem, starts: 4, seed: 2, threads: 1)
    let two = search.findAll(problem, starts: 4, seed: 2, threads: 2)
    #expect(one.map(\.objective) == two.map(\.objective))
    #expect(one.map(\.contributions.storage) == two.map(\.contributions.storage))
    let best = try #require(one.min { $0.objective < $1.objective })
    #expect(best.isPolished && best.isConverged)
    // What was left as it was is within reach of the best, or too far from it to matter.
    for found in one where !found.isPolished {
      let polished = search.polish(problem, found)
      #expect(polished.objective >= best.objective * (1 - 1e-6))
    }
  }

  @Test("No element can move and lower the loss", .tags(.analytical))
  func stationary() throws {
    let made = try self.made(noise: 1)
    let found = find(made.problem)
    let problem = made.problem
    let fit = FactorisationFit(found, of: problem, threshold: 4)
    #expect(abs(found.objective / fit.qTrue - 1) < 1e-9)
    // Half the derivative along each element, relative to the root of its curvature.
    func check(_ value: Double, _ slope: Double, _ curvature: Double) {
      let scaled = slope / curvature.squareRoot()
      if value > 0 { #expect(abs(scaled) < 1e-2) } else { #expect(scaled > -1e-2) }
    }
    for factor in 0..<problem.factors {
      for species in 0..<problem.species {
        var slope = 0.0
        var curvature = 0.0
        for sample in 0..<problem.samples {
          let weight = problem.weights[species, sample]
          let share = found.contributions[factor, sample]
          slope -= weight.squareRoot() * fit.scaledResiduals[species, sample] * share
          curvature += weight * share * share
        }
        check(found.profiles[factor, species], slope, curvature)
      }
    }
    for factor in 0..<problem.factors {
      for sample in 0..<problem.samples {
        var slope = 0.0
        var curvature = 0.0
        for species in 0..<problem.species {
          let weight = problem.weights[species, sample]
          let share = found.profiles[factor, species]
          slope -= weight.squareRoot() * fit.scaledResiduals[species, sample] * share
          curvature += weight * share * share
        }
        check(found.contributions[factor, sample], slope, curvature)
      }
    }
  }

  @Test("Bounds hold exactly and pulls move elements towards their targets", .tags(.property))
  func limits() throws {
    let made = try self.made(noise: 1)
    var problem = made.problem
    let base = find(problem)
    var limits = FactorisationProblem.ElementLimits(factors: 3, columns: 10)
    limits.lower[0, 2] = 1.25
    limits.upper[0, 2] = 1.25
    limits.upper[1, 3] = 0.5 * base.profiles[1, 3]
    limits.pullWeights[2, 4] = 1e6
    limits.targets[2, 4] = 2 * base.profiles[2, 4] + 1
    problem.profileLimits = limits
    problem.heldMeans = [0, 1, 2]
    let held = FactorisationSearch().refine(
      problem, profiles: base.profiles, contributions: base.contributions)
    #expect(held.profiles[0, 2] == 1.25)
    #expect(held.profiles[1, 3] <= 0.5 * base.profiles[1, 3])
    #expect(abs(held.profiles[2, 4] - limits.targets[2, 4]) < 0.05 * limits.targets[2, 4])
    #expect(held.objective > base.objective)
    for factor in 0..<3 {
      let sum = (0..<40).reduce(0) { $0 + held.contributions[factor, $1] }
      #expect(abs(sum / 40 - 1) < 1e-8)
    }
  }

  @Test("Holding the means of a found solution changes nothing", .tags(.property))
  func heldMeansAreNoConstraintOnTheProduct() throws {
    let made = try self.made(noise: 1)
    var problem = made.problem
    let base = find(problem)
    problem.heldMeans = [0, 1, 2]
    let held = FactorisationSearch().refine(problem, profiles: base.profiles)
    #expect(abs(held.objective / base.objective - 1) < 1e-6)
  }

  @Test("The robust loss is no higher at the robust fit than at the plain one", .tags(.property))
  func robust() throws {
    let made = try self.made(noise: 2)
    var problem = made.problem
    let plain = find(problem)
    problem.threshold = 1.5
    let robust = FactorisationSearch().refine(problem, profiles: plain.profiles, sweeps: 20)
    func huber(_ found: Factorisation) -> Double {
      FactorisationFit(found, of: problem, threshold: 1.5).scaledResiduals.storage.reduce(0) {
        $0 + (abs($1) > 1.5 ? 1.5 * (2 * abs($1) - 1.5) : $1 * $1)
      }
    }
    #expect(abs(huber(robust) / robust.objective - 1) < 1e-9)
    #expect(huber(robust) < huber(plain))
  }

  @Test("Sizes that differ and values that are no numbers are refused")
  func refusals() throws {
    let values = Matrix(rows: 3, columns: 4, repeating: 1)
    #expect(
      throws: KernelError.shape("values are 3 × 4, weights 4 × 3")
    ) {
      try FactorisationProblem(
        values: values, weights: Matrix(rows: 4, columns: 3, repeating: 1), factors: 1)
    }
    #expect(throws: KernelError.shape("4 factors of 3 species in 4 samples")) {
      try FactorisationProblem(values: values, weights: values, factors: 4)
    }
    var broken = values
    broken[1, 2] = .nan
    #expect(throws: KernelError.notFinite(name: "values", row: 2)) {
      try FactorisationProblem(values: broken, weights: values, factors: 1)
    }
    broken[1, 2] = -1
    #expect(throws: KernelError.notFinite(name: "weights", row: 2)) {
      try FactorisationProblem(values: values, weights: broken, factors: 1)
    }
  }
}
