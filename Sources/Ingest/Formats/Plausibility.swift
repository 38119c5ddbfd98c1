import AirQuality

/// What a monitor could possibly report: wide enough for every real reading, narrow enough for a
/// forgotten sentinel (−999, 9999 °C) or a wrong column.
enum Plausibility {
  /// The numbers, in the column's unit, that can be measurements.
  ///
  /// Small negatives are real: instruments scatter around zero, and dropping them would bias
  /// means upwards.
  static func range(of pollutant: Pollutant, unit: MeasurementUnit) -> ClosedRange<Double> {
    switch pollutant {
    case .temperature, .dewPoint: return -90...90
    case .humidity: return 0...110
    case .windDirection: return 0...360
    case .windSpeed: return 0...150
    case .precipitation: return 0...2_000
    case .pressure where unit == .hectopascals: return 300...1_200
    default: break
    }
    switch pollutant.kind {
    case .gas, .particulate: return -50...100_000
    case .weather, .other: return -.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    }
  }

  /// The same for a column, in the numbers as written.
  static func range(of column: FormatDescription.ValueColumn) -> ClosedRange<Double> {
    var usual = range(of: column.pollutant, unit: column.unit)
    if let conversion = column.conversion, usual.upperBound < .greatestFiniteMagnitude {
      usual = conversion.written(usual.lowerBound)...conversion.written(usual.upperBound)
    }
    if column.factor != nil || column.offset != nil, usual.upperBound < .greatestFiniteMagnitude {
      let (factor, offset) = (column.factor ?? 1, column.offset ?? 0)
      usual = (usual.lowerBound - offset) / factor...(usual.upperBound - offset) / factor
    }
    let scale = (0..<abs(column.exponent)).reduce(1.0) { power, _ in power * 10 }
    let down = column.exponent < 0 ? usual.lowerBound * scale : usual.lowerBound / scale
    let up = column.exponent < 0 ? usual.upperBound * scale : usual.upperBound / scale
    let lowest = column.lowest ?? max(down, -.greatestFiniteMagnitude)
    let highest = column.highest ?? min(up, .greatestFiniteMagnitude)
    return lowest...max(lowest, highest)
  }
}
