import COpenBLAS
import NumericKernels

extension FactorisationSolver {
  /// One Newton step of the profiles, the contributions following.
  ///
  /// The contributions must be the minimisers for the current profiles.
  ///
  /// - Parameter damping: Marquardt's λ relative to the diagonal; adapted by the gain.
  /// - Returns: `false` when no damping up to 1e4 lowers the objective.
  mutating func newtonStep(damping: inout Double) -> Bool {
    setProfileEquations()
    if problem.threshold == nil { setResiduals() } else { setCurvatures() }
    var gradient = profileGradient()
    var lag: [Double] = []
    if problem.threshold != nil {
      lag = contributionLag()
      for (element, share) in profileShare(ofLag: lag).enumerated() { gradient[element] -= share }
    }
    let free = freeElements(gradient)
    guard !free.isEmpty else { return false }
    let size = free.count
    let diagonal = free.map { profileCurvature($0) }
    let hessian = reducedHessian(free)
    let before = (profiles, contributions, objective, multipliers)
    while damping <= 1e4 {
      var factor = hessian
      for position in 0..<size {
        factor[position * size + position] += damping * diagonal[position]
      }
      var step = free.map { -gradient[$0] }
      guard Self.solve(&factor, &step, size) else {
        damping = max(damping * 10, 1e-8)
        continue
      }
      var expected = 0.0
      for position in 0..<size {
        expected -= step[position] * gradient[free[position]]
        // (H + λD) d = −g, so dᵀHd = −gᵀd − λ dᵀDd.
        expected += damping * step[position] * step[position] * diagonal[position]
      }
      var target = profiles
      for (position, element) in free.enumerated() {
        let (low, high) = bounds(element)
        target[element] = min(max(profiles[element] + step[position], low), high)
      }
      if problem.threshold == nil {
        profiles = target
      } else {
        let following = contributionShare(ofStep: zip(target, profiles).map { $0 - $1 })
        profiles = target
        moveContributions(by: zip(lag, following).map { -$0 - $1 })
      }
      solveContributions()
      let gain = before.2 - objective
      if gain > 0 {
        let ratio = gain / max(expected, .leastNormalMagnitude)
        if ratio > 0.75 { damping = max(damping / 8, 1e-10) }
        if ratio < 0.25 { damping *= 4 }
        return true
      }
      (profiles, contributions, objective, multipliers) = before
      if problem.threshold != nil { reweight() }
      damping = max(damping * 8, 1e-8)
    }
    return false
  }

  /// Half the derivatives of the objective with respect to each profile element.
  private func profileGradient() -> [Double] {
    var gradient = [Double](repeating: 0, count: factors * species)
    for species in 0..<species {
      let normal = species * pairs
      let base = species * factors
      for row in 0..<factors {
        var sum = -profileRights[base + row]
        for column in 0..<factors {
          sum +=
            profileNormals[normal + BoxQuadratic.packed(min(row, column), max(row, column))]
            * profiles[base + column]
        }
        if let limits = problem.profileLimits {
          sum +=
            limits.pullWeights[row, species]
            * (profiles[base + row] - limits.targets[row, species])
        }
        gradient[base + row] = sum
      }
    }
    return gradient
  }

  private func bounds(_ element: Int) -> (lower: Double, upper: Double) {
    guard let limits = problem.profileLimits else { return (0, .infinity) }
    return (limits.lower.storage[element], limits.upper.storage[element])
  }

  private func profileCurvature(_ element: Int) -> Double {
    let row = element % factors
    let own =
      profileNormals[element / factors * pairs + BoxQuadratic.packed(row, row)]
      + (problem.profileLimits?.pullWeights.storage[element] ?? 0)
    return max(own, .leastNormalMagnitude)
  }

  /// Elements that are off their bounds, or whose bound the gradient leads away from.
  private func freeElements(_ gradient: [Double]) -> [Int] {
    profiles.indices.filter { element in
      let (low, high) = bounds(element)
      if low == high { return false }
      if profiles[element] <= low && gradient[element] >= 0 { return false }
      return !(profiles[element] >= high && gradient[element] <= 0)
    }
  }

