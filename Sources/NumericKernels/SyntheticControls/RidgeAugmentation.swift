/// What the ridge adds to simplex weights.
///
/// With donors' rows X centred over the donors and the imbalance d = x₁ − X′w, the weights become
/// w + (XX′ + λI)⁻¹ X d. They still sum to one, may be negative, and need inner products only.
///
/// - Source: Ben-Michael, Feller and Rothstein (2021), doi:10.1080/01621459.2021.1929245, lemma 1.
struct RidgeAugmentation {
  /// XX′, `donors × donors`.
  let kernel: Matrix
  /// X d.
  let imbalance: [Double]
  let weights: [Double]

  /// - Parameters:
  ///   - problem: inner products of the outcomes before, not centred over donors.
  ///   - weights: on the simplex.
  init(_ problem: DonorProgram, weights: [Double]) {
    let count = weights.count
    let size = Double(count)
    // Centring over donors in terms of inner products: means of rows, of all, of the linear term.
    var rowMeans = [Double](repeating: 0, count: count)
    for column in 0..<count {
      for row in 0..<count { rowMeans[row] += problem.quadratic[row, column] / size }
    }
    let overall = rowMeans.reduce(0, +) / size
    var kernel = problem.quadratic
    for column in 0..<count {
      for row in 0..<count { kernel[row, column] += overall - rowMeans[row] - rowMeans[column] }
    }
    // (xᵢ − x̄)′(x₁ − Σ wⱼ xⱼ): centring the second factor changes nothing, for Σw = 1.
    var raw = problem.linear
    for (place, weight) in weights.enumerated() where weight != 0 {
      LinearAlgebra.combine(1, &raw, -weight, column: place, of: problem.quadratic)
    }
    let mean = raw.reduce(0, +) / size
    self.weights = weights
    // Of donors with one course centring leaves rounding, which is no positive definite kernel.
    let places = 0..<count
    let rounding = 1e-14 * size * (places.map { problem.quadratic[$0, $0] }.max() ?? 0)
    guard places.contains(where: { kernel[$0, $0] > rounding }) else {
      self.kernel = Matrix(rows: count, columns: count)
      imbalance = [Double](repeating: 0, count: count)
      return
    }
    self.kernel = kernel
    imbalance = raw.map { $0 - mean }
  }

  /// The augmented weights; the simplex weights when the penalty is infinite.
  func augmented(penalty: Double) throws(KernelError) -> [Double] {
    guard penalty.isFinite else { return weights }
    var system = kernel
    // A constant outcome has no imbalance and no kernel: nothing to add.
    let diagonal = (0..<system.rows).map { system[$0, $0] }.max() ?? 0
    guard diagonal > 0 else { return weights }
    let ridge = max(penalty, 1e-12 * diagonal)
    for place in 0..<system.rows { system[place, place] += ridge }
    let added = try Cholesky(system).solve(
      Matrix(rows: weights.count, columns: 1, storage: imbalance))
    return weights.indices.map { weights[$0] + added[$0, 0] }
  }
}

/// The ridge of the augmentation by leaving rows before the start out.
///
/// Simplex weights are fitted anew without the rows that are left out; the ridge part follows from
/// the eigenvectors of the whole kernel, because a kernel without m rows is the whole minus a
/// product of rank m (Woodbury), so that all penalties of all folds cost as much as a few products.
///
/// - Source: the grid and the one-standard-error rule are those of Ben-Michael, Feller and
///   Rothstein's software augsynth: λ from the largest eigenvalue down to 10⁻⁸ of it in 20 equal
///   ratios, and the largest λ whose mean error is within a standard error of the smallest.
struct RidgeCrossValidation {
  /// In the squared unit of the outcome.
  let chosen: Double
  /// One a penalty, descending penalties.
  let errors: [(penalty: Double, mean: Double, standardError: Double)]

