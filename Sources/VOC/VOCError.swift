public import Documents
import AirQuality

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
  case notPositive([String], purpose: Message)
  /// A compound that the question needs and the record does not have.
  case compoundMissing(String, purpose: Message)
  /// No compound of the record has the constant.
  case noConstants(String)
  /// Too few values.
  case tooFew(found: Int, needed: Int, purpose: Message)
  /// A setting has a value it cannot have.
  case badSetting(String, problem: Message)
  /// A file of settings or of an inventory has a field that does not fit.
  case field(String, problem: Message, remedy: Message, file: String)
  /// A kernel gave up.
  case numerical(Message)
}

/// A column whose name no compound answers to.
public struct UnmatchedName: Hashable, Codable, Sendable {
  /// As the file writes it.
  public let name: String
  /// Up to three compounds with near spellings; offered, never taken.
  public let nearest: [String]

  /// A name that is in no list, and those that are most like it.
  public init(name: String, nearest: [String]) {
    self.name = name
    self.nearest = nearest
  }
}

extension VOCError: Explained {
  private static func list(_ names: [String]) -> Message { .some(names, of: 8) }

  /// What is wrong.
  public var problem: Message {
    switch self {
    case .unknownCompounds(let names, _):
      Message(
        names.count > 8 ? "error.voc.no-compounds-called-more" : "error.voc.no-compounds-called",
        [
          "names": .list(
            names.prefix(8).map {
              .message(
                Message(
                  $0.nearest.isEmpty ? "error.voc.unmatched" : "error.voc.unmatched-near",
                  ["name": .text($0.name), "near": .names($0.nearest)]))
            }),
          "more": .count(names.count - 8),
        ])
    case .totalAsSpecies(let names, _):
      Message("error.voc.is-total-over-compounds", ["names": .fact(Self.list(names))])
    case .repeatedCompound(let name, let headers, _):
      Message(
        "error.voc.are-both",
        ["headers": .fact(headers.joined(separator: " and ")), "name": .fact(name)])
    case .isomersTwice(let overlaps, _):
      .several(
        overlaps.map {
          Message(
            "error.voc.lump-holds", ["lump": .fact($0.lump), "parts": .fact(Self.list($0.parts))])
        })
    case .noCompounds: "error.voc.no-series-is-known"
    case .unitMissing(let found, _):
      found.isEmpty || found == "1"
        ? "error.voc.unit-is-not-stated"
        : Message("error.voc.unit-is-no-concentration", ["found": .fact(found)])
    case .mixedUnits(let units, _):
      Message("error.voc.compounds-units-reference-states", ["units": .fact(Self.list(units))])
    case .axesDiffer: "error.voc.compounds-series-are-not"
    case .airStateMissing(let from, let to):
      Message(
        "error.voc.becomes-only-temperature-pressure", ["from": .fact(from), "to": .fact(to)])
    case .censoredWithoutRule(let compounds, let values):
      Message(
        "error.voc.values-are-below-detection",
        ["values": .fact(values), "compounds": .fact(Self.list(compounds))])
    case .limitMissing(let compounds, let rule):
      Message(
        "error.voc.rule-needs-detection-limits",
        ["rule": .fact(rule), "compounds": .fact(Self.list(compounds))])
    case .limitNotPositive(let compound, let value):
      Message(
        "error.voc.detection-limit-is-not", ["compound": .fact(compound), "value": .fact(value)])
    case .allBelowDetection(let compounds):
      Message("error.voc.every-value-is-below", ["compounds": .fact(Self.list(compounds))])
    case .ruleForMeansOnly(let rule):
      Message("error.voc.rule-estimates-mean-gives", ["rule": .fact(rule)])
    case .uncertaintyNotPositive(let compound, let value, _):
      Message(
        "error.voc.uncertainty-is-not-above", ["compound": .fact(compound), "value": .fact(value)])
    case .notPositive(let compounds, let purpose):
      Message(
        "error.voc.needs-values-above-zero",
        ["compounds": .fact(Self.list(compounds)), "purpose": .fact(purpose)])
    case .compoundMissing(let compound, let purpose):
      Message(
        "error.voc.needs-which-record-does",
        ["purpose": .fact(purpose), "compound": .fact(compound)])
    case .noConstants(let name): Message("error.voc.no-compound-record-has", ["name": .fact(name)])
    case .tooFew(let found, let needed, let purpose):
      Message(
        "error.voc.values-least-are-needed",
        ["found": .fact(found), "purpose": .fact(purpose), "needed": .fact(needed)])
    case .badSetting(let name, let problem): .field(name, problem)
    case .field(let name, let problem, _, _): .field(name, problem)
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .unknownCompounds(_, let place), .totalAsSpecies(_, let place),
      .repeatedCompound(_, _, let place), .isomersTwice(_, let place), .noCompounds(let place),
      .mixedUnits(_, let place),
      .axesDiffer(let place):
      .verbatim(place)
    case .unitMissing(_, let series): .verbatim(series)
    case .uncertaintyNotPositive(_, _, let label): .verbatim(label)
    case .field(_, _, _, let file): file.isEmpty ? nil : .verbatim(file)
    default: nil
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .unknownCompounds:
      "error.voc.write-usual-name-cas"
    case .totalAsSpecies: "error.voc.name-compound-leave-total"
    case .isomersTwice: "error.voc.isomers-parts-or-lump"
    case .repeatedCompound: "error.voc.leave-one-columns-out"
    case .noCompounds: "error.voc.list-what-is-known"
    case .unitMissing: "error.voc.state-ppbc-ppb-g"
    case .mixedUnits: "error.voc.put-series-one-unit"
    case .axesDiffer: "error.voc.ingest-them-one-step"
    case .airStateMissing: "error.voc.state-temperature-pressure-example"
    case .censoredWithoutRule:
      "error.voc.choose-rule-below-detection"
    case .limitMissing: "error.voc.state-limits-table-species"
    case .limitNotPositive: "error.voc.correct-limit-leave-out"
    case .allBelowDetection: "error.voc.leave-these-compounds-out"
    case .ruleForMeansOnly: "error.voc.choose-zero-half-or-limit"
    case .uncertaintyNotPositive: "error.voc.correct-uncertainty-there-is"
    case .notPositive: "error.voc.choose-half-limit-values"
    case .compoundMissing: "error.voc.choose-other-compounds-record"
    case .noConstants: "error.voc.see-airaccord-voc-species"
    case .tooFew: "error.voc.widen-period"
    case .badSetting: "error.voc.give-value-within-range"
    case .field(_, _, let remedy, _): remedy
    case .numerical: "error.voc.check-data-window"
    }
  }
}
