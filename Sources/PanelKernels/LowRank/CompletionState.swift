import NumericKernels

/// A panel whose treated cells are being filled by matrix completion.
///
/// Two-way effects change nothing in what is of low rank, so the panel is kept without its donors'
/// mean course and its units' levels before the start. Only treated columns change from round to
/// round: of the inner products the donors' own are summed once.
struct CompletionState {
  /// `rows × units`, treated units first, without `course` and `levels`.
  private var filled: Matrix
  private let course: [Double]
  private let levels: [Double]
  private let assignment: PanelAssignment
  /// Columns of the panel in this order.
  private let columns: [Int]
  private var products: CentredProducts
  private var leading = LeadingEigenpairs()
  /// Root mean square of the panel without two-way effects.
  let spread: Double
  /// Whether two-way effects leave nothing but rounding.
  let isAdditive: Bool
  /// Root of the panel's sum of squares.
  private let size: Double
  /// What the last point's model expects of the treated units, `rows × treated`.
  private var fitted: Matrix?
  private(set) var rank = 0

  /// Begins at the donors' mean course and the units' levels before their starts.
  init(_ values: Matrix, _ assignment: PanelAssignment) throws(KernelError) {
    let columns = assignment.treated + assignment.donors
    let latest = assignment.starts.max() ?? 0
    var filled = values.columns(columns)
    var course = [Double](repeating: 0, count: values.rows)
    for donor in assignment.donors {
      LinearAlgebra.combine(
        1, &course, 1 / Double(assignment.donors.count), column: donor, of: values)
    }
    var levels: [Double] = []
    for (place, unit) in columns.enumerated() {
      let isTreated = place < assignment.treated.count
      let before = isTreated ? assignment.starts[place] : latest
      var cells = values.column(unit)
      for row in cells.indices { cells[row] -= course[row] }
      let level = Summation.mean(Array(cells[..<before]))
      levels.append(level)
      for row in cells.indices {
        filled[row, place] = isTreated && row >= before ? 0 : cells[row] - level
      }
    }
    products = try CentredProducts(filled, changing: assignment.treated.count)
    let square = max(0, try products.centred.trace)
    spread = (square / Double(max(1, filled.storage.count))).squareRoot()
    let whole = LinearAlgebra.dot(values.storage, values.storage)
    isAdditive = square <= 1e-24 * whole
    size = whole.squareRoot()
    self.filled = filled
    self.course = course
    self.levels = levels
    self.assignment = assignment
    self.columns = columns
  }

  /// Of the panel without two-way effects; where these leave only rounding, of the panel's own size,
  /// which lets no low-rank part through.
  func largestSingularValue() throws(KernelError) -> Double {
    guard !isAdditive else { return size }
    let found = try LinearAlgebra.symmetricEigen(products.centred, largest: 1)
    return max(0, found.values[0]).squareRoot()
  }

  /// The treated cells, one unit after the other.
  var cells: [Double] {
    var result: [Double] = []
    for (place, start) in assignment.starts.enumerated() {
      result += filled.storage[place * filled.rows + start..<(place + 1) * filled.rows]
    }
    return result
  }

  /// Fills the treated cells with given values, one unit after the other.
  mutating func move(to cells: [Double]) throws(KernelError) {
    var position = 0
    for (place, start) in assignment.starts.enumerated() {
      for row in start..<filled.rows {
        filled[row, place] = cells[position]
        position += 1
      }
    }
    try products.replace(with: filled)
  }

  /// Fills the treated cells with given values and returns the objective there.
  ///
  /// - Parameter isExact: whether singular values must come from a decomposition.
  mutating func point(
    at cells: [Double], penalty: Double, exactly isExact: Bool
  ) throws(KernelError) -> CompletionPoint {
    try move(to: cells)
    let centred = try products.centred
    let pairs = try leading.pairs(of: centred, above: penalty * penalty, exactly: isExact)
    rank = pairs.values.count
    let shares = pairs.values.map { 1 - penalty / $0.squareRoot() }
    let expected = try products.expected(pairs.vectors, shares: shares)
    fitted = expected
    // ½ s² of all, less ½ (s − τ)² of those above the penalty.
    var value = centred.trace / 2
    for (square, share) in zip(pairs.values, shares) { value -= square * share * share / 2 }
    var gradient: [Double] = []
    gradient.reserveCapacity(cells.count)
    for (place, start) in assignment.starts.enumerated() {
      for row in start..<filled.rows {
        gradient.append(filled[row, place] - expected[row, place])
      }
    }
    return CompletionPoint(
      cells: cells, value: value, gradient: gradient, isExact: pairs.areExact)
  }

  /// On the cells that were filled, against what was measured there.
  func meanSquaredError(_ values: Matrix) -> Double {
    var sum = 0.0
    var count = 0.0
    for (place, start) in assignment.starts.enumerated() {
      for row in start..<filled.rows {
        let miss =
          values[row, columns[place]] - course[row] - levels[place] - filled[row, place]
        sum += miss * miss
        count += 1
      }
    }
    return sum / count
  }

