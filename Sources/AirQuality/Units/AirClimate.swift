import NumericKernels

/// What the air at a place is like on average, by calendar month and hour of the local day, for
/// steps at which nobody measured.
public struct AirClimate: Hashable, Sendable {
  /// Mean of one variable, and how far single steps lie from it.
  public struct Cell: Hashable, Codable, Sendable {
    /// In the unit of the variable.
    public let mean: Double
    /// Standard deviation of a step about the mean, same unit.
    public let deviation: Double

    /// A mean and the standard deviation around it, in one unit.
    public init(mean: Double, deviation: Double) {
      self.mean = mean
      self.deviation = deviation
    }
  }

  /// Degrees Celsius: 12 months, or 12 × 24 cells, month after month.
  public let temperature: [Cell]
  /// Hectopascal at the station, in the same form.
  public let pressure: [Cell]

  /// A climate from monthly cells, or from cells by month and hour.
  public init?(temperature: [Cell], pressure: [Cell]) {
    for cells in [temperature, pressure] where cells.count != 12 && cells.count != 288 {
      return nil
    }
    self.temperature = temperature
    self.pressure = pressure
  }

  /// The climate of series that were measured: means by month and local hour, and the standard
  /// deviation of single steps about them.
  ///
  /// - Parameters:
  ///   - temperature: °C.
  ///   - pressure: hPa at the station, not reduced to sea level.
  /// - Returns: `nil` unless every month has at least 100 values of both; an hour that has fewer
  ///   than 10 takes its month's.
  public init?(temperature: MonitoringSeries, pressure: MonitoringSeries) {
    guard let warm = Self.cells(temperature), let heavy = Self.cells(pressure) else { return nil }
    self.temperature = warm
    self.pressure = heavy
  }

  /// Pressure of the standard atmosphere at an altitude, hectopascal.
  ///
  /// - Source: ISO 2533:1975, troposphere: 1013.25 (1 − 2.25577e-5 h)^5.25588, h in metres.
  public static func standardPressure(altitudeMetres: Double) -> Double {
    1_013.25 * Logarithm.power(1 - 2.255_77e-5 * altitudeMetres, 5.255_88)
  }

  /// The cell for a local time.
  static func cell(_ cells: [Cell], month: Int, hour: Int) -> Cell {
    cells.count == 12 ? cells[month - 1] : cells[(month - 1) * 24 + hour]
  }

  private static func cells(_ series: MonitoringSeries) -> [Cell]? {
    var groups = Array(repeating: [Double](), count: 288)
    for position in 0..<series.count where !series.storage[position].isNaN {
      let begin = series.axis.instant(at: position)
      let month = begin.date(utcOffset: series.axis.utcOffset).month
      let hour = begin.secondOfDay(utcOffset: series.axis.utcOffset) / 3_600
      groups[(month - 1) * 24 + hour].append(series.storage[position])
    }
    let months = (0..<12).map { month in
      Array(groups[(month * 24)..<(month * 24 + 24)].joined())
    }
    guard months.allSatisfy({ $0.count >= 100 }) else { return nil }
    return groups.indices.map { index in
      let sample = groups[index].count >= 10 ? groups[index] : months[index / 24]
      return Cell(mean: Summation.mean(sample), deviation: Summation.variance(sample).squareRoot())
    }
  }
}
