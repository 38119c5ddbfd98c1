import Documents
import Evidence
import Foundation
import TestSupport
import Testing

/// A page read as a browser does, to hold its cells against numbers that were reckoned elsewhere.
enum PageTables {
  /// Cells of a table's body, row by row, without marks and with the letters that entities stand for.
  static func rows(_ page: String, table place: Int = 0) -> [[String]] {
    let bodies = page.matches(of: /(?s)<tbody>(.*?)<\/tbody>/).map { String($0.output.1) }
    guard bodies.indices.contains(place) else { return [] }
    return bodies[place].matches(of: /(?s)<tr>(.*?)<\/tr>/).map { row in
      row.output.1.matches(of: /(?s)<td[^>]*>(.*?)<\/td>/).map { text(String($0.output.1)) }
    }
  }

  /// The sentence that stands first in the answer.
  static func lead(_ page: String) -> String {
    page.firstMatch(of: /(?s)<p class="lead">(.*?)<\/p>/).map { text(String($0.output.1)) } ?? ""
  }

  private static func text(_ markup: String) -> String {
    var text = markup.replacing(/<[^>]*>/, with: "")
    for (entity, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")] {
      text = text.replacing(entity, with: letter)
    }
    return text.replacing("&amp;", with: "&")
  }

  /// What holds for a page of any result in three languages, with its figures left out: rules of
  /// accessibility, the answer first, the same numbers on page and terminal, and no English sentence in
  /// Japanese or Chinese beside names and quotations.
  ///
  /// - Returns: page and terminal by language.
  @discardableResult
  static func check(
    _ document: Document, quoted: [String] = [], location: SourceLocation = #_sourceLocation
  ) throws -> [Language: (page: String, terminal: String)] {
    var said: [Language: (page: String, terminal: String)] = [:]
    for language in Language.allCases {
      let page = try HTMLRenderer(
        language: language, stamp: HTMLRenderer.Stamp(date: "2026-01-01", tool: "AirAccord")
      ).page(document)
      let terminal = TerminalRenderer(language: language, width: 2_000).text(document)
      try PageRules.check(document, page: page, terminal: terminal, in: language, location)
      #expect(
        document.sections.first?.role == .answer, "the answer first", sourceLocation: location)
      let lead = lead(page)
      #expect(lead.count > 10 && terminal.contains(lead), "\(lead)", sourceLocation: location)
      if language != .english {
        for text in [page, terminal] {
          let english = EnglishWords.sentences(text, without: quoted)
          #expect(english.isEmpty, "\(language): \(english)", sourceLocation: location)
          let loose = language == .chinese ? EnglishWords.looseSigns(text, without: quoted) : []
          #expect(loose.isEmpty, "\(loose)", sourceLocation: location)
        }
      }
      if let folder = ProcessInfo.processInfo.environment["AIRACCORD_PAGES"] {
        _ = try DocumentFolder(language: language, date: "2026-01-01").write(
          document, page: "page.html",
          to: URL(fileURLWithPath: folder)
            .appendingPathComponent("\(document.title.id).\(language.rawValue)"),
          replacing: true)
      }
      said[language] = (page, terminal)
    }
    return said
  }
}
