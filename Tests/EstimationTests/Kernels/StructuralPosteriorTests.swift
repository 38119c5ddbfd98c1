import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Structural time-series models")
struct StructuralPosteriorTests {
  struct Golden: Decodable {
    let y, x1, point_pred, point_pred_lower, point_pred_upper: [Double]
    struct Values: Decodable {}
  }

  private func example() throws -> (y: [Double], x: [Double], golden: [String: Any]) {
    let file = SharedData.golden.appendingPathComponent("causalimpact_example.json")
    let all = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let values = try #require(all["values"] as? [String: Any])
    return (
      try #require(values["y"] as? [Double]), try #require(values["x1"] as? [Double]), values
    )
  }

  // CausalImpact 1.3.0 on its own example; it draws 1,000 numbers, we 4,000. The standard error of
  // its posterior mean is about 0.35/√1000 times a few for draws that hang together: 0.03.
  @Test(
    "CausalImpact's example has its effect, error and band", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func causalImpact() throws {
    let (y, x, golden) = try example()
    let found = try StructuralPosterior(
      response: y, design: Matrix(columns: [x]), learnt: 70, after: 70..<100,
      states: StructuralStates(hasSlope: false, season: 0), priors: .causalImpact, draws: 4_000,
      level: 0.95, seed: 1)
    let actual = Summation.mean(Array(y[70...]))
    let effect = actual - Summation.mean(found.means)
    #expect(abs(effect - 10.51) < 0.08, "\(effect)")
    let deviation = Summation.variance(found.means).squareRoot()
    #expect(abs(deviation - 0.349) < 0.06, "\(deviation)")
    let path = try #require(golden["point_pred"] as? [Double])
    let lower = try #require(golden["point_pred_lower"] as? [Double])
    let upper = try #require(golden["point_pred_upper"] as? [Double])
    let apart = zip(found.path, path).map { abs($0 - $1) }
    #expect(Summation.mean(apart) < 0.15, "\(Summation.mean(apart))")
    let widths = zip(found.lower, found.upper).map { $1 - $0 }
    let others = zip(lower, upper).map { $1 - $0 }
    #expect(
      abs(Summation.mean(widths) / Summation.mean(others) - 1) < 0.1,
      "\(Summation.mean(widths)) \(Summation.mean(others))")
    #expect(found.scaleReduction < 1.05, "\(found.scaleReduction)")
  }

  @Test("The same seed gives the same bits", .tags(.property))
  func seed() throws {
    var draws = NormalDraws(seed: 3, index: 0)
    let y = (0..<80).map { _ in draws.normal() }
    func run(_ seed: UInt64) throws -> StructuralPosterior {
      try StructuralPosterior(
        response: y, design: Matrix(rows: 80, columns: 0), learnt: 60, after: 60..<80,
        states: StructuralStates(hasSlope: true, season: 7), priors: .weak, draws: 100,
        level: 0.95, seed: seed)
    }
    #expect(try run(1).means == run(1).means)
    #expect(try run(1).means != run(2).means)
  }

  @Test("Both ways of drawing a level have its smoothed mean and variance", .tags(.analytical))
  func smoother() throws {
    let values = [1.0, 3, .nan, 2, 5, 4]
    let isKnown = values.map(\.isFinite)
    let count = values.count
    // Prior of a level that starts with variance 4 about 1 and moves with variance 0.5.
    let variances = StructuralStates.Variances(noise: 1, level: 0.5, slope: 0, season: 0)
    var prior = Matrix(rows: count, columns: count)
    for row in 0..<count {
      for column in 0..<count { prior[row, column] = 4 + 0.5 * Double(min(row, column)) }
    }
    let seen = (0..<count).filter { isKnown[$0] }
    var of = Matrix(rows: seen.count, columns: seen.count)
    for (row, here) in seen.enumerated() {
      for (column, there) in seen.enumerated() {
        of[row, column] = prior[here, there] + (row == column ? 1 : 0)
      }
    }
    let gain = try LinearAlgebra.multiply(
      Matrix(columns: seen.map { there in (0..<count).map { prior[$0, there] } }),
      LinearAlgebra.inverse(of))
    let mean = try LinearAlgebra.multiply(gain, seen.map { values[$0] - 1 }).map { $0 + 1 }
    let last = prior[5, 5] - seen.indices.reduce(0) { $0 + gain[5, $1] * prior[seen[$1], 5] }
    // A season of two steps without innovations that starts at nought is no season, and makes the
    // general way run.
    for states in [
      StructuralStates(hasSlope: false, season: 0), StructuralStates(hasSlope: true, season: 0),
    ] {
      var draws = NormalDraws(seed: 5, index: 0)
      var sums = [Double](repeating: 0, count: count)
      var squares = 0.0
      let runs = 20_000
      for _ in 0..<runs {
        var course = states.draw(
          values, isKnown: isKnown, variances, start: 1, spread: 2, using: &draws)
        if states.hasSlope { course = stride(from: 0, to: course.count, by: 2).map { course[$0] } }
        for step in 0..<count { sums[step] += course[step] }
        squares += (course[5] - mean[5]) * (course[5] - mean[5])
      }
      guard !states.hasSlope else { continue }
      for step in 0..<count {
        #expect(abs(sums[step] / Double(runs) - mean[step]) < 0.03, "\(step)")
      }
      #expect(abs(squares / Double(runs) - last) < 0.03 * last + 0.01)
    }
  }

