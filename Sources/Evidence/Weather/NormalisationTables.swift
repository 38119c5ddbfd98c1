import AirQuality
import Weather

/// Normalised series as comma-separated tables.
enum NormalisationTables {
  private static func table(_ rows: [[String]]) -> String {
    rows.map { DelimitedField.line($0) + "\n" }.joined()
  }

  private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  /// Months, calendar years and years from March.
  static func periods(_ series: [NormalisedSeries]) -> String {
    var rows = [
      [
        "station", "pollutant", "unit", "kind", "period", "observed", "normalised", "lower",
        "upper", "count", "share",
      ]
    ]
    for one in series {
      for (kind, periods) in [
        ("month", one.monthly), ("year", one.yearly), ("seasonal-year", one.seasonalYearly),
      ] {
        for period in periods {
          rows.append([
            one.observed.station.key, one.observed.pollutant.identifier,
            one.observed.unit.symbol, kind, period.label, number(period.observed),
            number(period.normalised), number(period.interval?.lower),
            number(period.interval?.upper), String(period.count), number(period.share),
          ])
        }
      }
    }
    return table(rows)
  }

  /// Changes between years by both kinds of year.
  static func changes(_ comparison: YearComparison?) -> String {
    var rows = [
      [
        "kind", "from", "to", "observed_percent", "normalised_percent", "lower", "upper",
        "stations",
      ]
    ]
    for change in comparison?.changes ?? [] {
      rows.append([
        change.kind.rawValue, change.from, change.to, number(change.observedPercent),
        number(change.normalisedPercent), number(change.interval?.lower),
        number(change.interval?.upper), String(change.stations),
      ])
    }
    return table(rows)
  }

  /// Every normalised step.
  static func values(_ series: [NormalisedSeries]) -> String {
    var rows = [["station", "pollutant", "unit", "time", "observed", "normalised"]]
    for one in series {
      for step in 0..<one.normalised.count {
        guard let value = one.normalised[step] else { continue }
        rows.append([
          one.observed.station.key, one.observed.pollutant.identifier, one.observed.unit.symbol,
          one.normalised.axis.label(at: step), number(one.observed[step]), number(value),
        ])
      }
    }
    return table(rows)
  }
}
