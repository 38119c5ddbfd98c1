public import Documents
import AirQuality
import Cooperation
import Estimation

/// The findings for the terminal.
public struct TextReport: Sendable {
  private let dossier: Dossier
  private let language: Language

  private let isColoured: Bool

  /// The report of a dossier.
  ///
  /// - Parameter isColoured: whether serious warnings are printed in red.
  public init(_ dossier: Dossier, language: Language = .english, isColoured: Bool = false) {
    self.dossier = dossier
    self.language = language
    self.isColoured = isColoured
  }

  /// Title, the two sentences, a line a method, and what could not be answered.
  public var text: String {
    let wording = Wording(dossier: dossier, language: language)
    var lines = [
      dossier.study.title, "",
      Phrases.periods.text(
        language,
        [
          "before": dossier.study.before.description, "after": dossier.study.after.description,
          "start": dossier.study.measure.startText,
        ]), "",
    ]
    for warning in dossier.redLines {
      let text = "! \(Terms.diagnostic(warning, language))"
      lines += [isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text, ""]
    }
    lines += [wording.result, wording.doubt, wording.agreement].compactMap(\.self)
    lines.append("")
    let suffixes = FindingLabels(dossier).suffixes
    for (finding, suffix) in zip(dossier.findings, suffixes) {
      let effect = finding.effect
      var line =
        "\(effect.method.identifier)\(suffix): \(wording.amount(effect.estimate, of: effect))"
      if let interval = effect.interval {
        line +=
          " [\(wording.number(interval.lower, of: effect)), \(wording.number(interval.upper, of: effect))]"
        if abs(interval.level - (dossier.findings.first?.effect.interval?.level ?? 0.95)) > 1e-9
          || abs(interval.level - 0.95) > 1e-9
        {
          line += " (\(NumberText.fixed(100 * interval.level, 0)) %)"
        }
      }
      if let p = effect.pValue { line += ", p \(NumberText.relation(p.value))" }
      if let calibration = finding.calibration {
        line +=
          Phrases.calibratedShort.text(
            language,
            [
              "estimate": wording.amount(calibration.estimate, of: effect),
              "low": wording.number(calibration.interval.lower, of: effect),
              "high": wording.number(calibration.interval.upper, of: effect),
              "p": NumberText.relation(calibration.pValue.value),
              "alarms": NumberText.percent(calibration.falseAlarms),
            ])
      }
      lines.append("  " + line)
    }
    for method in dossier.unanswered {
      lines.append("  \(method.method): \(Sentences.text(method.reason, language))")
    }
    let doubtful = dossier.preparation.filter { $0.severity == .warning }
    if !doubtful.isEmpty {
      lines += [""] + doubtful.map { "  ! \(Terms.diagnostic($0, language))" }
    }
    let serious = zip(dossier.findings, suffixes).flatMap { finding, suffix in
      finding.effect.diagnostics.filter {
        $0.severity == .serious && !dossier.redLines.contains($0)
      }.map {
        let text =
          "  ! \(finding.effect.method.identifier)\(suffix): \(Terms.diagnostic($0, language))"
        return isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text
      }
    }
    if !serious.isEmpty { lines += [""] + serious }
    return lines.joined(separator: "\n")
  }
}
