import COpenBLAS
import NumericKernels

/// Finds the factors of one problem from one start.
///
/// Two kinds of steps take turns. A *sweep* solves all samples' contributions exactly for given
/// profiles, then all species' profiles for given contributions: the normal equations of all
/// small programs are two matrix products, and each program is solved from the last active set.
/// Sweeps go far from anywhere but converge linearly. A *Newton step* takes the contributions as
/// functions of the profiles (variable projection), so that only `factors × species` unknowns
/// remain, and uses the exact second derivatives over the elements that are off their bounds,
/// damped as Levenberg and Marquardt do. A few of them replace hundreds of sweeps.
///
/// - Source: variable projection, Golub and Pereyra (2003), doi:10.1088/0266-5611/19/2/201;
///   projected Newton, Bertsekas (1982), doi:10.1137/0320018; damping, Marquardt (1963),
///   doi:10.1137/0111030; the robust loss by reweighting, Huber (1964),
///   doi:10.1214/aoms/1177703732. The combination is ours.
struct FactorisationSolver {
  let problem: FactorisationProblem
  let factors: Int
  let species: Int
  let samples: Int
  let pairs: Int

  /// F and G, column by column.
  var profiles: [Double]
  var contributions: [Double]
  /// What the current pair costs.
  var objective = Double.infinity

  /// Weights of this step and weights times values; they change in robust mode only.
  var weights: [Double]
  var weighted: [Double]
  /// Σ w x² and the pulls' constant part.
  var constant = 0.0
  /// In robust mode: the weights of second derivatives, and the normal equations with them.
  var curvatures: [Double] = []
  var profileCurvatures: [Double] = []
  var contributionCurvatures: [Double] = []
  /// Multipliers of the held mean contributions.
  var multipliers: [Double]

  // Work space, kept between steps.
  var profilePairs: [Double]
  var contributionPairs: [Double]
  var contributionNormals: [Double]
  var contributionRights: [Double]
  var profileNormals: [Double]
  var profileRights: [Double]
  var residuals: [Double]
  var work: [Double]
  var state: [Int]

  init(_ problem: FactorisationProblem, profiles: Matrix, contributions: Matrix? = nil) {
    self.problem = problem
    factors = problem.factors
    species = problem.species
    samples = problem.samples
    pairs = factors * (factors + 1) / 2
    multipliers = [Double](repeating: 0, count: problem.heldMeans.count)
    self.profiles = profiles.storage
    self.contributions =
      contributions?.storage ?? [Double](repeating: 1, count: factors * samples)
    weights = problem.weights.storage
    weighted = weights
    profilePairs = [Double](repeating: 0, count: pairs * species)
    contributionPairs = [Double](repeating: 0, count: pairs * samples)
    contributionNormals = contributionPairs
    contributionRights = [Double](repeating: 0, count: factors * samples)
    profileNormals = profilePairs
    profileRights = [Double](repeating: 0, count: factors * species)
    residuals = [Double](repeating: 0, count: species * samples)
    work = [Double](repeating: 0, count: BoxQuadratic.workCount(factors))
    state = [Int](repeating: 0, count: 2 * factors)
    _ = BLAS.singleThread
    setConstant()
  }

  // MARK: Weights

  private mutating func setConstant() {
    var sum = 0.0
    for index in weights.indices {
      weighted[index] = weights[index] * problem.values.storage[index]
      sum += weighted[index] * problem.values.storage[index]
    }
    for limits in [problem.profileLimits, problem.contributionLimits] {
      guard let limits else { continue }
      for index in limits.targets.storage.indices {
        let target = limits.targets.storage[index]
        sum += limits.pullWeights.storage[index] * target * target
      }
    }
    constant = sum
  }

  /// Residuals X − FᵀG of the current pair.
  mutating func setResiduals() {
    residuals = problem.values.storage
    unsafe cblas_dgemm(
      CblasColMajor, CblasTrans, CblasNoTrans, Int32(species), Int32(samples), Int32(factors),
      -1, profiles, Int32(factors), contributions, Int32(factors), 1, &residuals, Int32(species))
  }

  /// In robust mode: the weights that make the quadratic touch Huber's loss at the current pair,
  /// and the loss itself.
  mutating func reweight() {
    guard let threshold = problem.threshold else { return }
    setResiduals()
    var loss = 0.0
    let base = problem.weights.storage
    for index in residuals.indices {
      let scaled = abs(residuals[index]) * base[index].squareRoot()
      if scaled > threshold {
        weights[index] = base[index] * (threshold / scaled)
        loss += threshold * (2 * scaled - threshold)
      } else {
        weights[index] = base[index]
        loss += scaled * scaled
      }
    }
    objective = loss + pullCost
    setConstant()
  }