  /// Second derivatives of min over G of the objective, halved, over the free profile elements.
  ///
  /// With C the curvature of a sample's free contributions and E = w (f gᵀ − e I) the mixed
  /// derivatives, each sample takes EᵀC⁻¹E from the block diagonal of the profiles' own
  /// curvature. The rows L⁻¹E of C = LLᵀ are gathered and subtracted by one symmetric product.
  private func reducedHessian(_ free: [Int]) -> [Double] {
    let isRobust = problem.threshold != nil
    let profileNormals = isRobust ? profileCurvatures : profileNormals
    let contributionNormals = isRobust ? contributionCurvatures : contributionNormals
    let size = free.count
    var hessian = [Double](repeating: 0, count: size * size)
    for (position, element) in free.enumerated() {
      let species = element / factors
      for earlier in stride(from: position, through: 0, by: -1) {
        guard free[earlier] / factors == species else { break }
        let left = free[earlier] % factors
        let right = element % factors
        hessian[position * size + earlier] =
          profileNormals[species * pairs + BoxQuadratic.packed(left, right)]
      }
      if let limits = problem.profileLimits {
        hessian[position * size + position] += limits.pullWeights.storage[element]
      }
    }
    let capacity = 256 + factors
    var rows = [Double](repeating: 0, count: size * capacity)
    var filled = 0
    var sample = SampleRows(
      factors: factors, species: species, free: free, held: problem.heldMeans)
    for index in 0..<samples {
      filled += sample.append(
        to: &rows, at: filled, normals: contributionNormals, contributions: contributions,
        limits: problem.contributionLimits, profiles: profiles, weights: weights,
        curvatures: isRobust ? curvatures : weights, residuals: residuals, sample: index)
      if filled + factors > capacity || index == samples - 1 {
        if filled > 0 {
          unsafe cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasNoTrans, Int32(size), Int32(filled), -1, rows,
            Int32(size), 1, &hessian, Int32(size))
        }
        filled = 0
      }
    }
    sample.restore(&hessian)
    return hessian
  }

  /// Solves A x = b for symmetric A given by its upper triangle; `false` when it is not positive
  /// definite.
  private static func solve(_ matrix: inout [Double], _ right: inout [Double], _ size: Int) -> Bool
  {
    var order = Int32(size)
    var one: Int32 = 1
    var info: Int32 = 0
    unsafe dpotrf_("U", &order, &matrix, &order, &info)
    guard info == 0 else { return false }
    unsafe dpotrs_("U", &order, &one, matrix, &order, &right, &order, &info)
    return info == 0
  }
}

/// The rows that one sample contributes to the reduced second derivatives.
private struct SampleRows {
  let factors: Int
  let species: Int
  let free: [Int]
  let freeSpecies: [Int]
  let freeFactors: [Int]
  private var lower: [Double]
  private var inverse: [Double]
  private var scaled: [Double]
  private var weightedResiduals: [Double]
  private var present: [Int] = []
  /// Σ EᵀC⁻¹e and Σ eᵀC⁻¹e over the samples, e the unit vectors of the held factors.
  private let held: [Int]
  private var mixed: [Double]
  private var stiffness: [Double]

  init(factors: Int, species: Int, free: [Int], held: [Int]) {
    self.held = held
    mixed = [Double](repeating: 0, count: held.count * free.count)
    stiffness = [Double](repeating: 0, count: held.count * held.count)
    self.factors = factors
    self.species = species
    self.free = free
    freeSpecies = free.map { $0 / factors }
    freeFactors = free.map { $0 % factors }
    lower = [Double](repeating: 0, count: factors * factors)
    inverse = lower
    scaled = [Double](repeating: 0, count: factors * species)
    weightedResiduals = [Double](repeating: 0, count: species)
  }

