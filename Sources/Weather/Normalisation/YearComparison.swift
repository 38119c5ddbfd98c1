public import AirQuality
import Foundation
import NumericKernels

/// Observed and weather-adjusted change from year to year over one or several stations, by calendar
/// years and by years from March to February side by side.
///
/// Years are means of `NormalisedSeries.adjusted`. Changes are those of `WeatherModel.change`, with
/// season and weather partialled out, since the adjusted series lays part of a step to weather that
/// differed by chance; where they were not asked for or the series come from a file, changes are
/// differences of the adjusted means.
///
/// A winter belongs to two calendar years, so one bad winter can turn an improvement by one kind of
/// year into a deterioration by the other. A year counts at a station when every one of its months
/// was measured for at least half; a change is taken over the stations that have both years and whose
/// season and weather do not tell them apart.
public struct YearComparison: Hashable, Codable, Sendable {
  /// The two kinds of year.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// January to December.
    case calendar
    /// March to February, which keeps winters whole.
    case seasonal

    var period: CalendarPeriod { .year(firstMonth: self == .calendar ? 1 : 3) }
  }

  /// A year's mean over the stations that have it.
  public struct Year: Hashable, Codable, Sendable {
    /// Which kind of year.
    public let kind: Kind
    /// `2014` or `2014/15`.
    public let label: String
    /// Mean of the stations' observed means, in the unit of the series.
    public let observed: Double
    /// Mean of the stations' means with the effect of weather taken out.
    public let normalised: Double
    /// Band of the normalised mean; `nil` without bootstrap models.
    public let interval: ModelInterval?
    /// How many stations.
    public let stations: Int
  }

  /// The change from one year to a later one.
  public struct Change: Hashable, Codable, Sendable {
    /// Which kind of year.
    public let kind: Kind
    /// The earlier year.
    public let from: String
    /// The later year.
    public let to: String
    /// Change of the observed mean, per cent.
    public let observedPercent: Double
    /// Change with the effect of weather taken out, per cent.
    public let normalisedPercent: Double
    /// Interval of the normalised change, per cent; `nil` without an error.
    public let interval: ModelInterval?
    /// How many stations have both years.
    public let stations: Int
    /// Whether the years follow each other; else they are the first and the last.
    public let isConsecutive: Bool
  }

  /// One pair of years whose two kinds do not agree about the direction.
  public struct Disagreement: Hashable, Codable, Sendable {
    /// `observed` or `normalised`.
    public let series: String
    /// The calendar years' change.
    public let calendar: Change
    /// The change of the years from March that start in the same calendar years.
    public let seasonal: Change
  }

  /// Stations compared.
  public let stations: [String]
  /// Unit of the means.
  public let unit: MeasurementUnit
  /// All years of both kinds.
  public let years: [Year]
  /// Changes between consecutive years, then from the first to the last.
  public let changes: [Change]
  /// Pairs of years on which the two kinds disagree.
  public let disagreements: [Disagreement]

  /// Compares the years of several stations' normalised series.
  ///
  /// Bootstrap models of equal seeds and equal spans drew the same days at every station, so bands
  /// of the mean hold although the stations share their weather.
  ///
  /// - Returns: `nil` without series, or when their units differ.
  public init?(_ series: [NormalisedSeries]) {
    guard let unit = series.first?.observed.unit,
      series.allSatisfy({ $0.observed.unit == unit })
    else { return nil }
    self.unit = unit
    stations = series.map(\.observed.station.key)
    let level = series[0].model.confidenceLevel
    var years: [Year] = []
    var changes: [Change] = []
    for kind in Kind.allCases {
      let byStation = series.map { StationYears($0, kind: kind) }
      let starts = Set(byStation.flatMap { $0.means.keys }).sorted()
      for start in starts {
        let means = byStation.compactMap { $0.means[start] }
        let total = StationYears.average(means)
        years.append(
          Year(
            kind: kind, label: kind.period.label(ofPeriodStarting: start),
            observed: total.observed, normalised: total.normalised,
            interval: ModelInterval(
              estimate: total.normalised, replicates: total.replicates, level: level,
              isLog: false),
            stations: means.count))
      }
      for pair in YearPair.pairs(starts, kind) {
        let stations = series.indices.filter {
          byStation[$0].means[pair.from] != nil && byStation[$0].means[pair.to] != nil
            && !series[$0].incomparable.contains(pair)
        }
        guard !stations.isEmpty else { continue }
        changes.append(
          Self.change(
            pair, stations.map { byStation[$0] }, stations.map { series[$0] }, level: level))
      }
    }
    self.years = years
    self.changes = changes
    disagreements = Self.disagreements(changes)
  }

  private static func change(
    _ pair: YearPair, _ means: [StationYears], _ series: [NormalisedSeries], level: Double
  ) -> Change {
    let early = StationYears.average(means.compactMap { $0.means[pair.from] })
    let late = StationYears.average(means.compactMap { $0.means[pair.to] })
    let partialled = series.compactMap { one in
      one.yearChanges[pair]?.natural(one.model.scale)
    }
    var percent = 100 * (late.normalised / early.normalised - 1)
    var interval: ModelInterval?
    if partialled.count == series.count, let mean = PartialledChange.mean(partialled) {
      let result = mean.percent(level: level)
      percent = result.value
      interval = result.interval
    } else {
      interval = ModelInterval(
        estimate: log(late.normalised / early.normalised),
        replicates: zip(late.replicates, early.replicates).map { log($0 / $1) }, level: level,
        isLog: true
      ).map {
        ModelInterval(
          lower: 100 * ($0.lower - 1), upper: 100 * ($0.upper - 1), level: level,
          standardError: 100 * $0.standardError, models: $0.models)
      }
    }
    return Change(
      kind: pair.kind, from: pair.kind.period.label(ofPeriodStarting: pair.from),
      to: pair.kind.period.label(ofPeriodStarting: pair.to),
      observedPercent: 100 * (late.observed / early.observed - 1), normalisedPercent: percent,
      interval: interval, stations: series.count, isConsecutive: pair.isConsecutive)
  }

  private static func disagreements(_ changes: [Change]) -> [Disagreement] {
    changes.filter { $0.kind == .calendar && $0.isConsecutive }.flatMap {
      calendar -> [Disagreement] in
      // 2015 → 2016 stands beside 2015/16 → 2016/17.
      guard
        let seasonal = changes.first(where: {
          $0.kind == .seasonal && $0.isConsecutive && $0.from.hasPrefix(calendar.from + "/")
        })
      else { return [] }
      return [
        ("observed", calendar.observedPercent, seasonal.observedPercent),
        ("normalised", calendar.normalisedPercent, seasonal.normalisedPercent),
      ].filter { $0.1 * $0.2 < 0 }.map {
        Disagreement(series: $0.0, calendar: calendar, seasonal: seasonal)
      }
    }
  }
}

