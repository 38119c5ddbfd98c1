import AirQuality
import Documents
import Foundation
import Weather

/// What the days of normalised series are made of.
extension NormalisationReport {
  private typealias Row = (
    series: NormalisedSeries, attribution: DayAttribution, day: DayAttribution.Day
  )

  private static let shown = 10

  private var divided: [(series: NormalisedSeries, attribution: DayAttribution)] {
    series.compactMap { one in one.attribution.map { (one, $0) } }
  }

  /// The days with the highest values, divided; `nil` where days were not divided.
  var dayTable: Table? {
    let rows = divided.flatMap { series, attribution -> [Row] in
      let worst = attribution.days.sorted { ($1.measured, $0.day) < ($0.measured, $1.day) }
      return worst.prefix(Self.shown).map { (series, attribution, $0) }
    }
    guard !rows.isEmpty else { return nil }
    let isLog = rows[0].attribution.scale == .log
    let unit = rows[0].series.observed.unit.symbol
    let isSingle = divided.count == 1
    func part(_ value: @escaping (Row) -> Double) -> (Row) -> Value {
      { row in
        isLog ? .number(exp(value(row)), .decimals(2)) : .number(value(row), .decimals(1))
      }
    }
    func level(_ value: @escaping (Row) -> Double) -> (Row) -> Value {
      { row in .number(isLog ? exp(value(row)) : value(row), .decimals(1)) }
    }
    return Table(
      "days", say("weather.days", count: Self.shown),
      note: isLog ? "weather.days-note-log" : "weather.days-note", rows
    ) {
      Column("station", in: isSingle ? .files : .all) { $0.series.observed.station.name }
      Column("day", "weather.day") { .date("\($0.day.day)") }
      Column("measured", "weather.observed", unit: unit, level { $0.day.measured })
      Column("usual", "weather.usual", unit: unit, level { $0.attribution.usual })
      Column("time", "weather.time-part", part { $0.day.time })
      Column("weather", "weather.weather-part", part { $0.day.weather })
      Column("interplay", "weather.interplay", part { $0.day.interplay })
      Column("unexplained", "weather.unexplained", part { $0.day.unexplained })
      Column("foremost", "weather.foremost") { row in
        .list(Self.foremost(row.attribution, row.day).map(Value.message))
      }
    }
  }

  /// The two variables whose parts are largest, with the time's help.
  private static func foremost(
    _ attribution: DayAttribution, _ day: DayAttribution.Day
  ) -> [Message] {
    let sums = zip(day.ofVariable, day.withTime).map { $0 + $1 }
    return sums.indices.sorted { (abs(sums[$1]), $0) < (abs(sums[$0]), $1) }.prefix(2)
      .map { WeatherFeature.title(of: attribution.variables[$0]) }
  }

  /// Every part of every day, for files; `nil` where days were not divided.
  var attributionFile: Table? {
    typealias Part = (
      series: NormalisedSeries, day: CivilDate, part: String, variable: String, value: Double
    )
    let rows = divided.flatMap { series, attribution -> [Part] in
      attribution.days.flatMap { day -> [Part] in
        let whole: [(String, Double)] = [
          ("measured", day.measured), ("usual", attribution.usual), ("time", day.time),
          ("weather", day.weather), ("interplay", day.interplay),
          ("unexplained", day.unexplained),
        ]
        return whole.map { (series, day.day, $0.0, "", $0.1) }
          + zip(attribution.variables, day.ofVariable).map {
            (series, day.day, "weather", $0, $1)
          }
          + zip(attribution.variables, day.withTime).map {
            (series, day.day, "interplay", $0, $1)
          }
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table("attribution", "weather.days-all", rows) {
      Column("station") { $0.series.observed.station.key }
      Column("pollutant", "weather.pollutant") { .text($0.series.observed.pollutant.identifier) }
      Column("scale", "weather.scale") { $0.series.model.scale.rawValue }
      Column("day", "weather.day") { .date("\($0.day)") }
      Column("part", "weather.part-name") { $0.part }
      Column("variable", "weather.variable") { $0.variable }
      Column("value") { .number($0.value) }
    }
  }
}
