extension MonitoringSeries {
  /// Which step of a rolling window its value stands at.
  public enum RollingAlignment: String, Codable, Sendable, CaseIterable {
    /// The last step: the mean of the eight hours up to and including this one.
    case right
    /// The middle; with an even width one step more lies after than before, as in openair.
    case centre
    /// The first step.
    case left
  }

  /// A rolling statistic on the same axis.
  ///
  /// Windows that reach beyond the axis are missing, whatever the capture rule: they were not
  /// measured whole. openair's `rollingMean` agrees elsewhere; at its first two complete centred
  /// windows it has no value and another one. A window is a length of time: steps that were not
  /// measured take part as missing ones. Wind directions are averaged as vectors.
  ///
  /// - Parameters:
  ///   - width: steps, at least one.
  ///   - minimumShare: of the window's steps that must have a value, 0 to 1.
  ///   - windSpeed: for wind direction only, the speeds that weight the mean vector.
  public func rolling(
    width: Int, alignment: RollingAlignment = .right, minimumShare: Double = 0.75,
    statistic: AggregateStatistic = .mean, windSpeed: MonitoringSeries? = nil
  ) -> MonitoringSeries {
    precondition(width > 0)
    let before =
      switch alignment {
      case .right: width - 1
      case .centre: (width - 1) / 2
      case .left: 0
      }
    let rule = DataCapture(minimumShare: minimumShare)
    let vectors =
      pollutant == .windDirection ? WindVectors(direction: self, speed: windSpeed) : nil
    let counted = vectors?.east ?? storage
    var values = [Double](repeating: .nan, count: count)
    for position in storage.indices {
      let window = (position - before)..<(position - before + width)
      guard window.lowerBound >= 0, window.upperBound <= count else { continue }
      let valid = counted[window].reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
      if rule.accepts(valid: valid, expected: width) {
        values[position] =
          vectors?.value(statistic, of: window) ?? statistic.value(of: storage[window])
      }
    }
    return with(storage: values)
  }

  /// How many steps a length of time is, `nil` when it is no whole number of them.
  ///
  /// - Parameter text: a number of steps, or a length such as `8 h` or `3 day`.
  public func steps(of text: String) -> Int? {
    let parts = text.lowercased().split(separator: " ").joined()
    let digits = parts.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), (1...1_000_000).contains(count) else { return nil }
    guard let step = axis.step.seconds else { return nil }
    let unit: Int
    switch parts.dropFirst(digits.count) {
    case "": return count
    case "min", "minute", "minutes": unit = 60
    case "h", "hour", "hours", "hr", "hrs": unit = 3_600
    case "d", "day", "days": unit = 86_400
    case "w", "week", "weeks": unit = 604_800
    default: return nil
    }
    let seconds = count * unit
    return seconds % step == 0 ? seconds / step : nil
  }
}
