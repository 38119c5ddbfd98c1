import TextFiles

/// Finds the description that a file's content follows. The file's name plays no part.
enum FormatRecognition {
  /// The best match among the descriptions and its header.
  ///
  /// - Throws: `unknownFormat` with the formats that come nearest.
  static func recognise(
    _ bytes: [UInt8], from start: Int, among descriptions: [FormatDescription], file: String,
    isUTF8: Bool = false
  ) throws(IngestError) -> (FormatDescription, HeaderLine) {
    var best: (description: FormatDescription, header: HeaderLine, matched: Int)?
    var near: [(IngestError.NearFormat, share: Double)] = []
    for description in descriptions where !description.isExplicit {
      guard
        let header = HeaderLine(
          bytes, from: start, description: description, isUTF8: isUTF8)
      else { continue }
      let wanted = description.recognisedBy
      let names = Set(header.names)
      let missing = wanted.filter { !names.contains($0) }
      if missing.isEmpty, !description.fits(header.names) { continue }
      if missing.isEmpty {
        // A longer signature is the more particular one; the earlier description wins a tie.
        if best.map({ wanted.count > $0.matched }) ?? true {
          best = (description, header, wanted.count)
        }
      } else if missing.count < wanted.count {
        near.append(
          (
            .init(identifier: description.identifier, missing: missing),
            Double(wanted.count - missing.count) / Double(wanted.count)
          ))
      }
    }
    if let best { return (best.description, best.header) }
    let nearest = near.enumerated().sorted {
      ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
    }.prefix(2).map(\.element.0)
    throw .unknownFormat(header: visibleHeader(bytes, from: start), nearest: nearest, file: file)
  }

  /// The first line that separates into several fields, else the first line, for the message.
  private static func visibleHeader(_ bytes: [UInt8], from start: Int) -> [String] {
    var first: [String] = []
    // Whole lines, since half a character at the end would change the verdict.
    let opening = bytes[start...].prefix(65_536)
    let likely = EncodingGuess.encoding(
      of: Array(opening[...(opening.lastIndex(of: 0x0a) ?? opening.endIndex - 1)]))?.encoding
    for preamble in 0..<6 {
      for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] {
        func header(_ encoding: TextEncoding) -> HeaderLine? {
          HeaderLine(
            bytes, from: start, preamble: preamble, syntax: .init(separator: separator),
            encoding: encoding)
        }
        guard let header = header(.utf8) ?? likely.flatMap(header) ?? header(.latin1) else {
          continue
        }
        if header.names.count > 2 { return header.names }
        if first.isEmpty { first = header.names }
      }
    }
    return first
  }
}

extension FormatDescription {
  /// Whether some column has the name that the description asks for.
  fileprivate func fits(_ names: [String]) -> Bool {
    guard let headerPattern else { return true }
    guard let expression = try? Regex(headerPattern) else { return false }
    return names.contains { $0.wholeMatch(of: expression) != nil }
  }
}
