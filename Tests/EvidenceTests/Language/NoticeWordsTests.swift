import Documents
import Evidence
import Foundation
import Ingest
import Studies
import TestSupport
import Testing

/// What reading a file did is told in the reader's language, whatever the file.
@Suite("Words of reading notices")
struct NoticeWordsTests {
  private static let rows = Catalogue.builtIn.rows.filter {
    $0.id.hasPrefix("ingest.") || $0.id.hasPrefix("assumption.")
  }

  @Test("Every assumption of a built-in format has a row of its own", .tags(.property))
  func assumptions() {
    let known = FormatCatalogue.all.flatMap(\.assumptions)
    #expect(known.count > 20)
    for assumption in known {
      #expect(assumption.id.hasPrefix("assumption."), "\(assumption)")
      // The words of the row are those by which it is known.
      let isSame = FormatCatalogue.all.flatMap(\.assumed).contains(assumption.english)
      #expect(isSame, "\(assumption.english)")
    }
    let said = Set(known.map(\.id))
    for row in Self.rows where row.id.hasPrefix("assumption.") {
      #expect(said.contains(row.id), "no format assumes \(row.id)")
    }
  }

  @Test(
    "A notice keeps its facts, and has no English sentence in Japanese and Chinese",
    .tags(.property))
  func facts() throws {
    let names = ["浓度", "2013年", "甲"]
    for row in Self.rows {
      let blanks = Catalogue.builtIn.blanks(of: row.id, .english).sorted()
      let arguments = Dictionary(
        uniqueKeysWithValues: blanks.enumerated().map {
          ($0.element, Value.text(names[$0.offset % 3]))
        })
      let notice = IngestNotice(kind: .assumed, message: Message(row.id, arguments), count: 1)
      for language in [Language.japanese, .chinese] {
        let text = Catalogue.builtIn.text(
          QualityRepair(file: "a.csv", notice: notice).message, language)
        #expect(EnglishWords.sentences(text).isEmpty, "\(row.id): \(text)")
        for place in blanks.indices where place < 3 {
          #expect(text.contains(names[place]), "\(row.id) loses \(blanks[place]): \(text)")
        }
      }
    }
  }

  @Test("Files of an earlier version have a sentence; its kind is told", .tags(.analytical))
  func earlier() {
    let notice = IngestNotice(
      kind: .blankCell, message: .verbatim("blank cells in column x are taken as missing"), line: 3,
      count: 2)
    let repair = QualityRepair(file: "a.csv", notice: notice).message
    #expect(
      Catalogue.builtIn.text(repair, .english)
        == "a.csv:3: blank cells in column x are taken as missing (2 times)")
    #expect(
      Catalogue.builtIn.text(repair, .japanese) == "a.csv:3：空白の欄を欠測とした（2 件）")
  }
}
