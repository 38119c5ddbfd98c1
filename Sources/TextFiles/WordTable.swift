/// Texts that stand for numbers, a column, found by their bytes.
struct WordTable {
  /// Words of up to eight bytes as one integer, in the order they were given.
  private let short: [[(key: UInt64, value: Double)]]
  private let long: [[(text: [UInt8], value: Double)]]

  init(_ columns: [NumberColumn]) {
    short = columns.map { column in
      column.words.filter { $0.text.utf8.count <= 8 }.map {
        (Self.key(Array($0.text.utf8)), $0.value)
      }
    }
    long = columns.map { column in
      column.words.filter { $0.text.utf8.count > 8 }.map { (Array($0.text.utf8), $0.value) }
    }
  }

  private static func key(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The number that the bytes stand for, or `nil` when they are no word.
  func value(_ column: Int, _ bytes: GuardedBytes, _ range: Range<Int>) -> Double? {
    guard range.count > 8 else {
      var key: UInt64 = 0
      for position in range { key = key << 8 | UInt64(bytes[position]) }
      for word in short[column] where word.key == key { return word.value }
      return nil
    }
    for word in long[column] where word.text.count == range.count {
      var same = true
      for offset in 0..<range.count where same {
        same = word.text[offset] == bytes[range.lowerBound + offset]
      }
      if same { return word.value }
    }
    return nil
  }
}
