public import Cooperation
import Documents
public import Store

/// Finds who can serve needs, with the reasons and what stays open.
public struct NeedReview: Job {
  /// The records.
  public let source: RegistrySource
  /// Ids of needs; all open ones when none is named.
  public var needs: [String] = []
  /// Most candidates that a reader is shown for a need.
  public var most = 3

  /// A review of all open needs.
  public init(of source: RegistrySource) { self.source = source }

  /// One match a need; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// The needs.
    public let needs: [Need]
    /// What was found for each, in the same order.
    public let matches: [NeedMatcher.Match]
    /// Needs that are not open and were not asked for.
    public let leftOut: Int
    package let most: Int
    package let registry: Registry

    /// Writes the matches.
    public func encode(to encoder: any Encoder) throws { try matches.encode(to: encoder) }
  }

  /// - Throws: `RegistryError.unknownRecord` for an id that no need has.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry(RecordKind.allCases.filter { $0 != .iatiActivities })
    let all = registry.needs
    let chosen =
      try needs.isEmpty
      ? all.filter(\.isOpen)
      : needs.map { id in
        guard let record = registry.record(.needs, id) else {
          throw RegistryError.unknownRecord(
            id, kind: .needs, nearest: Registry.nearest(to: id, in: all.map(\.id)))
        }
        return Need(record)
      }
    let matcher = NeedMatcher(registry)
    let matches = try chosen.enumerated().map { place, need in
      try watch.begin(place, of: chosen.count, .verbatim(need.id))
      return matcher.match(need)
    }
    return Outcome(
      needs: chosen, matches: matches, leftOut: needs.isEmpty ? all.count - chosen.count : 0,
      most: most, registry: registry)
  }
}