/// One station's yearly means.
private struct StationYears {
  struct Mean {
    var observed: Double
    var normalised: Double
    var replicates: [Double]
  }

  /// By first day of the year; only years that count.
  var means: [CivilDate: Mean] = [:]

  init(_ series: NormalisedSeries, kind: YearComparison.Kind) {
    let isLog = series.model.scale == .log
    func mean(_ values: [Double]) -> Double {
      isLog ? exp(Summation.mean(values.map { log($0) })) : Summation.mean(values)
    }
    for (start, own) in series.wholeYears(kind) {
      let steps = own.map { series.steps[$0] }
      means[start] = Mean(
        observed: mean(steps.map { series.observed.storage[$0] }),
        normalised: mean(steps.map { series.adjusted.storage[$0] }),
        replicates: series.replicates.map { replicate in
          // A year of which no day was drawn leaves the band out.
          let value = replicate.mean(own) ?? .nan
          return isLog ? exp(value) : value
        })
    }
  }

  static func average(_ means: [Mean]) -> Mean {
    let models = means.map(\.replicates.count).min() ?? 0
    return Mean(
      observed: Summation.mean(means.map(\.observed)),
      normalised: Summation.mean(means.map(\.normalised)),
      replicates: (0..<models).map { model in
        Summation.mean(means.map { $0.replicates[model] })
      })
  }
}
