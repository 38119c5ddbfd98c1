import TextFiles

/// Near misses among station names.
package enum NameSearch {
  /// Up to three stations' names (keys where the text itself is one) whose spelling is near.
  package static func nearest(to text: String, in stations: [Station]) -> [String] {
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

  /// How many letters have to be inserted, removed, replaced or swapped with their neighbour; see
  /// `Spelling`.
  package static func distance(_ left: [Character], _ right: [Character]) -> Int {
    Spelling.distance(left, right)
  }
}
