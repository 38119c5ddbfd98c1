import NumericKernels

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
/// Simplex weights are fitted anew without the rows that are left out, and so are the means that are
/// taken off: with means over all rows a left-out row is minus the sum of the others, and where donors
/// can interpolate the smallest ridge seems to foretell it. The ridge part follows from the
/// eigenvectors of the whole kernel, because a kernel without m rows, about new means, is the whole
/// minus a product of rank m + 1 (Woodbury), so that all penalties of all folds cost as much as a few
/// products.
///
/// - Source: the grid and the one-standard-error rule are those of Ben-Michael, Feller and
///   Rothstein's software augsynth: λ from the largest eigenvalue down to 10⁻⁸ of it in 20 equal
///   ratios, and the largest λ whose mean error is within a standard error of the smallest.
///   Departures: augsynth never leaves the last row out (`lastRow: false` follows it), and with
///   `fixedeff = TRUE`, which is not its default, it keeps the means over all rows.
struct RidgeCrossValidation {
  /// In the squared unit of the outcome.
  let chosen: Double
  /// One a penalty, descending penalties.
  let errors: [(penalty: Double, mean: Double, standardError: Double)]

  /// Whether the smallest ridge of the grid was chosen: smaller ones might do better still.
  var isAtEdge: Bool { errors.last.map { $0.penalty == chosen } ?? false }

  init(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int],
    problem: DonorProgram, support: [Double], demeaned: Bool, rowsLeftOut: Int, lastRow: Bool
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
    let end = lastRow ? rows : rows - 1
    let common = panel.commonPath(before: rows)
    let folds = Array(stride(from: 0, to: end, by: step)).filter {
      // Means need rows that are left.
      !demeaned || rows - min(step, end - $0) > 0
    }
    guard !folds.isEmpty else {
      chosen = .infinity
      errors = []
      return
    }
    let found = try parallelMap(
      count: folds.count,
      throwing: { (fold) throws(KernelError) -> [Double] in
        let left = Array(folds[fold]..<min(folds[fold] + step, end))
        // Rows left out, `donors × left`, and the treated average there.
        var outside = Matrix(rows: donors.count, columns: left.count)
        for (column, row) in left.enumerated() {
          for (place, donor) in donors.enumerated() {
            outside[place, column] =
              panel.values[row, donor] - (demeaned ? donorMeans[place] : common[row])
          }
        }
        let target = left.map { treated[$0] - (demeaned ? treatedMean : common[$0]) }
        return try Self.squaredErrors(
          problem, outside: outside, target: target, kept: demeaned ? rows - left.count : nil,
          begin: begin, eigen: eigen, penalties: penalties)
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
  ///
  /// - Parameters:
  ///   - outside: donors on the rows left out about the means over all rows, `donors × rows`.
  ///   - target: the treated average there.
  ///   - kept: rows that are left, over which means are taken anew; `nil` where none are taken off.
  private static func squaredErrors(
    _ problem: DonorProgram, outside: Matrix, target: [Double], kept: Int?, begin: [Int],
    eigen: (values: [Double], vectors: Matrix), penalties: [Double]
  ) throws(KernelError) -> [Double] {
    let count = outside.rows
    let width = outside.columns
    // About the means over all rows those that are left sum to minus the others: taking their own
    // means off is taking off one row more.
    var removed = (0..<width).map { outside.column($0) }
    var removedTarget = target
    var judged = outside
    var judgedTarget = target
    if let kept {
      let size = Double(kept)
      let sum = (0..<count).map { place in removed.reduce(0) { $0 + $1[place] } }
      let sumTarget = target.reduce(0, +)
      removed.append(sum.map { $0 / size.squareRoot() })
      removedTarget.append(sumTarget / size.squareRoot())
      for column in 0..<width {
        for place in 0..<count { judged[place, column] += sum[place] / size }
        judgedTarget[column] += sumTarget / size
      }
    }
    var quadratic = problem.quadratic
    var linear = problem.linear
    var square = problem.square
    for (cells, value) in zip(removed, removedTarget) {
      for other in 0..<count where cells[other] != 0 {
        LinearAlgebra.combine(
          column: other, of: &quadratic, adding: -cells[other], times: cells)
      }
      for place in 0..<count { linear[place] -= cells[place] * value }
      square -= value * value
    }
    let program = try SimplexProgram(
      quadratic: quadratic, linear: linear, scale: max(square, problem.square), start: begin)
    let inner = RidgeAugmentation(
      DonorProgram(quadratic: quadratic, linear: linear, square: square),
      weights: program.weights)
    // Rows centred over donors, in the basis of the eigenvectors.
    func rotated(_ columns: [[Double]]) throws(KernelError) -> Matrix {
      let centred = columns.map { column in
        let mean = column.reduce(0) { $0 + $1 / Double(count) }
        return column.map { $0 - mean }
      }
      return try LinearAlgebra.multiply(
        eigen.vectors, Matrix(columns: centred), transposeLeft: true)
    }
    let taken = try rotated(removed)
    let asked = try rotated((0..<width).map { judged.column($0) })
    let gaps = (0..<width).map { column in
      judgedTarget[column]
        - (0..<count).reduce(0) { $0 + program.weights[$1] * judged[$1, column] }
    }
    let direction = try LinearAlgebra.multiply(eigen.vectors, inner.imbalance, transpose: true)
    var errors: [Double] = []
    for penalty in penalties {
      let scales = eigen.values.map { 1 / (max($0, 0) + penalty) }
      func product(_ left: Matrix, _ one: Int, _ right: Matrix, _ two: Int) -> Double {
        (0..<count).reduce(0) { $0 + left[$1, one] * right[$1, two] * scales[$1] }
      }
      func image(_ left: Matrix, _ one: Int) -> Double {
        (0..<count).reduce(0) { $0 + left[$1, one] * direction[$1] * scales[$1] }
      }
      var system = Matrix.identity(removed.count)
      var right = Matrix(rows: removed.count, columns: 1)
      for column in removed.indices {
        for other in 0...column { system[other, column] -= product(taken, other, taken, column) }
        right[column, 0] = image(taken, column)
      }
      let solved = try Cholesky(system).solve(right)
      var error = 0.0
      for column in 0..<width {
        var predicted = image(asked, column)
        for other in removed.indices {
          predicted += product(asked, column, taken, other) * solved[other, 0]
        }
        let miss = gaps[column] - predicted
        error += miss * miss / Double(width)
      }
      errors.append(error)
    }
    return errors
  }
}

extension DonorProgram {
  init(quadratic: Matrix, linear: [Double], square: Double) {
    self.quadratic = quadratic
    self.linear = linear
    self.square = square
  }
}
