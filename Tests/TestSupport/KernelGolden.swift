import Foundation

/// `kernels.json`, written by `make_golden.py` beside it.
public struct KernelGolden: Decodable {
  public struct Regression: Decodable {
    public let x, z, y, coefficients: [Double]
    public let first, second: [Int]
    public let rSquared, durbinWatson: Double
    public let automaticLags: Int
    public let classical, hc0, hc1, hc2, hc3: [Double]
    public let hac0, hac5, hac5Corrected, hac20Corrected, hacAutomatic: [Double]
    public let cluster, twoWay: [Double]
  }
  public struct Series: Decodable {
    public let values, ljungBox, ljungBoxP, probabilities, quantiles: [Double]
    public let blockLength: Double
    public let lags: Int
  }
  public struct Panel: Decodable {
    public let units, times: Int
    public let starts, unit, time: [Int]
    public let y: [Double]
    public let coefficient: Double
    public let errors: [String: Double]
  }
  public struct Value: Decodable {
    public let function: String
    public let arguments: [Double]
    public let value: Double
  }
  public let regression: Regression
  public let series: [Series]
  public let panel: Panel
  public let distributions: [Value]

  public static func load() throws -> KernelGolden {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/NumericKernelsTests/Golden/kernels.json")
    return try JSONDecoder().decode(KernelGolden.self, from: Data(contentsOf: file))
  }
}

/// Whether two numbers agree relative to the second.
public func near(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs(value - expected) <= tolerance * abs(expected)
}

/// Whether two lists agree, element by element, relative to the largest expected element.
public func near(_ values: [Double], _ expected: [Double], _ tolerance: Double = 1e-9) -> Bool {
  let size = expected.map { abs($0) }.max() ?? 0
  return values.count == expected.count
    && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance * size }
}
