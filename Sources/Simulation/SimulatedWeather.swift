import AirQuality
import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The weather of the region, which every station sees with small differences of its own.
///
/// Numbers are those of the Beijing PRSA files, rounded: mean temperature 13.5 °C with a yearly
/// amplitude of 14.8 °C, anomalies of 2.6 °C with lag-1 autocorrelation 0.69; daily log wind speed
/// with a standard deviation of 0.37; 16 days in a hundred with 1 mm of rain or more, four in ten
/// in summer, 9.6 mm on a wet day. Mixing heights are plausible, not matched.
struct SimulatedWeather {
  /// Ventilation with a daily mean of unit variance; `lead` steps precede the axis.
  let ventilation: [Double]
  /// Steps before the axis in `ventilation`: one day.
  let lead: Int
  /// Degrees above the season's, °C.
  let anomaly: [Double]
  /// °C.
  let temperature: [Double]
  /// m/s.
  let windSpeed: [Double]
  /// Metres.
  let mixingHeight: [Double]
  /// Millimetres in the step.
  let precipitation: [Double]
  /// Whether the day before the axis's day was wet, one value a day.
  let wetBefore: [Bool]

  init(_ network: SimulatedNetwork, calendar: SimulatedCalendar) {
    let perDay = calendar.stepsPerDay
    let count = calendar.days * perDay
    lead = perDay
    var stream = network.stream(.ventilation)
    ventilation = AutoregressiveNoise(
      dailyPersistence: network.ventilationPersistence, stepsPerDay: perDay
    ).path(count: count + lead, using: &stream)
    stream = network.stream(.temperature)
    anomaly = AutoregressiveNoise(dailyPersistence: 0.69, stepsPerDay: perDay)
      .path(count: count, using: &stream).map { 2.6 * $0 }

    var temperature = [Double](repeating: 0, count: count)
    var windSpeed = temperature
    var mixingHeight = temperature
    for step in 0..<count {
      let day = step / perDay
      let warmth = calendar.warmth[step % perDay]
      let mixing = ventilation[step + lead]
      temperature[step] = 13.5 - 14.8 * calendar.winter[day] + 4.3 * warmth + anomaly[step]
      windSpeed[step] = exp(0.46 + 0.1 * calendar.winter[day] + 0.33 * mixing + 0.31 * warmth)
      mixingHeight[step] = exp(
        6.2 - 0.3 * calendar.winter[day] + 0.35 * mixing + 0.8 * warmth)
    }
    self.temperature = temperature
    self.windSpeed = windSpeed
    self.mixingHeight = mixingHeight
    (precipitation, wetBefore) = Self.rain(network, calendar: calendar)
  }

  /// A two-state Markov chain of wet and dry days with exponential amounts; an hourly network
  /// spreads a day's amount over four hours.
  private static func rain(
    _ network: SimulatedNetwork, calendar: SimulatedCalendar
  ) -> (amounts: [Double], wetBefore: [Bool]) {
    let perDay = calendar.stepsPerDay
    var amounts = [Double](repeating: 0, count: calendar.days * perDay)
    var wetBefore: [Bool] = []
    var stream = network.stream(.rain)
    var wet = false
    for day in 0..<calendar.days {
      wetBefore.append(wet)
      // A wet day makes the next one likelier by a factor of about 2.5, as in Beijing.
      let base = 0.108 * exp(-1.2 * calendar.winter[day])
      wet = stream.uniform() < min(0.9, wet ? 2 * base : 0.72 * base)
      let amount = 1 - 8.6 * log(1 - stream.uniform())
      let firstHour = Int(stream.uniform() * 21)
      guard wet else { continue }
      if perDay == 1 {
        amounts[day] = amount
      } else {
        for hour in firstHour..<(firstHour + 4) { amounts[day * perDay + hour] = amount / 4 }
      }
    }
    return (amounts, wetBefore)
  }
}
