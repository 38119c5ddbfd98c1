import Documents
import TestSupport
import Testing

@testable import AirQuality

@Suite("Quantities and units")
struct QuantityTests {
  @Test(
    "Every usual spelling of µg/m³ is µg/m³", .tags(.analytical),
    arguments: [
      "ug/m³", "µg/m^3", "ug/m^3", "µg m-3", "µg m⁻³", "㎍/㎥", "mcg/m3", "ugm-3", "μg/m³", "ug.m-3",
      "UG/M3", "µg.m-3", "µg·m⁻³", "ug m^-3", "µg m**-3", "micrograms per cubic metre",
      "Micrograms/cubic meter", "µg / m³", "(µg/m3)", "µg m−3",
    ])
  func micrograms(_ text: String) {
    #expect(MeasurementUnit(text) == .microgramsPerCubicMetre)
  }

  @Test("What is no unit is refused, with what is near", .tags(.analytical))
  func refused() {
    for text in ["furlong", "µg/m2", "0.1ppm", "kg", "", "mPa", "ppb/m3", "µg/Nm3"] {
      #expect(MeasurementUnit(text) == nil, "\(text)")
    }
    #expect(MeasurementUnit.suggestions(for: "ug/m33").first == "µg/m³")
    #expect(MeasurementUnit.suggestions(for: "furlong").isEmpty)
    #expect(MeasurementUnit(stored: "furlong").symbol == "furlong")
    #expect(MeasurementUnit(stored: "ug/m³") == .microgramsPerCubicMetre)
  }

  private func reading(_ name: String, _ unit: String) -> String {
    do throws(QuantityError) {
      let quantity = try ReadQuantity(name, unit: unit)
      return "\(quantity.pollutant) \(quantity.unit)"
    } catch {
      return "\(error.problem.english); \(error.remedy.english)"
    }
  }

  @Test("A unit must measure what the pollutant is", .tags(.analytical))
  func dimensions() {
    #expect(reading("PM2.5", "ug/m3") == "pm25 µg/m³")
    #expect(
      reading("PM2.5", "ppb")
        == "is “ppb”, in which PM2.5 is not measured; write one of: µg/m³, mg/m³, ng/m³, pg/m³")
    #expect(
      reading("ozone", "furlong")
        == "is “furlong”, which is no known unit; write one of: µg/m³, mg/m³, ng/m³, pg/m³, ppb, "
        + "ppm, ppt")
    #expect(
      reading("pm52", "µg/m³")
        == "is “pm52”, which is no known pollutant or variable; did you mean pm25? Or declare a "
        + "quantity of your own with “own: true”")
    #expect(
      reading("fine dust", "µg/m³")
        == "is “fine dust”, which is no known pollutant or variable; write a usual name such as "
        + "pm25 or ozone, or declare a quantity of your own with “own: true”")
    #expect(reading("wind_speed", "K").hasPrefix("is “K”, in which wind speed is not measured"))
    #expect(reading("NMHC", "ppmC") == "nmhc ppmC")
    #expect(reading("NO2", "ppbC").hasPrefix("is “ppbC”, in which NO2 is not measured"))
    #expect(reading("甲苯", "ppbv") == "toluene ppb")
    #expect(reading("n-hexane", "µg/m³") == "n_hexane µg/m³")
    #expect(reading("isoprene_below_detection", "1") == "isoprene_below_detection 1")
    #expect(reading("aqi", "-") == "aqi 1")
  }

  @Test("A normal cubic metre states its reference state", .tags(.analytical))
  func normalVolume() throws {
    let quantity = try ReadQuantity("so2", unit: "mg/Nm3")
    #expect(quantity.unit == .milligramsPerCubicMetre)
    #expect(quantity.referenceState == .kelvin273)
    #expect(try ReadQuantity("so2", unit: "mg/m³N").referenceState == .kelvin273)
  }

  @Test("A quantity of one's own may not bear a known name", .tags(.analytical))
  func own() throws {
    let own = try ReadQuantity(own: "Vehicles an hour", unit: "1/h")
    #expect(own.pollutant.identifier == "vehicles_an_hour")
    #expect(own.unit.symbol == "1/h")
    #expect(throws: QuantityError.ownIsKnown("TEMP", pollutant: .temperature)) {
      try ReadQuantity(own: "TEMP", unit: "furlong")
    }
  }

  private func converted(_ value: Double, _ from: String, _ to: String) throws -> Double {
    let units = (try #require(MeasurementUnit(from)), try #require(MeasurementUnit(to)))
    let conversion = try #require(UnitConversion(from: units.0, to: units.1))
    #expect(abs(conversion.written(conversion.converted(value)) - value) <= 1e-12 * abs(value))
    return conversion.converted(value)
  }

  @Test("Conversions are those of the definitions", .tags(.analytical))
  func definitions() throws {
    // Expected values: SI Brochure and NIST SP 811, appendix B.8, by hand.
    #expect(try converted(283.15, "K", "°C") == 10)
    #expect(try converted(290.3, "K", "°C") == 17.15)
    #expect(try converted(32, "°F", "°C") == 0)
    #expect(try converted(33.8, "°F", "°C") == 1)
    #expect(try converted(-40, "degrees Fahrenheit", "°C") == -40)
    #expect(try converted(101_325, "Pa", "hPa") == 1_013.25)
    #expect(try converted(101.3, "kPa", "hPa") == 1_013)
    #expect(try converted(1_013.2, "mbar", "hPa") == 1_013.2)
    #expect(abs(try converted(760, "mmHg", "hPa") - 1_013.250_144_354) < 1e-9)
    #expect(try converted(760, "Torr", "hPa") == 1_013.25)
    #expect(abs(try converted(29.92, "inHg", "hPa") - 1_013.207_481_19) < 1e-8)
    #expect(try converted(9, "knots", "m/s") == 4.63)
    #expect(try converted(36, "km/h", "m/s") == 10)
    #expect(abs(try converted(10, "mph", "m/s") - 4.470_4) < 1e-15)
    #expect(try converted(1, "in", "mm") == 25.4)
    #expect(try converted(0.5, "m", "mm") == 500)
    #expect(try converted(1.2, "km", "m") == 1_200)
    #expect(UnitConversion(from: .knots, to: .degreesCelsius) == nil)
    #expect(UnitConversion(from: .kelvins, to: .degreesCelsius)?.formula == "(K − 273.15)")
    #expect(
      UnitConversion(from: .degreesFahrenheit, to: .degreesCelsius)?.formula
        == "(°F − 32) × 5 / 9")
  }

  @Test("Every pollutant and unit of the reference tables is in the closed lists", .tags(.property))
  func tablesAgree() {
    for limit in StandardCatalogue.embedded.limits {
      #expect(limit.pollutant.isKnown, "\(limit.pollutant)")
      #expect(limit.pollutant.allows(limit.unit), "\(limit.pollutant) \(limit.unit)")
    }
    for species in Set(SpeciesName.table.values) { #expect(Pollutant(species).isKnown) }
    for entry in QuantityCatalogue.embedded.entries {
      #expect(Pollutant(entry.identifier).identifier == entry.identifier)
      #expect(!entry.quantities.isEmpty)
      if let unit = entry.readAs {
        #expect(unit.quantity.map { entry.quantities.contains($0) } == true)
      }
      for name in entry.names { #expect(Pollutant(name).identifier == entry.identifier) }
    }
    for entry in UnitCatalogue.embedded.entries {
      #expect(MeasurementUnit(entry.symbol)?.symbol == entry.symbol)
    }
  }
}
