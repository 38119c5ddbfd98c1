public import Documents

/// Why a series cannot be put into another unit or reference state.
public enum UnitError: Error, Equatable, Sendable {
  /// The two units measure different things.
  case incompatible(from: String, to: String, series: String)
  /// The molar mass or the number of carbon atoms is not known.
  case unknownMolecule(pollutant: String, series: String)
  /// A mass concentration whose temperature and pressure the source does not state.
  case stateUnstated(series: String)
  /// The quantity has no reference state.
  case stateless(series: String)
  /// Temperature or pressure of the air is needed and neither measured nor described.
  case conditionsMissing(what: Message, date: String, series: String)
  /// A weather series in a unit that is not read.
  case weatherUnit(found: String, needed: String, series: String)
}

extension UnitError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .incompatible(let from, let to, _):
      Message("error.air.cannot-converted", ["from": .fact(from), "to": .fact(to)])
    case .unknownMolecule(let pollutant, _):
      Message("error.air.molecule-is-not-known", ["pollutant": .fact(pollutant)])
    case .stateUnstated:
      "error.air.temperature-pressure-which-concentrations"
    case .stateless: "error.air.quantity-has-no-reference"
    case .conditionsMissing(let what, let date, _):
      Message("error.air.airs-is-needed-not", ["what": .fact(what), "date": .fact(date)])
    case .weatherUnit(let found, let needed, _):
      Message("error.air.unit-is-is-needed", ["found": .fact(found), "needed": .fact(needed)])
    }
  }

  /// The series concerned.
  public var place: Message? {
    switch self {
    case .incompatible(_, _, let series), .unknownMolecule(_, let series),
      .stateUnstated(let series), .stateless(let series), .conditionsMissing(_, _, let series),
      .weatherUnit(_, _, let series):
      .verbatim(series)
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .incompatible: "error.air.ask-unit-same-kind"
    case .unknownMolecule: "error.air.keep-unit-write-compounds"
    case .stateUnstated: "error.air.describe-format-reference-state"
    case .stateless: "error.air.leave-reference-state-out"
    case .conditionsMissing:
      "error.air.ingest-temperature-c-pressure"
    case .weatherUnit: "error.air.describe-column-unit-ingest"
    }
  }
}
