public import AirQuality
public import TextFiles
import FoundationEssentials

/// Why a network cannot be simulated or written.
public enum SimulationError: Error, Equatable, Sendable {
  /// A setting outside the range in which the model means something.
  case settingOutOfRange(setting: String, value: String, allowed: String)
  /// The folder or a file in it cannot be written.
  case unwritable(path: String, reason: String)
  /// The folder cannot be used.
  case folder(FolderFault)
}

extension SimulationError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .settingOutOfRange(let setting, let value, _): "\(setting) is \(value)"
    case .unwritable(_, let reason): "the simulated data cannot be written (\(reason))"
    case .folder(let fault): fault.what
    }
  }
  /// The path, if the trouble is with a file.
  public var location: String {
    switch self {
    case .settingOutOfRange: ""
    case .unwritable(let path, _): path
    case .folder(let fault): fault.location
    }
  }
  /// What to do.
  public var remedy: String {
    switch self {
    case .settingOutOfRange(let setting, _, let allowed): "choose \(setting) \(allowed)"
    case .unwritable: "choose a folder that can be written to, with room for the files"
    case .folder(let fault): fault.remedy
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
    func require(
      _ holds: Bool, _ setting: String, _ value: some CustomStringConvertible, _ allowed: String
    ) throws(SimulationError) {
      guard !holds else { return }
      throw .settingOutOfRange(
        setting: setting, value: value.description, allowed: allowed)
    }
    try require((1...5_000).contains(stations), "stations", stations, "from 1 to 5000")
    try require(
      (0...stations).contains(treatedStations), "treatedStations", treatedStations,
      "from 0 to the \(stations) stations")
    try require(lastDay >= firstDay, "lastDay", lastDay, "on or after \(firstDay)")
    let days = lastDay.daysSinceEpoch - firstDay.daysSinceEpoch + 1
    try require(
      days <= WorkLimit.counts.value, "lastDay", lastDay,
      "no more than \(WorkLimit.counts.value) days after \(firstDay), or raise "
        + WorkLimit.counts.rawValue)
    try require(
      start > firstDay && start <= lastDay, "start", start,
      "after \(firstDay) and not after \(lastDay)")
    try require(
      relativeEffect > -1 && relativeEffect.isFinite, "relativeEffect", relativeEffect, "above -1")
    try require(phaseInDays >= 0, "phaseInDays", phaseInDays, "of 0 or more")
    try require(
      abs(utcOffset) <= 50_400, "utcOffset", utcOffset, "from -50400 to 50400 seconds")
    try require(
      shareMissing >= 0 && shareMissing <= 0.9, "shareMissing", shareMissing, "from 0 to 0.9")
    for (name, value) in [("shortGap", shortGap), ("longGap", longGap)] {
      try require(value >= 1 && value.isFinite, name, value, "of 1 step or more")
    }
    for (name, value) in [
      ("longGapShare", longGapShare), ("ventilationPersistence", ventilationPersistence),
      ("regionalPersistence", regionalPersistence), ("localPersistence", localPersistence),
    ] {
      try require(value >= 0 && value < 1, name, value, "from 0 to below 1")
    }
    for (name, value) in [
      ("levelSpread", levelSpread), ("trendSpread", trendSpread),
      ("regionalDeviation", regionalDeviation), ("loadingSpread", loadingSpread),
      ("localDeviation", localDeviation), ("hourlyDeviation", hourlyDeviation),
      ("saturation", saturation),
    ] {
      try require(value >= 0 && value.isFinite, name, value, "of 0 or more")
    }
    for (name, value) in [
      ("medianConcentration", medianConcentration), ("correlationLength", correlationLength),
    ] {
      try require(value > 0 && value.isFinite, name, value, "above 0")
    }
    try require(
      weekendEffect > -1 && weekendEffect.isFinite, "weekendEffect", weekendEffect, "above -1")
    for (name, value) in [
      ("yearlyTrend", yearlyTrend), ("seasonAmplitude", seasonAmplitude),
      ("winterVolatility", winterVolatility), ("diurnalAmplitude", diurnalAmplitude),
      ("ventilationEffect", ventilationEffect),
      ("previousVentilationEffect", previousVentilationEffect),
      ("temperatureEffect", temperatureEffect), ("washOut", washOut),
    ] {
      try require(value.isFinite, name, value, "as a finite number")
    }
  }
}
