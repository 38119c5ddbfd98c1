import Foundation
import TestSupport

/// `kernels.json`, written by `make_golden.py` beside it.
struct KernelGolden: Decodable {
  struct Regression: Decodable {
    let x, z, y, coefficients: [Double]
    let first, second: [Int]
    let rSquared, durbinWatson: Double
    let automaticLags: Int
    let classical, hc0, hc1, hc2, hc3: [Double]
    let hac0, hac5, hac5Corrected, hac20Corrected, hacAutomatic: [Double]
    let cluster, twoWay: [Double]
  }
  struct Series: Decodable {
    let values, ljungBox, ljungBoxP, probabilities, quantiles: [Double]
    let blockLength: Double
    let lags: Int
  }
  struct Panel: Decodable {
    let units, times: Int
    let starts, unit, time: [Int]
    let y: [Double]
    let coefficient: Double
    let errors: [String: Double]
  }
  struct Value: Decodable {
    let function: String
    let arguments: [Double]
    let value: Double
  }
  let regression: Regression
  let series: [Series]
  let panel: Panel
  let distributions: [Value]

  static func load() throws -> KernelGolden {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/NumericKernelsTests/Golden/kernels.json")
    return try JSONDecoder().decode(KernelGolden.self, from: Data(contentsOf: file))
  }
}

/// Whether two numbers agree relative to the second.
func near(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(value - expected) <= tolerance * abs(expected)
}

/// Whether two lists agree, element by element, relative to the largest expected element.
func near(_ values: [Double], _ expected: [Double], _ tolerance: Double = 1e-9) -> Bool {
  let size = expected.map { abs($0) }.max() ?? 0
  return values.count == expected.count
    && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance * size }
}
