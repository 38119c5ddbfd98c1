import AirQuality
import Foundation
import NumericKernels
import Weather

/// A pollutant that weather drives strongly, with a known step of emissions.
///
/// cₜ = level + season + stepₜ + slope · t + weather(temperature, wind) + autoregressive noise, daily;
/// step and slope are the truth that normalisation should find.
struct SimulatedAir {
  var days = 1_096
  var step = -8.0
  /// Day on which the step happens, from the first.
  var stepDay = 548
  var noise = 6.0
  var persistence = 0.5
  var seed: UInt64 = 1
  var missingShare = 0.0
  /// Change a year, the same on every day.
  var slope = 0.0
  /// Added to the logarithm of the wind speed from the step on.
  var windLift = 0.0
  /// Added to the logarithm of the wind speed, growing by this a year.
  var windDrift = 0.0

  static let station = Station(network: "simulated", identifier: "S1")

  var axis: TimeAxis {
    TimeAxis(
      start: Instant(CivilDate(daysSinceEpoch: 16_071), utcOffset: 28_800), step: 86_400,
      count: days, utcOffset: 28_800)
  }

  func date(_ day: Int) -> CivilDate { CivilDate(daysSinceEpoch: 16_071 + day) }

  /// What emissions do to a day: the part that is no weather, season or noise.
  func emission(_ day: Int) -> Double {
    (day >= stepDay ? step : 0) + slope * Double(day) / 365.25
  }

  /// Pollutant, then temperature and wind speed.
  func generate() -> (pollutant: MonitoringSeries, weather: [MonitoringSeries]) {
    let air = air()
    return (air.pollutant, air.weather)
  }

  /// The same with what the air of each day would be without noise and without `emission`.
  func air() -> (pollutant: MonitoringSeries, weather: [MonitoringSeries], calm: [Double]) {
    var stream = RandomStream(seed: seed, index: 77)
    func autoregression(_ persistence: Double) -> [Double] {
      let innovation = (1 - persistence * persistence).squareRoot()
      var value = stream.normal()
      return (0..<days).map { _ in
        defer { value = persistence * value + innovation * stream.normal() }
        return value
      }
    }
    let anomaly = autoregression(0.8)
    let gust = autoregression(0.6)
    let own = autoregression(persistence)
    var temperature: [Double] = []
    var wind: [Double] = []
    var values: [Double] = []
    var calm: [Double] = []
    for day in 0..<days {
      let season = cos(2 * .pi * Double(date(day).dayOfYear) / 365.25)
      let warmth = 12 - 14 * season + 4 * anomaly[day]
      let speed = exp(
        0.9 + 0.4 * gust[day] + (day >= stepDay ? windLift : 0)
          + windDrift * Double(day) / 365.25)
      temperature.append(warmth)
      wind.append(speed)
      let weather = 60 / (0.5 + speed) - 1.5 * anomaly[day] * (season > 0 ? 1 : -1)
      calm.append(50 + 10 * season + weather)
      values.append(
        stream.uniform() < missingShare ? .nan : calm[day] + emission(day) + noise * own[day])
    }
    func series(_ pollutant: Pollutant, _ unit: MeasurementUnit, _ values: [Double])
      -> MonitoringSeries
    {
      MonitoringSeries(
        station: Self.station, pollutant: pollutant, unit: unit, axis: axis, storage: values)
    }
    return (
      series(.pm25, .microgramsPerCubicMetre, values),
      [
        series(.temperature, .degreesCelsius, temperature),
        series(.windSpeed, .metresPerSecond, wind),
      ], calm
    )
  }

  /// A quick model: few shallow trees.
  static var quickModel: WeatherModel {
    var model = WeatherModel()
    var trees = TreeSettings()
    trees.rounds = 40
    trees.depth = 4
    model.method = .trees(trees)
    model.bootstrapModels = 0
    model.judgesSkill = false
    return model
  }
}
