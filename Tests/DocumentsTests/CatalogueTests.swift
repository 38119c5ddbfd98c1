import Documents
import Foundation
import TestSupport
import Testing

@Suite("The catalogue of texts")
struct CatalogueTests {
  private let catalogue = Catalogue.builtIn

  @Test("Every text is there in three languages, once", .tags(.property))
  func complete() {
    var seen: Set<String> = []
    for row in catalogue.rows {
      let isNew = seen.insert(row.id).inserted
      #expect(isNew, "\(row.id) stands twice")
      for language in Language.allCases {
        #expect(row.texts[language]?.isEmpty == false, "\(row.id), \(language)")
      }
    }
    #expect(catalogue.rows.count > 100)
  }

  @Test("Every language has the same blanks", .tags(.property))
  func blanks() {
    for row in catalogue.rows {
      let english = catalogue.blanks(of: row.id, .english)
      for language in [Language.japanese, .chinese] {
        let own = catalogue.blanks(of: row.id, language)
        #expect(own == english, "\(row.id), \(language): \(own.symmetricDifference(english))")
      }
    }
  }

  /// What the sources hold between quotation marks.
  private struct Literal {
    let text: String
    /// Whether a value is interpolated behind it.
    let isOpen: Bool
    /// The name before the parenthesis that it stands in, such as `Message`.
    let call: String
    let isOfDocuments: Bool
    /// The label that it stands behind, such as `problem:`.
    let label: String
    /// Whether its room says what is wrong in three languages; records do not yet.
    let isTranslated: Bool
  }

  private static let literals: [Literal] = {
    let folder = SharedData.checkout.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var found: [Literal] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift", let data = try? Data(contentsOf: file) else { continue }
      // `Column` is another type in the rooms below.
      let isOfDocuments =
        file.path.contains("/Evidence/") || file.path.contains("/AirAccordCommand/")
      var start: Int?
      let isTranslated =
        !file.path.contains("/Cooperation/") && !file.path.contains("/Projects/")
      var call: [UInt8] = []
      var last: [UInt8] = []
      var label: [UInt8] = []
      let bytes = [UInt8](data)
      // Depth of the parentheses of a value that is interpolated; the literal goes on behind it.
      var depth = 0
      var isTail = false
      for (place, byte) in bytes.enumerated() {
        if depth > 0 {
          if byte == UInt8(ascii: "(") { depth += 1 }
          if byte == UInt8(ascii: ")") { depth -= 1 }
          if byte == UInt8(ascii: "\n") { (depth, isTail) = (0, false) }
          continue
        }
        if isTail {
          if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") { isTail = false }
          if byte == UInt8(ascii: "("), bytes[place - 1] == UInt8(ascii: "\\") { depth = 1 }
          continue
        }
        if let begun = start {
          let isEnd = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
          let isOpen =
            byte == UInt8(ascii: "\\") && place + 1 < bytes.count
            && bytes[place + 1] == UInt8(ascii: "(")
          guard isEnd || isOpen else { continue }
          found.append(
            Literal(
              text: String(decoding: bytes[begun..<place], as: UTF8.self), isOpen: isOpen,
              call: String(decoding: call, as: UTF8.self), isOfDocuments: isOfDocuments,
              label: String(decoding: label, as: UTF8.self), isTranslated: isTranslated))
          start = nil
          call = []
          isTail = isOpen
        } else if byte == UInt8(ascii: "\"") {
          start = place + 1
        } else if byte == UInt8(ascii: ":") {
          label = last + [byte]
          last = []
          call = []
        } else if byte == UInt8(ascii: "(") {
          call = last
          last = []
          label = []
        } else if (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(byte) {
          last.append(byte)
        } else if byte > UInt8(ascii: " ") {
          last = []
          call = []
          label = []
        } else {
          last = []
        }
      }
    }
    return found
  }()

  @Test("No text stands in the catalogue that nobody says", .tags(.property))
  func used() {
    let literals = Set(Self.literals.map(\.text))
    // “diagnostic.\\(name)” says every text that begins like it.
    let beginnings = Set(
      Self.literals.filter { $0.isOpen && $0.text.contains(".") }.map(\.text))
    let columns = Set(
      Self.literals.filter { ["Column", "column"].contains($0.call) }.map { "column.\($0.text)" })
    for row in catalogue.rows {
      let isSaid =
        literals.contains(row.id) || columns.contains(row.id)
        || beginnings.contains { row.id.hasPrefix($0) } || row.id.hasPrefix("unit.")
        // Looked up by its English words, which stand at the option; HelpTests find what is too many.
        || row.id.hasPrefix("option.")
      if !isSaid { Issue.record("nobody says \(row.id)") }
    }
  }

