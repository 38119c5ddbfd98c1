import TextFiles

/// Gathers what happened, one notice a kind and subject.
struct NoticeBook {
  private struct Entry {
    let kind: IngestNotice.Kind
    let message: String
    var line: Int?
    var count: Int
  }

  private var entries: [Entry] = []
  private var places: [String: Int] = [:]

  /// Counts one more event; the first line stays.
  mutating func note(_ kind: IngestNotice.Kind, _ message: String, line: Int?, count: Int = 1) {
    if let place = places[kind.rawValue + message] {
      entries[place].count += count
    } else {
      places[kind.rawValue + message] = entries.count
      entries.append(Entry(kind: kind, message: message, line: line, count: count))
    }
  }

  /// Takes over what another book has.
  mutating func add(_ other: NoticeBook) {
    for entry in other.entries {
      note(entry.kind, entry.message, line: entry.line, count: entry.count)
    }
  }

  /// The notices in the order in which their first events came.
  var notices: [IngestNotice] {
    entries.map { IngestNotice(kind: $0.kind, message: $0.message, line: $0.line, count: $0.count) }
  }
}

extension NoticeBook {
  /// What was done to a file's bytes before they were a table.
  init(_ remarks: [TextContent.Remark]) {
    for remark in remarks {
      switch remark {
      case .byteOrderMark:
        note(.byteOrderMark, "the file begins with a byte-order mark", line: 1)
      case .encoding(let encoding, isGuessed: true):
        note(
          .encodingAssumed,
          "the text is not utf-8; it is taken for \(encoding.rawValue) (name the encoding in a format "
            + "description if this is wrong)", line: nil)
      case .encoding(let encoding, isGuessed: false):
        note(.encodingAssumed, "the text is \(encoding.rawValue), as its mark says", line: 1)
      case .lineEnds(let ends):
        note(.lineEndsSettled, "lines end with \(ends); they are read as usual lines", line: nil)
      case .zerosDropped(let count):
        note(
          .zerosDropped, "zero bytes behind the last line are left out", line: nil, count: count)
      case .entry(let name):
        note(.archiveEntry, "the table is the file “\(name)” in the archive", line: nil)
      }
    }
  }

  /// What the scanner passed over without a value being lost.
  mutating func note(_ table: ScannedTable) {
    if table.quotedLineEnds.count > 0 {
      note(
        .quotedLineEnds, "line ends inside quotation marks belong to their field",
        line: table.line(of: table.quotedLineEnds.firstRow), count: table.quotedLineEnds.count)
    }
    if table.furtherFields > 0 {
      note(
        .emptyFields,
        "every row has \(table.furtherFields) empty field\(table.furtherFields == 1 ? "" : "s") behind "
          + "the last column of the header, which are passed over",
        line: table.line(of: 0), count: table.rowCount)
    }
  }
}
