public import AirQuality
public import Documents
import Foundation
public import Store
public import Studies

extension [SeriesAverages.Average] {
  /// One row a series and period.
  public func table(of statistic: AggregateStatistic) -> Table {
    Table("averages", "command.averages", self) {
      Column("station") { .text($0.station) }
      Column("pollutant", heading: "weather.pollutant") { .text($0.pollutant.identifier) }
      Column("instrument", isOptional: true) { .text($0.instrument) }
      Column("period") { .text($0.period.label) }
      // The statistic that was asked for; files have called it so from the start.
      Column("mean", heading: Message("statistic.\(statistic.rawValue)")) { row in
        .optional(row.period.value) { .number($0, .decimals(3)) }
      }
      Column("unit") { .text($0.unit.symbol) }
      Column("valid") { .count($0.period.validCount) }
      Column("expected") { .count($0.period.expectedCount) }
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
      Column("station") { .text($0.station.key) }
      Column("pollutant", heading: "weather.pollutant") { .text($0.pollutant.identifier) }
      Column("unit") { .text($0.unit.symbol) }
      Column("step") { .text("\($0.axis.step)") }
      Column("averaging", isOptional: true) { summary in
        .words(summary.averaging == summary.axis.step && isText ? nil : "\(summary.averaging)")
      }
      Column("instrument", isOptional: true) { .text($0.instrument) }
      Column("first") { label($0.axis, 0) }
      Column("last") { label($0.axis, $0.axis.count - 1) }
      Column("steps") { .count($0.axis.count) }
      // Files have had it in per cent from the start.
      Column("measured", heading: "column.measured-share") { summary in
        isText
          ? .share(summary.validShare, decimals: 1)
          : .text(String(format: "%.1f %%", 100 * summary.validShare))
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
      Column("name") { .text($0.pollutant.identifier) }
      Column("from", heading: "column.computed-from") { row in
        row.components.isEmpty
          ? .message("command.compounds")
          : .text(row.components.map(\.identifier).joined(separator: ", "))
      }
      Column("meaning", heading: "column.meaning") { .text($0.meaning) }
    }
  }
}
