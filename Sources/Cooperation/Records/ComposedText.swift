// The standard library's own normal form C.
@_spi(_Unicode) import Swift

extension String {
  /// Whether the letters are composed (Unicode's normalisation form C), so that two that read alike
  /// are the same bytes to a table and to a file alike.
  var isComposed: Bool {
    utf8.allSatisfy { $0 < 0x80 } || _nfc.elementsEqual(unicodeScalars)
  }
}