  init(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int],
    problem: DonorProgram, support: [Double], demeaned: Bool, rowsLeftOut: Int
  ) throws(KernelError) {
    let rows = cohort.start
    let whole = RidgeAugmentation(problem, weights: support)
    let eigen = try LinearAlgebra.symmetricEigen(whole.kernel)
    let largest = eigen.values.last ?? 0
    guard largest > 0, rows > 1 else {
      chosen = .infinity
      errors = []
      return
    }
    let penalties = (0...20).map { largest * Logarithm.power(1e-8, Double($0) / 20) }
    let treated = panel.meanPath(of: cohort.units)
    let products = panel[cohort.start]
    let treatedMean = demeaned ? PreparedPanel.mean(products.meansBefore, over: cohort.units) : 0
    let donorMeans = donors.map { demeaned ? products.meansBefore[$0] : 0 }
    let begin = support.indices.filter { support[$0] > 0 }
    let step = max(1, rowsLeftOut)
    let folds = Array(stride(from: 0, to: rows, by: step))
    let found = try parallelMap(
      count: folds.count,
      throwing: { (fold) throws(KernelError) -> [Double] in
        let left = Array(folds[fold]..<min(folds[fold] + step, rows))
        // Rows left out, `donors × left`, and the treated average there.
        var outside = Matrix(rows: donors.count, columns: left.count)
        for (column, row) in left.enumerated() {
          for (place, donor) in donors.enumerated() {
            outside[place, column] = panel.values[row, donor] - donorMeans[place]
          }
        }
        let target = left.map { treated[$0] - treatedMean }
        return try Self.squaredErrors(
          problem, outside: outside, target: target, begin: begin, eigen: eigen,
          penalties: penalties)
      })
    var table: [(penalty: Double, mean: Double, standardError: Double)] = []
    for (place, penalty) in penalties.enumerated() {
      let column = found.map { $0[place] }
      table.append(
        (
          penalty, Summation.mean(column),
          (Summation.variance(column) / Double(column.count)).squareRoot()
        ))
    }
    errors = table
    let best = table.min { $0.mean < $1.mean } ?? table[0]
    chosen =
      table.first { $0.mean <= best.mean + best.standardError }?.penalty ?? best.penalty
  }

  /// Mean squared error on the rows left out, one a penalty.
  private static func squaredErrors(
    _ problem: DonorProgram, outside: Matrix, target: [Double], begin: [Int],
    eigen: (values: [Double], vectors: Matrix), penalties: [Double]
  ) throws(KernelError) -> [Double] {
    let count = outside.rows
    let width = outside.columns
    var quadratic = problem.quadratic
    var linear = problem.linear
    var square = problem.square
    for column in 0..<width {
      let cells = outside.column(column)
      for other in 0..<count where cells[other] != 0 {
        LinearAlgebra.combine(
          column: other, of: &quadratic, adding: -cells[other], times: cells)
      }
      for place in 0..<count { linear[place] -= cells[place] * target[column] }
      square -= target[column] * target[column]
    }
    let program = try SimplexProgram(
      quadratic: quadratic, linear: linear, scale: max(square, problem.square), start: begin)
    let inner = RidgeAugmentation(
      DonorProgram(quadratic: quadratic, linear: linear, square: square),
      weights: program.weights)
    // Donors' rows that were left out, centred over donors, in the basis of the eigenvectors.
    var centred = outside
    var gaps = target
    for column in 0..<width {
      var mean = 0.0
      for place in 0..<count {
        mean += outside[place, column] / Double(count)
        gaps[column] -= program.weights[place] * outside[place, column]
      }
      for place in 0..<count { centred[place, column] -= mean }
    }
    let rotated = try LinearAlgebra.multiply(eigen.vectors, centred, transposeLeft: true)
    let direction = try LinearAlgebra.multiply(eigen.vectors, inner.imbalance, transpose: true)
    var errors: [Double] = []
    for penalty in penalties {
      let scales = eigen.values.map { 1 / (max($0, 0) + penalty) }
      var system = Matrix.identity(width)
      var right = Matrix(rows: width, columns: 1)
      for column in 0..<width {
        for other in 0...column {
          var sum = 0.0
          for place in 0..<count {
            sum += rotated[place, other] * rotated[place, column] * scales[place]
          }
          system[other, column] -= sum
        }
        for place in 0..<count {
          right[column, 0] += rotated[place, column] * direction[place] * scales[place]
        }
      }
      let predicted = try Cholesky(system).solve(right)
      var error = 0.0
      for column in 0..<width {
        let miss = gaps[column] - predicted[column, 0]
        error += miss * miss / Double(width)
      }
      errors.append(error)
    }
    return errors
  }
}

extension DonorProgram {
  /// A program from its parts.
  init(quadratic: Matrix, linear: [Double], square: Double) {
    self.quadratic = quadratic
    self.linear = linear
    self.square = square
  }
}
