import Documents
import AirQuality
import Foundation
import NumericKernels

/// The treated stations' average beside the donors', for the figure and the checks.
struct DonorComparison {
  private let study: Study
  /// Treated minus donors on the outcome's scale, NaN where either is missing.
  private let difference: [Double]
  /// Donors moved to the treated stations' level, on the outcome's scale.
  private let shifted: [Double]

  init(_ study: Study) {
    self.study = study
    let treated = study.treatedAverage
    let donors = study.donorAverage
    difference = zip(treated, donors).map { $0 - $1 }
    let level = Summation.mean(
      study.beforePositions.map { [difference] in difference[$0] }.filter { !$0.isNaN })
    shifted = donors.map { $0 + level }
  }

  var counterfactual: MonitoringSeries { study.path(named: "donors, shifted", shifted) }

  /// - Parameters:
  ///   - ranked: whether interval and p-value are ranks.
  ///   - few: treated stations below which other inference cannot be trusted.
  ///   - level: of the interval.
  ///   - asked: level that was asked for.
  func diagnostics(
    ranked: Bool = false, few: Int = 6, level: Double = 0.95, asked: Double = 0.95
  ) throws(EstimationError) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let treated = study.treatedIndices.count
    if ranked {
      if level < asked {
        found.append(
          Diagnostic(
            "few-groups", .warning,
            ["smallest": .three(1 - level), "percent": .share(level, decimals: 2)]))
      }
    } else if treated < few {
      found.append(
        Diagnostic("few-treated", .serious, ["treated": .count(treated)]))
    }
    if let trend = try preTrend() { found.append(trend) }
    return found
  }

  /// Slope of treated minus donors before the measure; parallel paths have none.
  private func preTrend() throws(EstimationError) -> Diagnostic? {
    let positions = study.beforePositions.filter { !difference[$0].isNaN }
    guard positions.count >= (study.panel.axis.step >= .week ? 12 : 30) else { return nil }
    let years = positions.map {
      Double($0 * study.panel.axis.step.meanSeconds) / (365.25 * 86_400)
    }
    let regression = try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: Matrix(columns: [years.map { _ in 1 }, years]),
        response: positions.map { difference[$0] }, names: ["level", "slope"])
    }
    let covariance = try SerialCovariance(regression, positions: positions)
    let slope = regression.coefficients[1]
    let error = try covariance.standardError(of: [0, 1])
    guard let p = covariance.pValue(slope, standardError: error)?.value else { return nil }
    return Diagnostic(
      "pre-trend", p < 0.05 ? .serious : .note, saying: p < 0.05 ? "pre-trend-drift" : nil,
      [
        "slope": .number(slope, .error(error)),
        "error": .number(error, .error(error), unit: study.scaleUnit),
        "p": .probability(p),
      ])
  }
}
