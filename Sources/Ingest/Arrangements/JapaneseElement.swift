import AirQuality
import TextFiles

extension Japanese {
  /// A column such as `SO2(ppm)`, `PM2.5 (μg/m3)`, `二酸化窒素(ppm)`.
  struct Element {
    let pollutant: Pollutant
    /// As it is written, in the header or in a column of units, without a factor before it; `nil`
    /// without one.
    private let unit: String?
    /// The power of ten before the unit, as in `0.1PPM` or `10PPBC`.
    let power: Int

    /// `nil` for a header that names nothing the network measures.
    init?(_ header: String, unit given: String? = nil) {
      let plain = header.replacing("（", with: "(").replacing("）", with: ")")
      let name = HeaderLine.trimmed(String(plain.prefix { $0 != "(" }))
      pollutant = Pollutant(name)
      guard Self.usualUnits[pollutant] != nil else { return nil }
      let written =
        given
        ?? plain.firstIndex(of: "(").map { index in
          String(plain[plain.index(after: index)...].prefix { $0 != ")" })
        }
      let factor = written.map { UnitFactor(HeaderLine.trimmed($0)) }
      guard let factor, !Self.directions.contains(written?.uppercased() ?? "") else {
        unit = written
        power = 0
        return
      }
      // 'C is how the institute types °C.
      unit = factor.unit == "'C" ? "°C" : factor.unit
      power = UnitFactor.power(of: factor.factor) ?? 0
      // Another factor than a power of ten is no unit of the network.
      if factor.factor != 1, power == 0 { return nil }
    }

    /// How sixteen directions are called.
    private static let directions: Set<String> = ["16DIR", "16方位", "16DIRC"]

    /// In the unit that is written, or else the network's usual one.
    ///
    /// - Throws: `IngestError.quantity` for a unit that is not known or measures something else.
    func quantity(column: String, file: String, line: Int) throws(IngestError) -> LongTable.Quantity
    {
      guard let unit, !Self.directions.contains(unit.uppercased()) else {
        return .init(pollutant, Self.usualUnits[pollutant] ?? .dimensionless)
      }
      do throws(QuantityError) {
        return .init(try ReadQuantity(pollutant, unit: unit))
      } catch {
        throw .quantity(error, column: column, file: file, line: line)
      }
    }

    /// As the national network reports them: gases ppm, hydrocarbons ppmC, SPM mg/m³.
    static let usualUnits: [Pollutant: MeasurementUnit] = [
      .so2: .partsPerMillion, .no: .partsPerMillion, .no2: .partsPerMillion,
      .nox: .partsPerMillion, .co: .partsPerMillion, .ox: .partsPerMillion,
      .nmhc: .partsPerMillionCarbon, .ch4: .partsPerMillionCarbon, .thc: .partsPerMillionCarbon,
      .spm: .milligramsPerCubicMetre, .pm25: .microgramsPerCubicMetre, .windDirection: .degrees,
      .windSpeed: .metresPerSecond, .temperature: .degreesCelsius, .humidity: .percent,
    ]

    /// A wind direction as degrees: compass points in letters, 1 to 16 from north-north-east, or
    /// calm, which has none.
    static func degrees(_ text: String) -> String {
      if let degrees = CompassPoint.spellings[text.uppercased()] { return "\(degrees)" }
      if let number = Int(text), (1...16).contains(number) {
        return "\(Double(number % 16) * 22.5)"
      }
      return ["0", "17", "CALM", "静穏", "C"].contains(text.uppercased()) ? "" : text
    }
  }
}