  private var pullCost: Double {
    var cost = 0.0
    if let limits = problem.profileLimits { cost += Self.pullCost(limits, profiles) }
    if let limits = problem.contributionLimits { cost += Self.pullCost(limits, contributions) }
    return cost
  }

  private static func pullCost(
    _ limits: FactorisationProblem.ElementLimits, _ elements: [Double]
  ) -> Double {
    var cost = 0.0
    for index in elements.indices {
      let distance = elements[index] - limits.targets.storage[index]
      cost += limits.pullWeights.storage[index] * distance * distance
    }
    return cost
  }

  // MARK: Sweeps

  /// All contributions for given profiles; sets the objective.
  mutating func solveContributions() {
    Self.setPairs(factors, profiles, columns: species, into: &profilePairs)
    Self.setContributionNormals(problem, profilePairs, weights, into: &contributionNormals)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(factors), Int32(samples), Int32(species),
      1, profiles, Int32(factors), weighted, Int32(species), 0, &contributionRights,
      Int32(factors))
    Self.addPulls(
      factors, samples, problem.contributionLimits, &contributionNormals, &contributionRights)
    let saved = problem.heldMeans.isEmpty ? solveSamples() : solveSamplesHoldingMeans()
    if saved == -.infinity {
      objective = .infinity
    } else if problem.threshold == nil {
      objective = constant - saved
      // The pulls of the profiles are no part of the samples' programs.
      if let limits = problem.profileLimits {
        objective += Self.pullCost(limits, profiles) - Self.targetCost(limits)
      }
    } else {
      reweight()
    }
  }

  private static func targetCost(_ limits: FactorisationProblem.ElementLimits) -> Double {
    var cost = 0.0
    for (weight, target) in zip(limits.pullWeights.storage, limits.targets.storage) {
      cost += weight * target * target
    }
    return cost
  }

  /// Normal equations of all species' profiles for given contributions.
  mutating func setProfileEquations() {
    Self.setPairs(factors, contributions, columns: samples, into: &contributionPairs)
    Self.setProfileNormals(problem, contributionPairs, weights, into: &profileNormals)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(factors), Int32(species), Int32(samples), 1,
      contributions, Int32(factors), weighted, Int32(species), 0, &profileRights, Int32(factors))
  }

  /// Σ w f fᵀ of every sample, from the pairs that are set.
  ///
  /// The parts are passed one by one: a call on the whole solver would hold a second reference to
  /// the array that is written, and copy it.
  static func setContributionNormals(
    _ problem: FactorisationProblem, _ profilePairs: [Double], _ weights: [Double],
    into normals: inout [Double]
  ) {
    let pairs = Int32(problem.factors * (problem.factors + 1) / 2)
    let species = Int32(problem.species)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, pairs, Int32(problem.samples), species, 1,
      profilePairs, pairs, weights, species, 0, &normals, pairs)
  }

  /// Σ w g gᵀ of every species, from the pairs that are set.
  static func setProfileNormals(
    _ problem: FactorisationProblem, _ contributionPairs: [Double], _ weights: [Double],
    into normals: inout [Double]
  ) {
    let pairs = Int32(problem.factors * (problem.factors + 1) / 2)
    let species = Int32(problem.species)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, pairs, species, Int32(problem.samples), 1,
      contributionPairs, pairs, weights, species, 0, &normals, pairs)
  }

  /// All profiles for given contributions.
  mutating func solveProfiles() {
    setProfileEquations()
    Self.addPulls(factors, species, problem.profileLimits, &profileNormals, &profileRights)
    _ = Self.solveAll(
      factors, species, normals: &profileNormals, rights: &profileRights,
      limits: problem.profileLimits, elements: &profiles, work: &work, state: &state)
  }

  /// Products of all pairs of a column's elements, packed as upper triangles.
  static func setPairs(
    _ factors: Int, _ elements: [Double], columns: Int, into products: inout [Double]
  ) {
    let pairs = factors * (factors + 1) / 2
    unsafe elements.withUnsafeBufferPointer { source in
      unsafe products.withUnsafeMutableBufferPointer { target in
        guard let first = source.baseAddress, let out = target.baseAddress else {
          return
        }
        for column in 0..<columns {
          let values = unsafe first + column * factors
          var place = unsafe out + column * pairs
          for right in 0..<factors {
            let value = unsafe values[right]
            for left in 0...right { unsafe place[left] = values[left] * value }
            unsafe place += right + 1
          }
        }
      }
    }
  }

  mutating func solveSamples() -> Double {
    Self.solveAll(
      factors, samples, normals: &contributionNormals, rights: &contributionRights,
      limits: problem.contributionLimits, elements: &contributions, work: &work, state: &state)
  }

  /// Adds the pulls to the normal equations.
  private static func addPulls(
    _ factors: Int, _ columns: Int, _ limits: FactorisationProblem.ElementLimits?,
    _ normals: inout [Double], _ rights: inout [Double]
  ) {
    guard let limits else { return }
    let pairs = factors * (factors + 1) / 2
    for column in 0..<columns {
      for factor in 0..<factors {
        let weight = limits.pullWeights[factor, column]
        guard weight > 0 else { continue }
        normals[column * pairs + BoxQuadratic.packed(factor, factor)] += weight
        rights[column * factors + factor] += weight * limits.targets[factor, column]
      }
    }
  }

  /// Solves the programs of all columns; returns Σ (2bᵀx − xᵀAx) at their minima.
  private static func solveAll(
    _ factors: Int, _ columns: Int, normals: inout [Double], rights: inout [Double],
    limits: FactorisationProblem.ElementLimits?, elements: inout [Double], work: inout [Double],
    state: inout [Int]
  ) -> Double {
    let pairs = factors * (factors + 1) / 2
    var saved = 0.0
    unsafe normals.withUnsafeBufferPointer { normals in
      unsafe rights.withUnsafeBufferPointer { rights in
        unsafe elements.withUnsafeMutableBufferPointer { elements in
          unsafe work.withUnsafeMutableBufferPointer { work in
            unsafe state.withUnsafeMutableBufferPointer { state in
              unsafe withBounds(limits) { lower, upper in
                guard let normals = normals.baseAddress,
                  let rights = rights.baseAddress,
                  let elements = elements.baseAddress,
                  let work = work.baseAddress, let state = state.baseAddress
                else { return }
                for column in 0..<columns {
                  let normal = unsafe normals + column * pairs
                  let right = unsafe rights + column * factors
                  let solution = unsafe elements + column * factors
                  if unsafe lower == nil && upper == nil {
                    unsafe BoxQuadratic.solveNonNegative(
                      factors, normal: normal, right: right, solution: solution, work: work,
                      state: state)
                  } else {
                    unsafe BoxQuadratic.solve(
                      factors, normal: normal, right: right,
                      lower: lower.map { unsafe $0 + column * factors },
                      upper: upper.map { unsafe $0 + column * factors }, solution: solution,
                      work: work, state: state)
                  }
                  saved += unsafe reduction(factors, normal, right, solution)
                }
              }
            }
          }
        }
      }
    }
    return saved
  }

  private static func withBounds(
    _ limits: FactorisationProblem.ElementLimits?,
    _ body: (UnsafePointer<Double>?, UnsafePointer<Double>?) -> Void
  ) {
    guard let limits else { return body(nil, nil) }
    unsafe limits.lower.storage.withUnsafeBufferPointer { lower in
      unsafe limits.upper.storage.withUnsafeBufferPointer { upper in
        unsafe body(lower.baseAddress, upper.baseAddress)
      }
    }
  }

  /// 2bᵀx − xᵀAx.
  @unsafe @inline(__always)
  private static func reduction(
    _ size: Int, _ normal: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    _ solution: UnsafePointer<Double>
  ) -> Double {
    var sum = 0.0
    var place = 0
    for column in 0..<size {
      var product = 0.0
      for row in 0..<column { product += unsafe normal[place + row] * solution[row] }
      let value = unsafe solution[column]
      sum += unsafe value * (2 * (right[column] - product) - normal[place + column] * value)
      place += column + 1
    }
    return sum
  }

  /// Gives every factor a mean contribution of one, which changes no product.
  mutating func rescale() {
    guard problem.profileLimits == nil, problem.contributionLimits == nil,
      problem.heldMeans.isEmpty
    else { return }
    for factor in 0..<factors {
      var sum = 0.0
      for sample in 0..<samples { sum += contributions[sample * factors + factor] }
      let mean = sum / Double(samples)
      guard mean > 0 else { continue }
      for sample in 0..<samples { contributions[sample * factors + factor] /= mean }
      for species in 0..<species { profiles[species * factors + factor] *= mean }
    }
  }
}
