import Documents
import NumericKernels

/// Every check on a set of series.
public struct QualityReport: Codable, Sendable {
  /// Worst first.
  public let findings: [QualityFinding]
  /// The years of each series.
  public let years: [YearlyIntegrity]
  /// The years of each network.
  public let verdicts: [NetworkVerdict]

  /// What the rules found, year by year and network by network.
  public init(
    findings: [QualityFinding], years: [YearlyIntegrity], verdicts: [NetworkVerdict]
  ) {
    self.findings = findings
    self.years = years
    self.verdicts = verdicts
  }

  /// The marks of all findings.
  public var flags: [QualityFlag] { findings.flatMap(\.flags) }
}

/// Looks at series before they are believed. Nothing is changed by it.
public enum QualityCheck {
  /// Runs every check.
  ///
  /// - Parameters:
  ///   - series: of any stations and pollutants; neighbours and partners are looked for among
  ///     them.
  ///   - threads: `nil` for the machine's; the report does not depend on it.
  public static func run(_ series: [MonitoringSeries], threads: Int? = nil) -> QualityReport {
    let pollutants = Dictionary(grouping: series.indices, by: { series[$0].pollutant })
    let ordered = pollutants.keys.sorted()
    let integrity = parallelMap(count: ordered.count, threads: threads) { index in
      YearlyIntegrity.check((pollutants[ordered[index]] ?? []).map { series[$0] })
    }
    let years = Array(integrity.joined())
    let verdicts = ordered.indices.flatMap { NetworkVerdict.judge(integrity[$0]) }
    let partners = Dictionary(grouping: series.indices, by: { series[$0].station.key })
    let perSeries = parallelMap(count: series.count, threads: threads) { index in
      let own = series[index]
      let same = pollutants[own.pollutant] ?? []
      var findings = alone(own)
      findings += beside(own, (partners[own.station.key] ?? []).map { series[$0] })
      let near =
        (same.firstIndex(of: index).map { place in
          YearlyIntegrity.nearest(to: place, in: same.map { series[$0] })
        } ?? []).map { series[same[$0]] }
      findings += NeighbourChecks.homogeneity(own, neighbours: near)
      if own.axis.step == .hour, own.pollutant.kind != .weather, near.count >= 3,
        let median = medianSeries(near)
      {
        findings += HourShift.findings(median, own)
      }
      return findings
    }
    let findings =
      perSeries.joined() + yearFindings(years, series)
      + verdicts.filter { !$0.isMeasured }.flatMap { verdictFindings($0, series) }
    return QualityReport(
      findings: findings.sorted(by: QualityFinding.precedes), years: years, verdicts: verdicts)
  }

  /// Only numbers that mean missing in many sources and were kept as values: what a mean of a
  /// series that nobody checked must not pass over.
  public static func sentinels(in series: MonitoringSeries) -> [QualityFinding] {
    ValueChecks.sentinels(series)
  }

  /// What one look at single values of a series finds that a mean or an effect must not rest on:
  /// numbers that mean missing, and long steps far above all others.
  public static func falseValues(in series: MonitoringSeries) -> [QualityFinding] {
    ValueChecks.sentinels(series) + DetachedValues.findings(series)
  }

  private static func alone(_ series: MonitoringSeries) -> [QualityFinding] {
    ValueChecks.sentinels(series) + ValueChecks.negatives(series)
      + ValueChecks.constantRuns(series) + ValueChecks.spikes(series)
      + DetachedValues.findings(series)
      + RoundingChecks.resolutionChanges(series) + RoundingChecks.digits(series)
      + RoundingChecks.limitHeaping(series) + CivilClockCheck.findings(series)
  }

  private static func beside(
    _ series: MonitoringSeries, _ partners: [MonitoringSeries]
  ) -> [QualityFinding] {
    func partner(_ pollutant: Pollutant) -> MonitoringSeries? {
      partners.first { $0.pollutant == pollutant && $0.axis.step == series.axis.step }
    }
    switch series.pollutant {
    case .pm25:
      return partner(.pm10).map { PairChecks.particulates(fine: series, all: $0) } ?? []
    case .nox:
      guard let no = partner(.no), let no2 = partner(.no2) else { return [] }
      return PairChecks.nitrogenOxides(no: no, no2: no2, nox: series)
    default: return []
    }
  }

  /// The neighbours' median, step by step; `nil` where their axes do not agree.
  private static func medianSeries(_ near: [MonitoringSeries]) -> MonitoringSeries? {
    guard let first = near.first, near.allSatisfy({ $0.axis.isAligned(with: first.axis) }) else {
      return nil
    }
    let offsets = near.map {
      $0.axis.ceilingPosition(of: first.axis.start)
    }
    var values: [Double] = []
    var storage = [Double](repeating: .nan, count: first.count)
    for position in 0..<first.count {
      values.removeAll(keepingCapacity: true)
      for (other, offset) in zip(near, offsets)
      where other.storage.indices.contains(position + offset) {
        let value = other.storage[position + offset]
        if !value.isNaN { values.append(value) }
      }
      guard values.count >= 3 else { continue }
      values.sort()
      let middle = values.count / 2
      storage[position] =
        values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
    return MonitoringSeries(
      station: Station(network: first.station.network, identifier: "median of neighbours"),
      pollutant: first.pollutant, unit: first.unit, referenceState: first.referenceState,
      axis: first.axis, storage: storage)
  }

  /// Years with too few values, as findings.
  private static func yearFindings(
    _ years: [YearlyIntegrity], _ series: [MonitoringSeries]
  ) -> [QualityFinding] {
    var places: [SeriesKey.Place: MonitoringSeries] = [:]
    for one in series { places[.init(one.station.key, one.pollutant)] = one }
    return years.compactMap { year in
      guard year.findings.contains(.incomplete),
        let own = places[.init(year.station, year.pollutant)],
        let range = period(of: year.year, own.axis.utcOffset)
      else { return nil }
      return QualityFinding(
        rule: .incompleteYear, grade: .note, station: year.station, pollutant: year.pollutant,
        from: range.0, until: range.1,
        message: Message(
          "quality.incomplete-year",
          ["share": .percent(year.share), "year": .text(String(year.year))]),
        facts: ["share": year.share, "year": Double(year.year)])
    }
  }

  /// One finding a station for a year that its network did not measure; the flags cover the year.
  private static func verdictFindings(
    _ verdict: NetworkVerdict, _ series: [MonitoringSeries]
  ) -> [QualityFinding] {
    series.filter { $0.pollutant == verdict.pollutant && $0.station.network == verdict.network }
      .compactMap { own in
        guard let range = period(of: verdict.year, own.axis.utcOffset) else { return nil }
        let positions = own.axis.positions(from: range.0, until: range.1)
        guard !positions.isEmpty else { return nil }
        return own.finding(
          .unmeasuredYear, .unusable, at: Array(positions), verdict.message,
          facts: [
            "year": Double(verdict.year), "neighbours": verdict.neighbourCorrelation,
            "memory": verdict.dailyAutocorrelation,
          ])
      }
  }

  private static func period(of year: Int, _ utcOffset: Int) -> (Instant, Instant)? {
    guard let first = CivilDate(year: year, month: 1, day: 1),
      let next = CivilDate(year: year + 1, month: 1, day: 1)
    else { return nil }
    return (Instant(first, utcOffset: utcOffset), Instant(next, utcOffset: utcOffset))
  }
}
