import AirQuality
import Documents
import NumericKernels

/// The treated average around the measure's date, weekday, season and weather taken out.
struct DateSample {
  /// Steps from the date, ascending; 0 is the first of the period after.
  let x: [Double]
  /// On the outcome's scale.
  let y: [Double]
  /// Position on the axis of the date.
  let cut: Int
  /// Steps that were measured and lie in the donut.
  let leftOut: Int
  let diagnostics: [Diagnostic]

  /// - Parameter series: another series than the treated average, one a step of the axis.
  init(
    _ settings: RegressionDiscontinuity, _ study: Study, series: [Double]? = nil,
    adjusted: Bool = true
  ) throws(EstimationError) {
    let average = series ?? study.jumpSeries(settings)
    let cut = study.afterPositions.lowerBound
    let all = (Array(study.beforePositions) + Array(study.afterPositions)).filter {
      average[$0].isFinite
    }
    let kept = all.filter { abs(Double($0 - cut) + 0.5) > settings.donut }
    self.cut = cut
    leftOut = all.count - kept.count
    for (found, period) in [
      (kept.count { $0 < cut }, study.before), (kept.count { $0 >= cut }, study.after),
    ] where found < 20 {
      throw .tooFewObservations(found: found, needed: 20, period: period.description)
    }
    guard adjusted else {
      x = kept.map { Double($0 - cut) }
      y = kept.map { average[$0] }
      diagnostics = []
      return
    }
    let adjustment = try DateAdjustment(settings, study, average, kept)
    x = adjustment.positions.map { Double($0 - cut) }
    y = adjustment.values
    diagnostics = adjustment.diagnostics
  }

  /// Steps on one side.
  func side(_ isAbove: Bool) -> CutoffSide {
    let rows = x.indices.filter { (x[$0] >= 0) == isAbove }
    return CutoffSide(x: rows.map { x[$0] }, y: rows.map { y[$0] })
  }
}

extension Study {
  /// The treated average, less the donors' where they are asked for and there.
  fileprivate func jumpSeries(_ settings: RegressionDiscontinuity) -> [Double] {
    guard settings.againstDonors, !donorIndices.isEmpty else { return treatedAverage }
    return zip(treatedAverage, donorAverage).map { $0 - $1 }
  }
}

/// Weekday, season and weather taken out of a series by one regression beside level, trend and their
/// change at the date.
///
/// - Source: Hausman and Rapson (2018), doi:10.1146/annurev-resource-121517-033306, section 4: with few
///   days near the date, what covariates do is learnt from all days.
private struct DateAdjustment {
  let positions: [Int]
  let values: [Double]
  let diagnostics: [Diagnostic]

  init(
    _ settings: RegressionDiscontinuity, _ study: Study, _ average: [Double], _ kept: [Int]
  ) throws(EstimationError) {
    var own = StructuralTimeSeries()
    own.weekdays = settings.weekdays
    own.seasonHarmonics = settings.seasonHarmonics
    let calendar = StructuralCalendar(own, study, known: kept)
    let weather = Explanatory(weatherOf: study)
    let positions = kept.filter { weather.isSeen[$0] }
    var notes = calendar.diagnostics.filter { $0.identifier != "season-from-donors" }
    if positions.count < kept.count {
      notes.append(
        Diagnostic(
          "explanatory-missing", .warning, ["count": .count(kept.count - positions.count)]))
    }
    self.positions = positions
    diagnostics = notes
    let columns = calendar.columns + weather.columns
    let response = positions.map { average[$0] }
    guard !columns.isEmpty else {
      values = response
      return
    }
    let cut = study.afterPositions.lowerBound
    let time = positions.map { Double($0 - cut) / Double(average.count) }
    let base = [
      time.map { _ in 1.0 }, time.map { $0 < 0 ? 0 : 1 }, time, time.map { max($0, 0) },
    ]
    let fit = try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: Matrix(columns: base + columns.map { column in positions.map { column[$0] } }),
        response: response,
        names: ["level", "level change", "trend", "slope change"] + calendar.names + weather.names)
    }
    var values = response
    for (place, column) in columns.enumerated() {
      let here = positions.map { column[$0] }
      let mean = Summation.mean(here)
      let factor = fit.coefficients[base.count + place]
      for row in values.indices { values[row] -= factor * (here[row] - mean) }
    }
    self.values = values
  }
}
