import NumericKernels

/// Cross-sections of residuals from which panels of errors are drawn in blocks of rows.
///
/// All units keep their residuals of a row together, so that errors stay as correlated between
/// units as they are. Over time one autoregression of order one, common to all units, is taken
/// out; blocks of what is left are drawn and the autoregression is put back (post-blackening): few
/// short blocks alone would lose correlation at every joint.
///
/// - Source: blocks, Politis and Romano (1994), doi:10.1080/01621459.1994.10476870; their length,
///   Politis and White (2004), doi:10.1081/ETC-120028836; post-blackening, Davison and Hinkley
///   (1997), Bootstrap Methods and their Application, section 8.2.
struct ResidualBlocks: Sendable {
  /// Mean length of a block in rows.
  let length: Double
  private let persistence: Double
  /// `pool × units`, each column around 0; 0 where a cell or the one before it is missing.
  private let innovations: Matrix
  private let warmUp: Int

  /// Fewer rows give no block that is worth drawing.
  static let fewestRows = 10

  /// - Parameters:
  ///   - residuals: `rows × units`, NaN where the panel had a gap.
  ///   - pool: rows to draw from, from the first on: those before any treatment.
  ///   - treated: number of treated units, the first columns.
  ///   - shape: persistence of what is drawn, and what residuals are multiplied with.
  init(
    _ residuals: Matrix, pool: Int, treated: Int, shape: ResidualShape
  ) throws(KernelError) {
    guard pool >= Self.fewestRows else {
      throw .tooFewObservations(rows: pool, columns: Self.fewestRows)
    }
    let persistence = shape.persistence
    var innovations = Matrix(rows: pool - 1, columns: residuals.columns)
    for unit in 0..<residuals.columns {
      let cells = (1..<pool).map { residuals[$0, unit] - persistence * residuals[$0 - 1, unit] }
      let observed = cells.filter { !$0.isNaN }
      guard !observed.isEmpty else { throw .notFinite(name: "residuals of unit \(unit)", row: 0) }
      let mean = Summation.mean(observed)
      // Missing cells add nothing; the others make up for their share of the variance.
      let factor =
        (unit < treated ? shape.treated : shape.donors)
        * (Double(cells.count) / Double(observed.count)).squareRoot()
      for row in cells.indices where !cells[row].isNaN {
        innovations[row, unit] = factor * (cells[row] - mean)
      }
    }
    self.persistence = persistence
    self.innovations = innovations
    length = BlockBootstrap.automaticLength(Self.contrast(innovations, treated: treated))
    var left = 1.0
    var steps = 0
    while left > 1e-4 {
      left *= abs(persistence)
      steps += 1
    }
    warmUp = steps
  }

  /// Errors of as many rows as are wanted, `rows × units`.
  func draw(rows: Int, using stream: inout RandomStream) -> Matrix {
    let blocks = BlockBootstrap.stationary(meanLength: length)
    var places: [Int] = []
    while places.count < rows + warmUp {
      places += blocks.indices(count: innovations.rows, using: &stream)
    }
    var errors = Matrix(rows: rows, columns: innovations.columns)
    for unit in 0..<innovations.columns {
      var state = 0.0
      for step in 0..<rows + warmUp {
        state = persistence * state + innovations[places[step], unit]
        if step >= warmUp { errors[step - warmUp, unit] = state }
      }
    }
    return errors
  }

  /// Treated units' mean minus the others': what the effect's error is made of.
  private static func contrast(_ table: Matrix, treated: Int) -> [Double] {
    (0..<table.rows).map { row in
      var one = 0.0
      var other = 0.0
      for unit in 0..<table.columns {
        if unit < treated { one += table[row, unit] } else { other += table[row, unit] }
      }
      return one / Double(max(1, treated)) - other / Double(max(1, table.columns - treated))
    }
  }
}

/// How persistent residuals are, and how large those of treated units and of donors.
struct ResidualShape: Sendable {
  /// Lag-1 coefficient by least squares over all units.
  var persistence: Double
  /// Root mean square, or a factor of it.
  var treated: Double
  /// Root mean square, or a factor of it.
  var donors: Double

  /// Neither nearer to a random walk nor more alternating than this is drawn.
  private static let limit = 0.97

  init(persistence: Double, treated: Double, donors: Double) {
    self.persistence = min(max(persistence, -Self.limit), Self.limit)
    self.treated = treated
    self.donors = donors
  }

  /// How many independent rows tell as much about a mean as this many persistent ones.
  func independentRows(among rows: Int) -> Double {
    Double(rows) * min(1, (1 - persistence) / (1 + persistence))
  }

  /// Of residuals in the rows before any treatment; NaN where the panel had a gap.
  init(_ residuals: Matrix, pool: Int, treated count: Int) {
    var products = 0.0
    var lagged = 0.0
    var squares = [0.0, 0.0]
    var cells = [0.0, 0.0]
    for unit in 0..<residuals.columns {
      let group = unit < count ? 0 : 1
      for row in 0..<pool {
        let now = residuals[row, unit]
        guard !now.isNaN else { continue }
        squares[group] += now * now
        cells[group] += 1
        guard row > 0, !residuals[row - 1, unit].isNaN else { continue }
        let before = residuals[row - 1, unit]
        products += before * now
        lagged += before * before
      }
    }
    self.init(
      persistence: lagged > 0 ? products / lagged : 0,
      treated: (squares[0] / max(1, cells[0])).squareRoot(),
      donors: (squares[1] / max(1, cells[1])).squareRoot())
  }
}
