import NumericKernels
import TestSupport
import Testing

@Suite("Long-run covariance")
struct LongRunCovarianceTests {
  private func autoregression(_ count: Int, _ persistence: Double, index: UInt64) -> [Double] {
    var stream = RandomStream(seed: 5, index: index)
    var value = 0.0
    return (0..<count).map { _ in
      value = persistence * value + stream.normal()
      return value
    }
  }

  /// All pairs of observations, weighted by their true distance.
  private func bruteForce(_ series: Matrix, positions: [Int], lags: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: series.columns * series.columns)
    for first in 0..<series.rows {
      for second in 0..<series.rows {
        let distance = abs(positions[first] - positions[second])
        guard distance <= lags else { continue }
        let weight = 1 - Double(distance) / Double(lags + 1)
        for row in 0..<series.columns {
          for column in 0..<series.columns {
            sum[column * series.columns + row] +=
              weight * series[first, row] * series[second, column]
          }
        }
      }
    }
    return sum
  }

  private func covariance(
    _ series: Matrix, _ positions: [Int]?, _ lags: NeweyWestLags, prewhitened: Bool = false
  ) throws -> LongRunCovariance {
    try LongRunCovariance(
      series, positions: positions, lags: lags, prewhitened: prewhitened,
      bandwidthWeights: Array(repeating: 1, count: series.columns))
  }

  @Test("With gaps it is the sum over all pairs by their distance", .tags(.property))
  func gaps() throws {
    let series = Matrix(
      columns: [autoregression(60, 0.5, index: 1), autoregression(60, 0.2, index: 2)])
    var stream = RandomStream(seed: 6, index: 0)
    var place = 0
    let positions = (0..<60).map { _ in
      place += 1 + (stream.uniform() < 0.3 ? stream.index(below: 9) : 0)
      return place
    }
    for lags in [0, 1, 4, 11, 40] {
      let found = try covariance(series, positions, .fixed(lags))
      #expect(found.lags == lags)
      #expect(near(found.matrix.storage, bruteForce(series, positions: positions, lags: lags)))
      let contiguous = try covariance(series, nil, .fixed(lags))
      let all = bruteForce(series, positions: Array(0..<60), lags: lags)
      #expect(near(contiguous.matrix.storage, all))
    }
  }

  @Test("More lags than observations still reach across a gap", .tags(.property))
  func fewObservationsFarApart() throws {
    let series = Matrix(columns: [[1, 2, -1, 0.5]])
    let positions = [0, 1, 8, 10]
    for lags in [3, 7, 9, 10] {
      let found = try covariance(series, positions, .fixed(lags))
      #expect(found.lags == lags)
      #expect(near(found.matrix.storage, bruteForce(series, positions: positions, lags: lags)))
    }
  }

  @Test("Automatic lags are those of a transcription of the formula", .tags(.golden))
  func automaticLags() throws {
    for golden in try KernelGolden.load().series {
      let mean = Summation.mean(golden.values)
      let series = Matrix(columns: [golden.values.map { $0 - mean }])
      #expect(try covariance(series, nil, .automatic).lags == golden.lags)
    }
  }

  @Test("Automatic lags of a long autoregression near their limit", .tags(.analytical))
  func automaticLimit() throws {
    // s₁/s₀ = 2ρ/(1 − ρ²), so 1.1447 (s₁/s₀)^⅔ n^⅓ = 37.6 lags. In one series they scatter by
    // 5.0 (400 draws in numpy); four standard errors of a mean of twelve and one for rounding.
    let count = 20_000
    let expected = 1.1447 * Logarithm.power(16.0 / 9 * Double(count), 1.0 / 3)
    let draws = try (0..<12).map {
      let series = Matrix(columns: [autoregression(count, 0.5, index: UInt64(30 + $0))])
      return try covariance(series, nil, .automatic)
    }
    let mean = Summation.mean(draws.map { Double($0.lags) })
    #expect(abs(mean - expected) < 4 * 5 / (12.0).squareRoot() + 1)
    let found = draws[0]
    // The long-run variance is 1/(1 − ρ)² = 4, estimated with a relative error √(4·lags/3n).
    let relative = (4 * Double(found.lags) / (3 * Double(count))).squareRoot()
    #expect(abs(found.matrix[0, 0] / Double(count) - 4) < 4 * (4 * relative + 4 / expected))
  }

  @Test("Prewhitening takes an autoregression's dependence out wholly", .tags(.analytical))
  func prewhitened() throws {
    let count = 20_000
    let series = Matrix(columns: [autoregression(count, 0.8, index: 4)])
    let found = try covariance(series, nil, .fixed(0), prewhitened: true)
    // 1/(1 − ρ)² = 25; ρ̂ has error √((1 − ρ²)/n) = 0.004, which moves it by 2/(0.2)·0.004 = 4 %.
    #expect(near(found.matrix[0, 0] / Double(count), 25, 4 * 0.043))
    #expect(try covariance(series, nil, .fixed(0)).matrix[0, 0] / Double(count) < 4)
  }

  @Test("A series of zeros has no lags and covariance zero", .tags(.analytical))
  func zeros() throws {
    let found = try covariance(Matrix(rows: 30, columns: 1), nil, .automatic)
    #expect(found.lags == 0)
    #expect(found.matrix.storage == [0])
  }

  @Test("A series too large to square does not stop the process", .tags(.property))
  func overflow() throws {
    let huge = autoregression(200, 0.5, index: 7).map { $0 * 1e200 }
    let found = try covariance(Matrix(columns: [huge]), nil, .automatic)
    #expect(found.lags < 200)
    #expect(!found.matrix[0, 0].isFinite)
  }

  @Test("Positions or weights of another length are refused", .tags(.analytical))
  func shapes() {
    #expect(throws: KernelError.self) {
      try covariance(Matrix(rows: 3, columns: 1), [0, 1], .fixed(1))
    }
  }
}
