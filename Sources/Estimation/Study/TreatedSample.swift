import AirQuality

/// The treated stations' average as one series of observations, the gap between the periods
/// and missing steps left out.
struct TreatedSample {
  /// Positions on the study's axis, ascending.
  let positions: [Int]
  /// One value a position, on the outcome's scale.
  let values: [Double]
  /// Whether the position lies in the period after.
  let isAfter: [Bool]

  /// - Throws: `EstimationError.tooFewObservations` when a period has fewer than `minimum`.
  init(_ study: Study, minimum: Int) throws(EstimationError) {
    let average = study.treatedAverage
    let before = study.beforePositions.filter { !average[$0].isNaN }
    let after = study.afterPositions.filter { !average[$0].isNaN }
    for (found, period) in [(before.count, study.before), (after.count, study.after)]
    where found < minimum {
      throw .tooFewObservations(
        found: found, needed: minimum, period: period.description)
    }
    positions = before + after
    values = positions.map { average[$0] }
    isAfter = before.map { _ in false } + after.map { _ in true }
  }

  var beforeCount: Int { isAfter.reduce(0) { $0 + ($1 ? 0 : 1) } }
  var afterCount: Int { isAfter.count - beforeCount }

  func size(_ study: Study) -> SampleSize {
    SampleSize(
      treated: study.treatedIndices.count, donors: 0, stepsBefore: beforeCount,
      stepsAfter: afterCount, observations: values.count)
  }
}
