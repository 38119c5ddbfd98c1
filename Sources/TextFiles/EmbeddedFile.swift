import CReferenceTables

/// The files of `Datasets/` that were embedded when the program was compiled.
package enum EmbeddedFile {
  /// All names: paths below `Datasets/`.
  package static let names: [String] = (0..<airaccord_embedded_count()).map {
    unsafe String(cString: airaccord_embedded_name($0))
  }

  /// The bytes of a file, or `nil` when no such file was embedded.
  ///
  /// - Parameter name: a path below `Datasets/`, such as `reference/aqi_breakpoints.csv`.
  package static func bytes(named name: String) -> [UInt8]? {
    guard let position = names.firstIndex(of: name) else { return nil }
    var count = 0
    let start = unsafe airaccord_embedded_bytes(position, &count)
    return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  }
}
