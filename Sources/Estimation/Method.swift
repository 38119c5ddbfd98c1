/// The strength of a design, in the words of systematic reviews of air-quality measures.
///
/// - Source: Burns et al. (2019), doi:10.1002/14651858.CD010919.pub2
public enum DesignLabel: String, Codable, Sendable, CaseIterable {
  /// The same places before and after, nothing to compare with. Supporting evidence only.
  case uncontrolledBeforeAfter = "UBA"
  /// A series long enough to extrapolate its own course.
  case interruptedTimeSeries = "ITS"
  /// Treated and untreated places, before and after.
  case controlledBeforeAfter = "CBA"
  /// A series with an untreated series beside it.
  case controlledInterruptedTimeSeries = "CITS"

  /// Whether something untreated stands beside the treated. Without it, text about the finding
  /// says that a change was seen, not that the measure made it.
  public var isControlled: Bool {
    self == .controlledBeforeAfter || self == .controlledInterruptedTimeSeries
  }

  /// The label in words.
  public var name: String {
    switch self {
    case .uncontrolledBeforeAfter: "uncontrolled before–after comparison"
    case .interruptedTimeSeries: "interrupted time series"
    case .controlledBeforeAfter: "controlled before–after comparison"
    case .controlledInterruptedTimeSeries: "controlled interrupted time series"
    }
  }
}

/// What an estimator is called, where it comes from and how strong its design is.
public struct Method: Hashable, Codable, Sendable {
  /// In kebab case, as a study writes it.
  public let identifier: String
  /// As the literature calls it.
  public let name: String
  /// The paper, as `doi:…`.
  public let source: String
  /// The design it belongs to.
  public let design: DesignLabel
  /// One sentence: what must hold for the estimate to be the effect.
  public let assumption: String
  /// One sentence where simulation found intervals or tests outside their bands (`make calibrate`);
  /// `nil` where it did not.
  public let weakness: String?

  /// A method with the source that describes it and the assumption it rests on.
  public init(
    identifier: String, name: String, source: String, design: DesignLabel, assumption: String,
    weakness: String? = nil
  ) {
    self.identifier = identifier
    self.name = name
    self.source = source
    self.design = design
    self.assumption = assumption
    self.weakness = weakness
  }
}
