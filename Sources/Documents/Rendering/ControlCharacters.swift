extension String {
  /// The text with control characters as their symbols (`␛` for escape); line ends and tabs stay.
  ///
  /// A name from a file may hold sequences that retitle, recolour or command a terminal.
  package var withoutControlCharacters: String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      (scalar.value < 0x20 && scalar != "\n" && scalar != "\t" && scalar != "\r")
        || (0x7F...0x9F).contains(scalar.value)
    }
    guard unicodeScalars.contains(where: isControl) else { return self }
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let picture = scalar.value < 0x20 ? 0x2400 + scalar.value : 0x2421
      shown.append(isControl(scalar) ? Unicode.Scalar(picture) ?? "\u{FFFD}" : scalar)
    }
    // Our own red and its end; a name that holds them colours a line and does no more.
    return ["31", "0"].reduce(String(shown)) {
      $0.replacing("␛[\($1)m", with: "\u{1B}[\($1)m")
    }
  }
}
