import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Weather

@Suite("Spline bases")
struct SplineBasisTests {
  private let knots = [0.0, 0.7, 1.1, 2.4, 3, 4.5, 5.2, 6]
  private let heights = [1.0, -0.5, 2, 0.3, 0.4, -2, 1.5, 0]

  private func roughness(_ penalty: Matrix?, _ coefficients: [Double]) throws -> Double {
    LinearAlgebra.dot(
      coefficients, try LinearAlgebra.multiply(try #require(penalty), coefficients))
  }

  /// Σ f″² dx by central differences on a fine grid.
  private func integrated(
    _ basis: some SplineBasis, _ coefficients: [Double], over range: ClosedRange<Double>
  ) throws -> Double {
    let count = 20_000
    let step = (range.upperBound - range.lowerBound) / Double(count)
    let places = (0...count).map { range.lowerBound + Double($0) * step }
    let values = try LinearAlgebra.multiply(basis.matrix(at: places), coefficients)
    var sum = 0.0
    for index in 1..<count {
      let bend = (values[index - 1] - 2 * values[index] + values[index + 1]) / (step * step)
      sum += bend * bend * step
    }
    return sum
  }

  @Test("A cubic regression spline takes its coefficients at its knots", .tags(.analytical))
  func valuesAtKnots() throws {
    let spline = try CubicRegressionSpline(knots: knots, isCyclic: false)
    let values = try LinearAlgebra.multiply(spline.matrix(at: knots), heights)
    for (value, height) in zip(values, heights) { #expect(abs(value - height) < 1e-12) }
  }

  @Test("Its penalty is the integral of the squared second derivative", .tags(.analytical))
  func penaltyIsRoughness() throws {
    let spline = try CubicRegressionSpline(knots: knots, isCyclic: false)
    let exact = try roughness(spline.penalty, heights)
    let numeric = try integrated(spline, heights, over: 0...6)
    // The grid misses the kinks of f″ at the knots by a step's width.
    #expect(abs(numeric - exact) < 2e-3 * exact)
    #expect(abs(try roughness(spline.penalty, knots.map { 3 - 2 * $0 })) < 1e-12 * exact)
  }

  @Test("A straight line stays straight beyond the ends", .tags(.analytical))
  func extrapolatesStraight() throws {
    let spline = try CubicRegressionSpline(knots: knots, isCyclic: false)
    let line = knots.map { 3 - 2 * $0 }
    let outside = [-4.0, -0.1, 6.2, 11]
    for (value, place) in zip(
      try LinearAlgebra.multiply(spline.matrix(at: outside), line), outside)
    { #expect(abs(value - (3 - 2 * place)) < 1e-11) }
    // A bent spline goes on with its slope at the end.
    let beyond = try LinearAlgebra.multiply(spline.matrix(at: [6, 7, 8]), heights)
    #expect(abs(beyond[2] - 2 * beyond[1] + beyond[0]) < 1e-11)
  }

  @Test("On the circle value, slope and curvature meet", .tags(.analytical))
  func circleCloses() throws {
    let spline = try CubicRegressionSpline(cyclicDimension: 12, period: 0...24)
    let coefficients = (0..<spline.size).map { sin(Double($0) * 1.7) }
    let step = 1e-3
    let around = try LinearAlgebra.multiply(
      spline.matrix(at: [-step, 0, step, 24 - step, 24, 24 + step]), coefficients)
    for (left, right) in zip(around[..<3], around[3...]) { #expect(abs(left - right) < 1e-12) }
    let bend = (around[0] - 2 * around[1] + around[2]) / (step * step)
    let later = try LinearAlgebra.multiply(
      spline.matrix(at: [0, step, 2 * step]), coefficients)
    let bendLater = (later[0] - 2 * later[1] + later[2]) / (step * step)
    #expect(abs(bend - bendLater) < 1e-2 * max(1, abs(bend)))
    let exact = try roughness(spline.penalty, coefficients)
    let numeric = try integrated(spline, coefficients, over: 0...24)
    #expect(abs(numeric - exact) < 2e-3 * exact)
  }

  @Test("A sine's roughness on a fine circle is (2π/P)⁴ P/2", .tags(.analytical))
  func sineRoughness() throws {
    let spline = try CubicRegressionSpline(cyclicDimension: 61, period: 0...10)
    let coefficients = spline.knots.dropLast().map { sin(2 * .pi * $0 / 10) }
    let expected = pow(2 * Double.pi / 10, 4) * 5
    let found = try roughness(spline.penalty, coefficients)
    // Interpolation by cubics of width h is off by h².
    #expect(abs(found - expected) < 1e-3 * expected)
  }

  @Test(
    "With as many functions as values, thin plates interpolate like the natural cubic spline",
    .tags(.analytical))
  func thinPlateIsNaturalSpline() throws {
    let plates = try ThinPlateSpline(support: knots, dimension: knots.count)
    let natural = try CubicRegressionSpline(knots: knots, isCyclic: false)
    let inverse = try LinearAlgebra.inverse(plates.matrix(at: knots))
    let coefficients = try LinearAlgebra.multiply(inverse, heights)
    let places = [-1.0, 0.3, 0.9, 2, 3.7, 5, 5.9, 8]
    let left = try LinearAlgebra.multiply(plates.matrix(at: places), coefficients)
    let right = try LinearAlgebra.multiply(natural.matrix(at: places), heights)
    for (one, other) in zip(left, right) { #expect(abs(one - other) < 1e-9) }
    // |x − u|³ has the bend 6|x − u|: δᵀEδ is a twelfth of the integral; the values stand on −1…1.
    let ratio =
      try roughness(natural.penalty, heights) * 27 / roughness(plates.penalty, coefficients)
    #expect(abs(ratio - 12) < 1e-8)
  }

  @Test("Few thin plates span what the leading eigenvectors span", .tags(.property))
  func truncationIsEigen() throws {
    let nodes = (0..<90).map { Double($0) + 0.3 * sin(Double($0)) }
    let plates = try ThinPlateSpline(support: nodes, dimension: 7)
    // The plain way: all of |uᵢ − uⱼ|³ and its eigenvectors.
    var kernel = Matrix(rows: 90, columns: 90)
    let scaled = nodes.map { 2 * ($0 - nodes[0]) / (nodes[89] - nodes[0]) - 1 }
    for row in 0..<90 {
      for column in 0..<90 { kernel[row, column] = pow(abs(scaled[row] - scaled[column]), 3) }
    }
    let (values, vectors) = try LinearAlgebra.symmetricEigen(kernel)
    let order = values.indices.sorted { abs(values[$0]) > abs(values[$1]) }.prefix(7)
    // The bent functions are E times δ, and δ must lie in the leading space.
    let design = plates.matrix(at: nodes)
    let inverse = try LinearAlgebra.inverse(kernel)
    for column in 0..<5 {
      let weights = try LinearAlgebra.multiply(inverse, design.column(column))
      let total = LinearAlgebra.dot(weights, weights)
      let inside = order.reduce(0.0) {
        let share = LinearAlgebra.dot(vectors.column($1), weights)
        return $0 + share * share
      }
      #expect(abs(inside / total - 1) < 1e-6)
    }
  }

  @Test("Running sums give the products with |x − u|³", .tags(.property))
  func cubicKernel() {
    let nodes = [-1.0, -0.4, 0.1, 0.15, 0.9, 1]
    let weights = [0.3, -2, 1, 0.5, -0.7, 2]
    let places = [0.9, -1.2, 0.12, 1.4, -1, 0]
    let product = CubicKernel(nodes: nodes, places: places).product(weights)
    for (place, value) in zip(places, product) {
      let plain = zip(nodes, weights).reduce(0.0) { $0 + pow(abs(place - $1.0), 3) * $1.1 }
      #expect(abs(value - plain) < 1e-13)
    }
  }

  @Test("A covariate recorded in coarse steps stays exact", .tags(.analytical))
  func discretisation() throws {
    let values = (0..<500).map { Double(($0 * 37) % 230) / 10 - 5 }
    let covariate = try DiscretisedCovariate(values, intervals: 1_024, name: "temperature")
    #expect(covariate.isExact)
    #expect(covariate.support == Array(Set(values)).sorted())
    for (value, place) in zip(values, covariate.places) {
      #expect(covariate.support[Int(place)] == value)
    }
    let coarse = try DiscretisedCovariate(values, intervals: 10, name: "temperature")
    #expect(!coarse.isExact && coarse.support.count == 10)
    #expect(coarse.counts.reduce(0, +) == 500)
    #expect(throws: KernelError.notFinite(name: "temperature", row: 1)) {
      try DiscretisedCovariate([1, .nan], intervals: 8, name: "temperature")
    }
  }
}
