import NumericKernels

/// How a series changes over the day, the week or the year.
public struct Profile: Hashable, Codable, Sendable {
  /// Over what.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// 24 hours of the local day.
    case diurnal
    /// Monday to Sunday.
    case weekday
    /// 168 hours of the week from Monday 00:00.
    case weekly
    /// January to December.
    case monthly

    /// How many cells.
    public var count: Int {
      switch self {
      case .diurnal: 24
      case .weekday: 7
      case .weekly: 168
      case .monthly: 12
      }
    }
  }

  /// One hour, day or month.
  public struct Cell: Hashable, Codable, Sendable {
    /// `05`, `Monday`, `Monday 05`, `January`.
    public let label: String
    /// Mean in the unit of the series, for wind direction the direction of the mean vector; `nil`
    /// without a value.
    public let mean: Double?
    /// Bounds of its interval. A direction's interval runs clockwise from `lower` to `upper`, so
    /// that `lower` is the larger number where it crosses north.
    public let lower: Double?
    /// Bounds of its interval.
    public let upper: Double?
    /// How many values.
    public let count: Int
  }

  /// Over what.
  public let kind: Kind
  /// `network/identifier`.
  public let station: String
  /// The pollutant.
  public let pollutant: Pollutant
  /// Unit of the means.
  public let unit: MeasurementUnit
  /// Coverage of the intervals.
  public let level: Double
  /// In order.
  public let cells: [Cell]

  /// The profile of a series.
  ///
  /// Intervals come from drawing whole weeks with replacement: hours and days that resemble each
  /// other stay together, so that the interval holds under serial dependence up to about a week.
  ///
  /// - Parameters:
  ///   - level: of the intervals. - replicates: of the bootstrap. - seed: of the bootstrap.
  ///   - windSpeed: for wind direction only, the speeds that weight the mean vector.
  /// - Source: Künsch (1989), doi:10.1214/aos/1176347265, with blocks of one calendar week.
  public init(
    _ series: MonitoringSeries, kind: Kind, level: Double = 0.95, replicates: Int = 500,
    seed: UInt64 = 1, windSpeed: MonitoringSeries? = nil
  ) {
    self.kind = kind
    station = series.station.key
    pollutant = series.pollutant
    unit = series.unit
    self.level = level
    let vectors =
      series.pollutant == .windDirection
      ? WindVectors(direction: series, speed: windSpeed) : nil
    let weeks = Self.weeks(series.axis, vectors?.east ?? series.storage, vectors?.north, kind)
    var drawn = [[Double]](repeating: [], count: kind.count)
    for replicate in 0..<(weeks.count > 1 ? replicates : 0) {
      var stream = RandomStream(seed: seed, index: UInt64(replicate))
      var sums = Week(cells: kind.count)
      for _ in weeks.indices { sums.add(weeks[stream.index(below: weeks.count)]) }
      for cell in 0..<kind.count {
        if let mean = sums.mean(cell, isDirection: vectors != nil) { drawn[cell].append(mean) }
      }
    }
    let tail = (1 - level) / 2
    cells = (0..<kind.count).map { cell in
      let count = weeks.reduce(0) { $0 + $1.counts[cell] }
      var whole = Week(cells: kind.count)
      whole.counts[cell] = count
      whole.sums[cell] = Summation.sum(weeks.map { $0.sums[cell] })
      whole.norths[cell] = Summation.sum(weeks.map { $0.norths[cell] })
      whole.lengths[cell] = Summation.sum(weeks.map { $0.lengths[cell] })
      let mean = whole.mean(cell, isDirection: vectors != nil)
      var lower: Double?
      var upper: Double?
      if let mean, drawn[cell].count >= replicates / 2, !drawn[cell].isEmpty {
        if vectors == nil {
          lower = Summation.quantile(drawn[cell], probability: tail)
          upper = Summation.quantile(drawn[cell], probability: 1 - tail)
        } else {
          // Quantiles of how far the drawn directions turn from the mean, −180° to 180°.
          let turns = drawn[cell].map { Self.turned($0 - mean + 180) - 180 }
          lower = Self.turned(mean + Summation.quantile(turns, probability: tail))
          upper = Self.turned(mean + Summation.quantile(turns, probability: 1 - tail))
        }
      }
      return Cell(
        label: Self.label(kind, cell), mean: mean, lower: lower, upper: upper, count: count)
    }
  }

  /// An angle in 0..<360.
  private static func turned(_ degrees: Double) -> Double {
    let rest = degrees.truncatingRemainder(dividingBy: 360)
    return rest < 0 ? (rest + 360).truncatingRemainder(dividingBy: 360) : rest
  }

  /// Sums and counts of one week by cell; of directions the eastward and northward components and
  /// their lengths.
  private struct Week {
    var sums: [Double]
    var norths: [Double]
    var lengths: [Double]
    var counts: [Int]

    init(cells: Int) {
      sums = Array(repeating: 0, count: cells)
      norths = sums
      lengths = sums
      counts = Array(repeating: 0, count: cells)
    }

    mutating func add(_ other: Week) {
      for cell in counts.indices {
        sums[cell] += other.sums[cell]
        norths[cell] += other.norths[cell]
        lengths[cell] += other.lengths[cell]
        counts[cell] += other.counts[cell]
      }
    }

    /// `nil` without a value and where directions cancel.
    func mean(_ cell: Int, isDirection: Bool) -> Double? {
      guard counts[cell] > 0 else { return nil }
      guard isDirection else { return sums[cell] / Double(counts[cell]) }
      let resultant = (sums[cell] * sums[cell] + norths[cell] * norths[cell]).squareRoot()
      guard resultant > 1e-12 * lengths[cell] else { return nil }
      return WindVectors.degrees(east: sums[cell], north: norths[cell])
    }
  }

  /// The weeks that have a value, in order.
  private static func weeks(
    _ axis: TimeAxis, _ values: [Double], _ norths: [Double]?, _ kind: Kind
  ) -> [Week] {
    let first = Instant.floorDivide(axis.date(at: 0).daysSinceEpoch + 3, 7)
    var weeks: [Week] = []
    for position in values.indices where !values[position].isNaN {
      let begin = axis.instant(at: position)
      let date = begin.date(utcOffset: axis.utcOffset)
      let week = Instant.floorDivide(date.daysSinceEpoch + 3, 7) - first
      while weeks.count <= week { weeks.append(Week(cells: kind.count)) }
      let hour = begin.secondOfDay(utcOffset: axis.utcOffset) / 3_600
      let cell =
        switch kind {
        case .diurnal: hour
        case .weekday: date.weekday - 1
        case .weekly: (date.weekday - 1) * 24 + hour
        case .monthly: date.month - 1
        }
      weeks[week].sums[cell] += values[position]
      weeks[week].counts[cell] += 1
      if let norths {
        weeks[week].norths[cell] += norths[position]
        weeks[week].lengths[cell] +=
          (values[position] * values[position] + norths[position] * norths[position]).squareRoot()
      }
    }
    return weeks.filter { $0.counts.contains { $0 > 0 } }
  }

  private static func label(_ kind: Kind, _ cell: Int) -> String {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    switch kind {
    case .diurnal: return CivilDate.padded(cell, 2)
    case .weekday: return days[cell]
    case .weekly: return "\(days[cell / 24]) \(CivilDate.padded(cell % 24, 2))"
    case .monthly: return months[cell]
    }
  }
}
