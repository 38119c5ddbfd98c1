import AirQuality
import Documents
import TextFiles

/// Compounds that the catalogue does not have, and lumps: several compounds that an instrument reports
/// as one, as a user states them.
///
/// A lump weighs what its parts weigh in the shares that the user states: ozone and aerosol by mass, rate
/// constants by molecules. Where a part has no constant, the lump has none. What the shares are worth,
/// nobody can see from the result; the source says where they are from. A lump beside one of its parts
/// would count it twice, which is treated as with sums of isomers.
public struct OwnSpecies: Hashable, Sendable {
  /// Compounds and lumps, in the order of the file.
  public private(set) var compounds: [Compound] = []
  /// Parts of each lump.
  public private(set) var parts: [String: [String]] = [:]
  private var positions: [String: Int] = [:]

  /// None.
  public init() {}

  /// Reads YAML.
  ///
  /// ```yaml
  /// species:
  ///   - name: dimethyl carbonate
  ///     other_names: [碳酸二甲酯]
  ///     molar_mass: 90.08
  ///     carbon_atoms: 3
  ///     family: ester
  ///     mir: 0.1
  ///     source: estimate of ours
  /// lumps:
  ///   - name: C9 aromatics
  ///     parts: { "1,2,4-trimethylbenzene": 5, m-ethyltoluene: 3, n-propylbenzene: 2 }
  ///     weights: mass
  ///     source: analysis of the thinner, 2024
  /// ```
  ///
  /// - Throws: `VOCError.field` with file and line.
  public init(yaml: String, file: String) throws(VOCError) {
    let fields = try DescriptionFields(yaml: yaml, file: file)
    try fields.allow(["species", "lumps"])
    for one in try fields.list("species") { try add(Self.compound(one), one) }
    for one in try fields.list("lumps") { try addLump(one) }
    guard !compounds.isEmpty else {
      throw fields.bad(
        "species", "error.voc.has-no-own-species", "error.voc.write-own-species")
    }
  }

  /// What a column's name stands for: one of these, else of the catalogue's.
  public func match(_ name: String) -> CompoundCatalogue.Match {
    if let position = positions[SpeciesName.folded(name)] {
      return .compound(compounds[position])
    }
    return CompoundCatalogue.embedded.match(name)
  }

  /// The name of the compound that a name stands for, of these or of the catalogue; `nil` for none.
  package func canonical(_ name: String) -> String? {
    positions[SpeciesName.folded(name)].map { compounds[$0].name } ?? SpeciesName.canonical(name)
  }

  /// The compound of a name.
  ///
  /// - Throws: `VOCError.totalAsSpecies`, `.unknownCompounds`.
  public func compound(named name: String, place: String = "") throws(VOCError) -> Compound {
    if case .compound(let compound) = match(name) { return compound }
    return try CompoundCatalogue.embedded.compound(named: name, place: place)
  }

  /// The parts of a lump, sums of isomers with their isomers, and the sums that hold a part.
  func partsOfParts(_ lump: String, _ sums: [String: Set<String>]) -> Set<String> {
    guard let own = parts[lump] else { return [] }
    var all = Set(own)
    for part in own { all.formUnion(sums[part] ?? []) }
    for (sum, isomers) in sums where !isomers.isDisjoint(with: own) { all.insert(sum) }
    // Another lump with a part in common counts that part twice as well.
    for (other, members) in parts where other != lump && !all.isDisjoint(with: members) {
      if positions[SpeciesName.folded(other)] ?? 0 < positions[SpeciesName.folded(lump)] ?? 0 {
        all.insert(other)
      }
    }
    return all
  }

  // MARK: Reading

  private static let numbers = ["mir", "koh", "soap", "fac"]

  private static func names(_ fields: DescriptionFields) throws(VOCError) -> [String] {
    try [fields.needed("name", example: "C9 aromatics")] + (fields.texts("other_names") ?? [])
  }

  private mutating func add(
    _ compound: Compound, _ fields: DescriptionFields
  ) throws(VOCError) {
    for name in [compound.name] + compound.aliases {
      let folded = SpeciesName.folded(name)
      let other: String? =
        if case .compound(let known) = match(name) { known.name } else { nil }
      guard other == nil else {
        throw fields.bad(
          "name",
          Message(
            "error.voc.own-name-is-taken",
            ["name": .fact(name), "other": .fact(other ?? "")]),
          "error.voc.take-another-name")
      }
      guard match(name) != .total, !folded.isEmpty else {
        throw fields.bad(
          "name", Message("error.voc.own-name-is-total", ["name": .fact(name)]),
          "error.voc.take-another-name")
      }
      positions[folded] = compounds.count
    }
    compounds.append(compound)
  }

  /// What both kinds state: constants with their source, and the family.
  private static func constants(
    _ fields: DescriptionFields, source: String
  ) throws(VOCError) -> [ReactivityScale: ReactivityConstant] {
    var constants: [ReactivityScale: ReactivityConstant] = [:]
    for scale in ReactivityScale.allCases {
      guard let value = try fields.number(scale.rawValue) else { continue }
      guard value.isFinite, value >= 0 || scale == .ozone else {
        throw fields.bad(
          scale.rawValue, "error.voc.no-number-of-a-constant", "error.voc.correct-the-constant")
      }
      constants[scale] = ReactivityConstant(value: value, source: source, basis: .stated)
    }
    return constants
  }

