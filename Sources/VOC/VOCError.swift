public import AirQuality

/// Why species data cannot be read, put together or answered.
public enum VOCError: Error, Equatable, Sendable {
  /// Names that no compound answers to, with what is near.
  case unknownCompounds([UnmatchedName], place: String)
  /// A total such as TNMOC stands where a compound is needed.
  case totalAsSpecies([String], place: String)
  /// Two columns are the same compound.
  case repeatedCompound(String, headers: [String], place: String)
  /// Sums of isomers stand beside their isomers.
  case isomersTwice([IsomerOverlap], place: String)
  /// Nothing that is a compound.
  case noCompounds(place: String)
  /// The unit is not stated, or is no concentration.
  case unitMissing(found: String, series: String)
  /// Series of one record have several units or reference states.
  case mixedUnits([String], place: String)
  /// Series of one record are on several axes.
  case axesDiffer(place: String)
  /// A conversion needs temperature and pressure that nobody stated.
  case airStateMissing(from: String, to: String)
  /// Values below detection and no rule what to do with them.
  case censoredWithoutRule(compounds: [String], values: Int)
  /// The rule needs detection limits that are not there.
  case limitMissing([String], rule: String)
  /// A detection limit of zero or below.
  case limitNotPositive(String, value: Double)
  /// Compounds without one value above the detection limit.
  case allBelowDetection([String])
  /// A rule that gives means only where single values are needed.
  case ruleForMeansOnly(String)
  /// A measurement uncertainty of zero or below.
  case uncertaintyNotPositive(String, value: Double, at: String)
  /// Zeros or negative values where logarithms of shares are needed.
  case notPositive([String], purpose: String)
  /// A compound that the question needs and the record does not have.
  case compoundMissing(String, purpose: String)
  /// No compound of the record has the constant.
  case noConstants(String)
  /// Too few values.
  case tooFew(found: Int, needed: Int, purpose: String)
  /// A setting has a value it cannot have.
  case badSetting(String, problem: String)
  /// A file of settings or of an inventory has a field that does not fit.
  case field(String, problem: String, remedy: String, file: String)
  /// A kernel gave up.
  case numerical(String)
}

/// A column whose name no compound answers to.
public struct UnmatchedName: Hashable, Codable, Sendable {
  /// As the file writes it.
  public let name: String
  /// Up to three compounds with near spellings; offered, never taken.
  public let nearest: [String]

  /// A name from its parts.
  public init(name: String, nearest: [String]) {
    self.name = name
    self.nearest = nearest
  }
}

extension VOCError: Explained {
  private static func list(_ names: [String]) -> String {
    names.count <= 8
      ? names.joined(separator: ", ")
      : names.prefix(8).joined(separator: ", ") + " and \(names.count - 8) more"
  }

  /// What is wrong.
  public var what: String {
    switch self {
    case .unknownCompounds(let names, _):
      "no compound is called "
        + Self.list(
          names.map { name in
            name.nearest.isEmpty
              ? "“\(name.name)”"
              : "“\(name.name)” (near: \(name.nearest.joined(separator: ", ")))"
          })
    case .totalAsSpecies(let names, _):
      "\(Self.list(names)) is a total over compounds and no compound"
    case .repeatedCompound(let name, let headers, _):
      "\(headers.joined(separator: " and ")) are both \(name)"
    case .isomersTwice(let overlaps, _):
      overlaps.map { "“\($0.lump)” holds \(Self.list($0.parts)), which stands beside it" }
        .joined(separator: "; ") + ": they would be counted twice"
    case .noCompounds: "no series is a known compound"
    case .unitMissing(let found, _):
      found.isEmpty || found == "1"
        ? "the unit is not stated" : "the unit “\(found)” is no concentration"
    case .mixedUnits(let units, _):
      "the compounds’ units or reference states differ: \(Self.list(units))"
    case .axesDiffer: "the compounds’ series are not on one time axis"
    case .airStateMissing(let from, let to):
      "\(from) becomes \(to) only at a temperature and pressure, and none is stated"
    case .censoredWithoutRule(let compounds, let values):
      "\(values) values of \(Self.list(compounds)) are below detection and no rule says what they "
        + "count as"
    case .limitMissing(let compounds, let rule):
      "the rule “\(rule)” needs the detection limits of \(Self.list(compounds))"
    case .limitNotPositive(let compound, let value):
      "the detection limit of \(compound) is \(value), not above zero"
    case .allBelowDetection(let compounds):
      "\(Self.list(compounds)): every value is below detection"
    case .ruleForMeansOnly(let rule):
      "the rule “\(rule)” estimates a mean and gives no single values"
    case .uncertaintyNotPositive(let compound, let value, _):
      "the uncertainty of \(compound) is \(value), not above zero"
    case .notPositive(let compounds, let purpose):
      "\(Self.list(compounds)): \(purpose) needs values above zero"
    case .compoundMissing(let compound, let purpose):
      "\(purpose) needs \(compound), which the record does not have"
    case .noConstants(let name): "no compound of the record has a value of \(name)"
    case .tooFew(let found, let needed, let purpose):
      "\(found) values for \(purpose), at least \(needed) are needed"
    case .badSetting(let name, let problem): "“\(name)” \(problem)"
    case .field(let name, let problem, _, _): "“\(name)” \(problem)"
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .unknownCompounds(_, let place), .totalAsSpecies(_, let place),
      .repeatedCompound(_, _, let place), .isomersTwice(_, let place), .noCompounds(let place),
      .mixedUnits(_, let place),
      .axesDiffer(let place):
      place
    case .unitMissing(_, let series): series
    case .uncertaintyNotPositive(_, _, let label): label
    case .field(_, _, _, let file): file
    default: ""
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .unknownCompounds:
      "write the usual name or the CAS number, or say that unknown columns are left out"
    case .totalAsSpecies: "name a compound, or leave the total out"
    case .isomersTwice:
      "take the single isomers (isomers: parts) or the sum (isomers: lump), or leave columns out"
    case .repeatedCompound: "leave one of the columns out"
    case .noCompounds: "list what is known with “airaccord voc species”"
    case .unitMissing: "state it: ppbC, ppb or µg/m³"
    case .mixedUnits: "put the series to one unit and state first"
    case .axesDiffer: "ingest them at one step and from one clock"
    case .airStateMissing: "state temperature and pressure, for example 298.15 K and 101.325 kPa"
    case .censoredWithoutRule:
      "choose zero, half, limit, or, for means, likelihood or order-statistics"
    case .limitMissing: "state the limits in a table “species,limit”, or choose zero"
    case .limitNotPositive: "correct the limit, or leave it out"
    case .allBelowDetection: "leave these compounds out: nothing is known of them but the limit"
    case .ruleForMeansOnly: "choose zero, half or limit"
    case .uncertaintyNotPositive: "correct the uncertainty; there is no measurement without one"
    case .notPositive: "choose half or limit for values below detection, or leave them out"
    case .compoundMissing: "choose other compounds, or a record that has it"
    case .noConstants: "see “airaccord voc species” for what is known"
    case .tooFew: "widen the period"
    case .badSetting: "give a value within its range"
    case .field(_, _, let remedy, _): remedy
    case .numerical: "check the data of the window"
    }
  }
}
