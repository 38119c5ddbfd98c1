import AirQuality
import Cooperation
import Estimation

/// One part of what credible evidence contains, and whether it is here.
///
/// The parts are those of the project's review of guidance (HEI 2003; Burns et al. 2019,
/// doi:10.1002/14651858.CD010919.pub2; TARGET 2025, doi:10.1001/jama.2025.13350).
public struct ChecklistItem: Hashable, Codable, Sendable {
  /// How the part stands.
  public enum Status: String, Codable, Sendable {
    /// It is here and gives no reason to worry.
    case covered
    /// It is here and the reader should worry.
    case worrying
    /// It is not here.
    case open
  }

  /// Names the sentence in the string catalogue.
  public let identifier: String
  /// How the part stands.
  public let status: Status
  /// Numbers in the sentence.
  public let facts: [String: Double]

  init(_ identifier: String, _ status: Status, facts: [String: Double] = [:]) {
    self.identifier = identifier
    self.status = status
    self.facts = facts
  }
}

/// Judges findings; computes no effect.
struct Checklist {
  let study: StudyDescription
  let findings: [Finding]
  let series: [SeriesRecord]
  /// Whether what was measured in the two periods is of the same part of the year.
  let seasonsAgree: Bool

  var items: [ChecklistItem] {
    [
      design, donors, completeness, referenceState, season, preTrend, negativeControls,
      falseAlarms, agreement,
      weather,
      ChecklistItem("emissions", .open), ChecklistItem("registration", .open),
    ]
  }

  private var design: ChecklistItem {
    let controlled = findings.contains { $0.effect.method.design.isControlled }
    return ChecklistItem(
      controlled ? "design-controlled" : "design-uncontrolled",
      controlled ? .covered : .worrying)
  }

  private var donors: ChecklistItem {
    let count = series.filter { !$0.isTreated }.count
    return ChecklistItem(
      "donors", count == 0 ? .open : count < 2 ? .worrying : .covered,
      facts: ["count": Double(count)])
  }

  private var completeness: ChecklistItem {
    let lowest = series.filter(\.isTreated).map { min($0.shareBefore, $0.shareAfter) }.min() ?? 0
    return ChecklistItem(
      "completeness", lowest < study.outcome.minimumCapture ? .worrying : .covered,
      facts: ["percent": (lowest * 100).rounded()])
  }

  /// China's change of reference state on 2018-09-01 inside the window, on a Chinese clock.
  private var referenceState: ChecklistItem {
    let change = CivilDate(year: 2018, month: 9, day: 1)
    let straddles =
      change.map { study.before.first < $0 && study.after.last >= $0 } ?? false
    let kinds: Set<Pollutant.Kind> = [.gas, .particulate]
    let concerned = series.contains {
      $0.clock == "+08:00" && kinds.contains($0.pollutant.kind) && $0.unit.symbol.hasSuffix("/m³")
    }
    return ChecklistItem(
      straddles && concerned ? "reference-state-crossed" : "reference-state",
      straddles && concerned ? .worrying : .covered)
  }

  private var season: ChecklistItem {
    let worries: Set<String> = ["season-overlap", "short-before"]
    let isMismatched = findings.flatMap(\.effect.diagnostics)
      .contains { worries.contains($0.identifier) }
    let isUneven = !seasonsAgree && !findings.allSatisfy { Self.holdsSeason($0.effect.method) }
    return ChecklistItem(
      isMismatched || isUneven ? "season-mismatch" : "season",
      isMismatched || isUneven ? .worrying : .covered)
  }

  /// Whether a method has the season in its model or takes it from donors of the same days.
  private static func holdsSeason(_ method: Estimation.Method) -> Bool {
    method.design != .uncontrolledBeforeAfter
  }

  private var preTrend: ChecklistItem {
    let found = findings.flatMap(\.effect.diagnostics).first { $0.identifier == "pre-trend" }
    guard let found else { return ChecklistItem("pre-trend-open", .open) }
    return ChecklistItem(
      found.severity == .serious ? "pre-trend-drift" : "pre-trend",
      found.severity == .serious ? .worrying : .covered,
      facts: found.number("p").map { ["p": $0] } ?? [:])
  }

  private var negativeControls: ChecklistItem {
    guard let calibration = findings.compactMap(\.calibration).first else {
      return ChecklistItem("negative-controls-open", .open)
    }
    let smallest = calibration.rankP.smallestPossible ?? 0
    return ChecklistItem(
      "negative-controls", smallest > 0.05 ? .worrying : .covered,
      facts: ["count": Double(calibration.controls.count), "smallest": smallest])
  }

  private var falseAlarms: ChecklistItem {
    guard let worst = findings.compactMap(\.calibration).map(\.falseAlarms).max() else {
      return ChecklistItem("false-alarms-open", .open)
    }
    return ChecklistItem(
      worst > 0.1 ? "false-alarms-many" : "false-alarms", worst > 0.1 ? .worrying : .covered,
      facts: ["percent": (worst * 100).rounded()])
  }

  private var weather: ChecklistItem {
    guard study.weather == nil else { return ChecklistItem("weather-normalised", .covered) }
    return ChecklistItem("weather", study.covariates.isEmpty ? .open : .covered)
  }

  private var agreement: ChecklistItem {
    guard findings.count > 1 else { return ChecklistItem("agreement-open", .open) }
    let signs = Set(findings.map { $0.effect.estimate >= 0 })
    return ChecklistItem(
      signs.count > 1 ? "agreement-signs" : "agreement", signs.count > 1 ? .worrying : .covered,
      facts: ["count": Double(findings.count)])
  }
}
