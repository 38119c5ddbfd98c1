import AirQuality
import Cooperation

extension StudyDescription {
  /// The same question a number of years earlier: the same season and the same lengths, at a date on which
  /// the measure had not begun.
  ///
  /// - Returns: `nil` where the last day of the earlier period after does not lie before the measure.
  public func earlier(years: Int) -> StudyDescription? {
    guard years > 0, let first = before.first.earlier(years: years),
      let last = before.last.earlier(years: years), let begin = after.first.earlier(years: years),
      let end = after.last.earlier(years: years), let start = measure.start.earlier(years: years),
      end < measure.start, let before = DatePeriod(first, through: last),
      let after = DatePeriod(begin, through: end)
    else { return nil }
    var description = StudyDescription(
      title: title, question: question,
      measure: Measure(
        name: measure.name, project: measure.project, start: start, end: nil,
        description: measure.description, startSecond: measure.startSecond),
      outcome: outcome, treated: treated,
      ownStarts: ownStarts.map { $0.compactMapValues { $0.earlier(years: years) } },
      donors: donors, before: before, after: after, covariates: covariates, predictors: predictors,
      constants: constants, series: series, referenceState: referenceState, quality: quality,
      weather: weather, estimators: estimators, calibration: nil)
    description.main = main
    return description
  }
}

extension CivilDate {
  /// The same day of the calendar in an earlier year; 28 February for a leap day.
  func earlier(years: Int) -> CivilDate? {
    CivilDate(year: year - years, month: month, day: day)
      ?? CivilDate(year: year - years, month: month, day: 28)
  }
}
