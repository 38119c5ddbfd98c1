public import Documents
import AirQuality
public import Foundation
import Mustache
public import SourceApportionment

/// A factor report as a page, tables and figures.
///
/// Headings are in the page's language; species keep the names of the file.
public struct ApportionmentPage: Sendable {
  private let report: FactorReport
  private let language: Language
  private let renderer: FigureRenderer

  /// A page of a report.
  public init(
    _ report: FactorReport, language: Language = .english,
    renderer: FigureRenderer = FigureRenderer()
  ) {
    self.report = report
    self.language = language
    self.renderer = renderer
  }

  /// Writes `sources.html`, `sources.json`, `profiles.csv`, `contributions.csv`, `starts.csv` and
  /// `figures/` into a folder, all of them or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let drawing = ApportionmentFigures(report: report, language: language)
    let figures = drawing.all
    let drawn = DrawnFigures(figures, by: renderer)
    let tables = ApportionmentTables(report)
    return try drawn.write(to: folder, replacing: replacing) {
      var contents: [(String, Data)] = [
        ("sources.html", Data(try page(drawing, drawn).utf8)),
        ("sources.json", try StableJSON.encode(report)),
        ("profiles.csv", Data(tables.profiles.utf8)),
        ("contributions.csv", Data(tables.contributions.utf8)),
        ("starts.csv", Data(tables.starts.utf8)),
      ]
      for (name, steered) in [
        ("constrained", report.constrained), ("rotated", report.rotation),
      ] {
        guard let steered else { continue }
        let tables = ApportionmentTables(steered)
        contents.append(("\(name)-profiles.csv", Data(tables.profiles.utf8)))
        contents.append(("\(name)-contributions.csv", Data(tables.contributions.utf8)))
      }
      return contents
    }
  }

  private var solution: FactorSolution { report.solution }
  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private func page(
    _ drawing: ApportionmentFigures, _ drawn: DrawnFigures
  ) throws -> String {
    let masses = solution.masses
    let sum = masses.reduce(0, +)
    let factors = (0..<solution.factorCount).map { factor -> [String: String] in
      let best = report.comparisons.first { $0.factor == factor }
      return [
        "name": drawing.label(factor), "mass": NumberText.value(masses[factor]),
        "share": NumberText.percent(sum > 0 ? masses[factor] / sum : 0, language),
        "mapped": report.bootstrap.map {
          NumberText.percent(
            Double($0.found[factor]) / Double($0.settings.replicates), language)
        } ?? "–",
        "swaps": (report.displacement ?? report.ranges?.displacement)?.levels.first.map {
          String($0.swaps[factor])
        } ?? "–",
        "like": best.map {
          "\($0.source) (r \(NumberText.fixed($0.correlation, 2)), "
            + "\(NumberText.fixed($0.identityDistance, 2)))"
        } ?? "–",
      ]
    }
    let agreeing = Int((solution.stability * Double(solution.starts.count)).rounded())
    var content: [String: Any] = [
      "lang": language.tag, "title": say(Self.title), "style": HTMLTemplate.style,
      "lead": say(
        Self.lead,
        [
          "factors": String(solution.factorCount), "samples": String(solution.instants.count),
          "species": String(solution.species.count),
          "from": day(solution.instants.first), "until": day(solution.instants.last),
        ]),
      "fit": say(
        Self.fit,
        [
          "true": NumberText.fixed(solution.qTrue, 0),
          "robust": NumberText.fixed(solution.qRobust, 0),
          "ratio": NumberText.fixed(solution.qRatio, 2), "agreeing": String(agreeing),
          "starts": String(solution.starts.count),
        ]),
      "assumption": say(Self.assumption), "factorsHeading": say(Self.factors),
      "factorHeading": say(Self.factor),
      "massHeading": "\(say(Self.mass)) (\(solution.unit.symbol))",
      "shareHeading": say(Self.share), "mappedHeading": say(Self.mapped),
      "swapsHeading": say(Self.swaps), "likeHeading": say(Self.like),
      "figuresHeading": say(Self.figures), "doubtsHeading": say(Self.doubts),
      "noticesHeading": say(Self.notices), "settingsHeading": say(Self.settings),
      "settings": String(decoding: try StableJSON.encode(solution.settings), as: UTF8.self),
      "doubts": doubts, "factors": factors, "notices": report.notices.map(notice),
      "note": say(Self.note), "madeBy": "airaccord \(ToolVersion.current) voc pmf",
    ]
    content.merge(drawn.content(language)) { _, drawn in drawn }
    return try MustacheTemplate(string: Self.template).render(content)
  }

  /// What was left out or replaced, in the page's language; the file's own names stay.
  private func notice(_ text: String) -> String {
    for (phrase, isPrefix) in Self.noticePhrases {
      let english = phrase.text(.english)
      if isPrefix, text.hasPrefix(english) {
        return say(phrase) + text.dropFirst(english.count)
      }
      if !isPrefix, text.hasSuffix(english) {
        return String(text.dropLast(english.count)) + say(phrase)
      }
    }
    return text
  }

  private func day(_ instant: Instant?) -> String {
    instant?.date(utcOffset: solution.utcOffset).description ?? "–"
  }

  private var doubts: [[String: String]] {
    var rows: [[String: String]] = []
    func add(_ isWorrying: Bool, _ phrase: Phrase, _ values: [String: String] = [:]) {
      rows.append(["severity": isWorrying ? "warning" : "note", "text": say(phrase, values)])
    }
    if solution.stability * Double(solution.starts.count) < 1.5 {
      add(true, Self.unstable)
    }
    if solution.qRatio > 2 {
      add(true, Self.highQ, ["ratio": NumberText.fixed(solution.qRatio, 1)])
    }
    if let bootstrap = report.bootstrap {
      let least = (bootstrap.found.min() ?? 0) * 100 / max(bootstrap.settings.replicates, 1)
      add(
        least < 80, Self.bootstrapped,
        [
          "draws": String(bootstrap.settings.replicates), "length": String(bootstrap.blockLength),
          "least": String(least),
        ])
    } else {
      add(true, Self.noBootstrap)
    }
    if let ranges = report.ranges {
      add(
        false, Self.ranged,
        ["rise": NumberText.fixed(ranges.displacement.levels[0].rise, 2)])
    } else if report.bootstrap != nil {
      add(true, Self.percentilesOnly)
    }
    if let displacement = report.displacement ?? report.ranges?.displacement,
      let level = displacement.levels.first
    {
      let swaps = level.swaps.reduce(0, +)
      add(
        swaps > 0, Self.displaced,
        ["rise": ApportionmentTables.rise(level.rise), "swaps": String(swaps)])
      if displacement.largestFall > 0.01 * solution.qTrue { add(true, Self.fell) }
    } else {
      add(true, Self.noDisplacement)
    }
    if let both = report.bootstrapDisplacement {
      add(
        both.drawsDropped * 5 > both.drawsKept, Self.both,
        ["kept": String(both.drawsKept), "dropped": String(both.drawsDropped)])
    }
    if let constrained = report.constrained {
      add(
        constrained.relativeRise > 0.01, Self.constrained,
        ["rise": NumberText.fixed(100 * constrained.relativeRise, 2)])
    }
    if let rotation = report.rotation {
      add(
        false, Self.rotated,
        ["rise": NumberText.fixed(100 * rotation.relativeRise, 2)])
    }
    return rows
  }
}
