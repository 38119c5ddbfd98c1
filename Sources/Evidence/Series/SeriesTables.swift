public import AirQuality
public import Documents
import Foundation
public import Store
public import Studies

extension [SeriesAverages.Average] {
  /// One row a series and period.
  public func table(of statistic: AggregateStatistic) -> Table {
    Table("averages", "command.averages", self) {
      Column("station") { $0.station }
      Column("pollutant", "weather.pollutant") { $0.pollutant.identifier }
      Column("instrument", isOptional: true) { $0.instrument }
      Column("period") { $0.period.label }
      // The statistic that was asked for; files have called it so from the start.
      Column("mean", Message("statistic.\(statistic.rawValue)")) { $0.period.value?.decimals(3) }
      Column("unit") { $0.unit.symbol }
      Column("valid") { $0.period.validCount }
      Column("expected") { $0.period.expectedCount }
    }
  }
}

extension [SeriesSummary] {
  /// What an archive has: one row a series.
  ///
  /// - Parameter isText: whether a person reads it; files have shares in per cent from the start.
  public func table(isText: Bool) -> Table {
    func label(_ axis: TimeAxis, _ position: Int) -> Value {
      axis.count > 0 ? .date(axis.label(at: position)) : .missing
    }
    return Table("series", "column.series", self) {
      Column("station") { $0.station.key }
      Column("pollutant", "weather.pollutant") { $0.pollutant.identifier }
      Column("unit") { $0.unit.symbol }
      Column("step") { "\($0.axis.step)" }
      Column("averaging", isOptional: true) {
        $0.averaging == $0.axis.step && isText ? nil : "\($0.averaging)"
      }
      Column("instrument", isOptional: true) { $0.instrument }
      Column("first") { label($0.axis, 0) }
      Column("last") { label($0.axis, $0.axis.count - 1) }
      Column("steps") { $0.axis.count }
      // Files have had it in per cent from the start.
      Column("measured", "column.measured-share") {
        isText
          ? .share($0.validShare, decimals: 1)
          : .text(String(format: "%.1f %%", 100 * $0.validShare))
      }
    }
  }
}

extension DerivedPollutant {
  /// A line of the list of quantities that are computed on demand.
  public struct Listed: Encodable, Sendable {
    let pollutant: Pollutant
    let components: [Pollutant]
    let meaning: String

    /// The line of a quantity.
    public init(_ derived: DerivedPollutant) {
      pollutant = derived.pollutant
      components = derived.components
      meaning = derived.meaning
    }
  }
}

extension [DerivedPollutant] {
  /// What they are computed from.
  public var table: Table {
    Table("derived", "command.derived", self) {
      Column("name") { $0.pollutant.identifier }
      Column("from", "column.computed-from") {
        $0.components.isEmpty
          ? .message("command.compounds")
          : .text($0.components.map(\.identifier).joined(separator: ", "))
      }
      Column("meaning", "column.meaning") { $0.meaning }
    }
  }
}
