public import AirQuality

extension Archive {
  /// The station that a name means.
  ///
  /// `network/identifier` is tried first, then identifier and name exactly, then all three without
  /// regard to case.
  ///
  /// - Throws: `ambiguousStation` with the keys of all that fit, `unknownStation` with the
  ///   nearest names.
  public func station(named text: String) throws(ArchiveError) -> Station {
    switch StationSearch.find(text, in: try stations()) {
    case .found(let station): return station
    case .ambiguous(let keys): throw .ambiguousStation(text, candidates: keys)
    case .unknown(let nearest): throw .unknownStation(text, suggestions: nearest)
    }
  }
}
