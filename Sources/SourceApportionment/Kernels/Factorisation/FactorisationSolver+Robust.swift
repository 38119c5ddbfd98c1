import COpenBLAS
import NumericKernels

/// Newton steps for Huber's loss.
///
/// Contributions are found by reweighting, which creeps where many residuals are large: each round
/// moves them by what the last round's weights allow. The steps therefore treat profiles and
/// contributions jointly, with the loss's own second derivatives: what is left of the contributions'
/// gradient is carried over to the profiles', and the contributions begin where the step leads them.
extension FactorisationSolver {
  /// Share of the touching quadratic's curvature that large residuals keep. With 0.1 or 0.02 the
  /// Baton Rouge samples take a fifth more steps.
  private static var straightShare: Double { 0.05 }

  /// Normal equations with the second derivatives of the loss for weights.
  ///
  /// Beyond the threshold Huber's loss is straight; the quadratic that touches it is not, and with
  /// its curvature the steps are far too short. A little of it stays, so that a sample of nothing but
  /// large residuals has a curvature.
  mutating func setCurvatures() {
    curvatures = weights
    let base = problem.weights.storage
    for index in curvatures.indices where weights[index] < base[index] {
      curvatures[index] *= Self.straightShare
    }
    if profileCurvatures.isEmpty {
      profileCurvatures = profileNormals
      contributionCurvatures = contributionNormals
    }
    Self.setPairs(factors, profiles, columns: species, into: &profilePairs)
    Self.setContributionNormals(problem, profilePairs, curvatures, into: &contributionCurvatures)
    Self.setProfileNormals(problem, contributionPairs, curvatures, into: &profileCurvatures)
    guard let limits = problem.contributionLimits else { return }
    for sample in 0..<samples {
      for factor in 0..<factors {
        contributionCurvatures[sample * pairs + BoxQuadratic.packed(factor, factor)] +=
          limits.pullWeights[factor, sample]
      }
    }
  }

  /// Weights times residuals, `species × samples`.
  private var weightedResiduals: [Double] { zip(weights, residuals).map { $0 * $1 } }

