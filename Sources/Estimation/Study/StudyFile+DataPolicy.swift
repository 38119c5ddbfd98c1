import Documents
import AirQuality
import TextFiles

extension ReferenceStateRule {
  /// Reads `reference_state: ambient` or `reference_state: { to: ambient, … }`.
  init?(_ top: StudyFields) throws(EstimationError) {
    guard let node = top.value("reference_state") else { return nil }
    if !node.isMapping {
      self.init(target: try top.choice("reference_state") ?? Target.asReported)
      return
    }
    let fields = try top.neededFields("reference_state")
    try fields.allow(StudyKey.names(under: "reference_state"))
    self.init(
      target: try fields.choice("to") ?? .current,
      weatherStation: try fields.text("weather_station"),
      climate: try ClimateDescription(fields))
  }
}

extension ClimateDescription {
  fileprivate init?(_ top: StudyFields) throws(EstimationError) {
    guard top.value("climate") != nil else { return nil }
    let fields = try top.neededFields("climate")
    try fields.allow(StudyKey.names(under: "reference_state.climate"))
    let pressure: [Double]
    if let altitude = try fields.number("altitude_m") {
      guard (-500...9_000).contains(altitude) else {
        throw fields.bad(
          "altitude_m", Message("error.study.is-altitude", ["altitude": .fact(altitude)]),
          "error.study.give-metres-above-sea")
      }
      pressure = Array(
        repeating: AirClimate.standardPressure(altitudeMetres: altitude), count: 12)
    } else {
      pressure = try Self.months(fields, "pressure", 300...1_100, example: "altitude_m: 44")
    }
    guard
      let climate = ClimateDescription(
        temperature: try Self.months(
          fields, "temperature", -60...60,
          example: "temperature: [-3, 0, 7, 15, 21, 25, 27, 26, 21, 14, 5, -1]"),
        temperatureDeviation: try Self.deviation(fields, "temperature_sd", example: "5"),
        pressure: pressure,
        pressureDeviation: try Self.deviation(fields, "pressure_sd", example: "8"))
    else { return nil }
    self = climate
  }

  private static func months(
    _ fields: StudyFields, _ name: String, _ believed: ClosedRange<Double>, example: String
  ) throws(EstimationError) -> [Double] {
    guard let items = try fields.items(name) else { throw fields.missing(name, example: example) }
    var values: [Double] = []
    for item in items {
      guard let value = Double(item.text ?? ""), believed.contains(value) else {
        throw fields.bad(
          name, Message("error.study.has-which-is-no", ["text": .fact(item.text ?? "")]),
          "error.study.write-twelve-numbers",
          at: item)
      }
      values.append(value)
    }
    guard values.count == 12 else {
      throw fields.bad(
        name, Message("error.study.has-values", ["count": .fact(values.count)]),
        "error.study.write-twelve-january-first")
    }
    return values
  }

  private static func deviation(
    _ fields: StudyFields, _ name: String, example: String
  ) throws(EstimationError) -> Double {
    guard let value = try fields.number(name) else {
      throw fields.missing(name, example: "\(name): \(example)")
    }
    guard value >= 0 else {
      throw fields.bad(
        name, "error.study.number-is-negative", "error.study.give-standard-deviation")
    }
    return value
  }
}

extension QualityPolicy {
  /// Reads `quality: { unmeasured_years: accept, leave_out: suspect }`.
  init(_ top: StudyFields) throws(EstimationError) {
    self.init()
    guard top.value("quality") != nil else { return }
    let fields = try top.neededFields("quality")
    try fields.allow(StudyKey.names(under: "quality"))
    unmeasuredYears = try fields.choice("unmeasured_years") ?? unmeasuredYears
    leavesOut = try fields.choice("leave_out") ?? leavesOut
  }
}
