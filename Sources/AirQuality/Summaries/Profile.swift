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
    /// Mean in the unit of the series; `nil` without a value.
    public let mean: Double?
    /// Bounds of its interval.
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
  /// - Source: Künsch (1989), doi:10.1214/aos/1176347265, with blocks of one calendar week.
  public init(
    _ series: MonitoringSeries, kind: Kind, level: Double = 0.95, replicates: Int = 500,
    seed: UInt64 = 1
  ) {
    self.kind = kind
    station = series.station.key
    pollutant = series.pollutant
    unit = series.unit
    self.level = level
    // Sums and counts by week and cell.
    let first = Instant.floorDivide(series.axis.date(at: 0).daysSinceEpoch + 3, 7)
    var weeks: [(sums: [Double], counts: [Int])] = []
    for position in 0..<series.count where !series.storage[position].isNaN {
      let begin = series.axis.instant(at: position)
      let date = begin.date(utcOffset: series.axis.utcOffset)
      let week = Instant.floorDivide(date.daysSinceEpoch + 3, 7) - first
      while weeks.count <= week {
        weeks.append(
          (Array(repeating: 0, count: kind.count), Array(repeating: 0, count: kind.count)))
      }
      let weekday = (date.daysSinceEpoch % 7 + 10) % 7
      let hour = begin.secondOfDay(utcOffset: series.axis.utcOffset) / 3_600
      let cell =
        switch kind {
        case .diurnal: hour
        case .weekday: weekday
        case .weekly: weekday * 24 + hour
        case .monthly: date.month - 1
        }
      weeks[week].sums[cell] += series.storage[position]
      weeks[week].counts[cell] += 1
    }
    let used = weeks.filter { $0.counts.contains { $0 > 0 } }
    var means = [[Double]](repeating: [], count: kind.count)
    for replicate in 0..<(used.count > 1 ? replicates : 0) {
      var stream = RandomStream(seed: seed, index: UInt64(replicate))
      var sums = [Double](repeating: 0, count: kind.count)
      var counts = [Int](repeating: 0, count: kind.count)
      for _ in used.indices {
        let week = used[stream.index(below: used.count)]
        for cell in 0..<kind.count {
          sums[cell] += week.sums[cell]
          counts[cell] += week.counts[cell]
        }
      }
      for cell in 0..<kind.count where counts[cell] > 0 {
        means[cell].append(sums[cell] / Double(counts[cell]))
      }
    }
    cells = (0..<kind.count).map { cell in
      let count = used.reduce(0) { $0 + $1.counts[cell] }
      let sum = Summation.sum(used.map { $0.sums[cell] })
      let tail = (1 - level) / 2
      let hasInterval = means[cell].count >= replicates / 2 && !means[cell].isEmpty
      return Cell(
        label: Self.label(kind, cell), mean: count > 0 ? sum / Double(count) : nil,
        lower: hasInterval ? Summation.quantile(means[cell], probability: tail) : nil,
        upper: hasInterval ? Summation.quantile(means[cell], probability: 1 - tail) : nil,
        count: count)
    }
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

/// What the air brings from one direction, and from one direction at one speed.
public struct WindStatistics: Hashable, Codable, Sendable {
  /// One sector of directions in one class of speeds.
  public struct Cell: Hashable, Codable, Sendable {
    /// Middle of the sector, degrees clockwise from north.
    public let direction: Double
    /// Lower bound of the class of speeds, m/s; `nil` where speeds are not told apart.
    public let speedFrom: Double?
    /// Upper bound of the class of speeds, m/s.
    public let speedBelow: Double?
    /// How many hours.
    public let count: Int
    /// Mean concentration; `nil` without an hour.
    public let mean: Double?
    /// The percentile that was asked for.
    public let percentile: Double?
    /// Share of these hours above the series' own percentile: the conditional probability
    /// function of Ashbaugh et al. (1985), doi:10.1016/0004-6981(85)90256-2.
    public let shareAbove: Double?
  }

  /// `network/identifier`.
  public let station: String
  /// The pollutant.
  public let pollutant: Pollutant
  /// Unit of the means.
  public let unit: MeasurementUnit
  /// Which percentile, 0 to 100.
  public let percentile: Double
  /// The whole series' percentile over hours with wind.
  public let threshold: Double
  /// Sectors from north clockwise, within a sector speeds ascending.
  public let cells: [Cell]

  /// The statistics of a series with its wind.
  ///
  /// - Parameters:
  ///   - direction: degrees; hours without one (calm) are left out.
  ///   - speed: m/s; needed only for classes of speeds.
  ///   - sectors: how many, the first centred on north.
  ///   - speeds: ascending borders of the classes; empty does not tell speeds apart.
  /// - Returns: `nil` when the axes do not agree or no hour has both.
  public init?(
    _ series: MonitoringSeries, direction: MonitoringSeries, speed: MonitoringSeries? = nil,
    sectors: Int = 8, speeds: [Double] = [], percentile: Double = 90
  ) {
    guard series.axis.isAligned(with: direction.axis), sectors > 0 else { return nil }
    let classes = speed == nil || speeds.isEmpty ? 1 : speeds.count + 1
    var groups = [[Double]](repeating: [], count: sectors * classes)
    for position in 0..<series.count where !series.storage[position].isNaN {
      let instant = series.axis.instant(at: position)
      guard let place = direction.axis.position(of: instant),
        !direction.storage[place].isNaN
      else { continue }
      var level = 0
      if classes > 1 {
        guard let speed, let at = speed.axis.position(of: instant), !speed.storage[at].isNaN
        else { continue }
        level = speeds.reduce(0) { $0 + (speed.storage[at] >= $1 ? 1 : 0) }
      }
      let turned = (direction.storage[place] / 360 * Double(sectors) + 0.5).rounded(.down)
      groups[(Int(turned) % sectors) * classes + level].append(series.storage[position])
    }
    let all = Array(groups.joined())
    guard !all.isEmpty else { return nil }
    let threshold = Summation.quantile(all, probability: percentile / 100)
    station = series.station.key
    pollutant = series.pollutant
    unit = series.unit
    self.percentile = percentile
    self.threshold = threshold
    cells = groups.indices.map { index in
      let values = groups[index]
      let level = index % classes
      return Cell(
        direction: Double(index / classes) * 360 / Double(sectors),
        speedFrom: classes > 1 ? (level == 0 ? 0 : speeds[level - 1]) : nil,
        speedBelow: classes > 1 && level < speeds.count ? speeds[level] : nil,
        count: values.count, mean: values.isEmpty ? nil : Summation.mean(values),
        percentile: values.isEmpty
          ? nil : Summation.quantile(values, probability: percentile / 100),
        shareAbove: values.isEmpty
          ? nil
          : Double(values.reduce(0) { $0 + ($1 > threshold ? 1 : 0) }) / Double(values.count))
    }
  }
}
