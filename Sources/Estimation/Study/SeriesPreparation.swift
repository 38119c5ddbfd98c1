import Documents
import AirQuality

/// Makes series fit for a study before they are averaged: leaves flagged values out and puts
/// concentrations to one reference state. Keeps account of both.
struct SeriesPreparation<Library: SeriesLibrary> {
  private let description: StudyDescription
  private let library: Library
  private let window: DatePeriod
  private var background: [MonitoringSeries] = []
  private var flaggedValues = 0
  private var flaggedRules: Set<QualityRule> = []
  private var changing: Set<String> = []
  private var unstated: Set<String> = []
  private var converted: Set<String> = []
  private var climateSteps = 0
  private var measuredSteps = 0
  private var worstDeviation = 0.0

  init(_ description: StudyDescription, library: Library, window: DatePeriod) {
    self.description = description
    self.library = library
    self.window = window
  }

  /// Takes the background stations' series, which `outcome(at:)` subtracts from then on.
  mutating func subtract(_ stations: [Station]) throws {
    background = try stations.map { station in
      guard let series = try series(description.outcome.pollutant, at: station) else {
        throw EstimationError.noData(
          station: station.key, pollutant: description.outcome.pollutant.displayName,
          window: window.description)
      }
      return series
    }
  }

  /// A station's series of the outcome as the study may use it, above the background where the
  /// study names one; `nil` when there is none.
  ///
  /// - Throws: as `series(_:at:)`; `EstimationError.axesDiffer` when unit, reference state or
  ///   clock are not the background's.
  mutating func outcome(at station: Station) throws -> MonitoringSeries? {
    guard let own = try series(description.outcome.pollutant, at: station) else { return nil }
    guard !background.isEmpty else { return own }
    guard let increment = own.increment(over: background) else {
      throw EstimationError.axesDiffer(
        station: station.key,
        reason: Message(
          "error.study.not-as-background", ["names": .names(background.map(\.station.key))]))
    }
    return increment
  }

  /// A station's series as the study may use it, `nil` when there is none.
  ///
  /// - Throws: what the library throws; `UnitError` when the reference state cannot be reached.
  mutating func series(
    _ pollutant: Pollutant, at station: Station
  ) throws -> MonitoringSeries? {
    guard let whole = try library.series(pollutant, at: station) else { return nil }
    let offset = whole.axis.utcOffset
    let from = window.start(utcOffset: offset)
    let until = window.end(utcOffset: offset)
    let cut = try unflagged(whole.window(from: from, until: until))
    guard let rule = description.referenceState,
      let target = rule.target.state(for: pollutant.kind), pollutant.kind != .weather,
      cut.referenceState != .notApplicable, cut.referenceState != target
    else {
      if cut.changesState(from: from, until: until) { changing.insert(station.key) }
      if cut.referenceState == .unstated, offset == 8 * 3_600, pollutant.kind != .weather,
        from < ReferenceState.chinaChange, ReferenceState.chinaChange < until
      {
        unstated.insert(station.key)
      }
      return cut
    }
    let needsAir =
      target == .ambient || cut.referenceState == .ambient
      || (cut.referenceState == .chinaGB3095 && pollutant.kind == .particulate)
    let result = try cut.converted(
      at: target, ambient: needsAir ? try conditions(rule, at: station) : nil)
    converted.insert(station.key)
    climateSteps += result.climateSteps
    measuredSteps += result.measuredSteps
    worstDeviation = max(worstDeviation, result.relativeDeviation)
    return result.series
  }

  private mutating func unflagged(_ series: MonitoringSeries) throws -> MonitoringSeries {
    let exclusion = description.quality.leavesOut
    let flags = try library.flags(of: series.pollutant, at: series.station)
      .filter { exclusion.leavesOut($0.grade) && $0.marks(series.key) }
    guard !flags.isEmpty else { return series }
    var storage = series.storage
    for flag in flags {
      for position in series.axis.positions(from: flag.from, until: flag.until)
      where !storage[position].isNaN {
        storage[position] = .nan
        flaggedValues += 1
        flaggedRules.insert(flag.rule)
      }
    }
    return series.with(storage: storage)
  }

  private func conditions(
    _ rule: ReferenceStateRule, at station: Station
  ) throws -> AmbientConditions {
    var temperature = try library.series(.temperature, at: station)
    var pressure = try library.series(.pressure, at: station)
    if let name = rule.weatherStation, temperature == nil || pressure == nil {
      let known = StationDirectory(
        try library.stations(measuring: .temperature), pollutant: .temperature)
      let place = try known.station(named: name)
      temperature = try temperature ?? library.series(.temperature, at: place)
      pressure = try pressure ?? library.series(.pressure, at: place)
    }
    return try AmbientConditions(
      temperature: temperature, pressure: pressure, climate: rule.climate?.airClimate)
  }

  /// What the reader must know about it.
  var notes: [Diagnostic] {
    var notes: [Diagnostic] = []
    if !background.isEmpty {
      notes.append(
        Diagnostic("increment", .note, ["names": .names(background.map(\.station.name))]))
    }
    if !changing.isEmpty {
      notes.append(
        Diagnostic("reference-state-change", .serious, ["count": .count(changing.count)]))
    }
    if !unstated.isEmpty {
      notes.append(
        Diagnostic("reference-state-unstated", .warning, ["count": .count(unstated.count)]))
    }
    if !converted.isEmpty {
      let share = Double(climateSteps) / Double(max(1, climateSteps + measuredSteps))
      notes.append(
        Diagnostic(
          "reference-state-converted", climateSteps > 0 ? .warning : .note,
          saying: climateSteps > 0 ? "reference-state-climate" : nil,
          [
            "count": .count(converted.count), "percent": .share(share),
            "deviation": .share(worstDeviation, decimals: 2),
          ]))
    }
    if flaggedValues > 0 {
      notes.append(
        Diagnostic(
          "flagged-values", .note,
          [
            "count": .count(flaggedValues),
            "rules": .names(flaggedRules.sorted().map(\.identifier)),
          ]))
    }
    return notes
  }
}
