public import AirQuality

extension Archive {
  /// The station that a name means.
  ///
  /// `network/identifier` is tried first, then identifier and name exactly, then both without
  /// regard to case.
  ///
  /// - Throws: `ambiguousStation` with the keys of all that fit, `unknownStation` with the
  ///   nearest names.
  public func station(named text: String) throws(ArchiveError) -> Station {
    let stations = try stations()
    let folded = text.lowercased()
    let tests: [(Station) -> Bool] = [
      { $0.key == text },
      { $0.identifier == text || $0.name == text },
      {
        $0.identifier.lowercased() == folded || $0.name.lowercased() == folded
          || $0.key.lowercased() == folded
      },
    ]
    for test in tests {
      let found = stations.filter(test)
      if found.count > 1 { throw .ambiguousStation(text, candidates: found.map(\.key)) }
      if let station = found.first { return station }
    }
    throw .unknownStation(text, suggestions: NameSearch.nearest(to: text, in: stations))
  }
}
