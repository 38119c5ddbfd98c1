import Foundation

/// `kernels.json`, written by `make_golden.py` beside it.
public struct KernelGolden: Decodable {
  /// A regression with its covariances, as statsmodels computed them.
  public struct Regression: Decodable {
    public let x, z, y, coefficients: [Double]
    public let first, second: [Int]
    public let rSquared, durbinWatson: Double
    /// Lags of the automatic bandwidth.
    public let automaticLags: Int
    public let classical, hc0, hc1, hc2, hc3: [Double]
    public let hac0, hac5, hac5Corrected, hac20Corrected, hacAutomatic: [Double]
    public let cluster, twoWay: [Double]
  }
  /// A series with its portmanteau test and quantiles.
  public struct Series: Decodable {
    public let values, ljungBox, ljungBoxP, probabilities, quantiles: [Double]
    /// Automatic block length.
    public let blockLength: Double
    /// Lags of the test.
    public let lags: Int
  }
  /// A panel with a two-way regression.
  public struct Panel: Decodable {
    public let units, times: Int
    public let starts, unit, time: [Int]
    /// The outcome.
    public let y: [Double]
    /// The effect.
    public let coefficient: Double
    /// Standard errors by kind.
    public let errors: [String: Double]
  }
  /// A value of a distribution function.
  public struct Value: Decodable {
    /// Which function.
    public let function: String
    /// Its arguments.
    public let arguments: [Double]
    /// Its value.
    public let value: Double
  }
  /// The regression.
  public let regression: Regression
  /// The series.
  public let series: [Series]
  /// The panel.
  public let panel: Panel
  /// Values of distribution functions.
  public let distributions: [Value]

  /// Reads the file.
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
