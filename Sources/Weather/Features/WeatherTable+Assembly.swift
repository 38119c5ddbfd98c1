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
    let clusters = Self.clusterTrajectories(&variables, count: settings.trajectoryClusters)
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
      for (name, lag) in try settings.delays(on: series.axis) {
        features.append(
          WeatherFeature(
            "\(feature.name)-lag-\(name)", .weather, feature.shape, unit: feature.unit))
        columns.append(
          Array(repeating: .nan, count: lag) + values[..<(values.count - lag)])
      }
    }
    guard features.contains(where: { $0.role == .weather }) else {
      throw .noWeather(station: series.station.key, constant: constant)
    }
    var notes: [WeatherNote] = [clusters].compactMap(\.self)
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
      // Air takes hours to change where it comes from: an arrival stands until the next.
      let variable =
        variable.axis.step > axis.step && variable.pollutant.identifier.hasPrefix("trajectory_")
        ? variable.held(every: axis.step) : variable.onClock(of: axis)
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

extension MonitoringSeries {
  /// The same on the clock of another axis: weather of a model is in UTC, a station's day is its own.
  fileprivate func onClock(of other: TimeAxis) -> MonitoringSeries {
    guard axis.utcOffset != other.utcOffset, axis.step < .day else { return self }
    return MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit,
      axis: axis.onClock(utcOffset: other.utcOffset), storage: storage)
  }

  /// The same on finer steps, each with the value of the step that it lies in.
  fileprivate func held(every step: TimeStep) -> MonitoringSeries {
    guard let own = axis.step.seconds, let fine = step.seconds, fine < own, own % fine == 0 else {
      return self
    }
    return MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit,
      axis: TimeAxis(
        start: axis.start, step: fine, count: count * (own / fine), utcOffset: axis.utcOffset),
      storage: storage.flatMap { [Double](repeating: $0, count: own / fine) })
  }
}

extension FeatureSettings {
  /// By how many steps weather is given from before, with the lag's name: `3` for steps, `2d` for days.
  ///
  /// - Throws: `WeatherError.badSetting` for a lag that is not positive, longer than the series, or in days
  ///   where a step is longer than a day.
  func delays(on axis: TimeAxis) throws(WeatherError) -> [(name: String, steps: Int)] {
    let days = lagDays.map { ("\($0)d", axis.step > .day ? 0 : $0 * axis.step.periodsPerDay) }
    for (setting, lags) in [("lags", lags.map { ("\($0)", $0) }), ("lagDays", days)] {
      for (name, lag) in lags where lag <= 0 || lag >= axis.count {
        throw .badSetting(
          setting, problem: Message("error.weather.has", ["lag": .fact(name)]),
          remedy: "error.weather.give-steps-within-series")
      }
    }
    return lags.map { ("\($0)", $0) } + days
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