  @Test("Nothing is said that is not in the catalogue", .tags(.property))
  func known() {
    for literal in Self.literals
    where !literal.isOpen
      && (literal.call == "Message" || literal.text.hasPrefix("error.")
        || ["say", "warning", "remark", "refusal"].contains(literal.call)
          && literal.text.contains("."))
    {
      let isKnown = catalogue.has(literal.text)
      if !isKnown { Issue.record("not in the catalogue: \(literal.text)") }
    }
  }

  /// Rows that are said with their blanks: the calls of `say`, `refusal`, `Note.warning` and
  /// `Note.remark`.
  private static let calls: [(id: String, facts: Set<String>, file: String)] = {
    let folder = SharedData.checkout.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var found: [(id: String, facts: Set<String>, file: String)] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift", let text = try? String(contentsOf: file, encoding: .utf8)
      else { continue }
      let saying = /\b(?:say|refusal|Note\.warning|Note\.remark)\(\s*"([\w.-]+)"(?!,\s*\[)/
      for call in text.matches(of: saying) {
        // The labels at the depth of the call itself, up to its closing parenthesis.
        var depth = 1
        var label = ""
        var facts: Set<String> = []
        for character in text[call.range.upperBound...] {
          if "([{".contains(character) { depth += 1 }
          if ")]}".contains(character) { depth -= 1 }
          if depth == 0 { break }
          if character == ":", depth == 1 { facts.insert(label) }
          label = character.isLetter || character.isNumber ? label + String(character) : ""
        }
        found.append((String(call.output.1), facts, file.lastPathComponent))
      }
    }
    return found
  }()

  @Test("What is said has a fact for every blank of its row", .tags(.property))
  func facts() {
    #expect(Self.calls.count > 150)
    for call in Self.calls where catalogue.has(call.id) {
      let blanks = catalogue.blanks(of: call.id, .english)
      // A condition in a fact reads like a label; what is missing cannot be mistaken.
      let missing = blanks.subtracting(call.facts)
      #expect(missing.isEmpty, "\(call.file): \(call.id) lacks \(missing.sorted())")
    }
  }

  @Test("What a reason, a problem or a remedy says is a row and no sentence", .tags(.property))
  func noSentences() {
    let labels = ["problem:", "remedy:", "reason:", "purpose:"]
    for literal in Self.literals
    where labels.contains(literal.label) && literal.isTranslated && literal.text.contains(" ") {
      Issue.record("“\(literal.text)” is a sentence where a message is wanted")
    }
  }

  @Test("Japanese and Chinese texts hold no English sentence", .tags(.property))
  func noEnglish() {
    for row in catalogue.rows {
      for language in [Language.japanese, .chinese] {
        let text = row.texts[language] ?? ""
        // A command stays as it is typed, and so does a file; help indents both.
        let bare = text.replacing(
          /\{[^}]*\}|“airaccord[^”]*”|(airaccord )?projects import[ a-z-]*/, with: ""
        ).replacing(/(^|\n)  [^\n]*|：airaccord[^\n]*/, with: "")
        #expect(EnglishWords.sentences(bare).isEmpty, "\(row.id), \(language): \(text)")
      }
    }
  }

  @Test("Plurals, p-values and counts are filled in by rule", .tags(.analytical))
  func rules() {
    let catalogue = Catalogue(tables: [
      """
      id,en,ja,zh,note
      a,"{n|one place|# places}, p {=p}, {share}","{n} 地点、p {=p}、{share}","{n} 个站点，p {=p}，{share}",
      """
    ])
    func text(_ count: Int, _ p: Double, _ language: Language) -> String {
      catalogue.text(
        Message("a", ["n": .count(count), "p": .probability(p), "share": .share(0.256)]), language)
    }
    #expect(text(1, 0.0123, .english) == "one place, p = 0.012, 26 %")
    #expect(text(5, 0.0001, .english) == "5 places, p < 0.001, 26 %")
    #expect(text(5, 0.0001, .chinese) == "5 个站点，p < 0.001，26%")
    #expect(Value.fiscalYear(2018).text(in: .japanese) == "2018年度（平成30年度）")
    #expect(Value.fiscalYear(2019).text(in: .japanese) == "2019年度（令和元年度）")
    #expect(Value.fiscalYear(2014).text(in: .english) == "FY2014")
    #expect(Value.number(-0.001, .decimals(1)).text(in: .english) == "0.0")
    #expect(Value.number(-1.25, .error(0.4), unit: "µg/m³").text(in: .english) == "−1.25 µg/m³")
  }
}