  private static func compound(_ fields: DescriptionFields) throws(VOCError) -> Compound {
    try fields.allow(
      ["name", "other_names", "molar_mass", "carbon_atoms", "family", "source"] + numbers)
    let names = try names(fields)
    guard let mass = try fields.number("molar_mass"), mass > 0 else {
      throw fields.bad(
        "molar_mass", "error.voc.own-mass-is-missing", "error.voc.write-molar-mass")
    }
    guard let carbons = try fields.number("carbon_atoms"), carbons > 0 else {
      throw fields.bad(
        "carbon_atoms", "error.voc.own-carbons-are-missing", "error.voc.write-carbon-atoms")
    }
    return Compound(
      name: names[0], aliases: Array(names.dropFirst()), gramsPerMole: mass, carbonAtoms: carbons,
      family: try fields.choice("family", CompoundFamily.self) ?? .other, isMixture: false,
      constants: try constants(fields, source: fields.needed("source")))
  }

  private mutating func addLump(_ fields: DescriptionFields) throws(VOCError) {
    try fields.allow(
      ["name", "other_names", "parts", "weights", "family", "source"] + Self.numbers)
    let names = try Self.names(fields)
    let source = try fields.needed("source")
    let shares = try fields.neededFields("parts")
    var members: [(compound: Compound, weight: Double)] = []
    for key in shares.keys {
      guard case .compound(let part) = match(key) else {
        throw shares.bad(
          key, "error.voc.part-is-no-compound", "error.voc.write-usual-name-cas")
      }
      guard parts[part.name] == nil, !members.contains(where: { $0.compound == part }) else {
        throw shares.bad(key, "error.voc.part-stands-twice", "error.voc.name-single-compounds")
      }
      guard let weight = try shares.number(key), weight > 0, weight.isFinite else {
        throw shares.bad(key, "error.voc.weight-is-not-positive", "error.voc.write-weight")
      }
      members.append((part, weight))
    }
    guard members.count > 1 else {
      throw fields.bad("parts", "error.voc.lump-of-one", "error.voc.name-two-parts")
    }
    let mixture = Mixture(
      members, byMass: try fields.neededWeights() == .mass, source: source)
    let stated = try Self.constants(fields, source: source)
    let families = Set(members.map(\.compound.family))
    try add(
      Compound(
        name: names[0], aliases: Array(names.dropFirst()), gramsPerMole: mixture.gramsPerMole,
        carbonAtoms: mixture.carbonAtoms,
        family: try fields.choice("family", CompoundFamily.self)
          ?? (families.count == 1 ? members[0].compound.family : .other),
        isMixture: true,
        constants: mixture.constants.merging(stated, uniquingKeysWith: { $1 })), fields)
    parts[names[0]] = members.map(\.compound.name)
  }
}

/// What the shares of a lump's parts are shares of.
private enum LumpWeights: String, CaseIterable {
  case mass, molecules
}

extension DescriptionFields {
  fileprivate func neededWeights() throws(VOCError) -> LumpWeights {
    guard let weights = try choice("weights", LumpWeights.self) else {
      throw bad("weights", "error.voc.weights-are-missing", "error.voc.say-mass-or-molecules")
    }
    return weights
  }
}

/// Means over the parts of a lump.
private struct Mixture {
  let gramsPerMole: Double
  let carbonAtoms: Double
  let constants: [ReactivityScale: ReactivityConstant]

  init(
    _ parts: [(compound: Compound, weight: Double)], byMass: Bool, source: String
  ) {
    let masses = parts.map { part in
      byMass ? part.weight : part.weight * part.compound.molecule.gramsPerMole
    }
    let molecules = zip(masses, parts).map { $0 / $1.compound.molecule.gramsPerMole }
    func mean(_ weights: [Double], _ value: (Compound) -> Double) -> Double {
      let sum = weights.reduce(0, +)
      return zip(weights, parts).reduce(0) { $0 + $1.0 / sum * value($1.1.compound) }
    }
    gramsPerMole = mean(molecules) { $0.molecule.gramsPerMole }
    carbonAtoms = mean(molecules) { $0.carbonAtoms }
    var constants: [ReactivityScale: ReactivityConstant] = [:]
    for scale in ReactivityScale.allCases {
      let own = parts.compactMap { $0.compound.constants[scale] }
      guard own.count == parts.count else { continue }
      let bases = own.map(\.basis)
      // A mean is no better than the worst of its parts.
      let basis: ReactivityConstant.Basis =
        bases.contains(.recalled) ? .recalled : bases.contains(.predicted) ? .predicted : .stated
      constants[scale] = ReactivityConstant(
        value: mean(scale == .hydroxyl ? molecules : masses) {
          $0.constants[scale]?.value ?? .nan
        }, source: source, basis: basis)
    }
    self.constants = constants
  }
}