  /// C⁻¹ times the contributions' half gradient, `factors × samples`: how far they are from the
  /// minimum for the current profiles. Zero where a bound holds them.
  func contributionLag() -> [Double] {
    var gradient = [Double](repeating: 0, count: factors * samples)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(factors), Int32(samples), Int32(species),
      -1, profiles, Int32(factors), weightedResiduals, Int32(species), 0, &gradient,
      Int32(factors))
    if let limits = problem.contributionLimits {
      for index in gradient.indices {
        gradient[index] +=
          limits.pullWeights.storage[index]
          * (contributions[index] - limits.targets.storage[index])
      }
    }
    return solvedByCurvature(gradient)
  }

  /// What profiles and contributions give together, each element times the loss's second derivative
  /// there, `species × samples`.
  private func curvedProducts(_ profiles: [Double], _ contributions: [Double]) -> [Double] {
    var products = [Double](repeating: 0, count: species * samples)
    unsafe cblas_dgemm(
      CblasColMajor, CblasTrans, CblasNoTrans, Int32(species), Int32(samples), Int32(factors), 1,
      profiles, Int32(factors), contributions, Int32(factors), 0, &products, Int32(species))
    for index in products.indices { products[index] *= curvatures[index] }
    return products
  }

  /// What a lag of the contributions adds to the profiles' half gradient, negated: E u.
  func profileShare(ofLag lag: [Double]) -> [Double] {
    let products = curvedProducts(profiles, lag)
    var share = [Double](repeating: 0, count: factors * species)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(factors), Int32(species), Int32(samples), 1,
      contributions, Int32(factors), products, Int32(species), 0, &share, Int32(factors))
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(factors), Int32(species), Int32(samples), -1,
      lag, Int32(factors), weightedResiduals, Int32(species), 1, &share, Int32(factors))
    return share
  }

  /// C⁻¹ Eᵀ d: how the contributions follow a step of the profiles, negated.
  func contributionShare(ofStep step: [Double]) -> [Double] {
    let products = curvedProducts(step, contributions)
    var share = [Double](repeating: 0, count: factors * samples)
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(factors), Int32(samples), Int32(species),
      1, profiles, Int32(factors), products, Int32(species), 0, &share, Int32(factors))
    unsafe cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(factors), Int32(samples), Int32(species),
      -1, step, Int32(factors), weightedResiduals, Int32(species), 1, &share, Int32(factors))
    return solvedByCurvature(share)
  }

  /// Moves the contributions, and takes the weights that belong there.
  mutating func moveContributions(by steps: [Double]) {
    for index in contributions.indices {
      let low = problem.contributionLimits?.lower.storage[index] ?? 0
      let high = problem.contributionLimits?.upper.storage[index] ?? .infinity
      contributions[index] = min(max(contributions[index] + steps[index], low), high)
    }
    reweight()
  }

  /// C⁻¹ r of every sample over its free contributions, with the held factors' sums kept at zero.
  private func solvedByCurvature(_ rights: [Double]) -> [Double] {
    let held = problem.heldMeans
    var result = [Double](repeating: 0, count: rights.count)
    // C⁻¹ e of each held factor, and their sums: what the multipliers' changes would do.
    var responses = held.map { _ in result }
    var sums = [Double](repeating: 0, count: held.count)
    var stiffness = Matrix(rows: held.count, columns: held.count)
    var triangle = [Double](repeating: 0, count: factors * factors)
    var present: [Int] = []
    present.reserveCapacity(factors)
    for sample in 0..<samples {
      present.removeAll(keepingCapacity: true)
      for factor in 0..<factors where isFree(factor, sample) { present.append(factor) }
      factorise(sample, &present, &triangle)
      solve(triangle, present, sample, rights, into: &result)
      for (place, factor) in held.enumerated() where present.contains(factor) {
        var unit = [Double](repeating: 0, count: factors)
        unit[factor] = 1
        var response = [Double](repeating: 0, count: factors)
        solve(triangle, present, 0, unit, into: &response)
        for row in present { responses[place][sample * factors + row] = response[row] }
        sums[place] += result[sample * factors + factor]
        for (other, column) in held.enumerated() { stiffness[other, place] += response[column] }
      }
    }
    guard !held.isEmpty,
      let multipliers = try? Cholesky(stiffness).solve(
        Matrix(rows: held.count, columns: 1, storage: sums))
    else { return result }
    for place in held.indices {
      let share = multipliers[place, 0]
      for index in result.indices { result[index] -= share * responses[place][index] }
    }
    return result
  }

  /// C = LLᵀ over the present factors of one sample; factors from the first that adds no curvature on
  /// are dropped.
  private func factorise(_ sample: Int, _ present: inout [Int], _ triangle: inout [Double]) {
    var count = 0
    for factor in present {
      for earlier in 0...count {
        let other = earlier == count ? factor : present[earlier]
        var sum =
          contributionCurvatures[
            sample * pairs + BoxQuadratic.packed(min(other, factor), max(other, factor))]
        let whole = sum
        for inner in 0..<earlier {
          sum -= triangle[count * factors + inner] * triangle[earlier * factors + inner]
        }
        if earlier < count {
          triangle[count * factors + earlier] = sum / triangle[earlier * factors + earlier]
        } else if sum > 1e-13 * whole {
          triangle[count * factors + count] = sum.squareRoot()
        } else {
          present.removeSubrange(count...)
          return
        }
      }
      count += 1
    }
  }

  private func solve(
    _ triangle: [Double], _ present: [Int], _ sample: Int, _ rights: [Double],
    into result: inout [Double]
  ) {
    let base = sample * factors
    for row in present.indices {
      var sum = rights[base + present[row]]
      for column in 0..<row {
        sum -= triangle[row * factors + column] * result[base + present[column]]
      }
      result[base + present[row]] = sum / triangle[row * factors + row]
    }
    for row in present.indices.reversed() {
      var sum = result[base + present[row]]
      for column in row + 1..<max(present.count, row + 1) {
        sum -= triangle[column * factors + row] * result[base + present[column]]
      }
      result[base + present[row]] = sum / triangle[row * factors + row]
    }
  }
}
