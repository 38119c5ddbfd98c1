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

  /// For a reader, `2001/02 to 2003/04`.
  var label: String {
    "\(kind.period.label(ofPeriodStarting: from)) → \(kind.period.label(ofPeriodStarting: to))"
  }

  /// Whether the years follow each other.
  var isConsecutive: Bool { to.year == from.year + 1 }
}

extension NormalisedSeries {
  /// Places in `steps` of each year that counts: every month was measured for at least half.
  func wholeYears(_ kind: YearComparison.Kind) -> [CivilDate: [Int]] {
    let measured = Dictionary(uniqueKeysWithValues: monthly.map { ($0.start, $0.share) })
    var places: [CivilDate: [Int]] = [:]
    for (place, step) in steps.enumerated() {
      places[kind.period.start(of: normalised.axis.date(at: step)), default: []].append(place)
    }
    return places.filter { start, _ in
      (0..<12).compactMap { offset -> CivilDate? in
        let month = start.month - 1 + offset
        return CivilDate(year: start.year + month / 12, month: month % 12 + 1, day: 1)
      }.allSatisfy { (measured[$0] ?? 0) >= 0.5 }
    }
  }
}

extension WeatherModel {
  /// Changes between the whole years of a normalised series; `nil` for years that season and weather
  /// alone tell apart or that have too few days, about which nothing is said then.
  func yearChanges(
    _ series: NormalisedSeries, _ table: WeatherTable, threads: Int?
  ) throws(WeatherError) -> [YearPair: PartialledChange?] {
    let whole = YearComparison.Kind.allCases.map { ($0, series.wholeYears($0)) }
    let pairs = whole.flatMap { kind, years in
      YearPair.pairs(years.keys.sorted(), kind).map { pair in
        let levels = [pair.from, pair.to].map { start in
          Summation.mean(
            table.response((years[start] ?? []).map { series.steps[$0] }, series.adjusted, scale))
        }
        return (pair, levels[1] - levels[0])
      }
    }
    let changes = try parallelMap(
      count: pairs.count, threads: threads,
      throwing: { number throws(WeatherError) -> PartialledChange? in
        let (pair, guess) = pairs[number]
        func days(_ start: CivilDate) -> (first: CivilDate, last: CivilDate) {
          let end = pair.kind.period.end(ofPeriodStarting: start)
          return (start, CivilDate(daysSinceEpoch: end.daysSinceEpoch - 1))
        }
        do throws(WeatherError) {
          return try partialledChange(
            table, before: days(pair.from), after: days(pair.to), start: guess, threads: 1)
        } catch {
          switch error {
          case .periodsApart, .periodTooShort: return nil
          default: throw error
          }
        }
      })
    return Dictionary(uniqueKeysWithValues: zip(pairs.map(\.0), changes))
  }
}
