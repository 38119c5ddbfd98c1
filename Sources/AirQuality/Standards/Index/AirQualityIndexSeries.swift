import NumericKernels

/// Makes the index of a station hour by hour or day by day.
public struct AirQualityIndexSeries: Hashable, Codable, Sendable {
  /// Which version each time is judged by.
  public enum Choice: Hashable, Codable, Sendable {
    /// One version throughout.
    case fixed(AirQualityIndexScheme)
    /// The authority's version in force at the time.
    case inForce(AirQualityStandard.Authority)
  }

  /// Which times there is an index for.
  public enum Step: String, Codable, Sendable, CaseIterable {
    case day, hour
  }

  /// The version. Default: China's in force.
  public var choice = Choice.inForce(.china)
  /// Hours or days. Default: days.
  public var step = Step.day
  /// Whether particulates of an hour go in as NowCast instead of the hour itself. Default: false.
  public var usesNowCast = false

  /// With the defaults.
  public init() {}

  /// The indices of one station.
  ///
  /// A day is valid under the rules of its authority: China 20 hours, and 14 of the windows of
  /// ozone; the US 18 hours, and 13 windows that begin at 07:00 to 23:00, of ozone also fewer when
  /// one of them is above the standard, which further ones could only raise. An hour's 8-hour mean
  /// is the one that ends with it and needs 6 hours. A daily series gives daily particulates, SO2,
  /// NO2 and CO but no 8-hour means.
  ///
  /// - Parameter series: of one station, hourly or daily, one a pollutant; others than the scheme
  ///   has are passed over.
  /// - Returns: every time at which any pollutant has a value, in order.
  /// - Throws: `UnitError` where a unit cannot be taken to that of the scale.
  public func indices(of series: [MonitoringSeries]) throws(UnitError) -> [AirQualityIndex] {
    let schemes: [AirQualityIndexScheme] =
      switch choice {
      case .fixed(let scheme): [scheme]
      case .inForce(.us): [.us2012, .us2024]
      case .inForce: [.china2012, .china2026]
      }
    var gathered: [Int: [AirQualityIndexScheme: [Pollutant: IndexInput]]] = [:]
    for scheme in schemes {
      for pollutant in scheme.pollutants {
        guard let one = series.first(where: { $0.pollutant == pollutant }) else { continue }
        for (time, input) in try inputs(one, scheme) {
          gathered[time, default: [:]][scheme, default: [:]][pollutant] = input
        }
      }
    }
    guard let first = series.first else { return [] }
    return gathered.keys.sorted().compactMap { time in
      let offset = first.axis.utcOffset
      let instant = Instant(secondsSinceEpoch: time)
      let date = instant.date(utcOffset: offset)
      let scheme: AirQualityIndexScheme? =
        switch choice {
        case .fixed(let scheme): scheme
        case .inForce(let authority): .inForce(of: authority, on: date)
        }
      let label = step == .day ? date.description : instant.formatted(utcOffset: offset)
      guard let scheme else {
        return AirQualityIndex(
          station: first.station.key, time: label, scheme: nil, parts: [], missing: [])
      }
      let inputs = gathered[time]?[scheme] ?? [:]
      let parts = scheme.pollutants.compactMap { pollutant in
        inputs[pollutant].flatMap { scheme.part(pollutant, $0, isHourly: step == .hour) }
      }
      let missing = scheme.pollutants.filter { one in !parts.contains { $0.pollutant == one } }
      return AirQualityIndex(
        station: first.station.key, time: label, scheme: scheme, parts: parts, missing: missing)
    }
  }

  /// Concentrations by the second at which their hour or day begins.
  private func inputs(
    _ series: MonitoringSeries, _ scheme: AirQualityIndexScheme
  ) throws(UnitError) -> [(Int, IndexInput)] {
    guard
      let scale = ["24h", "8h", "1h"].lazy
        .compactMap({ IndexScale(scheme, series.pollutant, averaging: $0) }).first
    else { return [] }
    // A mixing ratio that is taken to mass refers to 298.15 K, which is China's state since 2018.
    let isRatioToMass = series.unit.dimension == .ratio && scale.unit.dimension == .mass
    let converted = try series.converted(
      to: scale.unit, at: isRatioToMass ? .kelvin298 : nil
    ).series
    guard let grid = DayGrid(converted) else { return [] }
    let origin = Instant(grid.firstDay, utcOffset: series.axis.utcOffset).secondsSinceEpoch
    return step == .day
      ? days(grid, scheme, series.pollutant).map { (origin + $0.0 * 86_400, $0.1) }
      : hours(grid, scheme, series.pollutant).map { (origin + $0.0 * 3_600, $0.1) }
  }

  private func days(
    _ grid: DayGrid, _ scheme: AirQualityIndexScheme, _ pollutant: Pollutant
  ) -> [(Int, IndexInput)] {
    let least = scheme.isChinese ? 20 : 18
    let means = grid.dailyMeans(minimumHours: least)
    let maxima = grid.dailyMaxima(minimumHours: least)
    let windows =
      scheme.isChinese
      ? EightHourMeans.china(minimumHours: 6, minimumWindows: 14) : .unitedStates
    let isGas = pollutant == .o3 || pollutant == .co
    let eight = isGas ? windows.days(grid) : []
    var eightHours = eight.map { $0.windows >= windows.minimumWindows ? $0.maximum : .nan }
    if pollutant == .o3, !scheme.isChinese,
      let scale = IndexScale(scheme, pollutant, averaging: "8h"), let level = scale.top(of: 100)
    {
      eightHours = windows.maxima(eight, above: level, rounding: scale.rounding)
    }
    return means.indices.compactMap { day in
      var input = IndexInput()
      input.day = means[day]
      if day < maxima.count { input.hour = maxima[day] }
      if day < eightHours.count { input.eightHours = eightHours[day] }
      return input.isEmpty ? nil : (day, input)
    }
  }

  private func hours(
    _ grid: DayGrid, _ scheme: AirQualityIndexScheme, _ pollutant: Pollutant
  ) -> [(Int, IndexInput)] {
    let isParticulate = pollutant == .pm25 || pollutant == .pm10
    let shown = usesNowCast && isParticulate ? NowCast.values(grid.hours) : grid.hours
    return grid.hours.indices.compactMap { hour in
      guard !shown[hour].isNaN else { return nil }
      var input = IndexInput()
      input.hour = shown[hour]
      // Particulates of an hour are looked up on the 24-hour scale, China's and the US's.
      if isParticulate { input.day = shown[hour] }
      func trailing(_ length: Int, _ least: Int) -> Double {
        let valid = Array(grid.hours[max(0, hour - length + 1)...hour]).present
        return valid.count >= least ? Summation.mean(valid) : .nan
      }
      if pollutant == .o3 || pollutant == .co { input.eightHours = trailing(8, 6) }
      if pollutant == .so2 { input.day = trailing(24, scheme.isChinese ? 20 : 18) }
      return (hour, input)
    }
  }
}

extension IndexInput {
  var isEmpty: Bool { hour.isNaN && eightHours.isNaN && day.isNaN }
}
