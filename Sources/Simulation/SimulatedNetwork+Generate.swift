import AirQuality
import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension SimulatedNetwork {
  /// Draws the network: the same settings give the same bits.
  ///
  /// - Throws: `SimulationError.settingOutOfRange` naming the first setting that makes no sense.
  public func generate() throws(SimulationError) -> SimulatedData {
    try validate()
    let calendar = SimulatedCalendar(self)
    let weather = SimulatedWeather(self, calendar: calendar)
    let stations = drawStations()
    let regional = regionalPart(calendar: calendar, weather: weather)
    let local = localParts(of: stations, calendar: calendar)
    let axis = axis

    var series: [MonitoringSeries] = []
    var counterfactual: [MonitoringSeries] = []
    var tally = EffectTally()
    for (index, station) in stations.enumerated() {
      let without = concentrations(
        of: station, index: index, regional: regional, local: local[index], calendar: calendar)
      var with = without
      if station.isTreated {
        for step in with.indices {
          with[step] *= 1 + relativeEffect * calendar.inForce[step / calendar.stepsPerDay]
        }
        counterfactual.append(
          MonitoringSeries(
            station: station.station, pollutant: .pm25, unit: .microgramsPerCubicMetre,
            referenceState: .ambient, axis: axis, storage: without))
      }
      var gapStream = stream(.gaps, station: index)
      let gaps = SimulatedGaps(self, count: axis.count, using: &gapStream)
      if station.isTreated {
        for step in with.indices where calendar.inForce[step / calendar.stepsPerDay] > 0 {
          tally.add(with: with[step], without: without[step], isObserved: !gaps.pollutant[step])
        }
      }
      series.append(
        MonitoringSeries(
          station: station.station, pollutant: .pm25, unit: .microgramsPerCubicMetre,
          referenceState: .ambient, axis: axis,
          storage: Self.observed(with, missing: gaps.pollutant)))
      series += weatherSeries(of: station, index: index, weather: weather, gaps: gaps, axis: axis)
    }
    return SimulatedData(
      series: series, counterfactual: counterfactual,
      truth: SimulatedTruth(
        start: start,
        treatedStations: stations.filter(\.isTreated).map(\.station.identifier),
        relativeEffect: relativeEffect, logEffect: log1p(relativeEffect),
        averageAbsoluteEffect: tally.absolute, observedAverageAbsoluteEffect: tally.observed,
        averageRelativeEffect: tally.relative, averageLogEffect: tally.logarithmic,
        settings: self))
  }

  /// What all stations share up to their loading, log units; wider in winter.
  private func regionalPart(
    calendar: SimulatedCalendar, weather: SimulatedWeather
  ) -> (loaded: [Double], common: [Double]) {
    let perDay = calendar.stepsPerDay
    var stream = stream(.regional)
    let noise = AutoregressiveNoise(dailyPersistence: regionalPersistence, stepsPerDay: perDay)
      .path(count: calendar.days * perDay, using: &stream)
    var loaded = noise
    var common = noise
    for step in noise.indices {
      let day = step / perDay
      let ventilation =
        ventilationEffect * weather.ventilation[step + weather.lead]
        + previousVentilationEffect * weather.ventilation[step]
      let linear =
        (1 + winterVolatility * calendar.winter[day])
        * (ventilation + regionalDeviation * noise[step])
      loaded[step] = linear - saturation * linear * linear
      common[step] =
        seasonAmplitude * calendar.winter[day] + log1p(weekendEffect) * calendar.weekend[day]
        + diurnalAmplitude * calendar.diurnal[step % perDay]
        + temperatureEffect * weather.anomaly[step] + (weather.wetBefore[day] ? washOut : 0)
    }
    return (loaded, common)
  }

  /// Each station's own daily-scale part, log units, correlated by distance.
  private func localParts(
    of stations: [SimulatedStation], calendar: SimulatedCalendar
  ) -> [[Double]] {
    let noise = AutoregressiveNoise(
      dailyPersistence: localPersistence, stepsPerDay: calendar.stepsPerDay)
    let count = calendar.days * calendar.stepsPerDay
    let independent = stations.indices.map { index in
      var stream = stream(.local, station: index)
      return noise.path(count: count, using: &stream)
    }
    // Mixing whole paths instead of innovations is the same, since all share one coefficient.
    return correlationFactor(of: stations).map { weights in
      var mixed = [Double](repeating: 0, count: count)
      for (weight, path) in zip(weights, independent) {
        let scaled = weight * localDeviation
        for step in 0..<count { mixed[step] += scaled * path[step] }
      }
      return mixed
    }
  }

  /// PM2.5 of a station without the measure, µg/m³.
  private func concentrations(
    of station: SimulatedStation, index: Int, regional: (loaded: [Double], common: [Double]),
    local: [Double], calendar: SimulatedCalendar
  ) -> [Double] {
    var stream = stream(.hourly, station: index)
    let isHourly = calendar.stepsPerDay > 1
    return local.indices.map { step in
      let day = step / calendar.stepsPerDay
      let noise = isHourly ? hourlyDeviation * stream.normal() : 0
      return exp(
        station.level + station.trend * calendar.years[day]
          + station.loading * regional.loaded[step] + regional.common[step] + local[step] + noise)
    }
  }

  /// The region's weather as a station's instruments see it.
  private func weatherSeries(
    of station: SimulatedStation, index: Int, weather: SimulatedWeather, gaps: SimulatedGaps,
    axis: TimeAxis
  ) -> [MonitoringSeries] {
    var stream = stream(.stationWeather, station: index)
    var columns = [[Double]](repeating: [Double](repeating: 0, count: axis.count), count: 4)
    for step in 0..<axis.count {
      columns[0][step] = weather.temperature[step] + station.warmth + 0.3 * stream.normal()
      columns[1][step] =
        weather.windSpeed[step] * exp(station.exposure + 0.12 * stream.normal())
      columns[2][step] = weather.precipitation[step] * exp(0.3 * stream.normal() - 0.045)
      columns[3][step] = weather.mixingHeight[step] * exp(0.1 * stream.normal())
    }
    let kinds: [(Pollutant, MeasurementUnit)] = [
      (.temperature, .degreesCelsius), (.windSpeed, .metresPerSecond),
      (.precipitation, .millimetres), (.boundaryLayerHeight, .metres),
    ]
    return zip(kinds, columns).map { kind, values in
      MonitoringSeries(
        station: station.station, pollutant: kind.0, unit: kind.1, referenceState: .notApplicable,
        axis: axis, storage: Self.observed(values, missing: gaps.station))
    }
  }

  /// Values to one decimal, as instruments report and archives pack them; NaN where missing.
  private static func observed(_ values: [Double], missing: [Bool]) -> [Double] {
    zip(values, missing).map { value, isMissing in
      isMissing ? .nan : (value * 10).rounded() / 10
    }
  }
}

/// Running sums of what the measure changed.
private struct EffectTally {
  private var steps = 0
  private var difference = 0.0
  private var base = 0.0
  private var logarithm = 0.0
  private var observedSteps = 0
  private var observedDifference = 0.0

  mutating func add(with: Double, without: Double, isObserved: Bool) {
    steps += 1
    difference += with - without
    base += without
    logarithm += log(with / without)
    guard isObserved else { return }
    observedSteps += 1
    observedDifference += with - without
  }

  var absolute: Double? { steps > 0 ? difference / Double(steps) : nil }
  var relative: Double? { steps > 0 ? difference / base : nil }
  var logarithmic: Double? { steps > 0 ? logarithm / Double(steps) : nil }
  var observed: Double? {
    observedSteps > 0 ? observedDifference / Double(observedSteps) : nil
  }
}