  /// Writes L⁻¹E of one sample as columns of `rows`; returns how many.
  mutating func append(
    to rows: inout [Double], at filled: Int, normals: [Double], contributions: [Double],
    limits: FactorisationProblem.ElementLimits?, profiles: [Double], weights: [Double],
    curvatures: [Double], residuals: [Double], sample: Int
  ) -> Int {
    let pairs = factors * (factors + 1) / 2
    let base = sample * factors
    present.removeAll(keepingCapacity: true)
    for factor in 0..<factors {
      let value = contributions[base + factor]
      let low = limits?.lower.storage[base + factor] ?? 0
      let high = limits?.upper.storage[base + factor] ?? .infinity
      if value > low && value < high { present.append(factor) }
    }
    guard !present.isEmpty else { return 0 }
    // C = LLᵀ over the present factors; its rows times L⁻¹ as they come.
    let width = factors
    var count = 0
    for factor in present {
      var pivot = normals[sample * pairs + BoxQuadratic.packed(factor, factor)]
      let whole = pivot
      for earlier in 0..<count {
        let other = present[earlier]
        var sum =
          normals[
            sample * pairs + BoxQuadratic.packed(min(other, factor), max(other, factor))]
        for inner in 0..<earlier {
          sum -= lower[count * width + inner] * lower[earlier * width + inner]
        }
        let value = sum / lower[earlier * width + earlier]
        lower[count * width + earlier] = value
        pivot -= value * value
      }
      guard pivot > 1e-13 * whole else { break }
      lower[count * width + count] = pivot.squareRoot()
      count += 1
    }
    let speciesBase = sample * species
    for species in 0..<species {
      weightedResiduals[species] =
        weights[speciesBase + species] * residuals[speciesBase + species]
    }
    for row in 0..<count {
      let reciprocal = 1 / lower[row * width + row]
      for column in 0..<factors {
        var value = present[row] == column ? 1.0 : 0
        for inner in 0..<row {
          value -= lower[row * width + inner] * inverse[inner * width + column]
        }
        inverse[row * width + column] = value * reciprocal
      }
      // L⁻¹ F, not yet weighted.
      for species in 0..<species {
        var value = profiles[species * factors + present[row]]
        for inner in 0..<row {
          value -= lower[row * width + inner] * scaled[inner * self.species + species]
        }
        scaled[row * self.species + species] = value * reciprocal
      }
    }
    let size = free.count
    unsafe rows.withUnsafeMutableBufferPointer { target in
      unsafe freeSpecies.withUnsafeBufferPointer { freeSpecies in
        unsafe freeFactors.withUnsafeBufferPointer { freeFactors in
          unsafe scaled.withUnsafeMutableBufferPointer { scaled in
            unsafe inverse.withUnsafeBufferPointer { inverse in
              unsafe weightedResiduals.withUnsafeBufferPointer { errors in
                for row in 0..<count {
                  let out = (filled + row) * size
                  for species in 0..<species {
                    unsafe scaled[row * self.species + species] *= curvatures[speciesBase + species]
                  }
                  for position in 0..<size {
                    let species = unsafe freeSpecies[position]
                    let factor = unsafe freeFactors[position]
                    unsafe target[out + position] =
                      unsafe contributions[base + factor] * scaled[row * self.species + species]
                      - errors[species] * inverse[row * width + factor]
                  }
                }
              }
            }
          }
        }
      }
    }
    for (first, factor) in held.enumerated() {
      for row in 0..<count where inverse[row * width + factor] != 0 {
        let share = inverse[row * width + factor]
        let base = (filled + row) * size
        for position in 0..<size { mixed[first * size + position] += share * rows[base + position] }
        for (second, other) in held.enumerated() {
          stiffness[first * held.count + second] += share * inverse[row * width + other]
        }
      }
    }
    return count
  }

  /// A held mean takes a direction from the contributions' freedom, and with it back what that
  /// direction had taken from the profiles' curvature: adds Vᵀ S⁻¹ V.
  func restore(_ hessian: inout [Double]) {
    guard !held.isEmpty else { return }
    let size = free.count
    let stiff = Matrix(rows: held.count, columns: held.count, storage: stiffness)
    guard let factor = try? Cholesky(stiff) else { return }
    var directions = Matrix(rows: held.count, columns: size)
    for first in held.indices {
      for position in 0..<size { directions[first, position] = mixed[first * size + position] }
    }
    guard let solved = try? factor.solve(directions) else { return }
    for column in 0..<size {
      for row in 0...column {
        for first in held.indices {
          hessian[column * size + row] += directions[first, row] * solved[first, column]
        }
      }
    }
  }
}
