import Documents
import TextFiles

/// Gathers what happened, one notice a kind and subject.
struct NoticeBook {
  private struct Subject: Hashable {
    let kind: IngestNotice.Kind
    let message: Message
  }

  private struct Entry {
    let kind: IngestNotice.Kind
    let message: Message
    var line: Int?
    var count: Int
  }

  private var entries: [Entry] = []
  private var places: [Subject: Int] = [:]

  /// Counts one more event; the first line stays.
  mutating func note(_ kind: IngestNotice.Kind, _ message: Message, line: Int?, count: Int = 1) {
    let subject = Subject(kind: kind, message: message)
    if let place = places[subject] {
      entries[place].count += count
    } else {
      places[subject] = entries.count
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
        note(.byteOrderMark, "ingest.byte-order-mark", line: 1)
      case .encoding(let encoding, isGuessed: true):
        note(
          .encodingAssumed,
          say("ingest.encoding-guessed", encoding: encoding.rawValue), line: nil)
      case .encoding(let encoding, isGuessed: false):
        note(.encodingAssumed, say("ingest.encoding-by-mark", encoding: encoding.rawValue), line: 1)
      case .lineEnds(let ends):
        note(.lineEndsSettled, say("ingest.line-ends", ends: "\(ends)"), line: nil)
      case .zerosDropped(let count):
        note(
          .zerosDropped, "ingest.zero-bytes", line: nil, count: count)
      case .entry(let name):
        note(.archiveEntry, say("ingest.file-in-archive", name: name), line: nil)
      }
    }
  }

  /// What the scanner passed over without a value being lost.
  mutating func note(_ table: ScannedTable) {
    if table.quotedLineEnds.count > 0 {
      note(
        .quotedLineEnds, "ingest.quoted-line-ends",
        line: table.line(of: table.quotedLineEnds.firstRow), count: table.quotedLineEnds.count)
    }
    if table.furtherFields > 0 {
      note(
        .emptyFields,
        say("ingest.empty-fields", fields: table.furtherFields),
        line: table.line(of: 0), count: table.rowCount)
    }
  }
}
