import AirQuality
package import TextFiles

extension RecordFile {
  /// Records of one kind as CSV text in UTF-8, ready to be read again.
  package static func text(
    _ records: some Sequence<RegistryRecord>, of kind: RecordKind
  ) -> String {
    let schema = RecordSchema.of(kind)
    var text = DelimitedField.line(schema.columns.map(\.name)) + "\n"
    for record in records { text += line(record) }
    return text
  }

  private static func line(_ record: RegistryRecord) -> String {
    record.cells.map(GuardedText.field).joined(separator: ",") + "\n"
  }

  /// The same in another encoding.
  ///
  /// - Throws: `unwritable` with the first record that holds a character the encoding lacks.
  package static func bytes(
    _ records: some Sequence<RegistryRecord>, of kind: RecordKind, encoding: TextEncoding,
    mark: Bool = false
  ) throws(RegistryError) -> [UInt8] {
    if encoding == .utf8 {
      return (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(text(records, of: kind).utf8)
    }
    // UTF-16 has its mark before each text that is encoded; a file has one.
    let marks = encoding == .utf16 ? 2 : 0
    let header = DelimitedField.line(RecordSchema.of(kind).columns.map(\.name)) + "\n"
    var bytes = encoding.encode(header) ?? []
    for record in records {
      let row = line(record)
      guard let encoded = encoding.encode(row)?.dropFirst(marks) else {
        let character = row.first { encoding.encode(String($0)) == nil }
        throw .unwritable(
          character: character.map(String.init) ?? "?", encoding: encoding.rawValue,
          id: record.id)
      }
      bytes += encoded
    }
    return bytes
  }
}
