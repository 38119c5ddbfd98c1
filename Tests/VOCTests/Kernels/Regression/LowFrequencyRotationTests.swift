import NumericKernels
import TestSupport
import Testing
import VOC

@Suite("Rotations among slow cosines")
struct LowFrequencyRotationTests {
  private static func made(_ rows: Int) -> (nuisance: Matrix, step: [Double]) {
    let trend = (0..<rows).map { Double($0) / Double(rows) }
    return (
      Matrix(columns: [[Double](repeating: 1, count: rows), trend]),
      (0..<rows).map { $0 < rows / 2 ? 0 : 1 }
    )
  }

  @Test("The basis is orthonormal and free of the nuisance terms", .tags(.analytical))
  func orthonormal() throws {
    let (nuisance, step) = Self.made(120)
    let slow = try LowFrequencyRotation(
      nuisance: nuisance, direction: step, positions: Array(0..<120), cosines: 10)
    // Half a cycle is nearly the trend, and three halves nearly what is left of the step.
    #expect((8...10).contains(slow.basis.count - 1))
    for (row, left) in slow.basis.enumerated() {
      for column in 0..<2 {
        #expect(abs(LinearAlgebra.dot(left, nuisance.column(column))) < 1e-12)
      }
      for (other, right) in slow.basis.enumerated() {
        #expect(abs(LinearAlgebra.dot(left, right) - (row == other ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test("The direction's coordinate is its regression coefficient", .tags(.analytical))
  func coefficient() throws {
    let (nuisance, step) = Self.made(120)
    var stream = RandomStream(seed: 3, index: 0)
    let response = (0..<120).map { 0.4 * step[$0] + 0.01 * Double($0) + stream.normal() }
    let slow = try LowFrequencyRotation(
      nuisance: nuisance, direction: step, positions: Array(0..<120), cosines: 10)
    let squared = try slow.squaredLengths(
      of: Matrix(columns: [response]), draws: 1, seed: 1
    ).observed
    let fit = try LeastSquares.fit(
      design: Matrix(columns: [nuisance.column(0), nuisance.column(1), step]),
      response: response, names: ["level", "trend", "step"])
    let own = LinearAlgebra.dot(slow.basis[0], step)
    #expect(abs(squared.squareRoot() / abs(own) - abs(fit.coefficients[2])) < 1e-10)
  }

  @Test("Rotations of dependent noise exceed the step's as often as they should", .tags(.property))
  func size() throws {
    let (nuisance, step) = Self.made(240)
    let slow = try LowFrequencyRotation(
      nuisance: nuisance, direction: step, positions: Array(0..<240), cosines: 15)
    var rejections = 0
    for run in 0..<100 {
      var stream = RandomStream(seed: 9, index: UInt64(run))
      var columns = [[Double]](repeating: [Double](repeating: 0, count: 240), count: 3)
      for row in 1..<240 {
        for column in 0..<3 {
          columns[column][row] = 0.5 * columns[column][row - 1] + stream.normal()
        }
      }
      let lengths = try slow.squaredLengths(
        of: Matrix(columns: columns), draws: 99, seed: UInt64(run))
      if lengths.rotated.count(where: { $0 >= lengths.observed }) + 1 <= 5 { rejections += 1 }
    }
    // Binomial(100, 0.05): 0 to 11 in all but one of two hundred.
    #expect((0...11).contains(rejections))
  }

  @Test("A direction that the nuisance terms make up is refused", .tags(.analytical))
  func nothingLeft() {
    let (nuisance, _) = Self.made(50)
    #expect(throws: KernelError.self) {
      try LowFrequencyRotation(
        nuisance: nuisance, direction: nuisance.column(1), positions: Array(0..<50), cosines: 8)
    }
  }
}
