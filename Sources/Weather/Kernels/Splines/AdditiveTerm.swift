import NumericKernels

/// One term of an additive model: a smooth function of one covariate, an interaction of two, a
/// straight line or a category.
package struct AdditiveTerm: Hashable, Sendable {
  /// How a function of one covariate is built.
  package enum Shape: Hashable, Sendable {
    /// Thin plate spline with this many functions, constant and line included.
    case thinPlate(dimension: Int)
    /// The same, built on these values instead of all that the covariate has, as mgcv does where
    /// they are more than 2,000. A term that another can stand in for, such as a trend beside a
    /// season, depends on them.
    case thinPlateOn(knots: [Double], dimension: Int)
    /// Cubic regression spline with this many knots at quantiles.
    case cubic(dimension: Int)
    /// Cubic spline on a circle, knots counted with both ends.
    case cyclic(dimension: Int, from: Double, to: Double)
    /// The same with its knots given, ascending, both ends among them.
    case cyclicOn(knots: [Double])
    /// A straight line, not penalised.
    case line
    /// A category written as numbers, not penalised.
    case category
  }

  /// For tables and errors.
  package let name: String
  /// Which covariates it is a function of; one or two.
  package let covariates: [Int]
  /// One a covariate. Two make the pure interaction: the tensor product without the functions of
  /// either covariate alone, with one penalty a covariate.
  package let shapes: [Shape]

  package init(_ name: String, covariates: [Int], shapes: [Shape]) {
    precondition(covariates.count == shapes.count && (1...2).contains(shapes.count))
    self.name = name
    self.covariates = covariates
    self.shapes = shapes
  }
}

/// A term's function space for one covariate, in coordinates that fit the data.
///
/// The functions have mean zero over the rows, are orthonormal over the rows (XᵀX / n = I) and
/// ordered by roughness, which is diagonal: the basis of Demmler and Reinsch. In it cross products
/// are well conditioned whatever the unit of the covariate, and each penalty is a vector.
///
/// - Source: Demmler and Reinsch (1975), doi:10.1007/BF01437406; Wood (2017), section 5.4.2.
struct Marginal: Sendable {
  private let basis: any SplineBasis
  /// `basis.size × size`.
  private let transform: Matrix
  /// Roughness of each function, the smallest that is not zero scaled to one.
  let roughness: [Double]

  var size: Int { transform.columns }

  /// - Throws: `KernelError.rankDeficient` when the covariate is constant.
  init(
    _ shape: AdditiveTerm.Shape, of covariate: DiscretisedCovariate, name: String
  ) throws(KernelError) {
    let support = covariate.support
    guard support.count > 1 else {
      throw .rankDeficient(columns: [name], dependsOn: ["the level"])
    }
    basis = try Self.basis(shape, support: support)
    let values = try basis.matrix(at: support)
    let weights = covariate.counts
    let rows = weights.reduce(0, +)
    let centring = Constraint.complement(
      of: try LinearAlgebra.multiply(values, weights, transpose: true))
    var centred = try LinearAlgebra.multiply(values, centring)
    for column in 0..<centred.columns {
      for row in 0..<centred.rows { centred[row, column] *= (weights[row] / rows).squareRoot() }
    }
    var metric = LinearAlgebra.gram(centred)
    let penalty = try basis.penalty.map { full throws(KernelError) in
      try LinearAlgebra.multiply(
        centring, LinearAlgebra.multiply(full, centring), transposeLeft: true)
    }
    if let penalty {
      // Functions that live where no row does have no length over the rows; a trace of roughness
      // gives them one, and with it so great a roughness that the penalty holds them.
      let trace = (0..<metric.rows).reduce((0.0, 0.0)) {
        ($0.0 + metric[$1, $1], $0.1 + penalty[$1, $1])
      }
      let share = 1e-8 * trace.0 / trace.1
      for index in metric.storage.indices {
        metric.storage[index] += share * penalty.storage[index]
      }
    }
    let orthonormal: Matrix
    do {
      orthonormal = try Cholesky(metric).inverseTriangle
    } catch {
      throw .rankDeficient(columns: [name], dependsOn: ["its own other columns"])
    }
    guard let penalty else {
      transform = try LinearAlgebra.multiply(centring, orthonormal)
      roughness = Array(repeating: 0, count: transform.columns)
      return
    }
    let bent = try LinearAlgebra.multiply(
      orthonormal, LinearAlgebra.multiply(penalty, orthonormal), transposeLeft: true)
    let (roughnesses, rotation) = try LinearAlgebra.symmetricEigen(bent)
    let nullity = min(basis.nullity, roughnesses.count)
    let smallest = nullity < roughnesses.count ? roughnesses[nullity] : 1
    guard smallest > 0 else {
      throw .rankDeficient(columns: [name], dependsOn: ["its own straight line"])
    }
    roughness = roughnesses.indices.map { $0 < nullity ? 0 : roughnesses[$0] / smallest }
    transform = try LinearAlgebra.multiply(
      centring, LinearAlgebra.multiply(orthonormal, rotation))
  }

  /// `values × size`.
  func matrix(at values: [Double]) throws(KernelError) -> Matrix {
    try LinearAlgebra.multiply(basis.matrix(at: values), transform)
  }

  /// The basis that a shape asks for; never larger than the distinct values can carry.
  private static func basis(
    _ shape: AdditiveTerm.Shape, support: [Double]
  ) throws(KernelError) -> any SplineBasis {
    switch shape {
    case .line: StraightLine(support: support)
    case .category: Indicators(support: support)
    case .cyclic(let dimension, let from, let to):
      try CubicRegressionSpline(cyclicDimension: dimension, period: from...to)
    case .cyclicOn(let knots): try CubicRegressionSpline(knots: knots, isCyclic: true)
    case .thinPlate(let dimension):
      support.count < 3
        ? StraightLine(support: support)
        : try ThinPlateSpline(support: support, dimension: min(dimension, support.count))
    case .thinPlateOn(let knots, let dimension):
      try ThinPlateSpline(support: Set(knots).sorted(), dimension: dimension)
    case .cubic(let dimension):
      support.count < 3
        ? StraightLine(support: support)
        : try CubicRegressionSpline(support: support, dimension: min(dimension, support.count))
    }
  }
}
