public import Documents
import AirQuality
import Estimation
public import Foundation
import Mustache
public import Weather

/// Normalised series as a page, tables and figures.
public struct NormalisationPage: Sendable {
  private let series: [NormalisedSeries]
  private let comparison: YearComparison?
  private let language: Language
  private let renderer: FigureRenderer

  /// A page of one pollutant's series at one or several stations.
  public init(
    _ series: [NormalisedSeries], language: Language = .english,
    renderer: FigureRenderer = FigureRenderer()
  ) {
    self.series = series
    comparison = YearComparison(series)
    self.language = language
    self.renderer = renderer
  }

  /// Writes `normalised.html`, `normalised.json`, `periods.csv`, `changes.csv`, `series.csv` and
  /// `figures/` into a folder, all of them or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let figures = NormalisationFigures(
      series: series, comparison: comparison, language: language
    ).all
    let drawn = DrawnFigures(figures, by: renderer)
    return try drawn.write(to: folder, replacing: replacing) {
      [
        ("normalised.html", Data(try page(drawn).utf8)),
        (
          "normalised.json",
          try StableJSON.encode(Document(series: series, comparison: comparison), pretty: false)
        ),
        ("periods.csv", Data(NormalisationTables.periods(series).utf8)),
        ("changes.csv", Data(NormalisationTables.changes(comparison).utf8)),
        ("series.csv", Data(NormalisationTables.values(series).utf8)),
      ]
    }
  }

  private struct Document: Encodable {
    let series: [NormalisedSeries]
    let comparison: YearComparison?
  }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  private func page(_ drawn: DrawnFigures) throws -> String {
    let name = series.first?.observed.pollutant.displayName ?? ""
    var notes: [String] = []
    var redLines = comparison.map { WeatherText.disagreements($0, language) } ?? []
    for one in series {
      for note in one.notes {
        let text =
          "\(one.observed.station.name): "
          + WeatherPhrases.note(note.identifier, note.message, note.facts, language)
        if note.severity == .serious { redLines.append(text) } else { notes.append(text) }
      }
    }
    let title = say(WeatherPhrases.title, ["pollutant": name])
    let level = series.first.map { NumberText.fixed(100 * $0.model.confidenceLevel, 0) } ?? "95"
    var content: [String: Any] = [
      "lang": language.tag, "title": title, "style": HTMLTemplate.style,
      "redLines": redLines, "notes": notes,
      "stations": series.map(\.observed.station.name).joined(separator: ", "),
      "changesHeading": say(WeatherPhrases.changes),
      "changesNote": say(WeatherPhrases.changesNote), "kindHeading": say(WeatherPhrases.kind),
      "yearHeading": say(WeatherPhrases.year), "observedHeading": say(WeatherPhrases.observed),
      "normalisedHeading": say(WeatherPhrases.normalised),
      "bandHeading": say(WeatherPhrases.band, ["level": level]),
      "stationsHeading": say(WeatherPhrases.stations),
      "yearsHeading": say(WeatherPhrases.years), "poolHeading": say(WeatherPhrases.pool),
      "skillHeading": say(WeatherPhrases.skill), "skillNote": say(WeatherPhrases.skillNote),
      "errorHeading": say(WeatherPhrases.error), "notesHeading": say(WeatherPhrases.notes),
      "settingsHeading": say(WeatherPhrases.settings),
      "changes": comparison?.changes.map { WeatherText.row($0, language) } ?? [],
      "years": comparison?.years.map { WeatherText.row($0, language) } ?? [],
      "pools": series.compactMap { WeatherText.pool($0, language) },
      "skills": series.flatMap { WeatherText.skill($0, language) },
      "settings": try series.first.map {
        String(decoding: try StableJSON.encode($0.model), as: UTF8.self)
      } ?? "",
      "madeBy": say(
        WeatherPhrases.madeBy, ["tool": "airaccord \(ToolVersion.current) normalise"]),
    ]
    content.merge(drawn.content(language)) { _, drawn in drawn }
    return try MustacheTemplate(string: Self.template).render(content)
  }

  private static let template = """
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <main>
    <header><p class="brand">AirAccord</p><h1>{{title}}</h1><p>{{stations}}</p></header>
    {{#redLines}}<p class="red-line" role="alert">{{.}}</p>{{/redLines}}
    <section>
    {{#noFigures}}<p class="missing">{{.}}</p>{{/noFigures}}
    {{#figures}}<figure><div id="figure-{{name}}" class="figure">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>
    {{/figures}}</section>
    <section>
    <h2>{{changesHeading}}</h2>
    <p>{{changesNote}}</p>
    <table><thead><tr><th>{{kindHeading}}</th><th>{{yearHeading}}</th><th>{{observedHeading}}</th>
    <th>{{normalisedHeading}}</th><th>{{bandHeading}}</th><th>{{stationsHeading}}</th></tr></thead>
    <tbody>{{#changes}}<tr><td>{{kind}}</td><td>{{label}}</td><td>{{observed}}</td>
    <td>{{normalised}}</td><td>{{band}}</td><td>{{stations}}</td></tr>
    {{/changes}}</tbody></table>
    </section>
    <section>
    <h2>{{yearsHeading}}</h2>
    <table><thead><tr><th>{{kindHeading}}</th><th>{{yearHeading}}</th><th>{{observedHeading}}</th>
    <th>{{normalisedHeading}}</th><th>{{bandHeading}}</th><th>{{stationsHeading}}</th></tr></thead>
    <tbody>{{#years}}<tr><td>{{kind}}</td><td>{{label}}</td><td>{{observed}}</td>
    <td>{{normalised}}</td><td>{{band}}</td><td>{{stations}}</td></tr>
    {{/years}}</tbody></table>
    </section>
    <section>
    <h2>{{poolHeading}}</h2>
    {{#pools}}<p><strong>{{station}}.</strong> {{pool}} {{variance}}</p>{{/pools}}
    </section>
    <section>
    <h2>{{skillHeading}}</h2>
    <p>{{skillNote}}</p>
    <table><thead><tr><th></th><th></th><th>R²</th><th>{{errorHeading}}</th></tr></thead>
    <tbody>{{#skills}}<tr><td>{{station}}</td><td>{{name}}</td><td>{{r2}}</td><td>{{error}}</td></tr>
    {{/skills}}</tbody></table>
    </section>
    <section>
    <h2>{{notesHeading}}</h2>
    <ul>{{#notes}}<li>{{.}}</li>{{/notes}}</ul>
    </section>
    <section>
    <details><summary>{{settingsHeading}}</summary><pre>{{settings}}</pre></details>
    </section>
    <footer><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
