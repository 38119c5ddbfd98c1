import Documents
import Foundation
import Testing

/// What holds for every page, whatever it shows: rules of accessibility (WCAG 2.2) and of safety, and
/// that page, terminal and JSON show the same numbers.
enum PageRules {
  static func check(
    _ document: Document, page: String, terminal: String, in language: Language,
    _ location: SourceLocation
  ) throws {
    try accessibility(page, language, location)
    let json = String(decoding: try StableJSON.encode(document), as: UTF8.self)
    for section in document.sections {
      for case .table(let table) in section.blocks {
        let columns = table.columns.indices.filter { !table.columns[$0].isForFilesOnly }
        for value in table.rows.flatMap({ row in columns.map { row[$0] } }) {
          for (number, shown) in shown(value) {
            #expect(page.contains(shown), "\(table.id): \(shown)", sourceLocation: location)
            let exact = "\(number)".replacing(/\.0$/, with: "")
            #expect(json.contains(exact), "\(table.id): \(number)", sourceLocation: location)
            guard section.role != .detail else { continue }
            #expect(terminal.contains(shown), "\(table.id): \(shown)", sourceLocation: location)
          }
        }
      }
    }
  }

  /// Numbers of a cell with the digits of the document, reckoned by its rules as the guides state them.
  private static func shown(_ value: Value) -> [(Double, String)] {
    func number(_ value: Double, _ digits: Digits) -> [(Double, String)] {
      guard value.isFinite else { return [] }
      switch digits {
      case .decimals(let decimals): return [(value, ShownNumbers.fixed(value, decimals))]
      case .error(let error) where error > 0 && error.isFinite:
        return [
          (value, ShownNumbers.fixed(value, max(0, 1 - Int(log10(error).rounded(.down)))))
        ]
      // Three significant digits are told by other tests; here by their first two.
      case .size, .error, .significant: return []
      }
    }
    switch value {
    case .number(let own, let digits, _): return number(own, digits)
    case .estimate(let own, let low, let high, let digits, _):
      return [own, low, high].flatMap { number($0, digits) }
    case .range(let low, let high, let digits, _):
      return [low, high].flatMap { number($0, digits) }
    case .share(let share, let decimals):
      return [(share, ShownNumbers.fixed(100 * share, decimals))]
    case .marked(_, let inner): return shown(inner)
    default: return []
    }
  }

  private static func accessibility(
    _ page: String, _ language: Language, _ location: SourceLocation
  ) throws {
    func expect(_ holds: Bool, _ rule: Comment) {
      #expect(holds, rule, sourceLocation: location)
    }
    expect(page.contains("<html lang=\"\(language.tag)\">"), "the language is named (3.1.1)")
    expect(page.firstMatch(of: /<title>[^<]+<\/title>/) != nil, "the page has a title (2.4.2)")
    expect(
      page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;")
        || page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'"),
      "nothing from outside is let in")
    expect(page.matches(of: /<h1>/).count == 1, "one heading of the first order (1.3.1)")
    expect(page.firstMatch(of: /<h[1-3]>\s*<\/h[1-3]>/) == nil, "no heading is empty (2.4.6)")
    for figure in page.matches(of: /<div id="figure-[^>]*>/) {
      expect(
        String(figure.output).contains("role=\"img\"")
          && String(figure.output).firstMatch(of: /aria-label="[^"]{8,}"/) != nil,
        "every figure is described (1.1.1): \(figure.output)")
    }
    expect(
      page.matches(of: /<figure>/).count
        == page.matches(of: /<figcaption>[^<]+<\/figcaption>/).count,
      "every figure has a caption")
    expect(
      page.matches(of: /<table>/).count == page.matches(of: /<caption><span[^>]*>[^<]+</).count,
      "every table has a caption (1.3.1)")
    expect(page.firstMatch(of: /<th(?! scope=)(?!ead)/) == nil, "every heading has a scope (1.3.1)")
    expect(
      page.matches(of: /<table>/).count
        == page.matches(of: /<div class="wide" role="region" tabindex="0"/).count,
      "wide tables can be scrolled with the keyboard (2.1.1)")
    for navigation in page.matches(of: /<nav[^>]*>/) {
      expect(String(navigation.output).contains("aria-label="), "the contents have a name (2.4.1)")
    }
    let names = page.matches(of: /\bid="([^"]+)"/).map { String($0.output.1) }
    expect(Set(names).count == names.count, "no name stands twice (4.1.1)")
    for link in page.matches(of: /href="#([^"]+)"/) {
      expect(names.contains(String(link.output.1)), "every link leads somewhere: \(link.output.1)")
    }
  }
}
