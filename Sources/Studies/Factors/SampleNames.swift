import AirQuality
import SourceApportionment
import VOC

/// The names that samples have for compounds somebody calls otherwise: `acetylene` for a column 乙炔.
struct SampleNames {
  let species: Set<String>
  /// The one column of a compound; compounds with two columns have no entry.
  private let columns: [String: String]
  private let stated: OwnSpecies

  /// - Parameters:
  ///   - species: names of the columns.
  ///   - own: compounds and lumps that a user states.
  init(_ species: [String], _ own: OwnSpecies) {
    stated = own
    self.species = Set(species)
    var columns: [String: [String]] = [:]
    for name in species {
      if let compound = own.canonical(name) { columns[compound, default: []].append(name) }
    }
    self.columns = columns.compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  /// The column's own name; what no column answers to stays for the reader to refuse.
  func own(_ name: String) -> String {
    if species.contains(name) { return name }
    return stated.canonical(name).flatMap { columns[$0] } ?? name
  }

  /// Values under the columns' own names; a column's own spelling goes before another name of it.
  func own<Value>(_ values: [String: Value]) -> [String: Value] {
    var found: [String: Value] = [:]
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      let column = own(name)
      if found[column] == nil || column == name { found[column] = value }
    }
    return found
  }

  /// A policy with the columns' own names.
  func own(_ policy: SamplePolicy) -> SamplePolicy {
    var policy = policy
    policy.excluded = Set(policy.excluded.map(own))
    policy.weak = Set(policy.weak.map(own))
    policy.totals = Set(policy.totals.map(own))
    policy.acceptedTotals = Set(policy.acceptedTotals.map(own))
    return policy
  }

  /// A profile with the columns' own names.
  func own(_ profile: SourceProfile) -> SourceProfile {
    SourceProfile(name: profile.name, shares: own(profile.shares))
  }
}
