import AirQuality
import Cooperation
import Foundation
import NumericKernels

/// The columns of a segmented regression, one row a step of the study's axis.
///
/// Time counts in years from the measure's first step, so that level and slope change are read
/// off directly and the columns stay near one in size.
struct SegmentedTerms {
  let names: [String]
  private let columns: [[Double]]
  private let slopeChange: Bool

  init(_ settings: InterruptedTimeSeries, _ study: Study) {
    let axis = study.panel.axis
    let offset = axis.utcOffset
    let start = study.measure.begin(utcOffset: offset).secondsSinceEpoch
    let year = 365.25 * 86_400
    let positions = 0..<axis.count
    let time = positions.map {
      Double(axis.instant(at: $0).secondsSinceEpoch - start) / year
    }
    var names = ["level", "trend", "level change"]
    var columns = [
      positions.map { _ in 1.0 }, time, time.map { $0 >= 0 ? 1.0 : 0.0 },
    ]
    slopeChange = settings.slopeChange
    if settings.slopeChange {
      names.append("slope change")
      columns.append(time.map { max($0, 0) })
    }
    func addHarmonics(_ count: Int, _ name: String, phase: (Int) -> Double) {
      guard count > 0 else { return }
      for harmonic in 1...count {
        let angles = positions.map { 2 * Double.pi * Double(harmonic) * phase($0) }
        names += ["\(name) cosine \(harmonic)", "\(name) sine \(harmonic)"]
        columns += [angles.map { cos($0) }, angles.map { sin($0) }]
      }
    }
    // Months differ in length: their middle is their place in the year.
    let isLong = axis.step > .day
    addHarmonics(min(settings.seasonHarmonics, axis.step.visibleHarmonics), "season") {
      let begin = axis.instant(at: $0).secondsSinceEpoch
      guard isLong else { return Double(begin + offset) / year }
      return Double(begin + axis.instant(at: $0 + 1).secondsSinceEpoch + 2 * offset) / (2 * year)
    }
    if axis.step < .day {
      addHarmonics(settings.diurnalHarmonics, "hour") {
        (Double(axis.instant(at: $0).secondOfDay(utcOffset: offset)) + Double(axis.step.meanSeconds)
          / 2)
          / 86_400
      }
    }
    if settings.weekdays, axis.step <= .day {
      let days = positions.map { axis.date(at: $0).weekday }
      let labels = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
      for (position, label) in labels.enumerated() {
        names.append(label)
        columns.append(days.map { $0 == position + 2 ? 1 : 0 })
      }
    }
    func averaged(_ matrix: Matrix) -> [Double] {
      StationAverage(matrix, stations: Array(0..<matrix.columns)).values
    }
    for panel in study.covariates {
      let name = panel.pollutant.displayName
      if panel.pollutant == .windDirection {
        // Degrees have neither a mean nor a slope, for 359° and 1° are neighbours.
        func component(_ part: (Double) -> Double) -> Matrix {
          Matrix(
            columns: (0..<panel.matrix.columns).map {
              panel.matrix.column($0).map { part($0 * .pi / 180) }
            })
        }
        names += ["\(name), east", "\(name), north"]
        columns += [averaged(component(sin)), averaged(component(cos))]
      } else {
        names.append(name)
        columns.append(averaged(panel.matrix))
      }
    }
    self.names = names
    self.columns = columns
  }

  /// Whether every column has a value; weather may be missing.
  func hasCovariates(at position: Int) -> Bool {
    columns.allSatisfy { !$0[position].isNaN }
  }

  /// `positions × terms`.
  func design(at positions: [Int]) -> Matrix {
    Matrix(columns: columns.map { column in positions.map { column[$0] } })
  }

  /// Weights that turn the coefficients into the mean of level and slope change over steps.
  func meanEffectWeights(over positions: [Int]) -> [Double] {
    var weights = [Double](repeating: 0, count: names.count)
    weights[2] = 1
    if slopeChange {
      weights[3] = Summation.mean(positions.map { columns[3][$0] })
    }
    return weights
  }

  /// The fitted line on the whole axis with level and slope change set to zero.
  func withoutMeasure(_ coefficients: [Double]) -> [Double] {
    columns[0].indices.map { position in
      var value = 0.0
      for term in columns.indices where term != 2 && !(slopeChange && term == 3) {
        value += coefficients[term] * columns[term][position]
      }
      return value
    }
  }

  func summary(
    _ fit: LeastSquaresFit, _ covariance: SerialCovariance, unit: String
  ) throws(EstimationError) -> Summary {
    var rows: [Summary.Row] = []
    for index in names.indices {
      var weights = [Double](repeating: 0, count: names.count)
      weights[index] = 1
      let perYear = names[index] == "trend" || names[index] == "slope change"
      rows.append(
        Summary.Row(
          names[index], fit.coefficients[index],
          standardError: try covariance.standardError(of: weights),
          unit: perYear ? unit + " a year" : unit))
    }
    return Summary(rows)
  }
}

extension TimeStep {
  /// How many pairs of sine and cosine over a year steps of this length can tell apart: fewer than
  /// half of the steps in a year.
  var visibleHarmonics: Int { (31_556_952 / meanSeconds - 1) / 2 }
}
