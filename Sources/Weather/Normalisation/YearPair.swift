import AirQuality
import NumericKernels

/// Two years of one kind that are compared.
package struct YearPair: Hashable, Sendable {
  /// The kind of year.
  let kind: YearComparison.Kind
  /// First day of the earlier year.
  let from: CivilDate
  /// First day of the later year.
  let to: CivilDate

  /// Following years, then the first and the last where they do not follow each other.
  static func pairs(_ starts: [CivilDate], _ kind: YearComparison.Kind) -> [YearPair] {
    var pairs = zip(starts, starts.dropFirst()).filter { $1.year == $0.year + 1 }
      .map { YearPair(kind: kind, from: $0, to: $1) }
    if starts.count > 2, let first = starts.first, let last = starts.last {
      pairs.append(YearPair(kind: kind, from: first, to: last))
    }
    return pairs
  }

  /// Whether the years follow each other.
  var isConsecutive: Bool { to.year == from.year + 1 }
}

extension NormalisedSeries {
  /// Places in `steps` of each year that counts: every month was measured for at least half.
  func wholeYears(_ kind: YearComparison.Kind) -> [CivilDate: [Int]] {
    let whole = Set(
      (kind == .calendar ? yearly : seasonalYearly).filter(\.isWhole).map(\.start))
    return Dictionary(
      grouping: steps.indices,
      by: { kind.period.start(of: normalised.axis.date(at: steps[$0])) }
    ).filter { whole.contains($0.key) }
  }
}

/// Levels of the whole years of one kind, in their common weather and season and on the natural scale.
package struct YearLevels: Hashable, Sendable {
  /// First days of the years, ascending.
  let starts: [CivilDate]
  /// One period a year.
  let levels: PartialledLevels
  /// Labels of whole years that season and weather alone tell from the others.
  let apart: [String]

  /// One year's level; `nil` for a year that has none.
  func year(_ start: CivilDate) -> PartialledLevels? {
    starts.firstIndex(of: start).map { levels.periods([$0]) }
  }

  /// The levels of a pair; `nil` when a year has none.
  func pair(_ pair: YearPair) -> PartialledLevels? {
    guard let from = starts.firstIndex(of: pair.from), let to = starts.firstIndex(of: pair.to)
    else {
      return nil
    }
    return levels.periods([from, to])
  }
}

extension WeatherModel {
  /// Levels of the whole years of a normalised series, by kind of year; nothing of a kind with fewer
  /// than two years that can be compared.
  func yearLevels(
    _ series: NormalisedSeries, _ table: WeatherTable, threads: Int?
  ) throws(WeatherError) -> [YearComparison.Kind: YearLevels] {
    var result: [YearComparison.Kind: YearLevels] = [:]
    for kind in YearComparison.Kind.allCases {
      let starts = series.wholeYears(kind).keys.sorted()
      guard starts.count > 1 else { continue }
      let periods = starts.map { start in
        let end = kind.period.end(ofPeriodStarting: start)
        return (first: start, last: CivilDate(daysSinceEpoch: end.daysSinceEpoch - 1))
      }
      do throws(WeatherError) {
        let (levels, kept) = try partialledLevels(table, periods: periods, threads: threads)
        result[kind] = YearLevels(
          starts: kept.map { starts[$0] }, levels: levels.natural(scale),
          apart: starts.indices.filter { !kept.contains($0) }.map {
            kind.period.label(ofPeriodStarting: starts[$0])
          })
      } catch {
        switch error {
        case .periodsApart:
          result[kind] = YearLevels(
            starts: [],
            levels: PartialledLevels(
              deals: [], noise: [], overlap: 0, isMeasured: [], firstPlace: 0),
            apart: starts.map { kind.period.label(ofPeriodStarting: $0) })
        case .periodTooShort: continue
        default: throw error
        }
      }
    }
    return result
  }
}
