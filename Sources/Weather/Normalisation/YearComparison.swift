public import AirQuality
import Foundation
import NumericKernels

/// Observed and weather-adjusted change from year to year over one or several stations, by calendar
/// years and by years from March to February side by side.
///
/// Years are levels with season and weather partialled out (`WeatherModel.partialledLevels`), since a
/// model of time and weather lays part of a step to weather that differed by chance, and changes are
/// differences of these levels: consecutive changes multiply to the change from the first year to the
/// last. Where levels were not asked for or the series come from a file, years are means of
/// `NormalisedSeries.adjusted`. The model's own means, which other packages print, stand beside them.
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
    /// Mean of the stations' levels with season and weather taken out.
    public let normalised: Double
    /// Confidence interval of the level; where there are no levels the spread of the bootstrap models'
    /// adjusted means, `nil` without such models.
    public let interval: ModelInterval?
    /// Mean of the stations' means of `NormalisedSeries.normalised`, the figure of other packages.
    public let modelMean: Double
    /// Mean of rmweather's figure of the same data; `nil` where it was not asked for.
    public let rmweatherMean: Double?
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
    /// Change of the model's own means, the figure of other packages, per cent.
    public let modelPercent: Double
    /// Change of rmweather's figure of the same data, per cent; `nil` where it was not asked for.
    public let rmweatherPercent: Double?

    /// Whether the change of the model's own means lies in the interval; `nil` without one.
    public var holdsModel: Bool? {
      interval.map { $0.lower <= modelPercent && modelPercent <= $0.upper }
    }
    /// Whether the change of rmweather's figure lies in the interval; `nil` without one or the other.
    public var holdsRmweather: Bool? {
      interval.flatMap { interval in
        rmweatherPercent.map { interval.lower <= $0 && $0 <= interval.upper }
      }
    }
    /// The change in the unit of the series, divided; `nil` where it was read from an older file.
    public let parts: Parts?
    /// How many stations have both years.
    public let stations: Int
    /// Whether the years follow each other; else they are the first and the last.
    public let isConsecutive: Bool
  }

  /// A change in the unit of the series, divided into what weather explains and what it does not: the
  /// two add up to the measured change, and over consecutive years to the change over all of them where
  /// the stations are the same.
  public struct Parts: Hashable, Codable, Sendable {
    /// Change of the observed mean.
    public let observed: Double
    /// Change of the level with season and weather taken out: emissions, and all else that is no weather.
    public let emissions: Double
    /// Interval of `emissions`, and mirrored that of `weather`; `nil` without an error.
    public let interval: ModelInterval?

    /// What weather did, and which days of the year were measured.
    public var weather: Double { observed - emissions }
    /// Interval of `weather`.
    public var weatherInterval: ModelInterval? {
      interval.map {
        ModelInterval(
          lower: observed - $0.upper, upper: observed - $0.lower, level: $0.level,
          standardError: $0.standardError, models: $0.models)
      }
    }

    private enum CodingKeys: String, CodingKey { case observed, emissions, interval }
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
        years.append(Self.year(start, kind, byStation, series, level: level))
      }
      for pair in YearPair.pairs(starts, kind) {
        let stations = series.indices.filter {
          byStation[$0].means[pair.from] != nil && byStation[$0].means[pair.to] != nil
            // A station whose years were compared must have both of these.
            && (series[$0].yearLevels[kind].map { $0.pair(pair) != nil } ?? true)
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

  private static func year(
    _ start: CivilDate, _ kind: Kind, _ means: [StationYears], _ series: [NormalisedSeries],
    level: Double
  ) -> Year {
    let all = series.indices.filter { means[$0].means[start] != nil }
    let compared = all.filter { series[$0].yearLevels[kind]?.year(start) != nil }
    let used = compared.isEmpty ? all : compared
    let total = StationYears.average(used.compactMap { means[$0].means[start] })
    var normalised = PartialledLevels.Result(
      value: total.normalised,
      interval: ModelInterval(
        estimate: total.normalised, replicates: total.replicates, level: level, isLog: false))
    if let levels = PartialledLevels.mean(
      compared.compactMap { series[$0].yearLevels[kind]?.year(start) })
    {
      normalised = levels.level(0, level: level)
    }
    return Year(
      kind: kind, label: kind.period.label(ofPeriodStarting: start), observed: total.observed,
      normalised: normalised.value, interval: normalised.interval, modelMean: total.model,
      rmweatherMean: total.rmweather,
      stations: used.count)
  }

  private static func change(
    _ pair: YearPair, _ means: [StationYears], _ series: [NormalisedSeries], level: Double
  ) -> Change {
    let early = StationYears.average(means.compactMap { $0.means[pair.from] })
    let late = StationYears.average(means.compactMap { $0.means[pair.to] })
    let compared = series.compactMap { $0.yearLevels[pair.kind]?.pair(pair) }
    var percent = 100 * (late.normalised / early.normalised - 1)
    var interval: ModelInterval?
    var emissions = PartialledLevels.Result(
      value: late.normalised - early.normalised,
      interval: ModelInterval(
        estimate: late.normalised - early.normalised,
        replicates: zip(late.replicates, early.replicates).map { $0 - $1 }, level: level,
        isLog: false))
    if compared.count == series.count, let mean = PartialledLevels.mean(compared) {
      let result = mean.percent(0, 1, level: level)
      percent = result.value
      interval = result.interval
      emissions = mean.difference(0, 1, level: level)
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
      interval: interval, modelPercent: 100 * (late.model / early.model - 1),
      rmweatherPercent: late.rmweather.flatMap { late in
        early.rmweather.map { 100 * (late / $0 - 1) }
      },
      parts: Parts(
        observed: late.observed - early.observed, emissions: emissions.value,
        interval: emissions.interval),
      stations: series.count, isConsecutive: pair.isConsecutive)
  }

  private static func disagreements(_ changes: [Change]) -> [Disagreement] {
    let consecutive = changes.filter(\.isConsecutive)
    var found: [Disagreement] = []
    for calendar in consecutive where calendar.kind == .calendar {
      // 2015 → 2016 stands beside 2015/16 → 2016/17.
      let beginning = calendar.from + "/"
      let beside = consecutive.first { $0.kind == .seasonal && $0.from.hasPrefix(beginning) }
      guard let seasonal = beside else { continue }
      if calendar.observedPercent * seasonal.observedPercent < 0 {
        found.append(Disagreement(series: "observed", calendar: calendar, seasonal: seasonal))
      }
      if calendar.normalisedPercent * seasonal.normalisedPercent < 0 {
        found.append(Disagreement(series: "normalised", calendar: calendar, seasonal: seasonal))
      }
    }
    return found
  }
}

/// One station's yearly means.
private struct StationYears {
  struct Mean {
    var observed: Double
    /// Of the adjusted series.
    var normalised: Double
    /// Of the model's own series.
    var model: Double
    var rmweather: Double?
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
        model: mean(steps.map { series.normalised.storage[$0] }),
        // A forest is grown on concentrations, whatever our scale.
        rmweather: series.rmweather.map { forest in
          Summation.mean(steps.map { forest.storage[$0] })
        },
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
      model: Summation.mean(means.map(\.model)),
      rmweather: means.allSatisfy { $0.rmweather != nil }
        ? Summation.mean(means.compactMap(\.rmweather)) : nil,
      replicates: (0..<models).map { model in
        Summation.mean(means.map { $0.replicates[model] })
      })
  }
}