  @Test("Level, slope and season together have their smoothed mean", .tags(.analytical))
  func everything() throws {
    let states = StructuralStates(hasSlope: true, season: 3)
    let variances = StructuralStates.Variances(noise: 0.8, level: 0.3, slope: 0.1, season: 0.2)
    let count = 9
    // The prior's covariance of the signal by simulation of the model itself.
    let size = states.size
    var transition = Matrix(rows: size, columns: size)
    for column in 0..<size {
      var unit = [Double](repeating: 0, count: size)
      unit[column] = 1
      states.advance(&unit, from: 0)
      for row in 0..<size { transition[row, column] = unit[row] }
    }
    let design = [1.0, 0, 1, 0]
    let noise = [0.3, 0.1, 0.2, 0]
    var covariances: [Matrix] = []
    var state = Matrix.identity(size)
    for place in 0..<size { state[place, place] = 2.25 }
    for _ in 0..<count {
      covariances.append(state)
      let moved = try LinearAlgebra.multiply(transition, state)
      state = try LinearAlgebra.multiply(moved, transition, transposeRight: true)
      for place in 0..<size { state[place, place] += noise[place] }
    }
    func signal(_ here: Int, _ there: Int) throws -> Double {
      let (first, last) = (min(here, there), max(here, there))
      var weights = design
      for _ in first..<last {
        weights = try LinearAlgebra.multiply(transition, weights, transpose: true)
      }
      return LinearAlgebra.dot(
        weights, try LinearAlgebra.multiply(covariances[first], design))
    }
    var all = Matrix(rows: count, columns: count)
    for row in 0..<count { for column in 0..<count { all[row, column] = try signal(row, column) } }
    var of = all
    for place in 0..<count { of[place, place] += 0.8 }
    var draws = NormalDraws(seed: 6, index: 0)
    let values = (0..<count).map { Double($0 % 3) + draws.normal() }
    let gain = try LinearAlgebra.multiply(all, LinearAlgebra.inverse(of))
    let mean = try LinearAlgebra.multiply(gain, values)
    var sums = [Double](repeating: 0, count: count)
    let runs = 20_000
    for _ in 0..<runs {
      let course = states.draw(
        values, isKnown: values.map { _ in true }, variances, start: 0, spread: 1.5, using: &draws)
      for step in 0..<count {
        sums[step] += states.signal(course[(step * size)..<(step * size + size)])
      }
    }
    for step in 0..<count {
      #expect(abs(sums[step] / Double(runs) - mean[step]) < 0.03, "\(step)")
    }
  }

  @Test("Donors that explain a series are found, and others left alone", .tags(.calibration))
  func spikeAndSlab() throws {
    var draws = NormalDraws(seed: 7, index: 0)
    let count = 300
    let donors = (0..<10).map { _ in (0..<count).map { _ in draws.normal() } }
    let y = (0..<count).map { 2 * donors[3][$0] - donors[7][$0] + 0.5 * draws.normal() }
    let found = try StructuralPosterior(
      response: y, design: Matrix(columns: donors), learnt: 250, after: 250..<count,
      states: StructuralStates(hasSlope: false, season: 0), priors: .weak, draws: 400,
      level: 0.95, seed: 1)
    #expect(abs(found.coefficients[3] - 2) < 0.15, "\(found.coefficients[3])")
    #expect(abs(found.coefficients[7] + 1) < 0.15, "\(found.coefficients[7])")
    #expect(found.inclusion[3] > 0.99 && found.inclusion[7] > 0.99)
    for column in [0, 1, 2, 4, 5, 6, 8, 9] { #expect(found.inclusion[column] < 0.5) }
  }
}
