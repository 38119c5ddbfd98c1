import AirQuality

/// A sum of isomers beside some of them: whoever adds the columns counts these twice.
public struct IsomerOverlap: Hashable, Codable, Sendable {
  /// What becomes of it.
  public enum Choice: String, Hashable, Codable, Sendable, CaseIterable {
    /// It is refused.
    case refuse
    /// The single isomers are taken, the sum is left out.
    case parts
    /// The sum is taken, its isomers are left out.
    case lump
  }

  /// The sum, such as `m,p-xylene`.
  public let lump: String
  /// Those of its isomers, or smaller sums, that stand beside it.
  public let parts: [String]

  /// All overlaps among some compounds, in their order.
  ///
  /// - Parameter own: a user's lumps beside those of the table.
  public static func all(
    among compounds: [Compound], own: OwnSpecies = OwnSpecies()
  ) -> [IsomerOverlap] {
    let names = compounds.map(\.name)
    return names.compactMap { name in
      let known = Self.parts[name] ?? own.partsOfParts(name, Self.parts)
      let parts = names.filter(known.contains)
      return parts.isEmpty ? nil : IsomerOverlap(lump: name, parts: parts)
    }
  }

  /// Names that a choice leaves out.
  ///
  /// - Throws: `VOCError.isomersTwice` where nothing was chosen.
  static func leftOut(
    _ compounds: [Compound], _ choice: Choice, own: OwnSpecies = OwnSpecies(), place: String
  ) throws(VOCError) -> [String] {
    let overlaps = all(among: compounds, own: own)
    guard !overlaps.isEmpty else { return [] }
    switch choice {
    case .refuse: throw .isomersTwice(overlaps, place: place)
    case .parts: return overlaps.map(\.lump)
    case .lump:
      let without = Set(overlaps.flatMap(\.parts))
      return compounds.map(\.name).filter(without.contains)
    }
  }

  /// Columns of a table that a choice leaves out, as the table names them.
  ///
  /// - Parameter own: a user's lumps beside those of the table.
  /// - Throws: `VOCError.isomersTwice` where nothing was chosen.
  package static func columns(
    leftOutOf names: [String], _ choice: Choice, own: OwnSpecies = OwnSpecies(), place: String
  ) throws(VOCError) -> [String] {
    var known: [(name: String, compound: Compound)] = []
    for name in names {
      guard case .compound(let compound) = own.match(name) else { continue }
      known.append((name, compound))
    }
    let without = try leftOut(known.map(\.compound), choice, own: own, place: place)
    return known.filter { without.contains($0.compound.name) }.map(\.name)
  }

  /// By sum, from `voc_lumps.csv`.
  private static let parts: [String: Set<String>] = {
    var parts: [String: Set<String>] = [:]
    for row in ReferenceTable(named: "reference/voc_lumps.csv").rows {
      guard let lump = row["lump"], let part = row["part"] else {
        preconditionFailure("line \(row.line) of voc_lumps.csv is incomplete")
      }
      parts[lump, default: []].insert(part)
    }
    return parts
  }()
}
