import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Kolmogorov-Zurbenko filter")
struct KolmogorovZurbenkoTests {
  @Test("An impulse becomes the coefficients of ((1 + z + z²)/3)²", .tags(.analytical))
  func impulse() throws {
    var values = [Double](repeating: 0, count: 11)
    values[5] = 9
    let filtered = try KolmogorovZurbenko.filter(values, window: 3, iterations: 2)
    for (value, expected) in zip(filtered, [0, 0, 0, 1, 2, 3, 2, 1, 0, 0, 0]) {
      #expect(abs(value - Double(expected)) < 1e-12)
    }
  }

  @Test("A sine keeps its phase and shrinks by the transfer function", .tags(.analytical))
  func transfer() throws {
    let frequency = 1 / 60.0
    let values = (0..<2_000).map { sin(2 * .pi * frequency * Double($0)) }
    let filtered = try KolmogorovZurbenko.filter(values, window: 15, iterations: 5)
    let expected = pow(sin(.pi * 15 * frequency) / (15 * sin(.pi * frequency)), 5)
    // Away from the ends, where windows are cut off.
    for place in stride(from: 100, to: 1_900, by: 37) {
      #expect(abs(filtered[place] - expected * values[place]) < 1e-10)
    }
  }

  @Test("A straight line passes, a constant passes with gaps", .tags(.analytical))
  func passes() throws {
    let line = (0..<50).map { 3 - 0.25 * Double($0) }
    let filtered = try KolmogorovZurbenko.filter(line, window: 5, iterations: 3)
    for place in 6..<44 { #expect(abs(filtered[place] - line[place]) < 1e-12) }
    var gappy = [Double](repeating: 7, count: 30)
    for place in [0, 4, 5, 6, 20] { gappy[place] = .nan }
    let smooth = try KolmogorovZurbenko.filter(gappy, window: 3, iterations: 2)
    #expect(smooth.allSatisfy { abs($0 - 7) < 1e-12 })
    let empty = try KolmogorovZurbenko.filter([.nan, .nan, .nan], window: 3, iterations: 1)
    #expect(empty.allSatisfy { $0.isNaN })
    #expect(throws: KernelError.self) {
      try KolmogorovZurbenko.filter(line, window: 4, iterations: 1)
    }
  }
}
