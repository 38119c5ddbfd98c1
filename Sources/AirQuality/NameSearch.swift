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

  /// How many letters have to be inserted, removed, replaced or swapped with their neighbour.
  ///
  /// - Source: Damerau (1964), doi:10.1145/363958.363994; the restricted form, in which no letter
  ///   is edited twice.
  package static func distance(_ left: [Character], _ right: [Character]) -> Int {
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
