/// How a number in one unit becomes the number in another of the same quantity, by definition and
/// without a temperature or pressure: kelvin to degrees Celsius, knots to metres per second.
///
/// - Source: BIPM, SI Brochure, 9th edition; NIST Special Publication 811, appendix B
///   (doi:10.6028/NIST.SP.811e2008). The factors stand in `Datasets/reference/units.csv`.
public struct UnitConversion: Hashable, Codable, Sendable {
  /// The unit of the number as written.
  public let from: MeasurementUnit
  /// The unit of the result.
  public let to: MeasurementUnit
  private let shift: Double
  private let multiply: Double
  private let divide: Double

  /// Between two known units of one quantity; `nil` for other units, and for a result on a scale
  /// with a zero of its own that is not the quantity's base.
  public init?(from: MeasurementUnit, to: MeasurementUnit) {
    guard let source = UnitCatalogue.embedded.entry(of: from.symbol),
      let target = UnitCatalogue.embedded.entry(of: to.symbol),
      source.quantity == target.quantity, target.shift == 0 || from == to
    else { return nil }
    self.from = from
    self.to = to
    let isSame = from == to
    shift = isSame ? 0 : source.shift
    multiply = isSame ? 1 : source.multiply * target.divide
    divide = isSame ? 1 : source.divide * target.multiply
  }

  /// The number in the new unit.
  ///
  /// A decimal number stays one: 290.3 K are 17.15 °C and not 17.150000000000034, 101.32 kPa are
  /// 1013.2 hPa and not 1013.1999999999999.
  public func converted(_ value: Double) -> Double {
    let result = Self.sum(value, shift) * multiply / divide
    let decimal = Self.nineDecimals(result)
    return abs(result - decimal) <= 4 * result.ulp ? decimal : result
  }

  /// The number in the old unit.
  public func written(_ value: Double) -> Double { Self.sum(value * divide / multiply, -shift) }

  /// The definition, for a notice: `(K − 273.15)`, `(°F − 32) × 5 / 9`.
  public var formula: String {
    func text(_ number: Double) -> String {
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
    var formula = from.symbol
    if shift != 0 { formula = "(\(formula) − \(text(-shift)))" }
    if multiply != 1 { formula += " × \(text(multiply))" }
    if divide != 1 { formula += " / \(text(divide))" }
    return formula
  }

  private static func sum(_ value: Double, _ shift: Double) -> Double {
    // Files have a few decimals; nine are kept exactly.
    shift == 0 ? value : nineDecimals(value + shift)
  }

  private static func nineDecimals(_ value: Double) -> Double {
    abs(value) < 1e6 ? (value * 1e9).rounded() / 1e9 : value
  }
}
