import CReferenceTables

/// The files of the catalogue, one an area, embedded when the program was compiled.
enum EmbeddedTexts {
  static var files: [String] {
    (0..<airaccord_embedded_count()).compactMap { position in
      let name = unsafe String(cString: airaccord_embedded_name(position))
      guard name.hasPrefix("language/texts/") else { return nil }
      var count = 0
      let start = unsafe airaccord_embedded_bytes(position, &count)
      return unsafe String(
        decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }
}
