import TextFiles

/// Up to fifteen bytes of text in two numbers.
struct TextKey: Hashable, Sendable {
  private let first: UInt64
  private let second: UInt64

  init(_ bytes: ArraySlice<UInt8>) {
    var first: UInt64 = 0
    var second = UInt64(bytes.count)
    for (place, byte) in bytes.enumerated() {
      if place < 8 {
        first = first << 8 | UInt64(byte)
      } else {
        second = second << 8 | UInt64(byte)
      }
    }
    self.first = first
    self.second = second
  }
}

extension DelimitedReader {
  /// The bytes of a short field, by which a text that comes again is known without being made;
  /// `nil` for an empty or a long one.
  func key(_ field: Int) -> TextKey? {
    guard let slice = slice(field), !slice.isEmpty, slice.count <= 15 else { return nil }
    return TextKey(slice)
  }
}
