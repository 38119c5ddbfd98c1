import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("Kernels of quality control")
struct QualityKernelsTests {
  @Test("Points on a line give its slope and intercept without uncertainty", .tags(.analytical))
  func exactLine() throws {
    let x = (1...20).map(Double.init)
    let line = try #require(
      OrthogonalRegression(reference: x, candidate: x.map { 1.5 * $0 - 2 }))
    #expect(abs(line.slope - 1.5) < 1e-12)
    #expect(abs(line.intercept + 2) < 1e-11)
    #expect(line.slopeUncertainty < 1e-7)
  }

  @Test("Exchanging the axes inverts the slope", .tags(.property))
  func symmetry() throws {
    var stream = RandomStream(seed: 3, index: 0)
    let truth = (0..<200).map { _ in 50 + 20 * stream.normal() }
    let x = truth.map { $0 + 5 * stream.normal() }
    let y = truth.map { 1.2 * $0 + 3 + 5 * stream.normal() }
    let there = try #require(OrthogonalRegression(reference: x, candidate: y))
    let back = try #require(OrthogonalRegression(reference: y, candidate: x))
    #expect(abs(there.slope * back.slope - 1) < 1e-10)
    // Ordinary least squares would give about 1.13 here.
    #expect(abs(there.slope - 1.2) < 0.06)
  }

  @Test("Four points by hand", .tags(.analytical))
  func byHand() throws {
    // Sxx = 5, Syy = 10, Sxy = 7: slope = (5 + √(25 + 196)) / 14 = 1.4190.
    let line = try #require(
      OrthogonalRegression(reference: [1, 2, 3, 4], candidate: [1, 2.5, 4.5, 5]))
    let yy = [1, 2.5, 4.5, 5].reduce(0) { $0 + ($1 - 3.25) * ($1 - 3.25) }
    let xy = -1.5 * -2.25 + -0.5 * -0.75 + 0.5 * 1.25 + 1.5 * 1.75
    let slope = (yy - 5 + ((yy - 5) * (yy - 5) + 4 * xy * xy).squareRoot()) / (2 * xy)
    #expect(abs(line.slope - slope) < 1e-12)
    let variance = (yy - xy * xy / 5) / 10
    #expect(abs(line.slopeUncertainty - variance.squareRoot()) < 1e-12)
    #expect(abs(line.interceptUncertainty - (variance * 30 / 4).squareRoot()) < 1e-12)
  }

  @Test("A step of two deviations is found where it is", .tags(.analytical))
  func step() throws {
    var stream = RandomStream(seed: 5, index: 0)
    let values = (0..<60).map { ($0 < 25 ? 0.0 : 2) + stream.normal() }
    let found = try #require(HomogeneityTest(values))
    #expect(abs(found.position - 25) <= 2)
    #expect(abs(found.step - 2) < 0.6)
    #expect(found.pValue == 0.001)
  }

  @Test(
    "Without a step one series in twenty is called at the 5 % level", .tags(.calibration),
    arguments: [0.0, 0.5])
  func size(memory: Double) {
    let replicates = 300
    let calls = (0..<replicates).filter { replicate in
      var stream = RandomStream(seed: 11, index: UInt64(replicate))
      var state = stream.normal()
      let values = (0..<48).map { _ in
        let value = state
        state = memory * state + (1 - memory * memory).squareRoot() * stream.normal()
        return value
      }
      return HomogeneityTest(values, replicates: 199).map { $0.pValue <= 0.05 } ?? false
    }.count
    // Binomial band of 5 % of 300 at ±3 deviations is 3.7 to 26; the estimated memory makes the
    // test somewhat liberal.
    #expect((3...30).contains(calls), "\(calls) of \(replicates)")
  }

  /// Skewed values that remember, rounded to whole numbers, like daily PM2.5.
  static func concentrations(_ replicate: Int, bunched: Double = 0) -> [Double] {
    var stream = RandomStream(seed: 17, index: UInt64(replicate))
    var state = stream.normal()
    return (0..<1_095).map { _ in
      state = 0.6 * state + 0.8 * stream.normal()
      let value = (70 * Logarithm.power(2.718_281_828, 0.6 * state - 0.18)).rounded()
      // Days just above the limit are moved just below it.
      let isMoved = value > 75 && value <= 85 && stream.uniform() < bunched
      return isMoved ? 75 - Double(Int(stream.uniform() * 8)) : value
    }
  }

  @Test("A smooth density is called broken in one series of twenty", .tags(.calibration))
  func densitySize() {
    let replicates = 400
    let calls = (0..<replicates).filter { replicate in
      DensityDiscontinuity(Self.concentrations(replicate), cutoff: 75, resolution: 1).map {
        abs($0.z) > 1.959_964
      } ?? false
    }.count
    // 5 % of 400 at ±3 binomial deviations: 7 to 33.
    #expect((7...33).contains(calls), "\(calls) of \(replicates)")
  }

  @Test("Bunching below a limit is found and has the right sign", .tags(.calibration))
  func densityPower() {
    let found = (0..<50).filter { replicate in
      DensityDiscontinuity(
        Self.concentrations(replicate, bunched: 0.6), cutoff: 75, resolution: 1
      ).map { $0.z < -1.96 } ?? false
    }.count
    #expect(found >= 45, "\(found) of 50")
  }
}
