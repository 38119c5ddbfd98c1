public import Documents
import AirQuality
public import TextFiles
import FoundationEssentials

/// Why a network cannot be simulated or written.
public enum SimulationError: Error, Equatable, Sendable {
  /// A setting outside the range in which the model means something.
  case settingOutOfRange(setting: String, value: String, allowed: Message)
  /// The folder or a file in it cannot be written.
  case unwritable(path: String, reason: Message)
  /// The folder cannot be used.
  case folder(FolderFault)
}

extension SimulationError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .settingOutOfRange(let setting, let value, _):
      Message(
        "error.simulation.is-setting-value", ["setting": .fact(setting), "value": .fact(value)])
    case .unwritable(_, let reason):
      Message("error.simulation.simulated-data-cannot-written", ["reason": .fact(reason)])
    case .folder(let fault): fault.problem
    }
  }
  /// The path, if the trouble is with a file.
  public var place: Message? {
    switch self {
    case .settingOutOfRange: nil
    case .unwritable(let path, _): .verbatim(path)
    case .folder(let fault): fault.place
    }
  }
  /// What to do.
  public var advice: Message {
    switch self {
    case .settingOutOfRange(let setting, _, let allowed):
      Message("error.simulation.choose", ["setting": .fact(setting), "allowed": .fact(allowed)])
    case .unwritable: "error.simulation.choose-folder-can-written"
    case .folder(let fault): fault.advice
    }
  }
}

/// Writes files into a folder, all of them or none.
func place(
  _ files: [(name: String, bytes: Data)], in folder: URL, replacing: Bool
) throws(SimulationError) {
  do {
    _ = try FolderReplacement.place(files, in: folder.path, replacing: replacing)
  } catch {
    throw .folder(error)
  }
}

extension SimulatedNetwork {
  /// Refuses settings that the model cannot carry out, naming the first.
  func validate() throws(SimulationError) {
    try validatePlaces(1...5_000, "error.simulation.from-1-5000")
    try require(phaseInDays >= 0, "phaseInDays", phaseInDays, "error.simulation.0-more")
    try require(
      abs(utcOffset) <= 50_400, "utcOffset", utcOffset, "error.simulation.from-50400-50400-seconds")
    try require(
      shareMissing >= 0 && shareMissing <= 0.9, "shareMissing", shareMissing,
      "error.simulation.from-0-0-9")
    for (name, value) in [("shortGap", shortGap), ("longGap", longGap)] {
      try require(value >= 1 && value.isFinite, name, value, "error.simulation.1-step-more")
    }
    for (name, value) in [
      ("longGapShare", longGapShare), ("ventilationPersistence", ventilationPersistence),
      ("regionalPersistence", regionalPersistence), ("localPersistence", localPersistence),
    ] {
      try require(value >= 0 && value < 1, name, value, "error.simulation.from-0-below-1")
    }
    for (name, value) in [
      ("levelSpread", levelSpread), ("trendSpread", trendSpread),
      ("regionalDeviation", regionalDeviation), ("loadingSpread", loadingSpread),
      ("localDeviation", localDeviation), ("hourlyDeviation", hourlyDeviation),
      ("saturation", saturation),
    ] {
      try require(value >= 0 && value.isFinite, name, value, "error.simulation.0-more")
    }
    for (name, value) in [
      ("medianConcentration", medianConcentration), ("correlationLength", correlationLength),
    ] {
      try require(value > 0 && value.isFinite, name, value, "error.simulation.above-zero")
    }
    try require(
      weekendEffect > -1 && weekendEffect.isFinite, "weekendEffect", weekendEffect,
      "error.simulation.above-minus-one")
    for (name, value) in [
      ("yearlyTrend", yearlyTrend), ("seasonAmplitude", seasonAmplitude),
      ("winterVolatility", winterVolatility), ("diurnalAmplitude", diurnalAmplitude),
      ("ventilationEffect", ventilationEffect),
      ("previousVentilationEffect", previousVentilationEffect),
      ("temperatureEffect", temperatureEffect), ("washOut", washOut),
    ] {
      try require(value.isFinite, name, value, "error.simulation.finite-number")
    }
  }
}
