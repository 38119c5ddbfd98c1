public import AirQuality
public import Documents
public import Store

/// Which series of an archive are meant.
public struct SeriesSelection: Sendable {
  /// Only this pollutant; `nil` for all.
  public var pollutant: Pollutant?
  /// Only these stations, by name or `network/identifier`; empty for all.
  public var stations: [String]
  /// Which of several series of a pollutant at a station.
  public var choice: SeriesChoice

  /// A selection; without arguments everything that an archive has.
  public init(
    pollutant: Pollutant? = nil, stations: [String] = [], choice: SeriesChoice = .only
  ) {
    self.pollutant = pollutant
    self.stations = stations
    self.choice = choice
  }

  /// Series of an archive, and what must be known of their clocks.
  public struct Found: Sendable {
    /// The series.
    public let series: [MonitoringSeries]
    /// Which of them are analysed on another clock than their source's.
    public let remarks: [Message]
  }

  /// What the archive has of the selection.
  ///
  /// - Throws: `JobError.nothingFits` for a selection that nothing fits; `ArchiveError`, also for a
  ///   station that the archive does not have.
  public func summaries(in store: Archive) throws -> [SeriesSummary] {
    var found: [SeriesSummary] = []
    for name in stations.isEmpty ? [nil] : stations.map(Optional.some) {
      let place = try name.map { try store.station(named: $0) }
      let known = Set(found.map(\.key))
      let list = try store.seriesList(station: place, pollutant: pollutant)
        .filter { choice.admits($0.key) }
      guard !list.isEmpty || (pollutant == nil && place == nil && choice == .only) else {
        throw JobError.nothingFits(words(at: place))
      }
      found += list.filter { !known.contains($0.key) }
    }
    return found
  }

  private func words(at place: Station?) -> Message {
    let words: [Message?] = [
      pollutant.map { .of(.text($0.displayName)) },
      place.map { Message("error.command.at", ["station": .text($0.key)]) },
      choice.instrument.map { Message("error.command.with-instrument", ["instrument": .text($0)]) },
      choice.averaging.map { Message("error.command.with-averaging", ["averaging": .fact($0)]) },
    ]
    return .joined(words.compactMap(\.self))
  }

  /// The series of the selection on their stations' clocks, each instrument by itself unless their mean
  /// is asked for.
  ///
  /// - Parameter list: those of `summaries` that are meant; `nil` for all of them.
  /// - Throws: as `summaries`.
  public func series(_ list: [SeriesSummary]? = nil, in store: Archive) throws -> Found {
    let list = try list ?? summaries(in: store)
    var stations: [Station] = []
    for summary in list where stations.last?.key != summary.station.key {
      stations.append(summary.station)
    }
    let chosen = Set(list.map(\.key))
    let clocks = try store.foreignClocks(at: stations).filter { chosen.contains($0.series) }
    var means: Set<SeriesKey> = []
    let series = try list.compactMap { summary -> MonitoringSeries? in
      var own = SeriesChoice(averaging: summary.averaging, instrument: summary.instrument)
      if choice.instrument == SeriesChoice.mean {
        let key = SeriesKey(
          station: summary.station.key, pollutant: summary.pollutant,
          averaging: summary.averaging, instrument: SeriesChoice.mean)
        guard means.insert(key).inserted else { return nil }
        own.instrument = SeriesChoice.mean
      }
      return try store.series(summary.pollutant, at: summary.station, choice: own)
    }
    return Found(series: series, remarks: clocks.map { .verbatim($0.sentence) })
  }
}
