public import AirQuality
public import Documents

extension [Profile] {
  /// Every cell of the profiles with its interval.
  ///
  /// - Parameter kind: over what they run: diurnal, weekday, weekly or monthly.
  public func table(over kind: String) -> Table {
    typealias Row = (profile: Profile, cell: Profile.Cell)
    let rows: [Row] = flatMap { profile in profile.cells.map { (profile, $0) } }
    return Table("profile", "command.profile", rows) {
      Column("station") { $0.profile.station }
      Column("pollutant", "weather.pollutant") { $0.profile.pollutant.identifier }
      Column("cell", Message("profile.\(kind)")) { $0.cell.label }
      Column("mean", "statistic.mean") { Profile.number($0.cell.mean) }
      Column("lower") { Profile.number($0.cell.lower) }
      Column("upper") { Profile.number($0.cell.upper) }
      Column("unit") { $0.profile.unit.symbol }
      Column("count", "command.count") { $0.cell.count }
    }
  }
}

extension [WindStatistics] {
  private struct WindRow {
    let station: WindStatistics
    let direction: Value
    var speed: String?
    let count: Int
    let mean: Double?
    let percentile: Double?
    let shareAbove: Double?
  }

  /// Calm hours first, then every sector with its classes of speed.
  ///
  /// - Parameter percentile: that stands beside the mean and above which hours count.
  public func table(percentile: Double) -> Table {
    let rows = flatMap { one in
      [
        WindRow(
          station: one, direction: .message("profile.calm"), count: one.calm.count,
          mean: one.calm.mean, percentile: one.calm.percentile, shareAbove: one.calm.shareAbove)
      ]
        + one.cells.map { cell in
          WindRow(
            station: one, direction: .text("\(cell.direction)"),
            speed: cell.speedFrom.map { from in
              cell.speedBelow.map { "\(from)–\($0)" } ?? "\(from)–"
            }, count: cell.count, mean: cell.mean, percentile: cell.percentile,
            shareAbove: cell.shareAbove)
        }
    }
    return Table("wind", "command.wind", rows) {
      Column("station") { $0.station.station }
      Column("pollutant", "weather.pollutant") { $0.station.pollutant.identifier }
      Column("direction") { $0.direction }
      Column("speed", isOptional: true) { .words($0.speed) }
      Column("count", "command.count") { $0.count }
      Column("mean", "statistic.mean") { Profile.number($0.mean) }
      Column("percentile", say("command.percentile", level: Value.plain(percentile))) {
        Profile.number($0.percentile)
      }
      Column("share_above", "column.share-above") { Profile.number($0.shareAbove) }
      Column("unit") { $0.station.unit.symbol }
    }
  }
}

extension Profile {
  /// A statistic of a cell.
  fileprivate static func number(_ value: Double?) -> Value {
    .optional(value) { .number($0, .decimals(3)) }
  }
}
