/// The station that a name means: the one rule, wherever a station is named.
package enum StationSearch {
  /// What a name means.
  package enum Answer: Equatable, Sendable {
    /// One station.
    case found(Station)
    /// Several fit equally well; their keys.
    case ambiguous([String])
    /// None fits; up to three near spellings.
    case unknown(nearest: [String])
  }

  /// Looks a station up: `network/identifier` first, then identifier and name exactly, then all
  /// three without regard to case and to the width of letters.
  package static func find(_ text: String, in stations: [Station]) -> Answer {
    func folded(_ name: String) -> String { CompatibilityForm.of(name).lowercased() }
    let wanted = folded(text)
    let tests: [(Station) -> Bool] = [
      { $0.key == text },
      { $0.identifier == text || $0.name == text },
      { [$0.identifier, $0.name, $0.key].contains { folded($0) == wanted } },
    ]
    for test in tests {
      let found = stations.filter(test)
      if found.count > 1 { return .ambiguous(found.map(\.key).sorted()) }
      if let station = found.first { return .found(station) }
    }
    return .unknown(nearest: NameSearch.nearest(to: text, in: stations))
  }
}
