import Mustache

extension String {
  /// The text with the five signs of markup written as references.
  ///
  /// Sign by sign: a quotation mark with a combining accent behind it is one character to Swift and still
  /// ends an attribute for a browser.
  package var escapedMarkup: String {
    var bytes: [UInt8] = []
    bytes.appendEscaped(self)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension [UInt8] {
  /// Appends a text with the five signs of markup as references.
  mutating func appendEscaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): append(contentsOf: "&#39;".utf8)
      default: append(byte)
      }
    }
  }
}

/// What fills the blanks of a page: the template library escapes by characters, which is not enough.
struct PageContent: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escapedMarkup }

  /// Makes the name `page` known to templates.
  static func register() { _ = registered }

  private static let registered: Void = MustacheContentTypes.register(PageContent(), named: "page")
}
