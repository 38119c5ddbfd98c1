import Cooperation
import AirQuality
import Documents
public import Estimation
import Foundation

/// One diagnostic of a study against its threshold.
public struct DiagnosticCheck: Hashable, Codable, Sendable {
  /// What is looked at.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Whether the method that leads could answer.
    case answered
    /// Whether the data themselves are sound: no year that is no measurement, no change of reference state.
    case integrity
    /// Share of the periods that was measured at treated stations.
    case completeness
    /// Whether the method's own remarks hold a serious one, such as a drift before the measure.
    case remarks
    /// False alarms after calibration.
    case falseAlarms = "false-alarms"
    /// Expected absolute systematic error.
    case systematicError = "systematic-error"
    /// The smallest change that would be found.
    case detectable
  }

  /// How it stands.
  public enum Status: String, Codable, Sendable {
    case passed, failed
    /// Nobody can tell, for example without enough places to calibrate on.
    case unknown
  }

  /// What is looked at.
  public let kind: Kind
  /// How it stands.
  public let status: Status
  /// What was found; a count for `integrity` and `remarks`, else a share.
  public let value: Double?
  /// What it is held against.
  public let threshold: Double

  /// All checks of a dossier, by the finding that leads.
  public static func all(_ dossier: Dossier) -> [DiagnosticCheck] {
    let limits = dossier.study.thresholds ?? DiagnosticThresholds()
    let lead = dossier.leadingPlace.map { dossier.findings[$0] }
    func atMost(_ kind: Kind, _ value: Double?, _ limit: Double) -> DiagnosticCheck {
      DiagnosticCheck(
        kind: kind, status: value.map { $0 <= limit ? .passed : .failed } ?? .unknown,
        value: value, threshold: limit)
    }
    let main = dossier.study.main
    let isAnswered =
      lead != nil && (main == nil || lead?.effect.method.identifier == main)
    let measured = dossier.series.filter(\.isTreated).map { min($0.shareBefore, $0.shareAfter) }
      .min()
    let level = dossier.levelBefore
    let isLog = dossier.study.outcome.scale == .log
    func relative(_ value: Double?) -> Double? {
      guard let value else { return nil }
      return isLog ? value : level.map { value / $0 }
    }
    let calibration = lead?.calibration
    let serious =
      lead?.effect.diagnostics.filter {
        $0.severity == .serious && !dossier.redLines.contains($0)
      }.count ?? 0
    return [
      DiagnosticCheck(
        kind: .answered, status: isAnswered ? .passed : .failed, value: isAnswered ? 1 : 0,
        threshold: 1),
      atMost(.integrity, Double(dossier.redLines.count), 0),
      DiagnosticCheck(
        kind: .completeness,
        status: measured.map { $0 >= limits.completeness ? .passed : .failed } ?? .unknown,
        value: measured, threshold: limits.completeness),
      atMost(.remarks, Double(serious), 0),
      atMost(
        .falseAlarms, calibration?.card?.calibrated.falseAlarms, limits.falseAlarms),
      atMost(
        .systematicError, relative(calibration?.expectedAbsoluteError), limits.systematicError),
      atMost(.detectable, relative(calibration?.card?.detectable), limits.detectable),
    ]
  }
}

extension Dossier {
  /// The finding that leads: that of `main:`, else the one whose card is best: controlled designs first,
  /// of them trusted calibrations, then the smallest effect that would be found. Where no method has a
  /// card, the strongest design that could run.
  public var leadingPlace: Int? {
    if let main = study.main,
      let stated = findings.firstIndex(where: { $0.effect.method.identifier == main })
    {
      return stated
    }
    return findings.indices.min { rank($0) < rank($1) }
  }

  /// Whether the report card decided which finding leads.
  public var isLedByCard: Bool {
    study.main == nil && findings.contains { $0.calibration?.card != nil }
  }

  private func rank(_ place: Int) -> RankOfFinding {
    let finding = findings[place]
    let card = finding.calibration?.card
    return RankOfFinding(
      trust: card == nil ? 1 : card?.isTrusted == true ? 0 : 2,
      isUncontrolled: !finding.effect.method.design.isControlled,
      detectable: card?.detectable ?? .infinity, design: DesignStrength.rank(finding), place: place)
  }

  /// The treated stations' mean before the measure, in their unit.
  var levelBefore: Double? {
    let start = study.measure.begin(utcOffset: observed.axis.utcOffset)
    let values = (0..<observed.count).compactMap {
      observed.axis.instant(at: $0) < start ? observed[$0] : nil
    }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

private struct RankOfFinding: Comparable {
  let trust: Int
  let isUncontrolled: Bool
  let detectable: Double
  let design: Int
  let place: Int

  static func < (left: Self, right: Self) -> Bool {
    if left.isUncontrolled != right.isUncontrolled { return right.isUncontrolled }
    return (left.trust, left.detectable, left.design, left.place)
      < (right.trust, right.detectable, right.design, right.place)
  }
}

/// How strong designs are, without looking at what they found.
public enum DesignStrength {
  /// Smaller is stronger.
  public static func rank(_ finding: Finding) -> Int {
    let method = finding.effect.method
    let design =
      switch method.design {
      case .controlledInterruptedTimeSeries: 0
      case .controlledBeforeAfter: 1
      case .interruptedTimeSeries: 2
      case .uncontrolledBeforeAfter: 3
      }
    // Donors and days weighted so that both level and course before agree need less to hold than
    // donors alone; what a simulation found outside its bands stands behind its peers.
    let order = [
      "synthetic-difference-in-differences", "augmented-synthetic-control", "synthetic-control",
      "partially-pooled-synthetic-control", "penalised-synthetic-control",
      "interactive-fixed-effects", "matrix-completion", "structural-time-series", "imputation",
      "group-time", "sun-abraham",
      "two-stage", "difference-in-differences", "event-study", "interrupted-time-series",
      "change-point", "regression-discontinuity",
      "business-as-usual", "before-after",
    ]
    let within = order.firstIndex(of: method.identifier) ?? order.count
    return 1_000 * design + (method.weakness == nil ? 0 : 100) + within
  }
}

extension ReportCard {
  /// Whether the share of false alarms after calibration, parts left out, is 5 % within chance.
  public var isTrusted: Bool {
    guard let share = calibrated.falseAlarms else { return false }
    return share <= 0.05 + 3 * (0.05 * 0.95 / Double(controls)).squareRoot()
  }
}
