import Documents
import Evidence
import Foundation
import TestSupport
import Testing

/// Holds a document in three languages against what was looked at and kept: the terminal text and the
/// page without its drawings.
///
/// `AIRACCORD_RECORD=1` writes the files anew; look at the difference before committing it.
/// `AIRACCORD_PAGES=folder` writes each page whole, with its figures, to be looked at in a browser.
enum DocumentSnapshot {
  static func check(
    _ document: Document, named name: String, in languages: [Language] = Language.allCases,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for language in languages {
      let terminal = TerminalRenderer(language: language, width: 100).text(document)
      let page = try HTMLRenderer(
        language: language, stamp: HTMLRenderer.Stamp(date: "2026-01-01", tool: "AirAccord")
      ).page(document)
      try PageRules.check(
        document, page: page,
        terminal: TerminalRenderer(language: language, width: 2_000).text(document), in: language,
        sourceLocation)
      if let folder = ProcessInfo.processInfo.environment["AIRACCORD_PAGES"] {
        _ = try DocumentFolder(language: language, date: "2026-01-01").write(
          document, page: "page.html",
          to: URL(fileURLWithPath: folder).appendingPathComponent("\(name).\(language.rawValue)"),
          replacing: true)
      }
      try compare(
        terminal + "\n", with: "\(name).\(language.rawValue).txt", sourceLocation)
      try compare(
        skeleton(page), with: "\(name).\(language.rawValue).html", sourceLocation)
    }
    // The document itself survives JSON.
    let data = try StableJSON.encode(document)
    #expect(
      try StableJSON.decode(Document.self, from: data) == document, sourceLocation: sourceLocation)
  }

  /// The page without its style sheet, which changes for other reasons.
  private static func skeleton(_ page: String) -> String {
    guard let start = page.firstRange(of: "<style>"), let end = page.firstRange(of: "</style>")
    else { return page }
    return String(page[..<start.lowerBound] + page[end.upperBound...])
  }

  private static func compare(
    _ text: String, with file: String, _ location: SourceLocation
  ) throws {
    let url = SharedData.checkout.appendingPathComponent("Tests/EvidenceTests/Snapshots/\(file)")
    if ProcessInfo.processInfo.environment["AIRACCORD_RECORD"] == "1" {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return
    }
    let kept = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    guard kept != text else { return }
    let pairs = zip(
      kept.split(separator: "\n", omittingEmptySubsequences: false),
      text.split(separator: "\n", omittingEmptySubsequences: false))
    let line = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(file) differs at line \((line?.offset ?? 0) + 1)
        kept: \(line.map { String($0.element.0) } ?? "(another number of lines)")
        now:  \(line.map { String($0.element.1) } ?? "(another number of lines)")
      """, sourceLocation: location)
  }
}
