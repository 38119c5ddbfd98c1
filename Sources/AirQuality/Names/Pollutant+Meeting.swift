extension Pollutant {
  /// Two names that would become one pollutant.
  package struct Meeting: Equatable, Sendable {
    /// The names as they are written, in their order.
    package let first: String
    package let second: String
    /// What both would be.
    package let pollutant: Pollutant
  }

  /// The first two of several names that would become one pollutant, such as `factor 1` and
  /// `factor-1`, or `甲苯` and `Toluene`; `nil` when all stay apart.
  ///
  /// - Parameters:
  ///   - names: as they are written; a name that stands twice meets itself.
  ///   - reading: how a name becomes a pollutant.
  package static func meeting(
    of names: [String], reading: (String) -> Pollutant = { Pollutant($0) }
  ) -> Meeting? {
    var seen: [Pollutant: String] = [:]
    for name in names {
      let pollutant = reading(name)
      if let first = seen[pollutant] {
        return Meeting(first: first, second: name, pollutant: pollutant)
      }
      seen[pollutant] = name
    }
    return nil
  }
}
