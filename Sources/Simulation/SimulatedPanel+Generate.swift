import AirQuality
import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension SimulatedPanel {
  /// Draws the panel: the same settings give the same bits.
  ///
  /// - Throws: `SimulationError.settingOutOfRange` naming the first setting that makes no sense.
  public func generate() throws(SimulationError) -> SimulatedPanelData {
    try validate()
    let axis = axis
    let stations = drawStations()
    let factor = correlationFactor(of: stations)
    let shared = field(factor, .shared, count: axis.count)
    let wind = field(factor, .wind, count: axis.count)
    let episodes = drawEpisodes(count: axis.count)
    let effects = PanelEffect(self, stations: stations)
    let calendar = PanelCalendar(self, axis: axis)

    var series: [MonitoringSeries] = []
    var counterfactual: [MonitoringSeries] = []
    var truths: [PanelTruth.Place] = []
    for (index, station) in stations.enumerated() {
      let gusts = wind[index]
      let without = logarithms(
        of: station, index: index, shared: shared[index], wind: gusts, episodes: episodes,
        calendar: calendar
      ).map { exp($0) }
      let change = effects.logChange(at: index, days: calendar.days)
      let with = zip(without, change).map { $0 * exp($1) }
      var gaps = stream(.gaps, station: index)
      let observed = with.map { value -> Double in
        gaps.uniform() < shareMissing ? .nan : (value * 10).rounded() / 10
      }
      series.append(
        MonitoringSeries(
          station: station.station, pollutant: pollutant, unit: unit,
          referenceState: network == .cities ? .ambient : .notApplicable, axis: axis,
          storage: observed))
      var gauge = stream(.gauge, station: index)
      series.append(
        MonitoringSeries(
          station: station.station, pollutant: .windSpeed, unit: .metresPerSecond,
          referenceState: .notApplicable, axis: axis,
          storage: gusts.map {
            (10 * exp(0.46 + 0.33 * $0 + 0.1 * gauge.normal())).rounded() / 10
          }))
      if change.contains(where: { $0 != 0 }) {
        counterfactual.append(
          MonitoringSeries(
            station: station.station, pollutant: pollutant, unit: unit,
            referenceState: network == .cities ? .ambient : .notApplicable, axis: axis,
            storage: without))
      }
      truths.append(
        PanelTruth.Place(
          station: station.station.identifier,
          start: station.start.map { CivilDate(daysSinceEpoch: $0) },
          averageLogEffect: effects.average(change, from: station.start, calendar.days),
          averageAbsoluteEffect: effects.average(
            zip(with, without).map { $0 - $1 }, from: station.start, calendar.days),
          spillover: effects.share(at: index), drift: station.drift, isFaulty: station.isFaulty))
    }
    return SimulatedPanelData(
      series: series, counterfactual: counterfactual,
      truth: PanelTruth(
        places: truths, episodes: episodes.map { $0.told(axis) },
        averageLogEffect: Self.mean(
          truths.filter { $0.start != nil }.compactMap(\.averageLogEffect)),
        settings: self))
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// A field of unit variance in which neighbours are alike and steps follow each other.
  private func field(_ factor: [[Double]], _ purpose: Purpose, count: Int) -> [[Double]] {
    // Whole paths are mixed instead of innovations: all stations have one φ and one θ.
    let variance = (1 + 2 * persistence * echo + echo * echo) / (1 - persistence * persistence)
    let lead = 60
    let independent = factor.indices.map { index -> [Double] in
      var stream = stream(purpose, station: index)
      var (state, last) = (0.0, 0.0)
      var path: [Double] = []
      path.reserveCapacity(count)
      for step in -lead..<count {
        let shock = stream.normal()
        state = persistence * state + shock + echo * last
        last = shock
        if step >= 0 { path.append(state / variance.squareRoot()) }
      }
      return path
    }
    return factor.map { weights in
      var mixed = [Double](repeating: 0, count: count)
      for (weight, path) in zip(weights, independent) where weight != 0 {
        for step in 0..<count { mixed[step] += weight * path[step] }
      }
      return mixed
    }
  }

  /// Log concentration without the measure.
  private func logarithms(
    of station: PanelStation, index: Int, shared: [Double], wind: [Double],
    episodes: [PanelEpisode], calendar: PanelCalendar
  ) -> [Double] {
    var own = stream(.own, station: index)
    let noise = AutoregressiveNoise(dailyPersistence: ownPersistence, stepsPerDay: 1)
      .path(count: shared.count, using: &own)
    var values = shared.indices.map { step -> Double in
      // More wind, cleaner air.
      let common = (1 - windShare).squareRoot() * shared[step] - windShare.squareRoot() * wind[step]
      let level = sharedVariance.squareRoot() * common
      let bent = level - saturation * (level * level - sharedVariance)
      let day = calendar.days[step] - calendar.days[0]
      let sinceService = Double((day + serviceDays - station.service) % serviceDays)
      return station.level + station.trend * Double(day) / 365.25
        + station.season * calendar.winter[step] + calendar.holiday[step]
        + station.deviation * (bent + (1 - sharedVariance).squareRoot() * noise[step])
        + station.drift * sinceService / 365.25
    }
    for episode in episodes {
      for (place, rise) in episode.rises.enumerated() where episode.first + place < values.count {
        values[episode.first + place] += rise * episode.strength(at: station.place)
      }
    }
    if station.isFaulty {
      var stream = stream(.faults, station: index)
      let path = AutoregressiveNoise(dailyPersistence: faultPersistence, stepsPerDay: 1)
        .path(count: values.count, using: &stream)
      for step in values.indices { values[step] += faultDeviation * path[step] }
    }
    return values
  }

  /// Episodes in order of their first step.
  private func drawEpisodes(count: Int) -> [PanelEpisode] {
    guard episodesPerYear > 0 else { return [] }
    var stream = stream(.episodes)
    var found: [PanelEpisode] = []
    var position = 0.0
    let gap = 365.25 / Double(stepDays) / episodesPerYear
    while true {
      position += gap * stream.exponential()
      guard position < Double(count) else { return found }
      let length = max(1, Int((episodeSteps * (0.5 + 0.5 * stream.exponential())).rounded()))
      let rise = episodeRise * (0.5 + 0.5 * stream.exponential())
      found.append(
        PanelEpisode(
          first: Int(position),
          rises: (0..<length).map { rise * sin(.pi * (Double($0) + 0.5) / Double(length)) },
          place: (
            widthKilometres * (stream.uniform() - 0.5), heightKilometres * (stream.uniform() - 0.5)
          ), reach: episodeKilometres))
    }
  }
}

/// A rise of the concentration over a part of the region.
struct PanelEpisode {
  let first: Int
  /// Log units in its middle, one a step.
  let rises: [Double]
  let place: (x: Double, y: Double)
  let reach: Double

  func strength(at other: (x: Double, y: Double)) -> Double {
    let (east, north) = (place.x - other.x, place.y - other.y)
    return exp(-(east * east + north * north) / (2 * reach * reach))
  }

  func told(_ axis: TimeAxis) -> PanelTruth.Episode {
    PanelTruth.Episode(
      first: axis.date(at: first), steps: rises.count, rise: rises.max() ?? 0,
      kilometresEast: place.x, kilometresNorth: place.y)
  }
}

/// What the calendar alone decides, one value a step.
struct PanelCalendar {
  /// First day of each step, since the epoch.
  let days: [Int]
  /// 1 in mid-January, −1 in mid-July.
  let winter: [Double]
  /// Log units.
  let holiday: [Double]

  init(_ panel: SimulatedPanel, axis: TimeAxis) {
    let first = panel.firstDay.daysSinceEpoch
    let length = panel.stepDays
    days = (0..<axis.count).map { first + $0 * length }
    winter = days.map { Self.winter($0 + length / 2) }
    holiday = days.map { begin in
      panel.holidays.reduce(0) { sum, holiday in
        // A day is inside within the reach; a week that holds the middle day counts whole.
        let reach = length > 1 ? 0 : holiday.reach
        let isInside = (begin - reach..<begin + length + reach).contains { day in
          let date = CivilDate(daysSinceEpoch: day)
          return date.month == holiday.month && date.day == holiday.day
        }
        return sum + (isInside ? holiday.change : 0)
      }
    }
  }

  static func winter(_ day: Int) -> Double {
    cos(2 * .pi * (Double(CivilDate(daysSinceEpoch: day).dayOfYear) - 15) / 365.25)
  }
}

/// What the measure changes where and when.
struct PanelEffect {
  private let panel: SimulatedPanel
  private let stations: [PanelStation]

  init(_ panel: SimulatedPanel, stations: [PanelStation]) {
    self.panel = panel
    self.stations = stations
  }

  /// Change of the log concentration by step.
  func logChange(at index: Int, days: [Int]) -> [Double] {
    if let start = stations[index].start { return days.map { own($0, since: start) } }
    guard panel.spillover > 0, let source = nearest(index), let start = stations[source].start
    else {
      return days.map { _ in 0 }
    }
    let share = share(at: index)
    return days.map { share * own($0, since: start) }
  }

  /// The mean of a quantity from the start to the end of the measure; `nil` where the station has none.
  func average(_ values: [Double], from start: Int?, _ days: [Int]) -> Double? {
    guard let start else { return nil }
    let last = panel.end?.daysSinceEpoch ?? .max
    let inside = days.indices.filter { days[$0] >= start && days[$0] <= last }
    guard !inside.isEmpty else { return nil }
    return inside.reduce(0) { $0 + values[$1] } / Double(inside.count)
  }

  /// Share of the log effect that reaches a station: 1 where it is treated.
  func share(at index: Int) -> Double {
    if stations[index].start != nil { return 1 }
    guard panel.spillover > 0, let source = nearest(index) else { return 0 }
    return panel.spillover
      * exp(-stations[index].kilometres(to: stations[source]) / panel.spilloverKilometres)
  }

  private func nearest(_ index: Int) -> Int? {
    stations.indices.filter { stations[$0].start != nil }.min {
      stations[index].kilometres(to: stations[$0]) < stations[index].kilometres(to: stations[$1])
    }
  }

  /// A step counts by its first day.
  private func own(_ day: Int, since start: Int) -> Double {
    guard day >= start else { return 0 }
    let full = log1p(panel.relativeEffect)
    if let end = panel.end?.daysSinceEpoch, day > end {
      return day <= end + 60 ? -panel.rebound * full : 0
    }
    let faded =
      panel.fadeHalfLifeDays > 0
      ? exp(-log(2) * Double(day - start) / panel.fadeHalfLifeDays) : 1
    return full * faded * (1 + panel.winterStrength * PanelCalendar.winter(day))
  }
}
