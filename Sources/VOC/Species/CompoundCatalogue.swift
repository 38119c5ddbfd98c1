import AirQuality

/// The compounds of `Datasets/reference/voc_species.csv`, found by any of their names.
public struct CompoundCatalogue: Sendable {
  /// The table that is part of the program.
  public static let embedded = CompoundCatalogue(
    ReferenceTable(named: "reference/voc_species.csv"))

  /// In the order of the table.
  public let compounds: [Compound]
  private let positions: [String: Int]
  private let spellings: [(folded: [Character], name: String)]

  /// What a column's name stands for.
  public enum Match: Hashable, Sendable {
    /// A compound.
    case compound(Compound)
    /// A sum over compounds, such as TNMOC or NMHC, or what a chromatogram left unidentified.
    case total
    /// Nothing that is known; near spellings are offered.
    case unknown(UnmatchedName)
  }

  init(_ table: ReferenceTable) {
    compounds = table.rows.map { Compound($0) }
    var positions: [String: Int] = [:]
    var spellings: [(folded: [Character], name: String)] = []
    for (position, compound) in compounds.enumerated() {
      let names =
        [compound.name] + compound.aliases
        + [compound.cas, compound.japaneseName, compound.chineseName].compactMap(\.self)
      for name in names {
        let folded = SpeciesName.folded(name)
        positions[folded] = position
        spellings.append((Array(folded), compound.name))
      }
    }
    self.positions = positions
    self.spellings = spellings
  }

  /// What a name stands for: compared without case, blanks and punctuation in three languages,
  /// with aliases, AQS codes and CAS numbers. A near spelling is never taken.
  public func match(_ name: String) -> Match {
    let folded = SpeciesName.folded(name)
    if let position = positions[folded] { return .compound(compounds[position]) }
    if Self.isTotal(folded) { return .total }
    return .unknown(UnmatchedName(name: name, nearest: nearest(to: folded)))
  }

  /// The compound of a name.
  ///
  /// - Throws: `VOCError.totalAsSpecies`, `.unknownCompounds`.
  public func compound(named name: String, place: String = "") throws(VOCError) -> Compound {
    switch match(name) {
    case .compound(let compound): return compound
    case .total: throw .totalAsSpecies([name], place: place)
    case .unknown(let unmatched): throw .unknownCompounds([unmatched], place: place)
    }
  }

  private func nearest(to folded: String) -> [String] {
    let wanted = Array(folded)
    let tolerance = max(1, wanted.count / 4)
    var distances: [String: Int] = [:]
    for spelling in spellings where abs(spelling.folded.count - wanted.count) <= tolerance {
      let distance = NameSearch.distance(wanted, spelling.folded)
      if distance <= tolerance {
        distances[spelling.name] = min(distances[spelling.name] ?? distance, distance)
      }
    }
    return distances.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3).map(\.key)
  }

  /// Whether a folded name is a sum over compounds or a chromatogram's remainder.
  private static func isTotal(_ folded: String) -> Bool {
    // “Total nitrate” is the ion in gas and particles together, one species and no sum.
    if isTotalIon(folded) { return false }
    return totals.contains(folded)
      || ["total", "sumof", "unidentified", "unknown", "合计", "总", "合計", "総"].contains {
        folded.hasPrefix($0)
      } || ["total", "总量", "总和", "合計"].contains { folded.hasSuffix($0) }
  }

  /// Whether a folded name is that of an ion in gas and particles together.
  static func isTotalIon(_ folded: String) -> Bool {
    ["nitrate", "sulfate", "sulphate", "ammonium", "ammonia", "chloride", "phosphate"].contains {
      folded == "total" + $0
    }
  }

  private static let totals: Set<String> = [
    "tnmoc", "tnmhc", "nmoc", "nmhc", "nmvoc", "nmvocs", "thc", "tvoc", "tvocs", "voc", "vocs",
    "pamshc", "tpams", "pams", "btex", "alkanes", "alkenes", "alkynes",
    "aromatics", "carbonyls", "halocarbons", "ovoc", "ovocs", "非甲烷总烃", "非甲烷烃", "总烃",
    "非メタン炭化水素", "全炭化水素", "未同定", "烷烃", "烯烃", "炔烃", "芳香烃", "挥发性有机物",
  ]
}

extension Compound {
  fileprivate init(_ row: ReferenceTable.Row) {
    guard let name = row["species"], let formula = row["formula"],
      let mass = row.number("molar_mass_g_mol"), let carbons = row.number("carbon_number"),
      let family = row["family"].flatMap(CompoundFamily.init)
    else { preconditionFailure("line \(row.line) of voc_species.csv is incomplete") }
    self.name = name
    self.formula = formula
    self.family = family
    cas = row["cas"]
    molecule = MolecularFacts(gramsPerMole: mass, carbonAtoms: Int(carbons))
    carbonAtoms = carbons
    isPAMS = row["pams"] == "1"
    chineseList = row["cn117_group"]
    isMixture = row["is_mixture"] == "1"
    japaneseName = row["name_ja"]
    chineseName = row["name_zh"]
    aliases = (row["aliases"] ?? "").split(separator: ";").map(String.init)
    var constants: [ReactivityScale: ReactivityConstant] = [:]
    func add(
      _ scale: ReactivityScale, _ column: String, _ source: String, kind: String? = nil,
      agreeing: String? = nil
    ) {
      guard let value = row.number(column), let source = row[source] else { return }
      let basis: ReactivityConstant.Basis =
        source.contains("unverified-recall")
        ? .recalled
        : kind.flatMap { row[$0] }.flatMap(ReactivityConstant.Basis.init) ?? .tabulated
      constants[scale] = ReactivityConstant(
        value: value, source: source, basis: basis,
        agreeingSources: agreeing.flatMap { row.number($0) }.map { Int($0) })
    }
    add(.ozone, "mir_g_o3_per_g", "mir_source", agreeing: "mir_n_sources")
    add(.hydroxyl, "k_oh_298_cm3_s", "koh_source", kind: "koh_kind", agreeing: "koh_n_sources")
    add(.aerosolPotential, "soap_rel_toluene", "soap_source")
    add(.aerosolCoefficient, "fac_pct", "fac_source")
    self.constants = constants
  }
}
