import AirQuality
import Estimation
import Synchronization

/// A library from which every series is read once, however often a study asks for it: the panel, the
/// series with weather left in and the records of the dossier rest on the same values.
struct ReadOnceLibrary<Base: ProvenanceLibrary>: ProvenanceLibrary {
  private let base: Base
  private let choices: [Pollutant: SeriesChoice]
  private let shelf: Shelf

  init(_ base: Base) { self.init(base, choices: [:], shelf: Shelf()) }

  private init(_ base: Base, choices: [Pollutant: SeriesChoice], shelf: Shelf) {
    self.base = base
    self.choices = choices
    self.shelf = shelf
  }

  /// Series that were read, by what was asked for.
  private final class Shelf: Sendable {
    struct Place: Hashable {
      let pollutant: Pollutant
      let station: String
      let choice: SeriesChoice
    }
    let series = Mutex<[Place: MonitoringSeries?]>([:])
  }

  func stations(measuring pollutant: Pollutant) throws -> [Station] {
    try base.stations(measuring: pollutant)
  }

  func series(_ pollutant: Pollutant, at station: Station) throws -> MonitoringSeries? {
    let place = Shelf.Place(
      pollutant: pollutant, station: station.key, choice: choices[pollutant] ?? .only)
    if let kept = shelf.series.withLock({ $0[place] }) { return kept }
    let read = try base.series(pollutant, at: station)
    shelf.series.withLock { $0[place] = .some(read) }
    return read
  }

  func flags(of pollutant: Pollutant, at station: Station) throws -> [QualityFlag] {
    try base.flags(of: pollutant, at: station)
  }

  func choosing(_ choices: [Pollutant: SeriesChoice]) throws -> Self {
    Self(
      try base.choosing(choices), choices: self.choices.merging(choices) { $1 }, shelf: shelf)
  }

  func sources(of pollutant: Pollutant, at station: Station) throws -> [SourceRecord] {
    try base.sources(of: pollutant, at: station)
  }
}
