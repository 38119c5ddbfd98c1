import AirQuality
import Estimation
import Foundation
import NumericKernels

/// The logarithm of a total as a sum of series, one a part.
struct LogMeanDecomposition {
  private let study: Study
  /// One a part, `steps × stations`.
  private let parts: [Matrix]
  /// Their sum as it was measured.
  private let whole: Matrix
  /// Positions of the period before.
  private let before: [Int]

  /// - Parameter study: of the total on the log scale, weather taken out where it was asked for.
  init(parts: [Matrix], whole: Matrix, _ study: Study) {
    self.parts = parts
    self.whole = whole
    self.study = study
    before = study.panel.axis.positions(
      from: study.before.start(utcOffset: study.panel.axis.utcOffset),
      until: study.before.end(utcOffset: study.panel.axis.utcOffset)
    ).map { $0 }
  }

  /// Mean of a part in the period after at the place of the measure, weather taken out.
  func meanAfter(of part: Int) -> Double {
    let values = adjusted(part, study.panel.matrix)
    return Summation.mean(
      study.afterPositions.map { values[$0, 0] }.filter { !$0.isNaN })
  }

  /// A part with what was done to the total of the step done to it.
  private func adjusted(_ part: Int, _ total: Matrix) -> Matrix {
    var values = parts[part]
    for index in values.storage.indices {
      values.storage[index] *= total.storage[index] / whole.storage[index]
    }
    return values
  }

  /// (c − r) / L(N, R), with the means before as references, station by station.
  private func series(_ part: Int, _ total: Matrix) -> Matrix {
    let own = adjusted(part, total)
    var found = own
    for column in 0..<own.columns {
      let rows = before.filter { !own[$0, column].isNaN && !total[$0, column].isNaN }
      let reference = Summation.mean(rows.map { total[$0, column] })
      let share = Summation.mean(rows.map { own[$0, column] })
      for row in 0..<own.rows {
        let value = total[row, column]
        let distance = value - reference
        let mean =
          abs(distance) < 1e-12 * reference ? reference : distance / log(value / reference)
        found[row, column] = (own[row, column] - share) / mean
      }
    }
    return found
  }

  /// The study of a part: the same days, weather and stations, on the linear scale.
  func study(of part: Int) throws(EstimationError) -> Study {
    try Study(
      title: study.title, measure: study.measure,
      outcome: Outcome(
        pollutant: study.outcome.pollutant, average: study.outcome.average, scale: .linear,
        minimumCapture: study.outcome.minimumCapture),
      panel: Panel(
        stations: study.panel.stations, pollutant: study.panel.pollutant, unit: .dimensionless,
        axis: study.panel.axis, matrix: series(part, study.panel.matrix)),
      treatments: study.treatments, before: study.before, after: study.after,
      covariates: study.covariates, stationCovariates: study.stationCovariates,
      predictors: study.predictors, background: study.background, notes: study.notes,
      weather: study.weather, weatherDraws: study.weatherDraws.map { series(part, $0) })
  }
}

extension EffectEstimate {
  /// A linear effect in another unit.
  func multiplied(by factor: Double, unit: String) -> EffectEstimate {
    EffectEstimate(
      estimate: factor * estimate, interval: interval?.mapped { factor * $0 }, pValue: pValue,
      unit: unit, estimand: estimand, method: method,
      coefficient: Coefficient(
        value: factor * coefficient.value, standardError: factor * coefficient.standardError,
        degreesOfFreedom: coefficient.degreesOfFreedom), relative: nil, before: before,
      after: after, sample: sample, diagnostics: diagnostics)
  }

  /// A change in per cent as a change in a unit; the per cent stay beside it.
  func inUnit(_ unit: String, _ change: (Double) -> Double) -> EffectEstimate {
    EffectEstimate(
      estimate: change(relative?.percent ?? estimate),
      interval: (relative?.interval ?? interval)?.mapped(change), pValue: pValue, unit: unit,
      estimand: estimand, method: method, coefficient: coefficient, relative: relative,
      before: before, after: after, sample: sample, diagnostics: diagnostics)
  }
}

extension ConfidenceInterval {
  /// Both ends through an increasing function.
  fileprivate func mapped(_ change: (Double) -> Double) -> ConfidenceInterval {
    ConfidenceInterval(
      lower: change(lower), upper: change(upper), level: level, method: how)
  }
}
