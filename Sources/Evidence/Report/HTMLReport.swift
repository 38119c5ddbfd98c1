import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation
import Mustache

/// The page: self-contained, readable without JavaScript and without a network.
struct HTMLReport {
  let dossier: Dossier
  let language: Language
  let figures: [Figure]
  let rendering: FigureRenderer.Rendering?

  /// The page's text.
  ///
  /// - Throws: `MustacheTemplate.Error` when the template itself is at fault.
  func page() throws -> String {
    try MustacheTemplate(string: HTMLTemplate.page).render(content)
  }

  private var wording: Wording { Wording(dossier: dossier, language: language) }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private var content: [String: Any] {
    let study = dossier.study
    var content: [String: Any] = [
      "lang": language.tag, "title": study.title,
      "periods": say(
        Phrases.periods,
        [
          "before": study.before.description, "after": study.after.description,
          "start": study.measure.startText,
        ]),
      "headings": headings,
      "findings": zip(dossier.findings, FindingLabels.names(dossier, language)).map(findingRow),
      "diagnostics": diagnostics, "checklist": dossier.checklist.map(checklistRow),
      "completeness": completenessRows, "conventions": conventionRows,
      "sources": dossier.sources.map { source in
        ["name": source.name, "sha256": source.sha256, "format": source.format]
      },
      "settings": settingsText, "madeBy": say(Phrases.madeBy, ["tool": dossier.tool]),
      "style": HTMLTemplate.style,
    ]
    content["redLines"] = dossier.redLines.map {
      Self.sentence(Terms.diagnostic($0, language))
    }
    if let weather = dossier.weather {
      content["weather"] = WeatherSection(weather: weather, language: language).content
    }
    content["question"] = study.question
    content["measureDescription"] = study.measure.description
    content["result"] = wording.result
    content["doubt"] = wording.doubt
    content["agreement"] = wording.agreement
    if !dossier.unanswered.isEmpty {
      content["unanswered"] = [
        "heading": say(Phrases.unanswered),
        "rows": dossier.unanswered.map {
          [
            "method": Terms.word($0.method, language) ?? $0.method,
            "reason": Sentences.text($0.reason, language),
          ]
        },
      ]
    }
    if let rendering {
      content["figures"] = figures.compactMap { figure -> [String: Any]? in
        guard let svg = rendering.svg[figure.name] else { return nil }
        return ["name": figure.name, "caption": figure.caption, "svg": svg]
      }
      content["live"] = ["bundle": Self.inScript(rendering.bundle), "specifications": scriptData]
    } else {
      content["noFigures"] = say(Phrases.noFigures)
    }
    return content
  }

  /// Text that cannot end the script element it stands in.
  private static func inScript(_ text: String) -> String {
    text.replacingOccurrences(of: "</script", with: "<\\/script")
      .replacingOccurrences(of: "<!--", with: "<\\!--")
  }

  private var scriptData: String {
    var specifications: [String: JSONValue] = [:]
    for figure in figures { specifications[figure.name] = figure.specification }
    let data = (try? StableJSON.encode(specifications, pretty: false)) ?? Data("{}".utf8)
    // JSON may write < as an escape anywhere in a string, and outside strings it never stands.
    return String(decoding: data, as: UTF8.self).replacingOccurrences(of: "<", with: "\\u003c")
  }

  private var headings: [String: String] {
    [
      "question": say(Phrases.question), "answer": say(Phrases.answer),
      "findings": say(Phrases.findings), "method": say(Phrases.method),
      "effect": say(Phrases.effect),
      "interval": say(Phrases.interval, ["level": dossier.intervalLevels]),
      "p": say(Phrases.pValue), "relative": say(Phrases.relative),
      "calibrated": say(Phrases.calibrated), "falseAlarms": say(Phrases.falseAlarms),
      "rank": say(Phrases.rank), "assumption": say(Phrases.assumption),
      "doubts": say(Phrases.doubts), "checklist": say(Phrases.checklist),
      "completeness": say(Phrases.completeness), "station": say(Phrases.station),
      "before": say(Phrases.before), "after": say(Phrases.after),
      "provenance": say(Phrases.provenance), "file": say(Phrases.file),
      "format": say(Phrases.format), "settings": say(Phrases.settings),
      "course": say(Phrases.course), "conventions": say(Phrases.conventions),
    ]
  }

