import Documents
import NumericKernels

/// Checks that look at how numbers are written.
enum RoundingChecks {
  /// Decimals that nearly all values of a year need; seven stands for more than six.
  static func decimals(_ values: some Collection<Double>) -> Int? {
    var needed = [Int](repeating: 0, count: 8)
    var count = 0
    for value in values where !value.isNaN {
      needed[decimals(of: value)] += 1
      count += 1
    }
    guard count >= 30 else { return nil }
    var covered = 0
    for (places, number) in needed.enumerated() {
      covered += number
      if Double(covered) >= 0.95 * Double(count) { return places }
    }
    return 7
  }

  private static func decimals(of value: Double) -> Int {
    var scale = 1.0
    for places in 0..<7 {
      let scaled = value * scale
      if abs(scaled - scaled.rounded()) <= 1e-9 * max(1, abs(scaled)) { return places }
      scale *= 10
    }
    return 7
  }

  /// A change of the number of decimals between years by three or more.
  static func resolutionChanges(_ series: MonitoringSeries) -> [QualityFinding] {
    guard series.pollutant.kind != .weather else { return [] }
    let years = positionsByYear(series)
    let byYear = years.compactMap { year, range in
      decimals(series.storage[range]).map { (year: year, decimals: $0, range: range) }
    }
    guard let usual = byYear.map(\.decimals).min(), byYear.count > 1 else { return [] }
    return byYear.filter { $0.decimals >= usual + 3 }.map { odd in
      let others = byYear.filter { $0.decimals < usual + 3 }.map { String($0.year) }
      func decimals(_ count: Int) -> Value {
        .message(
          count >= 7
            ? "quality.decimals-many" : Message("quality.decimals", ["count": .count(count)]))
      }
      return series.finding(
        .resolution, .suspect, at: [odd.range.lowerBound, odd.range.upperBound - 1],
        Message(
          "quality.resolution",
          [
            "year": .text(String(odd.year)), "decimals": decimals(odd.decimals),
            "years": .names(others), "usual": decimals(usual),
          ]),
        facts: [
          "year": Double(odd.year), "decimals": Double(odd.decimals), "usual": Double(usual),
        ], isFlagged: false)
    }
  }

  /// Last digits 0 and 5 that are too frequent, the mark of readings by eye.
  static func digits(_ series: MonitoringSeries) -> [QualityFinding] {
    guard series.pollutant.kind == .gas || series.pollutant.kind == .particulate,
      let places = decimals(series.storage), places <= 4
    else { return [] }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    // An instrument that reads in tens or hundreds has its last digit there.
    while scale > 1e-4,
      series.storage.allSatisfy({
        $0.isNaN || abs($0 * scale / 10 - ($0 * scale / 10).rounded()) < 1e-6
      })
    { scale /= 10 }
    var count = 0
    var round = 0
    for value in series.storage where !value.isNaN {
      // Low values have no choice of last digits.
      let last = (abs(value) * scale).rounded()
      if last < 50 { continue }
      count += 1
      if last.truncatingRemainder(dividingBy: 5) == 0 { round += 1 }
    }
    guard count >= 300 else { return [] }
    let share = Double(round) / Double(count)
    // A fifth is expected. Neighbouring hours share digits, so only a large excess counts.
    guard share > 0.3 else { return [] }
    return [
      series.finding(
        .digits, share > 0.5 ? .suspect : .note,
        Message("quality.digits", ["share": .percent(share)]),
        facts: ["share": share, "count": Double(count)])
    ]
  }

  /// The limits and index borders at which daily PM2.5, PM10, SO2 and NO2 could be made to stop,
  /// µg/m³: from the tables of standards and break points of the authority whose clock the series
  /// keeps, China at UTC+8 and the European Union elsewhere.
  static func borders(of pollutant: Pollutant, utcOffset: Int) -> [Double] {
    let authority = utcOffset == 8 * 3_600 ? "China" : "EU"
    var borders: Set<Double> = []
    let name = pollutant.displayName
    for row in ReferenceTable(named: "reference/aqi_breakpoints.csv").rows
    where row["pollutant"] == name && row["averaging"] == "24h" && row["unit"] == "µg/m3"
      && row["scheme"]?.hasPrefix(authority) == true
    {
      if let high = row.number("c_high"), let index = row.number("i_high"), index <= 200 {
        borders.insert(high)
      }
    }
    for row in ReferenceTable(named: "reference/air_quality_standards.csv").rows
    where row["pollutant"] == name && row["averaging"] == "24h" && row["unit"] == "µg/m3"
      && row["authority"]?.hasPrefix(authority) == true
    {
      if let limit = row.number("limit") { borders.insert(limit) }
    }
    return borders.sorted()
  }

  /// Days that stop just below a limit or an index border.
  static func limitHeaping(_ series: MonitoringSeries) -> [QualityFinding] {
    guard series.unit == .microgramsPerCubicMetre else { return [] }
    let borders = borders(of: series.pollutant, utcOffset: series.axis.utcOffset)
    guard !borders.isEmpty else { return [] }
    let daily = series.axis.step < .day ? series.daily() : series
    guard daily.axis.step == .day else { return [] }
    // Zeros are a heap of their own.
    let values = daily.storage.filter { $0 > 0 }
    guard values.count >= 200 else { return [] }
    let places = decimals(values) ?? 7
    // Averages of hours have no step of their own; standards judge whole micrograms.
    let resolution = places == 0 ? 1 : 0.1
    let tests = borders.compactMap { border in
      DensityDiscontinuity(values, cutoff: border, resolution: resolution).map { (border, $0) }
    }
    // As many tests as borders: the level is shared among them.
    let level = 0.01 / Double(max(1, tests.count))
    return tests.compactMap { border, test in
      let p = Distribution.normalUpper(-test.z)
      guard p < level else { return nil }
      return series.finding(
        .limitHeaping, .suspect,
        Message(
          "quality.limit-heaping",
          [
            "jump": .number(-test.logJump, .decimals(2)), "border": series.level(border),
            "z": .number(test.z, .decimals(1)),
          ]),
        facts: [
          "border": border, "logJump": test.logJump, "standardError": test.standardError,
          "below": Double(test.counts.below), "above": Double(test.counts.above),
        ])
    }
  }

  /// Positions of each calendar year, in order.
  static func positionsByYear(_ series: MonitoringSeries) -> [(Int, Range<Int>)] {
    guard series.count > 0 else { return [] }
    let axis = series.axis
    let last = axis.date(at: series.count - 1).year
    return (axis.date(at: 0).year...last).compactMap { year in
      guard let first = CivilDate(year: year, month: 1, day: 1),
        let next = CivilDate(year: year + 1, month: 1, day: 1)
      else { return nil }
      let range = axis.positions(
        from: Instant(first, utcOffset: axis.utcOffset),
        until: Instant(next, utcOffset: axis.utcOffset))
      return range.isEmpty ? nil : (year, range)
    }
  }
}
