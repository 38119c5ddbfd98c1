import Documents
import TextFiles

/// What the diagnostics of a study must meet before its effect may be believed.
public struct DiagnosticThresholds: Hashable, Codable, Sendable {
  /// The largest share of places where nothing was done that may be significant at 5 % after calibration,
  /// each held against a null learnt without it. Default: 0.10.
  public var falseAlarms = 0.10
  /// The largest expected absolute systematic error, as a share of the level. Default: 0.05.
  public var systematicError = 0.05
  /// The largest change that may go unnoticed in one case of five, as a share of the level. Default: 0.20.
  public var detectable = 0.20
  /// The least share of each period in which the treated stations must have been measured. Default: 0.75.
  public var completeness = 0.75

  /// All thresholds at their defaults.
  public init() {}

  /// Those of a study file; `nil` where it has none.
  init?(_ top: StudyFields) throws(EstimationError) {
    guard top.value("thresholds") != nil else { return nil }
    let fields = try top.neededFields("thresholds")
    try fields.allow(StudyKey.names(under: "thresholds"))
    falseAlarms = try fields.share("false_alarms") ?? falseAlarms
    systematicError = try fields.share("systematic_error") ?? systematicError
    detectable = try fields.share("detectable") ?? detectable
    completeness = try fields.share("completeness") ?? completeness
  }
}
