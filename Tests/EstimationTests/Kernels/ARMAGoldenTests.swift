import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

/// Regressions with gaps as statsmodels' SARIMAX fits them (`Golden/arma_regression.py`).
@Suite("Regression with remembered errors against statsmodels", .tags(.golden))
struct ARMAGoldenTests {
  private struct Golden: Decodable {
    struct Fit: Decodable {
      let coefficients, process: [Double]
      let variance, logLikelihood: Double
    }
    let values: [Double?]
    let fits: [String: Fit]
  }

  private func golden() throws -> Golden {
    let file = SharedData.checkout.appendingPathComponent(
      "Tests/EstimationTests/Golden/arma_regression.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  @Test(
    "Coefficients, process, variance and likelihood are statsmodels'",
    arguments: [
      (ErrorOrder.first, "AR(1)"), (.second, "AR(2)"), (.mixed, "ARMA(1,1)"),
    ])
  func sarimax(_ order: ErrorOrder, _ name: String) throws {
    let golden = try golden()
    let expected = try #require(golden.fits[name])
    let count = golden.values.count
    let steps = 0..<count
    let ones = steps.map { _ in 1.0 }
    let times = steps.map { Double($0) / 100 }
    let after = steps.map { $0 >= 130 ? 1.0 : 0 }
    let waves = steps.map { sin(2 * Double.pi * Double($0) / 60) }
    let design = Matrix(columns: [ones, times, after, waves])
    let fit = try ARMARegression(
      design: design, response: golden.values.map { $0 ?? .nan },
      names: ["level", "time", "step", "wave"], order: order.orders(stepsAYear: 1)[0],
      likelihood: .full)
    // Both search the same likelihood to about 1e-4 of a parameter.
    for (value, other) in zip(fit.coefficients, expected.coefficients) {
      #expect(abs(value - other) < 5e-4, "\(value) \(other)")
    }
    var own = Array(fit.process.autoregressive.prefix(expected.process.count))
    if name == "ARMA(1,1)" { own = [fit.process.autoregressive[0], fit.process.movingAverage[1]] }
    for (value, other) in zip(own, expected.process) {
      #expect(abs(value - other) < 1e-3, "\(value) \(other)")
    }
    #expect(abs(fit.innovationVariance - expected.variance) < 5e-4)
    #expect(abs(fit.logLikelihood - expected.logLikelihood) < 1e-5, "\(fit.logLikelihood)")
  }

  @Test(
    "Sums of products say what the filter says of every row", .tags(.analytical), arguments: 0...3)
  func sums(_ order: Int) throws {
    var draws = NormalDraws(seed: 5, index: UInt64(order))
    let count = 90
    let columns = (0..<3).map { _ in (0..<count).map { _ in draws.normal() } }
    // A gap at the very beginning, single ones, two close together and one at the end.
    let gaps: Set<Int> = [0, 7, 30, 32, 33, 34, 60, 61, 89]
    let isKnown = (0..<count).map { !gaps.contains($0) }
    let process = ProcessOrder(autoregressive: order, movingAverage: 0)
    let model = AutoregressiveMovingAverage(
      process, parameters: Array([0.6, -0.4, 0.3].prefix(order)))
    let products = try WhitenedProducts(process, columns, isKnown: isKnown)
    let found = try #require(products.at(model))
    let filtered = model.whitened(columns, isKnown: isKnown)
    let expected = LinearAlgebra.gram(Matrix(columns: filtered.columns))
    for (value, other) in zip(found.products.storage, expected.storage) {
      #expect(abs(value - other) < 1e-9)
    }
    #expect(abs(found.logVariance - filtered.logVariance) < 1e-9)
  }

  @Test("A mean's degrees of freedom fall with the errors' memory", .tags(.property))
  func freedom() throws {
    func mean(_ coefficient: Double) throws -> SerialContrast {
      var stream = RandomStream(seed: 3, index: 1)
      let values = AutoregressiveModel(
        coefficients: [coefficient], innovationVariance: 1
      ).drawn(200, using: &stream)
      return try ARMARegression(
        design: Matrix(columns: [values.map { _ in 1 }]), response: values, names: ["mean"],
        order: ProcessOrder(autoregressive: 1, movingAverage: 0)
      ).contrast([1])
    }
    let (short, long) = (try mean(0.1), try mean(0.9))
    #expect(short.degreesOfFreedom > 2 * long.degreesOfFreedom)
    #expect(long.degreesOfFreedom > 2 && short.degreesOfFreedom < 200)
    // The variance of a mean of 200 with this memory, known on paper but for the estimate's own error.
    #expect(abs(short.variance / (1 / (0.9 * 0.9) / 200) - 1) < 0.5)
  }
}
