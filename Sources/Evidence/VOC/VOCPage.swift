public import Documents
import AirQuality
import Cooperation
import Estimation
public import Foundation
public import VOC
import Weather

/// A measure's impact on organic compounds as a page, tables and figures.
public struct VOCPage: Sendable {
  private let impact: VOCImpact
  private let record: SpeciatedRecord
  private let title: String
  private let language: Language
  private let renderer: FigureRenderer

  /// A page of an impact.
  ///
  /// - Parameter record: the record that it was found on, for the figures in time.
  public init(
    _ impact: VOCImpact, record: SpeciatedRecord, title: String, language: Language = .english,
    renderer: FigureRenderer = FigureRenderer()
  ) {
    self.impact = impact
    self.record = record
    self.title = title
    self.language = language
    self.renderer = renderer
  }

  /// Writes `voc.html`, `impact.json`, `changes.csv`, `attribution.csv` and `figures/` into a
  /// folder, all of them or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let page = TablePage(
      title: title, subtitle: subtitle, language: language, answers: answers,
      answerHeading: say(VOCTerms.answer),
      tables: [changes(relative: false), changes(relative: true), attribution, mixture, constants],
      figureHeading: say(VOCTerms.figures), doubtHeading: say(VOCTerms.doubts), doubts: doubts,
      madeBy: "airaccord \(ToolVersion.current) voc impact")
    let json: Data
    do {
      json = try StableJSON.encode(impact)
    } catch {
      throw .cannotWrite(folder: folder.path, reason: "\(error)")
    }
    return try page.write(
      to: folder, replacing: replacing, page: "voc.html",
      figures: VOCFigures(impact: impact, record: record, language: language).all,
      files: [
        ("impact.json", json), ("changes.csv", Data(changesTable.utf8)),
        ("attribution.csv", Data(attributionTable.utf8)),
      ], renderer: renderer)
  }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private var subtitle: String {
    say(
      VOCTerms.periods,
      [
        "before": impact.before.description, "after": impact.after.description,
        "start": impact.measure.start.description,
      ])
  }

  // MARK: Answers

  private func range(_ interval: ConfidenceInterval?) -> String {
    guard let interval else { return NumberText.value(.nan) }
    return NumberText.value(interval.lower) + say(Phrases.to) + NumberText.value(interval.upper)
  }

  private func answer(_ phrase: Phrase, _ quantity: WeighedQuantity) -> String? {
    guard let effect = impact.row(.total, "total", quantity)?.effects.first,
      let relative = effect.relative
    else { return nil }
    return say(
      phrase,
      [
        "value": NumberText.value(relative.percent), "interval": range(relative.interval),
        "method": Terms.methodName(effect.method, language),
      ])
  }

  private var answers: [String] {
    let mixture = impact.composition
    return [
      answer(VOCTerms.ozoneAnswer, .ozoneFormation), answer(VOCTerms.massAnswer, .mass),
      say(
        VOCTerms.mixtureAnswer,
        [
          "distance": NumberText.value(mixture.distance),
          "p": NumberText.relation(mixture.pValue.value), "count": String(mixture.cosines),
        ]),
    ].compactMap(\.self)
  }

  private var doubts: [(severity: String, text: String)] {
    var found: [(severity: String, text: String)] = []
    let effects = impact.rows.flatMap(\.effects)
    if !effects.contains(where: { $0.method.design.isControlled }) {
      found.append(("warning", say(VOCTerms.uncontrolled)))
    }
    let days = impact.before.dayCount + impact.after.dayCount
    // In four years a step's error is a third of what it is in two.
    if days < 1_461, effects.contains(where: { $0.method.design == .interruptedTimeSeries }) {
      found.append(
        (
          "warning",
          say(VOCTerms.power, ["years": NumberText.fixed(Double(days) / 365.25, 1)])
        ))
    }
    if case .trees? = impact.settings.weatherModel?.method, days < 1_461 {
      found.append(
        (
          "warning",
          say(VOCTerms.treesLearnTooMuch, ["years": NumberText.fixed(Double(days) / 365.25, 1)])
        ))
    }
    for kind in [ImpactSubject.Kind.factor, .family, .compound] {
      let names = impact.doubtful(kind).map { VOCTerms.subject($0, language) }
      guard !names.isEmpty else { continue }
      let unique = names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
      found.append(
        ("warning", say(VOCTerms.byChance, ["names": unique.joined(separator: ", ")])))
    }
    if impact.rows.contains(where: { $0.subject.kind == .factor }) {
      found.append(("note", say(VOCTerms.factorsAsControls)))
    }
    found.append(("note", say(VOCTerms.potentialOnly)))
    var seen: Set<String> = []
    for diagnostic in impact.row(.total, "total", .ozoneFormation)?.effects.flatMap(\.diagnostics)
      ?? [] where seen.insert(diagnostic.identifier).inserted
    {
      found.append((diagnostic.severity.rawValue, Catalogue.builtIn.text(.diagnostic(diagnostic), language)))
    }
    let censored = record.censoredCounts
    if let rule = impact.settings.assessment.rule, !censored.isEmpty {
      let names = censored.map { "\(VOCTerms.compound($0.compound.name, language)) (\($0.count))" }
      found.append(
        (
          "note",
          say(
            VOCTerms.censored,
            ["rule": say(VOCTerms.rule(rule)), "names": names.joined(separator: ", ")])
        ))
    }
    if !impact.attribution.withoutConstant.isEmpty {
      found.append(
        (
          "warning",
          say(
            VOCTerms.withoutConstant,
            [
              "names": impact.attribution.withoutConstant
                .map { VOCTerms.compound($0, language) }.joined(separator: ", ")
            ])
        ))
    }
    if !impact.unmatched.isEmpty {
      found.append(
        (
          "warning",
          say(
            VOCTerms.unmatched,
            ["names": impact.unmatched.map(\.name).joined(separator: ", ")])
        ))
    }
    return found
  }

  // MARK: Tables

  private var level: String {
    NumberText.fixed(
      100 * (impact.rows.first?.effects.first?.interval?.level ?? 0.95), 0)
  }

  private var referenceName: String {
    VOCTerms.compound(impact.settings.relativeTo ?? "", language)
  }

  /// Subjects as they are, or those over the untouched reference; no rows without one.
  private func changes(relative: Bool) -> TablePage.Table {
    TablePage.Table(
      heading: relative
        ? say(VOCTerms.relative, ["name": referenceName]) : say(VOCTerms.changes),
      note: relative
        ? say(VOCTerms.ratioAssumption, ["name": referenceName]) : say(VOCTerms.changesNote),
      columns: [
        say(VOCTerms.what), say(VOCTerms.quantityHeading), say(VOCTerms.method),
        say(VOCTerms.change) + " (%)", say(VOCTerms.interval, ["level": level]),
        say(Phrases.pValue), say(VOCTerms.correctedPValue),
      ], numeric: [3, 4, 5, 6],
      rows: impact.rows.filter { ($0.subject.reference != nil) == relative }.flatMap { row in
        zip(row.effects, row.adjustedPValues).map { effect, adjusted in
          [
            VOCTerms.subject(row.subject, language), say(VOCTerms.quantity(row.subject.quantity)),
            Terms.methodName(effect.method, language),
            effect.relative.map { NumberText.value($0.percent) } ?? say(Phrases.noValue),
            range(effect.relative?.interval),
            effect.pValue.map { NumberText.probability($0.value) } ?? say(Phrases.noValue),
            adjusted.map { NumberText.probability($0) } ?? say(Phrases.noValue),
          ]
        }
      })
  }

  private var attribution: TablePage.Table {
    TablePage.Table(
      heading: say(VOCTerms.attribution),
      note: say(
        VOCTerms.attributionNote,
        [
          "remainder": abs(impact.attribution.remainder) < 0.005
            ? "0.01" : NumberText.value(abs(impact.attribution.remainder))
        ]),
      columns: [
        say(VOCTerms.compoundHeading), say(VOCTerms.change) + " (µg O3/m³)",
        say(VOCTerms.interval, ["level": level]), say(VOCTerms.amountPart),
        say(VOCTerms.mixturePart),
      ], numeric: [1, 2, 3, 4],
      rows: impact.attribution.shares.map { share in
        [
          VOCTerms.compound(share.compound, language), NumberText.value(share.change),
          range(share.interval), NumberText.value(share.amountPart),
          NumberText.value(share.mixturePart),
        ]
      })
  }

  private var mixture: TablePage.Table {
    TablePage.Table(
      heading: say(VOCTerms.mixture), note: say(VOCTerms.mixtureNote),
      columns: [
        say(VOCTerms.what), say(VOCTerms.change), say(VOCTerms.interval, ["level": level]),
      ], numeric: [1, 2],
      rows: impact.composition.balances.map { balance in
        [
          CompoundFamily(rawValue: balance.name).map { say(VOCTerms.family($0)) } ?? balance.name,
          NumberText.value(balance.change), range(balance.interval),
        ]
      })
  }

  private var constants: TablePage.Table {
    TablePage.Table(
      heading: say(VOCTerms.constants), note: say(VOCTerms.constantsNote),
      columns: [
        say(VOCTerms.compoundHeading), say(VOCTerms.constant), say(VOCTerms.value),
        say(VOCTerms.basis), say(VOCTerms.source),
      ], numeric: [2],
      rows: impact.constants.map { row in
        [
          VOCTerms.compound(row.compound, language), row.scale.rawValue,
          "\(row.constant.value)", say(VOCTerms.basis(row.constant.basis)),
          Sentences.text(row.constant.source, language)
            + (row.constant.agreeingSources.map { " (\($0))" } ?? ""),
        ]
      })
  }

  private static func table(_ rows: [[String]]) -> String {
    rows.map { DelimitedField.line($0) + "\n" }.joined()
  }

  private var changesTable: String {
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    let header = [
      "kind", "name", "quantity", "relative_to", "method", "percent", "lower", "upper", "estimate",
      "unit", "p",
      "p_holm",
    ]
    return Self.table(
      [header]
        + impact.rows.flatMap { row in
          zip(row.effects, row.adjustedPValues).map { effect, adjusted in
            [
              row.subject.kind.rawValue, row.subject.name, row.subject.quantity.rawValue,
              row.subject.reference ?? "", effect.method.identifier,
              number(effect.relative?.percent), number(effect.relative?.interval?.lower),
              number(effect.relative?.interval?.upper),
              number(effect.estimate), effect.unit, number(effect.pValue?.value),
              number(adjusted),
            ]
          }
        })
  }

  private var attributionTable: String {
    let header = [
      "compound", "family", "change_ug_o3_m3", "lower", "upper", "amount_part", "mixture_part",
    ]
    return Self.table(
      [header]
        + impact.attribution.shares.map { share in
          [
            share.compound, share.family.rawValue, "\(share.change)",
            share.interval.map { "\($0.lower)" } ?? "",
            share.interval.map { "\($0.upper)" } ?? "", "\(share.amountPart)",
            "\(share.mixturePart)",
          ]
        })
  }
}
