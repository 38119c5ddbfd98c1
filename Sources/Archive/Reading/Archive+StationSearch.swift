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

/// Near misses among station names.
enum NameSearch {
  /// Up to three stations' names (keys where the text itself is one) whose spelling is near.
  static func nearest(to text: String, in stations: [Station]) -> [String] {
    let wanted = Array(text.lowercased())
    let tolerance = max(1, wanted.count / 3)
    var distances: [String: Int] = [:]
    for station in stations {
      let spellings =
        text.contains("/") ? [station.key] : [station.name, station.identifier]
      for spelling in spellings {
        let distance = distance(wanted, Array(spelling.lowercased()))
        if distance <= tolerance { distances[spelling] = distance }
      }
    }
    return distances.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3).map(\.key)
  }

  /// How many letters have to be inserted, removed, replaced or swapped with their neighbour.
  ///
  /// - Source: Damerau (1964), doi:10.1145/363958.363994; the restricted form, in which no letter
  ///   is edited twice.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(substitution, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
