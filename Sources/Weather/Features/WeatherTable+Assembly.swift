import Documents
public import AirQuality
import Foundation
import NumericKernels

extension WeatherTable {
  /// Puts the predictors of a pollutant's series together.
  ///
  /// Weather finer than the pollutant is averaged to the pollutant's step, wind direction as a
  /// vector. Variables that never vary are left out and told of.
  ///
  /// - Parameters:
  ///   - series: the pollutant.
  ///   - weather: weather variables, back-trajectory clusters, or any other series that describes
  ///     what the air did.
  /// - Throws: `WeatherError.axesDiffer` for weather that is coarser or out of phase,
  ///   `.noWeather` when nothing that varies is left.
  public init(
    _ series: MonitoringSeries, weather: [MonitoringSeries], settings: FeatureSettings = .init()
  ) throws(WeatherError) {
    var features: [WeatherFeature] = []
    var columns: [[Double]] = []
    for clock in FeatureSettings.Clock.allCases where settings.clock.contains(clock) {
      guard let feature = clock.feature(step: series.axis.step) else { continue }
      features.append(feature)
      columns.append(clock.values(on: series.axis))
    }
    var variables = try Self.aligned(weather, with: series)
    if settings.windComponents { Self.resolveWind(&variables) }
    var constant: [String] = []
    var duplicates: [String] = []
    for (number, (feature, values)) in variables.enumerated() {
      guard Self.varies(values) else {
        constant.append(feature.name)
        continue
      }
      guard !variables[..<number].contains(where: { Self.saysTheSame($0.1, values) }) else {
        duplicates.append(feature.name)
        continue
      }
      features.append(feature)
      columns.append(values)
      for lag in settings.lags {
        guard lag > 0, lag < series.count else {
          throw .badSetting(
            "lags", problem: Message("error.weather.has", ["lag": .fact(lag)]),
            remedy: "error.weather.give-steps-from-1")
        }
        features.append(
          WeatherFeature(
            "\(feature.name)-lag-\(lag)", .weather, feature.shape, unit: feature.unit))
        columns.append(
          Array(repeating: .nan, count: lag) + values[..<(values.count - lag)])
      }
    }
    guard features.contains(where: { $0.role == .weather }) else {
      throw .noWeather(station: series.station.key, constant: constant)
    }
    var notes: [WeatherNote] = []
    if !constant.isEmpty {
      notes.append(
        WeatherNote(
          "constant-weather", .warning, facts: ["count": Double(constant.count)],
          names: constant))
    }
    if !duplicates.isEmpty {
      notes.append(
        WeatherNote(
          "duplicate-weather", .warning, facts: ["count": Double(duplicates.count)],
          names: duplicates))
    }
    self.init(series: series, features: features, columns: columns, notes: notes)
  }

  /// Whether one variable is the other in another unit: a straight line through all common steps, of
  /// which there are as many as either has.
  private static func saysTheSame(_ left: [Double], _ right: [Double]) -> Bool {
    let common = left.indices.filter { !left[$0].isNaN && !right[$0].isNaN }
    let most = max(left.count { !$0.isNaN }, right.count { !$0.isNaN })
    guard common.count > 2, common.count == most else { return false }
    let means = [left, right].map { values in Summation.mean(common.map { values[$0] }) }
    let parts = common.map { (left[$0] - means[0], right[$0] - means[1]) }
    let product = Summation.sum(parts.map { $0 * $1 })
    let squares =
      Summation.sum(parts.map { $0.0 * $0.0 }) * Summation.sum(parts.map { $0.1 * $0.1 })
    return squares > 0 && product * product >= (1 - 1e-12) * squares
  }

  private static func varies(_ values: [Double]) -> Bool {
    let measured = values.filter { !$0.isNaN }
    guard let first = measured.first else { return false }
    return measured.contains { $0 != first }
  }

