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
      Column("mean", "statistic.mean") { $0.cell.mean?.decimals(3) }
      Column("lower") { $0.cell.lower?.decimals(3) }
      Column("upper") { $0.cell.upper?.decimals(3) }
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
      Column("speed", isOptional: true) { $0.speed }
      Column("count", "command.count") { $0.count }
      Column("mean", "statistic.mean") { $0.mean?.decimals(3) }
      Column("percentile", say("command.percentile", level: Value.plain(percentile))) {
        $0.percentile?.decimals(3)
      }
      Column("share_above", "column.share-above") { $0.shareAbove?.decimals(3) }
      Column("unit") { $0.station.unit.symbol }
    }
  }
}
