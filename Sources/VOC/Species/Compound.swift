public import AirQuality
import Documents

/// The families into which reports sum compounds.
public enum CompoundFamily: String, Hashable, Codable, Sendable, CaseIterable, Comparable {
  /// With cycloalkanes and methane.
  case alkane
  /// With isoprene, as is usual in PAMS reports.
  case alkene
  case alkyne
  case aromatic
  /// Aldehydes and ketones.
  case carbonyl
  case alcohol
  case ester
  /// With glycol ethers and epoxides.
  case ether
  case halocarbon
  case terpene
  case other

  /// In the order of the cases.
  public static func < (left: Self, right: Self) -> Bool { left.order < right.order }

  private var order: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

/// A constant of a compound with where it comes from and how much that is worth.
public struct ReactivityConstant: Hashable, Codable, Sendable {
  /// What stands behind a figure.
  public enum Basis: String, Hashable, Codable, Sendable, CaseIterable {
    /// Read from a published table of calculated or measured figures.
    case tabulated
    /// Stated by the user, with the source that the user names.
    case stated
    /// Measured once, by the paper named.
    case measured
    /// Evaluated from measurements.
    case evaluated
    /// As a chemical mechanism uses it.
    case mechanism
    /// From the molecule's structure, not measured.
    case predicted
    /// General knowledge that no stored source backs.
    case recalled
  }

  /// In the unit of the quantity.
  public let value: Double
  /// The transcriptions and papers it was found in.
  public let source: String
  /// What stands behind it.
  public let basis: Basis
  /// How many transcriptions agree; `nil` where that was not counted.
  public let agreeingSources: Int?

  /// A constant, the publication it stands in, and how many others agree.
  public init(value: Double, source: String, basis: Basis, agreeingSources: Int? = nil) {
    self.value = value
    self.source = source
    self.basis = basis
    self.agreeingSources = agreeingSources
  }
}

/// The constants that weigh a concentration.
public enum ReactivityScale: String, Hashable, Codable, Sendable, CaseIterable {
  /// Maximum incremental reactivity, g O3 a gram (SAPRC-07, 2010).
  ///
  /// - Source: Carter (2010), doi:10.1016/j.atmosenv.2010.01.026, and the report of January 2010.
  case ozone = "mir"
  /// Rate constant with the hydroxyl radical at 298 K and 1 atm, cm³ molecule⁻¹ s⁻¹.
  ///
  /// - Source: Atkinson and Arey (2003), doi:10.1021/cr0206420, else MCM v3.3.1, else OPERA.
  case hydroxyl = "koh"
  /// Secondary organic aerosol potential by mass, toluene 100.
  ///
  /// - Source: Derwent et al. (2010), doi:10.1016/j.scitotenv.2010.04.013.
  case aerosolPotential = "soap"
  /// Fractional aerosol coefficient, per cent by mass.
  ///
  /// - Source: Grosjean and Seinfeld (1989); Grosjean (1992).
  case aerosolCoefficient = "fac"
}

/// One organic compound, or isomers that instruments report together.
public struct Compound: Hashable, Sendable {
  /// The English name that monitoring work uses.
  public let name: String
  /// CAS registry number; `nil` for some combined rows.
  public let cas: String?
  /// In Hill order.
  public let formula: String
  /// Mass, and carbon atoms as a whole number.
  public let molecule: MolecularFacts
  /// Carbon atoms in a molecule; of a lump the mean over its parts.
  public let carbonAtoms: Double
  /// The family it is summed into.
  public let family: CompoundFamily
  /// Whether it is among the 57 compounds of the US PAMS list.
  public let isPAMS: Bool
  /// Its part of China's list of 117 compounds: PAMS, TO15 or carbonyl13.
  public let chineseList: String?
  /// Whether it stands for several isomers.
  public let isMixture: Bool
  /// The usual Japanese name.
  public let japaneseName: String?
  /// The usual Chinese name.
  public let chineseName: String?
  /// Other names, and names in data files.
  public let aliases: [String]
  /// What is known of it.
  public let constants: [ReactivityScale: ReactivityConstant]

  /// A compound or lump that a user states.
  init(
    name: String, aliases: [String], gramsPerMole: Double, carbonAtoms: Double,
    family: CompoundFamily, isMixture: Bool, constants: [ReactivityScale: ReactivityConstant]
  ) {
    self.name = name
    self.aliases = aliases
    self.family = family
    self.isMixture = isMixture
    self.constants = constants
    self.carbonAtoms = carbonAtoms
    molecule = MolecularFacts(gramsPerMole: gramsPerMole, carbonAtoms: Int(carbonAtoms.rounded()))
    cas = nil
    formula = ""
    isPAMS = false
    chineseList = nil
    japaneseName = nil
    chineseName = nil
  }

  /// Its usual name in each language.
  var message: Message { .named(name, japanese: japaneseName, chinese: chineseName) }

  /// Equal when the name is.
  public static func == (left: Self, right: Self) -> Bool { left.name == right.name }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
