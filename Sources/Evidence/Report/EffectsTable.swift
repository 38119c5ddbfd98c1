import AirQuality
import Estimation
import Foundation

/// The findings as one row a method, for a spreadsheet.
public struct EffectsTable: Sendable {
  private let dossier: Dossier

  /// The table of a dossier.
  public init(_ dossier: Dossier) { self.dossier = dossier }

  /// Comma-separated values with a header; numbers at full precision, empty where there is none.
  public var csv: String {
    let header = [
      "method", "design", "estimate", "unit", "lower", "upper", "level", "p",
      "relative_percent", "calibrated_estimate", "calibrated_lower", "calibrated_upper",
      "calibrated_p", "rank_p", "false_alarms", "treated", "donors", "observations",
    ]
    let rows = dossier.findings.map { finding -> [String] in
      let effect = finding.effect
      let calibration = finding.calibration
      func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
      return [
        effect.method.identifier, effect.method.design.rawValue, number(effect.estimate),
        effect.unit, number(effect.interval?.lower), number(effect.interval?.upper),
        number(effect.interval?.level), number(effect.pValue?.value),
        number(effect.relative?.percent), number(calibration?.estimate),
        number(calibration?.interval.lower), number(calibration?.interval.upper),
        number(calibration?.pValue.value), number(calibration?.rankP.value),
        number(calibration?.falseAlarms), String(effect.sample.treated),
        String(effect.sample.donors), String(effect.sample.observations),
      ]
    }
    return ([header] + rows).map { DelimitedField.line($0) }.joined(separator: "\n") + "\n"
  }
}
