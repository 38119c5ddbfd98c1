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

  /// The notices in the order in which their first events came.
  var notices: [IngestNotice] {
    entries.map { IngestNotice(kind: $0.kind, message: $0.message, line: $0.line, count: $0.count) }
  }
}
