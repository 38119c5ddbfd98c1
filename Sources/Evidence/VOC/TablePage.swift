import Documents
import Foundation
import Mustache

/// A page of answers, tables and figures, as the pages on organic compounds are made.
struct TablePage {
  /// A table with a heading.
  struct Table {
    let heading: String
    /// What the table cannot show, under its heading.
    var note: String = ""
    let columns: [String]
    /// Columns of numbers stand flush right.
    let numeric: Set<Int>
    let rows: [[String]]
  }

  let title: String
  let subtitle: String
  let language: Language
  /// Sentences that answer the question, the first in bold.
  let answers: [String]
  let answerHeading: String
  let tables: [Table]
  let figureHeading: String
  let doubtHeading: String
  /// What the reader should know; the class is `note`, `warning` or `serious`.
  let doubts: [(severity: String, text: String)]
  let madeBy: String

  /// The page, its tables as CSV beside it, and its figures.
  ///
  /// - Throws: as `PageFolder.place`.
  func write(
    to folder: URL, replacing: Bool, page name: String, figures: [Figure],
    files: [(String, Data)], renderer: FigureRenderer
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let drawn = DrawnFigures(figures, by: renderer)
    return try drawn.write(to: folder, replacing: replacing) {
      files + [(name, Data(try html(drawn).utf8))]
    }
  }

  private func html(_ drawn: DrawnFigures) throws -> String {
    func cells(_ texts: [String], _ table: Table) -> [[String: String]] {
      texts.enumerated().map { ["text": $1, "class": table.numeric.contains($0) ? "n" : ""] }
    }
    var content: [String: Any] = [
      "lang": language.tag, "title": title, "subtitle": subtitle, "style": HTMLTemplate.style,
      "answerHeading": answerHeading, "figureHeading": figureHeading,
      "doubtHeading": doubtHeading, "madeBy": madeBy,
      "first": answers.first ?? "", "others": Array(answers.dropFirst()),
      "tables": tables.filter { !$0.rows.isEmpty }.map { table in
        [
          "heading": table.heading, "note": table.note, "columns": cells(table.columns, table),
          "rows": table.rows.map { ["cells": cells($0, table)] },
        ] as [String: Any]
      },
      "doubts": doubts.map { ["severity": $0.severity, "text": $0.text] },
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
    <header><p class="brand">AirAccord</p><h1>{{title}}</h1><p class="periods">{{subtitle}}</p></header>
    <section class="answer">
    <h2>{{answerHeading}}</h2>
    <p class="result">{{first}}</p>
    {{#others}}<p>{{.}}</p>
    {{/others}}</section>
    <section>
    <h2>{{figureHeading}}</h2>
    {{#noFigures}}<p class="missing">{{.}}</p>{{/noFigures}}
    {{#figures}}<figure><div id="figure-{{name}}" class="figure">{{{svg}}}</div>
    <figcaption>{{caption}}</figcaption></figure>
    {{/figures}}</section>
    {{#tables}}<section>
    <h2>{{heading}}</h2>
    <p>{{note}}</p>
    <div class="wide"><table><thead><tr>{{#columns}}<th class="{{class}}">{{text}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}<tr>{{#cells}}<td class="{{class}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>
    </section>
    {{/tables}}<section>
    <h2>{{doubtHeading}}</h2>
    <ul class="diagnostics">{{#doubts}}<li class="{{severity}}">{{text}}</li>
    {{/doubts}}</ul>
    </section>
    <footer><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
