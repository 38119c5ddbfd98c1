public import AirQuality
import Documents
import Foundation
import NumericKernels

/// Wind and mixing at the time of each sample.
///
/// A sample lasts as long as usually lies between two of them. Weather of shorter steps is averaged over
/// that time, where three quarters of it were measured: directions as vectors of the wind, speeds and
/// ventilation arithmetically. Weather of longer steps than the samples is not taken.
public struct SampleWeather: Hashable, Sendable {
  /// Direction the wind comes from, degrees clockwise from north; `nil` where missing.
  public let directions: [Double?]
  /// m/s; `nil` where missing.
  public let speeds: [Double?]
  /// Height of the mixed layer times wind speed, m²/s; `nil` where missing.
  public let ventilation: [Double?]
  /// Steps of weather in a sample.
  public let stepsPerSample: Int

  /// Weather that is known sample by sample.
  public init(directions: [Double?], speeds: [Double?], ventilation: [Double?]) {
    self.directions = directions
    self.speeds = speeds
    self.ventilation = ventilation
    stepsPerSample = 1
  }

  /// From series of one place: `wind_direction`, `wind_speed`, `boundary_layer_height`, or
  /// `ventilation_coefficient` in place of the last.
  ///
  /// - Throws: `ApportionmentError.badSetting` where there is no wind, or the weather's steps are
  ///   longer than the samples.
  public init(
    _ series: [MonitoringSeries], at instants: [Instant]
  ) throws(ApportionmentError) {
    func one(_ pollutant: Pollutant) -> MonitoringSeries? {
      series.first { $0.pollutant == pollutant }
    }
    guard let speed = one(.windSpeed) ?? one(.windDirection) else {
      throw .badSetting("weather", problem: "error.sources.no-wind")
    }
    let seconds = instants.map(\.secondsSinceEpoch)
    let distances = zip(seconds, seconds.dropFirst()).map { Double($1 - $0) }.filter { $0 > 0 }
    let usual = distances.isEmpty ? speed.axis.step.meanSeconds : Int(Summation.median(distances))
    let steps = usual / speed.axis.step.meanSeconds
    guard steps >= 1 else {
      throw .badSetting("weather", problem: "error.sources.weather-coarse")
    }
    func values(_ series: MonitoringSeries?, _ instant: Instant) -> [Double] {
      guard let series else { return [] }
      return series.axis.positions(from: instant, until: instant.advanced(bySeconds: usual))
        .map { series.storage[$0] }
    }
    func mean(_ values: [Double]) -> Double? {
      let measured = values.filter(\.isFinite)
      return 4 * measured.count >= 3 * steps && !measured.isEmpty ? Summation.mean(measured) : nil
    }
    let direction = one(.windDirection)
    let windSpeed = one(.windSpeed)
    let height = one(.boundaryLayerHeight)
    let coefficient = one(Pollutant("ventilation_coefficient"))
    directions = instants.map { instant in
      let degrees = values(direction, instant)
      let metres = values(windSpeed, instant)
      let weights = metres.count == degrees.count ? metres : degrees.map { _ in 1 }
      let winds = zip(degrees, weights).filter { $0.isFinite && $1.isFinite }
      guard 4 * winds.count >= 3 * steps else { return nil }
      return Self.direction(winds.map { (degrees: $0.0, speed: $0.1) })
    }
    speeds = instants.map { mean(values(windSpeed, $0)) }
    ventilation = instants.map { instant in
      if let coefficient { return mean(values(coefficient, instant)) }
      let heights = values(height, instant)
      let metres = values(windSpeed, instant)
      guard heights.count == metres.count else { return nil }
      return mean(zip(heights, metres).map { $0 * $1 })
    }
    stepsPerSample = steps
  }

  /// Direction of the mean wind; `nil` where the winds cancel out.
  static func direction(_ winds: [(degrees: Double, speed: Double)]) -> Double? {
    var east = 0.0
    var north = 0.0
    for wind in winds {
      east += wind.speed * sin(wind.degrees * .pi / 180)
      north += wind.speed * cos(wind.degrees * .pi / 180)
    }
    guard hypot(east, north) > 1e-9 * winds.reduce(1e-300, { $0 + $1.speed }) else { return nil }
    let degrees = atan2(east, north) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }
}
