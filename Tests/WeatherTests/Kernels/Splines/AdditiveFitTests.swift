import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Weather

@Suite("Additive models")
struct AdditiveFitTests {
  /// Two covariates, a weekday and a response of known shape.
  private struct Sample {
    var covariates: [[Double]] = [[], [], []]
    var response: [Double] = []

    init(rows: Int, noise: Double, seed: UInt64 = 3) {
      var stream = RandomStream(seed: seed, index: 0)
      for row in 0..<rows {
        // Steps of a tenth and of a degree, so that no two values share an interval.
        let temperature = (300 * stream.uniform()).rounded() / 10 - 5
        let direction = (360 * stream.uniform()).rounded(.down)
        let weekday = Double(row % 7)
        covariates[0].append(temperature)
        covariates[1].append(direction)
        covariates[2].append(weekday)
        response.append(
          4 + 0.04 * (temperature - 10) * sin(temperature / 5) + cos(direction * .pi / 180)
            + (weekday == 6 ? -0.5 : 0) + noise * stream.normal())
      }
    }
  }

  private let terms = [
    AdditiveTerm("temperature", covariates: [0], shapes: [.thinPlate(dimension: 9)]),
    AdditiveTerm("direction", covariates: [1], shapes: [.cyclic(dimension: 9, from: 0, to: 360)]),
    AdditiveTerm("weekday", covariates: [2], shapes: [.category]),
    AdditiveTerm(
      "temperature and direction", covariates: [0, 1],
      shapes: [.cubic(dimension: 4), .cyclic(dimension: 5, from: 0, to: 360)]),
  ]

  /// The dense design, row by row.
  private func dense(_ design: AdditiveDesign, _ covariates: [[Double]]) throws -> Matrix {
    var columns = [covariates[0].map { _ in 1.0 }]
    for (index, term) in design.terms.enumerated() {
      let functions = try design.functions(of: index, at: term.covariates.map { covariates[$0] })
      for column in 0..<functions.columns { columns.append(functions.column(column)) }
    }
    return Matrix(columns: columns)
  }

