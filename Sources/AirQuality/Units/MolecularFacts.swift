/// What must be known of a gas to convert between mixing ratio and mass concentration.
public struct MolecularFacts: Hashable, Sendable {
  /// Grams per mole.
  public let gramsPerMole: Double
  /// Carbon atoms in a molecule; 0 for a gas without carbon.
  public let carbonAtoms: Int

  /// Molar mass, and carbon atoms of a molecule.
  public init(gramsPerMole: Double, carbonAtoms: Int) {
    self.gramsPerMole = gramsPerMole
    self.carbonAtoms = carbonAtoms
  }

  /// The facts of a gas; `nil` where they are not known or the name covers a mixture whose
  /// members differ in mass.
  ///
  /// Nitrogen oxides count as nitrogen dioxide and oxidant as ozone, as networks report them.
  /// Volatile organic compounds are looked up in `Datasets/reference/voc_species.csv` by name or
  /// alias.
  ///
  /// - Source: atomic weights of the IUPAC, abridged (doi:10.1515/pac-2019-0603): H 1.008,
  ///   C 12.011, N 14.007, O 15.999, S 32.06.
  public init?(of pollutant: Pollutant) {
    switch pollutant {
    case .so2: self.init(gramsPerMole: 32.06 + 2 * Self.oxygen, carbonAtoms: 0)
    case .no2, .nox: self.init(gramsPerMole: 14.007 + 2 * Self.oxygen, carbonAtoms: 0)
    case .no: self.init(gramsPerMole: 14.007 + Self.oxygen, carbonAtoms: 0)
    case .co: self.init(gramsPerMole: 12.011 + Self.oxygen, carbonAtoms: 1)
    case .o3, .ox: self.init(gramsPerMole: 3 * Self.oxygen, carbonAtoms: 0)
    default:
      guard let facts = Self.organic[SpeciesName.folded(pollutant.identifier)] else { return nil }
      self = facts
    }
  }

  private static let oxygen = 15.999

  /// By folded name and alias.
  private static let organic: [String: MolecularFacts] = {
    var table: [String: MolecularFacts] = [:]
    for row in ReferenceTable(named: "reference/voc_species.csv").rows {
      guard let species = row["species"], let mass = row.number("molar_mass_g_mol"),
        let carbons = row.number("carbon_number")
      else { continue }
      let facts = MolecularFacts(gramsPerMole: mass, carbonAtoms: Int(carbons))
      let names = [species] + (row["aliases"] ?? "").split(separator: ";").map(String.init)
      for name in names { table[SpeciesName.folded(name)] = facts }
    }
    return table
  }()

  /// Names and aliases of single compounds, folded; methane, mixtures and totals are none.
  static let compoundNames: Set<String> = {
    var names: Set<String> = []
    for row in ReferenceTable(named: "reference/voc_species.csv").rows
    where row["is_mixture"] != "1" && row["species"] != "methane" {
      let aliases = (row["aliases"] ?? "").split(separator: ";").map(String.init)
      for name in [row["species"] ?? ""] + aliases { names.insert(SpeciesName.folded(name)) }
    }
    return names
  }()
}

extension Pollutant {
  /// Whether it is one organic compound of `Datasets/reference/voc_species.csv` by name or alias;
  /// methane, mixtures of isomers and totals such as NMHC are not.
  public var isOrganicCompound: Bool {
    MolecularFacts.compoundNames.contains(SpeciesName.folded(identifier))
  }
}