  private func findingRow(_ finding: Finding, _ name: String) -> [String: Any] {
    let effect = finding.effect
    let wording = wording
    func range(_ interval: ConfidenceInterval?) -> String {
      guard let interval else { return say(Phrases.noValue) }
      return wording.number(interval.lower, of: effect) + say(Phrases.to)
        + wording.amount(interval.upper, of: effect)
    }
    var row: [String: Any] = [
      "method": name,
      "design": Terms.design(effect.method.design, language),
      "assumption": Terms.assumption(effect.method, language),
      "source": effect.method.source,
      "effect": wording.amount(effect.estimate, of: effect),
      "interval": range(effect.interval),
      "intervalMethod": effect.interval.map { Sentences.text($0.method, language) } ?? "",
      "p": effect.pValue.map { NumberText.probability($0.value) } ?? say(Phrases.noValue),
      "relative": effect.relative.map {
        NumberText.fixed($0.percent, 1) + NumberText.perCent(language)
      }
        ?? say(Phrases.noValue),
      "calibrated": say(Phrases.noValue), "calibratedP": say(Phrases.noValue),
      "falseAlarms": say(Phrases.noValue), "rank": say(Phrases.noValue),
    ]
    if let weakness = Terms.weakness(effect.method, language) { row["weakness"] = weakness }
    if let calibration = finding.calibration {
      row["calibrated"] =
        wording.amount(calibration.estimate, of: effect) + " (" + range(calibration.interval)
        + ")"
      row["calibratedP"] = NumberText.probability(calibration.pValue.value)
      row["falseAlarms"] = NumberText.percent(calibration.falseAlarms, language)
      row["markedDown"] = calibration.falseAlarms > 0.1
      row["rank"] = NumberText.probability(calibration.rankP.value)
    }
    return row
  }

  /// Each sentence once, with the methods it concerns.
  private var diagnostics: [[String: Any]] {
    var order: [Diagnostic] = []
    var methods: [Diagnostic: [String]] = [:]
    for (finding, name) in zip(dossier.findings, FindingLabels.names(dossier, language)) {
      for diagnostic in finding.effect.diagnostics {
        if methods[diagnostic] == nil { order.append(diagnostic) }
        methods[diagnostic, default: []].append(name)
      }
    }
    return order.sorted { $0.severity > $1.severity }.map { diagnostic in
      let concerned = methods[diagnostic] ?? []
      return [
        "severity": diagnostic.severity.rawValue,
        "text": Self.sentence(Terms.diagnostic(diagnostic, language)),
        "methods": concerned.count == dossier.findings.count
          ? "" : concerned.joined(separator: ", "),
      ]
    }
  }

  /// With a capital letter, as a sentence of its own.
  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private func checklistRow(_ item: ChecklistItem) -> [String: Any] {
    let status =
      switch item.status {
      case .covered: Phrases.statusCovered
      case .worrying: Phrases.statusWorrying
      case .open: Phrases.statusOpen
      }
    return [
      "status": say(status), "class": item.status.rawValue,
      "text": Terms.checklist(item, language),
    ]
  }

  private var completenessRows: [[String: String]] {
    var rows = dossier.series.filter(\.isTreated).map { record in
      [
        "station": record.station + (record.instrument.map { ", \($0)" } ?? ""),
        "before": NumberText.percent(record.shareBefore, language),
        "after": NumberText.percent(record.shareAfter, language),
      ]
    }
    let donors = dossier.series.filter { !$0.isTreated }
    if !donors.isEmpty {
      rows.append([
        "station": say(Phrases.donorsShare, ["count": String(donors.count)]),
        "before": NumberText.percent(donors.map(\.shareBefore).min() ?? 0, language),
        "after": NumberText.percent(donors.map(\.shareAfter).min() ?? 0, language),
      ])
    }
    return rows
  }

  private var conventionRows: [String] {
    var seen: Set<[String]> = []
    var rows: [String] = []
    for record in dossier.series {
      let values = [
        "\(record.pollutant.displayName), \(record.unit)",
        record.clock == "Z" ? "UTC" : "UTC\(record.clock)",
        say(record.stamp == .beginning ? Phrases.beginning : Phrases.ending),
        state(record.referenceState),
      ]
      guard seen.insert(values).inserted else { continue }
      rows.append(
        Phrases.convention.text(
          language,
          ["quantity": values[0], "clock": values[1], "stamp": values[2], "state": values[3]]))
    }
    return rows
  }

  private func state(_ state: ReferenceState) -> String {
    switch state {
    case .standard(let kelvin, let kilopascals):
      "\(NumberText.fixed(kelvin, 2)) K, \(NumberText.fixed(kilopascals, 3)) kPa"
    case .ambient: say(Phrases.ambient)
    case .chinaGB3095: say(Phrases.chinaGB3095)
    case .unstated: say(Phrases.unstated)
    case .notApplicable: say(Phrases.notApplicable)
    }
  }

  private var settingsText: String {
    let choices = dossier.findings.map { finding -> String in
      let data = (try? StableJSON.encode(finding.settings, pretty: false)) ?? Data()
      return finding.effect.method.identifier + " "
        + String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    var lines = ["airaccord evaluate study.yaml --archive ARCHIVE --output FOLDER", ""]
    lines += choices
    if let calibration = dossier.study.calibration {
      lines.append(
        "calibration: { negative_controls: \(calibration.negativeControls), seed: \(calibration.seed) }"
      )
    }
    return lines.joined(separator: "\n")
  }
}