  @Test("Cross products of gathered rows are those of the dense design", .tags(.property))
  func crossProducts() throws {
    let sample = Sample(rows: 700, noise: 0.3)
    let design = try AdditiveDesign(terms, covariates: sample.covariates, intervals: 4_096)
    let plain = try dense(design, sample.covariates)
    let gram = LinearAlgebra.gram(plain)
    let moment = try LinearAlgebra.multiply(plain, sample.response, transpose: true)
    let whole = design.rows.crossProducts(with: sample.response, rows: Array(0..<700)[...])
    for (left, right) in zip(whole.gram.storage, gram.storage) { #expect(abs(left - right) < 1e-7) }
    for (left, right) in zip(whole.moment, moment) { #expect(abs(left - right) < 1e-7) }
    // Blocks add up to the whole.
    var parts = design.rows.crossProducts(with: sample.response, rows: Array(0..<311)[...])
    parts.add(design.rows.crossProducts(with: sample.response, rows: Array(311..<700)[...]))
    for (left, right) in zip(parts.gram.storage, whole.gram.storage) {
      #expect(abs(left - right) < 1e-9)
    }
    #expect(parts.rows == 700)
    // Each term's functions have mean zero and, alone, length one over the rows.
    for column in 1..<16 { #expect(abs(gram[0, column]) < 1e-7) }
    for row in 1..<9 {
      for column in 1..<9 {
        // Up to the trace of roughness in the metric.
        #expect(abs(gram[row, column] / 700 - (row == column ? 1 : 0)) < 1e-4)
      }
    }
  }

  @Test("A first-order autoregression is filtered out of the rows", .tags(.property))
  func correlatedRows() throws {
    let sample = Sample(rows: 120, noise: 0.3)
    let design = try AdditiveDesign(terms, covariates: sample.covariates, intervals: 4_096)
    // A gap after row 60: row 61 has no predecessor.
    let linked = AdditiveFit.predecessors((0..<120).map { $0 < 61 ? $0 : $0 + 5 })
    #expect(!linked[0] && linked[60] && !linked[61])
    let found = design.rows.crossProducts(
      with: sample.response, rows: Array(0..<120)[...], correlation: 0.6, hasPredecessor: linked)
    let plain = try dense(design, sample.covariates)
    var filtered = plain
    for row in 0..<120 where linked[row] {
      for column in 0..<plain.columns {
        filtered[row, column] = (plain[row, column] - 0.6 * plain[row - 1, column]) / 0.8
      }
    }
    for (left, right) in zip(found.gram.storage, LinearAlgebra.gram(filtered).storage) {
      #expect(abs(left - right) < 1e-8)
    }
  }

  @Test("The criterion's derivatives are its slopes", .tags(.property))
  func derivatives() throws {
    let sample = Sample(rows: 400, noise: 0.5)
    let design = try AdditiveDesign(terms, covariates: sample.covariates)
    let selection = SmoothnessSelection(
      design.rows.crossProducts(
        with: try StandardisedResponse(sample.response).values, rows: Array(0..<400)[...]), design)
    let place = [-3.0, -1, 0.5, -2]
    let exact = selection.derivatives(at: try selection.evaluate(place))
    let step = 1e-4
    for index in place.indices {
      var up = place
      var down = place
      up[index] += step
      down[index] -= step
      let above = try selection.evaluate(up)
      let below = try selection.evaluate(down)
      let slope = (above.criterion - below.criterion) / (2 * step)
      #expect(abs(slope - exact.gradient[index]) < 1e-6 * max(1, abs(slope)))
      let left = selection.derivatives(at: above).gradient
      let right = selection.derivatives(at: below).gradient
      for other in place.indices {
        let bend = (left[other] - right[other]) / (2 * step)
        #expect(abs(bend - exact.hessian[index, other]) < 1e-5 * max(1, abs(bend)))
      }
    }
  }

  @Test("The chosen smoothness minimises the criterion", .tags(.property))
  func minimum() throws {
    let sample = Sample(rows: 400, noise: 0.5)
    let design = try AdditiveDesign(terms, covariates: sample.covariates)
    let selection = SmoothnessSelection(
      design.rows.crossProducts(
        with: try StandardisedResponse(sample.response).values, rows: Array(0..<400)[...]), design)
    let best = try selection.minimise(start: nil).state
    for index in 0..<4 {
      for step in [-0.5, 0.5] {
        var moved = best.logarithms
        moved[index] += step
        #expect(try selection.evaluate(moved).criterion >= best.criterion - 1e-9)
      }
    }
    // From another start the same place is reached.
    let other = try selection.minimise(start: [3, 3, 3, 3]).state
    #expect(abs(other.criterion - best.criterion) < 1e-6)
  }

  @Test("A straight line leaves one degree of freedom to a smooth", .tags(.analytical))
  func straightLine() throws {
    var stream = RandomStream(seed: 8, index: 0)
    let wind = (0..<300).map { _ in 10 * stream.uniform() }
    let response = wind.map { 5 - 0.4 * $0 + 0.2 * stream.normal() }
    let design = try AdditiveDesign(
      [AdditiveTerm("wind", covariates: [0], shapes: [.thinPlate(dimension: 10)])],
      covariates: [wind])
    let fit = try AdditiveFit.fit(design, response: response)
    #expect(fit.effectiveDegrees[0] < 1.4)
    let effect = try TermEffect(fit, term: 0, at: [[2, 7]])
    #expect(abs(effect.values[1] - effect.values[0] + 2) < 0.1)
    // Deviation 0.2, and the error of a mean of 300 for the constant.
    #expect(abs(fit.residualVariance.squareRoot() - 0.2) < 0.02)
    #expect(abs(fit.covariance[0, 0].squareRoot() - 0.2 / 300.0.squareRoot()) < 1e-3)
  }

  @Test("A function without noise is recovered", .tags(.analytical))
  func noiseless() throws {
    let sample = Sample(rows: 500, noise: 0)
    let design = try AdditiveDesign(
      [
        AdditiveTerm("temperature", covariates: [0], shapes: [.thinPlate(dimension: 25)]),
        AdditiveTerm(
          "direction", covariates: [1], shapes: [.cyclic(dimension: 25, from: 0, to: 360)]),
        AdditiveTerm("weekday", covariates: [2], shapes: [.category]),
      ], covariates: sample.covariates)
    let fit = try AdditiveFit.fit(design, response: sample.response)
    #expect(try fit.devianceExplained(sample.response) > 0.9999)
    let effect = try TermEffect(fit, term: 1, at: [[0, 90, 180, 270]])
    #expect(abs(effect.values[0] - effect.values[2] - 2) < 5e-3)
    let days = try TermEffect(fit, term: 2, at: [[0, 6]])
    #expect(abs(days.values[1] - days.values[0] + 0.5) < 1e-3)
    // And a constant response is its constant.
    let flat = try AdditiveFit.fit(design, response: sample.response.map { _ in 7.5 })
    #expect(flat.coefficients[0] == 7.5)
    #expect(flat.coefficients.dropFirst().allSatisfy { $0 == 0 })
  }

  @Test("An interaction is found beside its main effects", .tags(.analytical))
  func interaction() throws {
    var stream = RandomStream(seed: 5, index: 0)
    let first = (0..<1_500).map { _ in stream.uniform() }
    let second = (0..<1_500).map { _ in stream.uniform() }
    let response = zip(first, second).map {
      2 * ($0 - 0.5) * ($1 - 0.5) + sin(3 * $0) + 0.05 * stream.normal()
    }
    let shapes = [AdditiveTerm.Shape.cubic(dimension: 5), .cubic(dimension: 5)]
    let design = try AdditiveDesign(
      [
        AdditiveTerm("first", covariates: [0], shapes: [.cubic(dimension: 10)]),
        AdditiveTerm("second", covariates: [1], shapes: [.cubic(dimension: 10)]),
        AdditiveTerm("both", covariates: [0, 1], shapes: shapes),
      ], covariates: [first, second])
    let fit = try AdditiveFit.fit(design, response: response)
    let effect = try TermEffect(
      fit, term: 2, at: [[0.1, 0.1, 0.9, 0.9], [0.1, 0.9, 0.1, 0.9]])
    let corner = effect.values[0] - effect.values[1] - effect.values[2] + effect.values[3]
    #expect(abs(corner - 2 * 0.8 * 0.8) < 0.06)
    let fitted = try fit.design.rows.predictions(fit.coefficients)
    let rest = zip(fitted, response).reduce(0.0) { $0 + pow($1.0 - $1.1, 2) } / 1_500
    #expect(rest.squareRoot() < 0.052)
  }

  @Test("The errors' autoregression is estimated", .tags(.analytical))
  func correlation() throws {
    var sample = Sample(rows: 1_500, noise: 0)
    var stream = RandomStream(seed: 11, index: 1)
    var error = 0.0
    for row in sample.response.indices {
      error = 0.7 * error + 0.3 * stream.normal()
      sample.response[row] += error
    }
    let design = try AdditiveDesign(Array(terms.prefix(3)), covariates: sample.covariates)
    let fit = try AdditiveFit.fit(design, response: sample.response, steps: Array(0..<1_500))
    #expect(abs(fit.correlation - 0.7) < 0.05)
    let independent = try AdditiveFit.fit(design, response: sample.response)
    // The mean's error grows by √((1 + ρ)/(1 − ρ)) = 2.4.
    let ratio = (fit.covariance[0, 0] / independent.covariance[0, 0]).squareRoot()
    #expect(abs(ratio - 2.38) < 0.3)
  }

  @Test("The response's unit does not matter", .tags(.property))
  func units() throws {
    let sample = Sample(rows: 400, noise: 0.5)
    let design = try AdditiveDesign(terms, covariates: sample.covariates)
    let fit = try AdditiveFit.fit(design, response: sample.response)
    let other = try AdditiveFit.fit(design, response: sample.response.map { 1_000 * $0 - 40 })
    for (left, right) in zip(fit.coefficients.dropFirst(), other.coefficients.dropFirst()) {
      #expect(abs(right / 1_000 - left) < 1e-7)
    }
    #expect(abs(other.coefficients[0] - (1_000 * fit.coefficients[0] - 40)) < 1e-6)
    for (left, right) in zip(fit.effectiveDegrees, other.effectiveDegrees) {
      #expect(abs(left - right) < 1e-6)
    }
  }

  @Test("A constant covariate and a repeated one are refused by name", .tags(.analytical))
  func refusals() throws {
    let sample = Sample(rows: 200, noise: 0.5)
    let shape = AdditiveTerm.Shape.thinPlate(dimension: 6)
    #expect(
      throws: KernelError.rankDeficient(columns: ["pressure"], dependsOn: ["the level"])
    ) {
      try AdditiveDesign(
        [AdditiveTerm("pressure", covariates: [0], shapes: [shape])],
        covariates: [sample.response.map { _ in 1_013 }])
    }
    let twice = try AdditiveDesign(
      [
        AdditiveTerm("temperature", covariates: [0], shapes: [shape]),
        AdditiveTerm("the same", covariates: [1], shapes: [shape]),
      ], covariates: [sample.covariates[0], sample.covariates[0].map { 1.8 * $0 + 32 }])
    #expect(
      throws: KernelError.rankDeficient(
        columns: ["the same"], dependsOn: ["the terms before it"])
    ) { try AdditiveFit.fit(twice, response: sample.response) }
    #expect(throws: KernelError.tooFewObservations(rows: 8, columns: 8)) {
      try AdditiveDesign(
        [AdditiveTerm("few", covariates: [0], shapes: [.thinPlate(dimension: 9)])],
        covariates: [(0..<8).map(Double.init)])
    }
  }
}
