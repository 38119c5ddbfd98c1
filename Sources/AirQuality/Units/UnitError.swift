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
  case conditionsMissing(what: String, date: String, series: String)
  /// A weather series in a unit that is not read.
  case weatherUnit(found: String, needed: String, series: String)
}

extension UnitError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .incompatible(let from, let to, _): "\(from) cannot be converted to \(to)"
    case .unknownMolecule(let pollutant, _):
      "the molecule of “\(pollutant)” is not known, so its mass and carbon atoms are not"
    case .stateUnstated:
      "the temperature and pressure to which the concentrations refer are not stated"
    case .stateless: "the quantity has no reference state"
    case .conditionsMissing(let what, let date, _):
      "the air’s \(what) on \(date) is needed and not known"
    case .weatherUnit(let found, let needed, _): "the unit is \(found), \(needed) is needed"
    }
  }

  /// The series concerned.
  public var location: String {
    switch self {
    case .incompatible(_, _, let series), .unknownMolecule(_, let series),
      .stateUnstated(let series), .stateless(let series), .conditionsMissing(_, _, let series),
      .weatherUnit(_, _, let series):
      series
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .incompatible: "ask for a unit of the same kind"
    case .unknownMolecule: "keep the unit, or write the compound’s usual English name"
    case .stateUnstated: "describe the format with its reference_state and ingest again"
    case .stateless: "leave the reference state out"
    case .conditionsMissing:
      "ingest temperature (°C) and pressure (hPa) of the station, or describe its climate"
    case .weatherUnit: "describe the column with that unit and ingest again"
    }
  }
}