  func counterfactual(_ panel: PreparedPanel, path: Bool) -> Counterfactual {
    var cells = filled.columns(Array(assignment.treated.indices))
    for (place, start) in assignment.starts.enumerated() {
      // Before the start, too, what is expected is the model's, or gaps there would say nothing.
      if let fitted { for row in 0..<start { cells[row, place] = fitted[row, place] } }
      for row in 0..<cells.rows { cells[row, place] += course[row] + levels[place] }
    }
    return FilledCells(cells, assignment).counterfactual(panel, path: path)
  }
}

/// Inner products of a two-way centred panel, of its units or, where they are more, of its rows.
private struct CentredProducts {
  private let rows: Int
  private let units: Int
  private let isWide: Bool
  /// Columns that change, `rows × changing`; where units are fewer without their means.
  private var changing: Matrix
  /// Means of the changing columns.
  private var means: [Double] = []
  /// Sums of the other columns, one a row.
  private let fixedSums: [Double]
  /// Where units are fewer: all columns without their means.
  private var table: Matrix
  /// Of the columns without their means, `units × units`, or of the other columns' rows,
  /// `rows × rows`.
  private var products: Matrix
  /// Means of the rows.
  private var rowMeans: [Double] = []

  /// - Parameter changing: how many columns, from the first on, change.
  init(_ panel: Matrix, changing count: Int) throws(KernelError) {
    rows = panel.rows
    units = panel.columns
    isWide = panel.rows < panel.columns
    changing = panel.columns(Array(0..<count))
    var sums = [Double](repeating: 0, count: panel.rows)
    for column in count..<panel.columns {
      LinearAlgebra.combine(1, &sums, 1, column: column, of: panel)
    }
    fixedSums = sums
    if isWide {
      table = Matrix(rows: 0, columns: 0)
      products = LinearAlgebra.gram(
        panel.columns(Array(count..<panel.columns)), transposed: true)
    } else {
      table = panel
      for column in 0..<panel.columns {
        let mean = Summation.mean(panel.column(column))
        for row in 0..<panel.rows { table[row, column] -= mean }
      }
      products = LinearAlgebra.gram(table)
    }
    try replace(with: panel)
  }

  /// Takes over the changing columns.
  mutating func replace(with panel: Matrix) throws(KernelError) {
    let count = changing.columns
    changing = panel.columns(Array(0..<count))
    rowMeans = fixedSums
    for column in 0..<count { LinearAlgebra.combine(1, &rowMeans, 1, column: column, of: changing) }
    LinearAlgebra.scale(&rowMeans, by: 1 / Double(units))
    means = (0..<count).map { Summation.mean(changing.column($0)) }
    guard !isWide else { return }
    for column in 0..<count {
      for row in 0..<rows {
        changing[row, column] -= means[column]
        table[row, column] = changing[row, column]
      }
    }
    let cross = try LinearAlgebra.multiply(table, changing, transposeLeft: true)
    for column in 0..<count {
      for row in 0..<units {
        products[row, column] = cross[row, column]
        products[column, row] = cross[row, column]
      }
    }
  }

  /// The products of the two-way centred panel: `units × units` or `rows × rows`.
  var centred: Matrix {
    get throws(KernelError) {
      var result = products
      if isWide {
        let own = LinearAlgebra.gram(changing, transposed: true)
        for column in 0..<rows {
          for row in 0..<rows {
            result[row, column] +=
              own[row, column] - Double(units) * rowMeans[row] * rowMeans[column]
          }
        }
      }
      _ = LinearAlgebra.centreTwoWay(&result)
      return result
    }
  }

  /// Two-way effects and Σ shareᵢ of the panel along vector i, in the changing columns.
  ///
  /// - Parameter vectors: orthonormal and centred, of units or of rows as the products are.
  func expected(_ vectors: Matrix, shares: [Double]) throws(KernelError) -> Matrix {
    let count = changing.columns
    let grand = Summation.mean(rowMeans)
    var result = Matrix(rows: rows, columns: count)
    if !shares.isEmpty {
      if isWide {
        // U f U′ on the centred columns; vectors sum to nothing over rows, so levels may stay.
        var centred = changing
        for column in 0..<count {
          for row in 0..<rows { centred[row, column] -= rowMeans[row] }
        }
        var inner = try LinearAlgebra.multiply(vectors, centred, transposeLeft: true)
        for column in 0..<count {
          for place in shares.indices { inner[place, column] *= shares[place] }
        }
        result = try LinearAlgebra.multiply(vectors, inner)
      } else {
        // B V f V′; vectors sum to nothing over units, so rows' means may stay.
        var right = Matrix(rows: shares.count, columns: count)
        for column in 0..<count {
          for place in shares.indices {
            right[place, column] = shares[place] * vectors[column, place]
          }
        }
        result = try LinearAlgebra.multiply(table, LinearAlgebra.multiply(vectors, right))
      }
    }
    for column in 0..<count {
      for row in 0..<rows { result[row, column] += rowMeans[row] + means[column] - grand }
    }
    return result
  }
}

extension Matrix {
  /// Sum of the diagonal of a square matrix.
  fileprivate var trace: Double { (0..<rows).reduce(0) { $0 + self[$1, $1] } }
}
