import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Regression with autoregressive moving-average errors")
struct ARMARegressionTests {
  // Box and Tiao (1975), doi:10.1080/01621459.1975.10480264, as SAS/ETS example 8.4 and statsmodels
  // 0.15 fit it by exact maximum likelihood (golden/single_series.json).
  @Test(
    "Ozone in Los Angeles has Box and Tiao's step, summer and winter", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func ozone() throws {
    let table = try PlainTable(
      path: SharedData.path("single_series/la_ozone.csv"), columns: ["month", "ozone"])
    let values = table.numbers("ozone").map { $0 ?? .nan }
    let months = table["month"].map { text -> (year: Int, month: Int) in
      let parts = text.split(separator: "-").compactMap { Int($0) }
      return (parts[0], parts[1])
    }
    func seasonal(_ values: [Double]) -> [Double] {
      zip(values.dropFirst(12), values).map { $0 - $1 }
    }
    let isSummer = months.map { (6...10).contains($0.month) }
    let late = months.map { $0.year >= 1966 }
    let design = Matrix(columns: [
      seasonal(months.map { $0.year >= 1960 ? 1 : 0 }),
      Array(zip(isSummer, late).map { $0 && $1 ? 1.0 : 0 }.dropFirst(12)),
      Array(zip(isSummer, late).map { !$0 && $1 ? 1.0 : 0 }.dropFirst(12)),
    ])
    let fit = try ARMARegression(
      design: design, response: seasonal(values), names: ["step", "summer", "winter"],
      order: ProcessOrder(
        autoregressive: 0, movingAverage: 1, seasonalMovingAverage: 1, season: 12),
      likelihood: .full)
    let expected = [-1.33061, -0.23937, -0.08021]
    for (value, other) in zip(fit.coefficients, expected) {
      #expect(abs(value - other) < 1e-4, "\(value)")
    }
    #expect(abs(fit.process.movingAverage[1] - 0.2668) < 1e-3)
    #expect(abs(fit.process.movingAverage[12] + 0.76659) < 1e-3)
    #expect(abs(fit.innovationVariance - 0.61896) < 1e-4, "\(fit.innovationVariance)")
    #expect(abs(fit.logLikelihood + 245.88481) < 1e-4, "\(fit.logLikelihood)")
  }

  @Test(
    "A first-order process has the variance and correlations known on paper", .tags(.analytical))
  func firstOrder() {
    let process = AutoregressiveMovingAverage(
      ProcessOrder(autoregressive: 1, movingAverage: 0), parameters: [atanh(0.6 / 0.999)])
    #expect(abs(process.variance - 1 / (1 - 0.36)) < 1e-12)
    #expect(abs(process.memory - 4) < 1e-10)
    for (lag, value) in process.autocorrelations(5).enumerated() {
      #expect(abs(value - pow(0.6, Double(lag))) < 1e-12)
    }
  }

  @Test("The filter's likelihood is that of the joint normal, with gaps", .tags(.analytical))
  func jointNormal() throws {
    var draws = NormalDraws(seed: 9, index: 0)
    let count = 12
    let order = ProcessOrder(autoregressive: 2, movingAverage: 1)
    let process = AutoregressiveMovingAverage(order, parameters: [0.7, -0.3, 0.4])
    let values = (0..<count).map { _ in draws.normal() }
    let isKnown = (0..<count).map { $0 != 3 && $0 != 4 && $0 != 8 }
    let found = process.whitened([values], isKnown: isKnown)
    let rows = (0..<count).filter { isKnown[$0] }
    let correlation = process.autocorrelations(count)
    var covariance = Matrix(rows: rows.count, columns: rows.count)
    for (row, here) in rows.enumerated() {
      for (column, there) in rows.enumerated() {
        covariance[row, column] = process.variance * correlation[abs(here - there)]
      }
    }
    let factor = try Cholesky(covariance)
    let seen = rows.map { values[$0] }
    let solved = try factor.solve(Matrix(rows: rows.count, columns: 1, storage: seen)).storage
    let squares = found.columns[0].reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - LinearAlgebra.dot(seen, solved)) < 1e-8)
    #expect(abs(found.logVariance - factor.logDeterminant) < 1e-8)
  }

  @Test("Columns that say the same are named", .tags(.analytical))
  func collinear() {
    let ones = [Double](repeating: 1, count: 30)
    let error = #expect(throws: KernelError.self) {
      try ARMARegression(
        design: Matrix(columns: [ones, ones]), response: ones.indices.map { Double($0 % 3) },
        names: ["level", "twin"], order: ProcessOrder(autoregressive: 1, movingAverage: 0))
    }
    guard case .rankDeficient = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("Orders and coefficients of drawn processes are found", .tags(.calibration))
  func recovery() throws {
    var draws = NormalDraws(seed: 2, index: 0)
    var errors = [0.0, 0, 0]
    var series: [Double] = []
    for _ in 0..<3_000 {
      let next = 0.5 * errors[0] + 0.2 * errors[1] + 0.15 * errors[2] + draws.normal()
      errors = [next, errors[0], errors[1]]
      series.append(10 + next)
    }
    let fit = try ARMARegression.best(
      design: Matrix(columns: [series.map { _ in 1 }]), response: series, names: ["level"],
      orders: (0...3).map { ProcessOrder(autoregressive: $0, movingAverage: 0) })
    #expect(fit.order.autoregressive == 3)
    for (value, truth) in zip(fit.process.autoregressive, [0.5, 0.2, 0.15]) {
      #expect(abs(value - truth) < 0.06, "\(value)")
    }
    #expect(abs(fit.innovationVariance - 1) < 0.08)
  }
}
