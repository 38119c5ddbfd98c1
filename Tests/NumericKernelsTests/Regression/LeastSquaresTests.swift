import NumericKernels
import Testing
import TestSupport

@Suite("Least squares")
struct LeastSquaresTests {
  private func draws(_ count: Int, _ index: UInt64) -> [Double] {
    var stream = RandomStream(seed: 11, index: index)
    return (0..<count).map { _ in stream.normal() }
  }

  private func deficiency(
    _ columns: [[Double]], _ names: [String]
  ) -> (columns: Set<String>, others: Set<String>)? {
    do {
      _ = try LeastSquares.fit(
        design: Matrix(columns: columns), response: draws(columns[0].count, 99), names: names)
      return nil
    } catch .rankDeficient(let columns, let dependsOn) {
      return (Set(columns), Set(dependsOn))
    } catch { return nil }
  }

  @Test("A column twice: one is named, the other is what it depends on", .tags(.analytical))
  func duplicate() throws {
    let x = draws(40, 1)
    let found = try #require(
      deficiency([x, draws(40, 2), x.map { 3e6 * $0 }], ["wind", "rain", "wind in µm/s"]))
    #expect(found.columns.count == 1)
    #expect(found.columns.union(found.others) == ["wind", "wind in µm/s"])
  }

  @Test("A dummy for every season beside a constant names all five", .tags(.analytical))
  func dummyTrap() throws {
    let seasons = (0..<4).map { season in (0..<40).map { $0 % 4 == season ? 1.0 : 0 } }
    let names = ["level", "winter", "spring", "summer", "autumn"]
    let found = try #require(
      deficiency([Array(repeating: 1, count: 40)] + seasons + [draws(40, 1)], names + ["wind"]))
    #expect(found.columns.count == 1)
    #expect(found.columns.union(found.others) == Set(names))
  }

  @Test("A column of zeros depends on zero", .tags(.analytical))
  func zeroColumn() throws {
    let found = try #require(
      deficiency([draws(20, 1), Array(repeating: 0, count: 20)], ["wind", "snow"]))
    #expect(found.columns == ["snow"])
    #expect(found.others == ["zero"])
    let none = Array(repeating: 0.0, count: 20)
    #expect(try #require(deficiency([none, none], ["a", "b"])).columns == ["a", "b"])
  }

  @Test("Units far apart do not make columns collinear", .tags(.property))
  func units() throws {
    let x = draws(60, 1)
    let z = draws(60, 2)
    let y = draws(60, 3)
    let ones = Array(repeating: 1.0, count: 60)
    let names = ["level", "x", "z"]
    let plain = try LeastSquares.fit(
      design: Matrix(columns: [ones, x, z]), response: y, names: names)
    let scaled = try LeastSquares.fit(
      design: Matrix(columns: [ones, x.map { $0 * 1e9 }, z.map { $0 * 1e-9 }]), response: y,
      names: names)
    #expect(near(scaled.coefficients[1] * 1e9, plain.coefficients[1]))
    #expect(near(scaled.coefficients[2] * 1e-9, plain.coefficients[2]))
    #expect(near(scaled.fitted, plain.fitted))
  }

  @Test("Residuals are orthogonal to the design, influences sum to zero", .tags(.property))
  func normalEquations() throws {
    let columns = [Array(repeating: 1, count: 50), draws(50, 1), draws(50, 2)]
    let fit = try LeastSquares.fit(
      design: Matrix(columns: columns), response: draws(50, 3), names: ["a", "b", "c"])
    let scores = try LinearAlgebra.multiply(fit.design, fit.residuals, transpose: true)
    #expect(scores.allSatisfy { abs($0) < 1e-12 })
    let influence = try fit.influence(on: [0, 1, -1])
    #expect(abs(Summation.sum(influence)) < 1e-13)
    let hc0 = CoefficientCovariance.heteroskedastic(fit, .hc0)
    let variance = hc0[1, 1] + hc0[2, 2] - 2 * hc0[1, 2]
    #expect(near(LinearAlgebra.dot(influence, influence), variance))
    let own = CoefficientCovariance.cluster(fit, Array(0..<50))
    let hc1 = CoefficientCovariance.heteroskedastic(fit, .hc1)
    #expect(near(own.storage, hc1.storage))
  }

  @Test("Gaps, too few rows and odd shapes are refused by name", .tags(.analytical))
  func refusals() {
    let design = Matrix(columns: [[1, 1, 1, 1], [1, 2, .nan, 4]])
    #expect(throws: KernelError.notFinite(name: "wind", row: 2)) {
      try LeastSquares.fit(design: design, response: [1, 2, 3, 4], names: ["level", "wind"])
    }
    let whole = Matrix(columns: [[1, 1, 1, 1], [1, 2, 3, 4]])
    #expect(throws: KernelError.notFinite(name: "response", row: 1)) {
      try LeastSquares.fit(design: whole, response: [1, .infinity, 3, 4], names: ["a", "b"])
    }
    #expect(throws: KernelError.tooFewObservations(rows: 2, columns: 2)) {
      try LeastSquares.fit(design: .identity(2), response: [1, 2], names: ["a", "b"])
    }
    for (response, names) in [([1.0], ["a", "b"]), ([1, 2, 3, 4], ["a"])] {
      #expect {
        try LeastSquares.fit(design: whole, response: response, names: names)
      } throws: { error in
        if case KernelError.shape = error { true } else { false }
      }
    }
  }
}
