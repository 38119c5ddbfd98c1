import TextFiles

extension IngestError {
  /// Whether no plain format was found, which says nothing about arranged layouts.
  var isAboutRecognition: Bool {
    switch self {
    case .unknownFormat, .unknownFormatName: true
    default: false
    }
  }

  /// A reader's refusal, with the column's name.
  init(_ error: TableError, names: [String], layout: TableLayout? = nil, file: String) {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    // A quotation mark may open behind the last column.
    func name(_ field: Int) -> String {
      names.indices.contains(field) ? names[field] : "\(field + 1)"
    }
    switch error {
    case .fieldCount(let expected, let found, let line):
      self = .fieldCount(expected: expected, found: found, file: file, line: line)
    case .notANumber(let bytes, let field, let line):
      self = .unreadableValue(text(bytes), column: name(field), file: file, line: line)
    case .notATime(let bytes, let field, let line):
      let isStamp = name(field) == layout?.description.time.column
      self = .unreadableTime(
        text(bytes), column: name(field),
        pattern: isStamp ? layout?.description.time.pattern : nil, file: file, line: line)
    case .impossibleTime(let reading, let line):
      self = .impossibleTime(reading, file: file, line: line)
    case .openQuote(let field, let line):
      self = .openQuote(column: name(field), file: file, line: line)
    case .textBehindQuote(let field, let line):
      self = .textBehindQuote(column: name(field), file: file, line: line)
    }
  }
}
