import NumericKernels

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

  /// Hours without wind, which belong to no direction.
  public struct Calm: Hashable, Codable, Sendable {
    /// How many hours.
    public let count: Int
    /// Mean concentration; `nil` without an hour.
    public let mean: Double?
    /// The percentile that was asked for.
    public let percentile: Double?
    /// Share of these hours above the percentile of the hours with wind.
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
  /// The whole series' percentile over hours with wind; `nil` when every hour is calm.
  public let threshold: Double?
  /// Sectors from north clockwise, within a sector speeds ascending.
  public let cells: [Cell]
  /// The hours without wind.
  public let calm: Calm
  /// How many hours have a concentration and no wind beside it, and are left out.
  public let withoutWind: Int

  /// The statistics of a series with its wind.
  ///
  /// An hour is calm when its speed is 0 (openair's rule), and when its speed is below 0.5 m/s, one
  /// knot, and its direction 0 or missing, as weather services write calm. Without speeds, a
  /// direction of 0 is calm where the series writes north as 360.
  ///
  /// - Parameters:
  ///   - direction: degrees.
  ///   - speed: m/s; tells calm hours, and needed for classes of speeds.
  ///   - sectors: how many, the first centred on north.
  ///   - speeds: ascending borders of the classes; empty does not tell speeds apart.
  /// - Returns: `nil` when the axes do not agree or no hour has both.
  public init?(
    _ series: MonitoringSeries, direction: MonitoringSeries, speed: MonitoringSeries? = nil,
    sectors: Int = 8, speeds: [Double] = [], percentile: Double = 90
  ) {
    guard series.axis.isAligned(with: direction.axis), sectors > 0 else { return nil }
    let classes = speed == nil || speeds.isEmpty ? 1 : speeds.count + 1
    let zeroIsCalm = speed == nil && direction.storage.contains(360)
    var groups = [[Double]](repeating: [], count: sectors * classes)
    var still: [Double] = []
    var withoutWind = 0
    for position in 0..<series.count where !series.storage[position].isNaN {
      let instant = series.axis.instant(at: position)
      let value = series.storage[position]
      let angle = direction.axis.position(of: instant).map { direction.storage[$0] } ?? .nan
      let rate = speed?.axis.position(of: instant).flatMap { speed?.storage[$0] } ?? .nan
      let hasNoDirection = angle.isNaN || angle == 0
      if rate == 0 || (rate < 0.5 && hasNoDirection) || (zeroIsCalm && angle == 0) {
        still.append(value)
        continue
      }
      guard !angle.isNaN, classes == 1 || !rate.isNaN else {
        withoutWind += 1
        continue
      }
      let level = classes == 1 ? 0 : speeds.reduce(0) { $0 + (rate >= $1 ? 1 : 0) }
      let turned = (angle / 360 * Double(sectors) + 0.5).rounded(.down)
      groups[(Int(turned) % sectors) * classes + level].append(value)
    }
    let moving = Array(groups.joined())
    guard !moving.isEmpty || !still.isEmpty else { return nil }
    let threshold =
      moving.isEmpty ? nil : Summation.quantile(moving, probability: percentile / 100)
    station = series.station.key
    pollutant = series.pollutant
    unit = series.unit
    self.percentile = percentile
    self.threshold = threshold
    self.withoutWind = withoutWind
    func summary(_ values: [Double]) -> (mean: Double?, percentile: Double?, above: Double?) {
      guard !values.isEmpty else { return (nil, nil, nil) }
      return (
        Summation.mean(values), Summation.quantile(values, probability: percentile / 100),
        threshold.map { limit in
          Double(values.reduce(0) { $0 + ($1 > limit ? 1 : 0) }) / Double(values.count)
        }
      )
    }
    cells = groups.indices.map { index in
      let values = summary(groups[index])
      let level = index % classes
      return Cell(
        direction: Double(index / classes) * 360 / Double(sectors),
        speedFrom: classes > 1 ? (level == 0 ? 0 : speeds[level - 1]) : nil,
        speedBelow: classes > 1 && level < speeds.count ? speeds[level] : nil,
        count: groups[index].count, mean: values.mean, percentile: values.percentile,
        shareAbove: values.above)
    }
    let values = summary(still)
    calm = Calm(
      count: still.count, mean: values.mean, percentile: values.percentile,
      shareAbove: values.above)
  }
}