  private static func aligned(
    _ weather: [MonitoringSeries], with series: MonitoringSeries
  ) throws(WeatherError) -> [(WeatherFeature, [Double])] {
    let axis = series.axis
    let speed = weather.first { $0.pollutant == .windSpeed }
    var result: [(WeatherFeature, [Double])] = []
    for variable in weather where variable.pollutant != series.pollutant {
      func refuse(_ reason: Message) -> WeatherError {
        .axesDiffer(
          station: series.station.key, variable: variable.pollutant.displayName, reason: reason)
      }
      guard variable.axis.step <= axis.step else {
        throw refuse(
          Message(
            "error.weather.averages-are-one-pollutants",
            ["step": .fact(variable.axis.step.inWords), "step2": .fact(axis.step.inWords)]))
      }
      var fitted = variable
      if variable.axis.step < axis.step {
        guard let seconds = axis.step.seconds, let own = variable.axis.step.seconds,
          seconds % own == 0,
          let averaged = axis.step == .day
            ? variable.daily(windSpeed: variable.pollutant == .windDirection ? speed : nil)
            : variable.averaged(
              every: seconds, windSpeed: variable.pollutant == .windDirection ? speed : nil)
        else { throw refuse("error.weather.step-does-not-divide") }
        fitted = averaged
      }
      guard fitted.axis.isAligned(with: axis) else {
        throw refuse("error.weather.averaging-periods-begin-other")
      }
      var values = [Double](repeating: .nan, count: axis.count)
      for position in 0..<fitted.count {
        if let place = axis.position(of: fitted.axis.instant(at: position)) {
          values[place] = fitted.storage[position]
        }
      }
      let shape: WeatherFeature.Shape =
        variable.pollutant == .windDirection
        ? .cyclic(360)
        : variable.pollutant.identifier.contains("cluster") ? .category : .linear
      result.append(
        (
          WeatherFeature(
            variable.pollutant.identifier, .weather, shape, unit: variable.unit.symbol), values
        ))
    }
    return result
  }

  /// Replaces the wind's direction by components, where its speed was measured too.
  private static func resolveWind(_ variables: inout [(WeatherFeature, [Double])]) {
    guard
      let direction = variables.firstIndex(where: {
        $0.0.name == Pollutant.windDirection.identifier
      }),
      let speed = variables.first(where: { $0.0.name == Pollutant.windSpeed.identifier })
    else { return }
    let angles = variables[direction].1
    // Calm air has no direction and no components either way.
    func component(_ part: (Double) -> Double) -> [Double] {
      zip(angles, speed.1).map { angle, speed in
        speed == 0 ? 0 : speed * part(angle * .pi / 180)
      }
    }
    let unit = speed.0.unit
    variables.replaceSubrange(
      direction...direction,
      with: [
        (WeatherFeature("wind-east", .weather, unit: unit), component(sin)),
        (WeatherFeature("wind-north", .weather, unit: unit), component(cos)),
      ])
  }
}

extension FeatureSettings.Clock {
  /// The feature, `nil` where the step leaves it nothing to tell.
  func feature(step: TimeStep) -> WeatherFeature? {
    switch self {
    case .trend: WeatherFeature(rawValue, .time, unit: "d")
    case .dayOfYear: WeatherFeature(rawValue, .time, .cyclic(366), unit: "d")
    case .weekday: step > .day ? nil : WeatherFeature(rawValue, .time, .category)
    case .hour: step >= .day ? nil : WeatherFeature(rawValue, .time, .cyclic(24), unit: "h")
    }
  }

  /// Its values on an axis.
  func values(on axis: TimeAxis) -> [Double] {
    (0..<axis.count).map { position in
      switch self {
      case .trend: Double(position) * Double(axis.step.meanSeconds) / 86_400
      case .dayOfYear: Double(WeatherTable.calendarDay(axis.date(at: position)) + 1)
      case .weekday: Double(axis.date(at: position).weekday)
      case .hour:
        Double(axis.instant(at: position).secondOfDay(utcOffset: axis.utcOffset)) / 3_600
      }
    }
  }
}
