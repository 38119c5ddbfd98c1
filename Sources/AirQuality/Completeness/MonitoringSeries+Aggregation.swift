/// Gathering a series into local days, months, seasons and years.
///
/// A step belongs to the period in which it begins, on the clock of the axis's fixed offset. For
/// the hour 23:00 to 24:00 that is the day it measures, whichever end of the hour the source's
/// stamp names. A step is never split: a series with steps longer than a day leaves the days on
/// which no step begins missing.
///
/// Wind direction is averaged as a vector, because the mean of 350° and 10° is north, not south;
/// with `windSpeed`, each step's vector has the length of the wind (openair's `timeAverage` does
/// so), steps without a speed count as missing, and calm steps count as measured. On a circle there
/// is no largest, smallest or middle value and no sum: with a statistic other than the mean and the
/// frequency, directions come out missing.
extension MonitoringSeries {
  /// The series on local days, step 86,400 s, in the same unit.
  ///
  /// - Parameters:
  ///   - capture: a day with too few valid steps is missing.
  ///   - windSpeed: for wind direction only, the speeds that weight the mean vector.
  /// - Returns: one value for every local day that the axis touches.
  public func daily(
    capture: DataCapture = .default, statistic: AggregateStatistic = .mean,
    windSpeed: MonitoringSeries? = nil
  ) -> MonitoringSeries {
    let days = gathered(
      by: .day, capture: capture, statistic: statistic, windSpeed: windSpeed)
    let first = days.first?.start ?? axis.date(at: 0)
    return with(
      storage: days.map { $0.value ?? .nan },
      axis: TimeAxis(
        start: Instant(first, utcOffset: axis.utcOffset), step: .day, count: days.count,
        utcOffset: axis.utcOffset))
  }

  /// Calendar months, `2014-03`.
  public func monthly(
    capture: DataCapture = .default, statistic: AggregateStatistic = .mean,
    windSpeed: MonitoringSeries? = nil
  ) -> [PeriodValue] {
    gathered(by: .month, capture: capture, statistic: statistic, windSpeed: windSpeed)
  }

  /// Seasons of three months; a winter takes the December of the earlier year.
  ///
  /// - Parameter startingMonth: 1 to 12; 3 gives MAM, JJA, SON and DJF.
  public func seasonal(
    startingMonth: Int = 3, capture: DataCapture = .default, statistic: AggregateStatistic = .mean,
    windSpeed: MonitoringSeries? = nil
  ) -> [PeriodValue] {
    precondition((1...12).contains(startingMonth))
    return gathered(
      by: .season(startingMonth: startingMonth), capture: capture, statistic: statistic,
      windSpeed: windSpeed)
  }

  /// Years of twelve months.
  ///
  /// - Parameter firstMonth: 1 to 12; 1 gives calendar years (`2014`), 3 the years from March to
  ///   February that keep winters whole (`2014/15`), 4 Japanese fiscal years (`FY2014`).
  public func yearly(
    firstMonth: Int = 1, capture: DataCapture = .default, statistic: AggregateStatistic = .mean,
    windSpeed: MonitoringSeries? = nil
  ) -> [PeriodValue] {
    precondition((1...12).contains(firstMonth))
    return gathered(
      by: .year(firstMonth: firstMonth), capture: capture, statistic: statistic,
      windSpeed: windSpeed)
  }

  /// Every period that the axis touches, in time order.
  public func gathered(
    by period: CalendarPeriod, capture: DataCapture = .default,
    statistic: AggregateStatistic = .mean, windSpeed: MonitoringSeries? = nil
  ) -> [PeriodValue] {
    guard count > 0 else { return [] }
    let circular = pollutant == .windDirection
    let vectors = circular ? WindVectors(direction: self, speed: windSpeed) : nil
    let counted = vectors?.east ?? storage
    let last = axis.date(at: count - 1)
    var results: [PeriodValue] = []
    var start = period.start(of: axis.date(at: 0))
    while start <= last {
      let end = period.end(ofPeriodStarting: start)
      let from = Instant(start, utcOffset: axis.utcOffset)
      let until = Instant(end, utcOffset: axis.utcOffset)
      let steps = axis.positions(from: from, until: until)
      let valid = counted[steps].reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
      let expected =
        capture.denominator == .withinAxis
        ? steps.count : axis.latticePositions(from: from, until: until).count
      var value = Double.nan
      if capture.accepts(valid: valid, expected: expected) {
        if let vectors {
          value = vectors.value(statistic, of: steps)
        } else {
          value = statistic.value(of: storage[steps])
        }
      }
      results.append(
        PeriodValue(
          label: period.label(ofPeriodStarting: start), start: start,
          value: value.isNaN ? nil : value, validCount: valid, expectedCount: expected))
      start = end
    }
    return results
  }
}
