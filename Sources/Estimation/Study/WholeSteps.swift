import AirQuality

extension TimeAxis {
  /// Steps that lie in a period from their beginning to their end: a month that begins or ends
  /// outside belongs to no period. Every hour and day does.
  func wholePositions(of period: DatePeriod) -> Range<Int> {
    let end = period.end(utcOffset: utcOffset)
    let range = positions(from: period.start(utcOffset: utcOffset), until: end)
    guard let last = range.last, instant(at: last + 1) > end else { return range }
    return range.lowerBound..<last
  }

  /// How many steps reach over the beginning or the end of a period.
  func partialSteps(of period: DatePeriod) -> Int {
    let begin = period.start(utcOffset: utcOffset)
    let end = period.end(utcOffset: utcOffset)
    return (0..<count).count { position in
      let (from, until) = (instant(at: position), instant(at: position + 1))
      return from < end && until > begin && (from < begin || until > end)
    }
  }
}

extension MonitoringSeries {
  /// The series on a study's steps.
  ///
  /// - Returns: `nil` where the steps do not divide the study's.
  func gathered(_ average: Outcome.Average, capture: DataCapture) -> MonitoringSeries? {
    if average == .day { return daily(capture: capture) }
    guard let period = average.period else { return averaged(every: 3_600, capture: capture) }
    let values = gathered(by: period, capture: capture)
    let first = values.first?.start ?? period.start(of: axis.date(at: 0))
    return with(
      storage: values.map { $0.value ?? .nan },
      axis: TimeAxis(
        start: Instant(first, utcOffset: axis.utcOffset), step: average.step,
        count: values.count, utcOffset: axis.utcOffset))
  }
}
