import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Log-linear models of counts")
struct CountRegressionTests {
  /// Sicily's acute coronary events, with and without harmonics.
  private func fit(
    harmonics: Int, slope: Bool = false, _ family: CountRegression.Family
  ) throws -> CountRegression {
    let table = try PlainTable(
      path: SharedData.path("single_series/sicily.csv"),
      columns: ["aces", "time", "smokban", "stdpop", "month"])
    func column(_ name: String) -> [Double] { table.numbers(name).map { $0 ?? .nan } }
    let time = column("time")
    var columns = [time.map { _ in 1.0 }, column("smokban"), time]
    var names = ["level", "ban", "time"]
    // The reference's harmonics count months from the series' first.
    for harmonic in 0..<harmonics {
      let angles = time.map { 2 * Double.pi * Double(harmonic + 1) * $0 / 12 }
      columns += [angles.map { sin($0) }, angles.map { cos($0) }]
      names += ["sine \(harmonic + 1)", "cosine \(harmonic + 1)"]
    }
    if slope {
      columns.append(zip(column("smokban"), time).map { $0 * ($1 - 36) })
      names.append("slope")
    }
    return try CountRegression(
      design: Matrix(columns: columns), counts: column("aces"), exposures: column("stdpop"),
      names: names, family: family)
  }

  private func interval(_ fit: CountRegression) -> (Double, Double) {
    let error = fit.standardError(
      of: [0, 1] + [Double](repeating: 0, count: fit.coefficients.count - 2))
    let reach = Distribution.normalQuantile(0.975) * error
    return (exp(fit.coefficients[1] - reach), exp(fit.coefficients[1] + reach))
  }

  // Lopez Bernal et al. (2017), doi:10.1093/ije/dyw098; statsmodels' generalised linear model on the
  // same data, printed to six digits in golden/single_series.json.
  @Test(
    "The smoking ban of Sicily has the published rate ratio", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func sicily() throws {
    let poisson = try fit(harmonics: 0, .poisson)
    #expect(abs(exp(poisson.coefficients[1]) - 0.894377) < 1e-6)
    let plain = interval(poisson)
    #expect(abs(plain.0 - 0.864686) < 1e-6 && abs(plain.1 - 0.925086) < 1e-6)
    #expect(abs(poisson.dispersion - 3.55919) < 1e-5)
    let wide = interval(try fit(harmonics: 0, .quasiPoisson))
    #expect(abs(wide.0 - 0.839189) < 1e-6 && abs(wide.1 - 0.953193) < 1e-6)
    let seasonal = try fit(harmonics: 2, .quasiPoisson)
    #expect(abs(exp(seasonal.coefficients[1]) - 0.885072) < 1e-6)
    let other = interval(seasonal)
    #expect(abs(other.0 - 0.839401) < 1e-6 && abs(other.1 - 0.933227) < 1e-6)
    #expect(abs(seasonal.dispersion - 2.26218) < 1e-5)
  }

  @Test("A negative binomial finds the share of the square that was drawn", .tags(.calibration))
  func overdispersion() throws {
    var draws = NormalDraws(seed: 4, index: 0)
    let count = 4_000
    let alpha = 0.3
    let counts = (0..<count).map { row -> Double in
      // A Poisson number with a gamma mean; large means are nearly normal.
      let mean = (row % 2 == 0 ? 200.0 : 160.0) * draws.gamma(1 / alpha) * alpha
      return max(0, (mean + mean.squareRoot() * draws.normal()).rounded())
    }
    let fit = try CountRegression(
      design: Matrix(columns: [
        counts.map { _ in 1 }, counts.indices.map { $0 % 2 == 0 ? 0 : 1 },
      ]), counts: counts, exposures: counts.map { _ in 1 }, names: ["level", "step"],
      family: .negativeBinomial)
    #expect(abs(fit.overdispersion - alpha) < 0.03, "\(fit.overdispersion)")
    #expect(abs(exp(fit.coefficients[1]) - 0.8) < 0.05)
    let error = fit.standardError(of: [0, 1])
    // Of a difference of two logarithms of means of 2,000 each.
    #expect(abs(error / (2 * (alpha + 1 / 180.0) / 2_000).squareRoot() - 1) < 0.1, "\(error)")
  }

  @Test("A group without any count has no finite ratio", .tags(.analytical))
  func separated() {
    let counts = [3.0, 4, 2, 0, 0, 0]
    #expect(throws: KernelError.self) {
      try CountRegression(
        design: Matrix(columns: [counts.map { _ in 1 }, [0, 0, 0, 1, 1, 1]]), counts: counts,
        exposures: counts.map { _ in 1 }, names: ["level", "step"], family: .poisson)
    }
  }
}
