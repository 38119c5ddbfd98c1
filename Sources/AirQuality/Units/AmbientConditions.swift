import Documents
import NumericKernels

/// Temperature and pressure of the air at a station: measured where they were, from the climate
/// where not.
public struct AmbientConditions: Sendable {
  private let temperature: MonitoringSeries?
  private let pressure: MonitoringSeries?
  private let climate: AirClimate?

  /// Conditions from what is there.
  ///
  /// - Parameters:
  ///   - temperature: °C, at any step up to the concentration's.
  ///   - pressure: hPa at the station, not reduced to sea level.
  ///   - climate: for steps that were not measured; `nil` takes the climate of the two series,
  ///     where they are long enough.
  /// - Throws: `UnitError.weatherUnit`.
  public init(
    temperature: MonitoringSeries? = nil, pressure: MonitoringSeries? = nil,
    climate: AirClimate? = nil
  ) throws(UnitError) {
    for (series, unit) in [
      (temperature, MeasurementUnit.degreesCelsius), (pressure, .hectopascals),
    ] {
      guard let series, series.unit != unit else { continue }
      throw .weatherUnit(
        found: series.unit.symbol, needed: unit.symbol,
        series: "\(series.station.key), \(series.pollutant)")
    }
    self.temperature = temperature
    self.pressure = pressure
    if let climate {
      self.climate = climate
    } else if let temperature, let pressure {
      self.climate = AirClimate(temperature: temperature, pressure: pressure)
    } else {
      self.climate = nil
    }
  }

  /// The air during one step.
  struct Moment {
    let state: AirState
    /// Whether both temperature and pressure were measured.
    let isMeasured: Bool
    /// Standard deviation of pressure over temperature relative to its value; 0 when measured.
    let relativeDeviation: Double
  }

  /// The air during the step of a series at a position.
  ///
  /// A step longer than the weather's takes the mean over it, when at least half was measured.
  func moment(at position: Int, of axis: TimeAxis, series: String) throws(UnitError) -> Moment {
    let begin = axis.instant(at: position)
    let local = begin.date(utcOffset: axis.utcOffset)
    let hour = begin.secondOfDay(utcOffset: axis.utcOffset) / 3_600
    func value(
      _ measured: MonitoringSeries?, _ cells: [AirClimate.Cell]?, _ what: Message
    ) throws(UnitError) -> (mean: Double, deviation: Double) {
      if let measured,
        let mean = Self.mean(measured, from: begin, until: axis.instant(at: position + 1))
      {
        return (mean, 0)
      }
      guard let cells else {
        throw .conditionsMissing(what: what, date: local.description, series: series)
      }
      let isWholeDay = axis.step >= .day
      let cell = AirClimate.cell(cells, month: local.month, hour: isWholeDay ? 12 : hour)
      return isWholeDay && cells.count == 288
        ? Self.dayCell(cells, month: local.month) : (cell.mean, cell.deviation)
    }
    let warm = try value(temperature, climate?.temperature, "error.air.temperature")
    let heavy = try value(pressure, climate?.pressure, "error.air.pressure")
    let kelvin = warm.mean + 273.15
    let relative =
      (warm.deviation / kelvin * (warm.deviation / kelvin)
      + heavy.deviation / heavy.mean * (heavy.deviation / heavy.mean)).squareRoot()
    return Moment(
      state: AirState(kelvin: kelvin, kilopascals: heavy.mean / 10),
      isMeasured: warm.deviation == 0 && heavy.deviation == 0, relativeDeviation: relative)
  }

  private static func dayCell(
    _ cells: [AirClimate.Cell], month: Int
  ) -> (mean: Double, deviation: Double) {
    let hours = cells[((month - 1) * 24)..<(month * 24)]
    return (
      Summation.mean(hours.map(\.mean)), Summation.mean(hours.map(\.deviation))
    )
  }

  private static func mean(
    _ series: MonitoringSeries, from: Instant, until: Instant
  ) -> Double? {
    let range = series.axis.positions(from: from, until: until)
    guard !range.isEmpty else { return nil }
    let values = series.storage[range].filter { !$0.isNaN }
    guard 2 * values.count >= range.count, !values.isEmpty else { return nil }
    return values.count == 1 ? values[values.startIndex] : Summation.mean(Array(values))
  }
}
