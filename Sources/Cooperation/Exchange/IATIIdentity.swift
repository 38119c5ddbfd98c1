/// How ids of ours and identifiers of the standard stand for each other, so that no two meet.
///
/// An id of ours has no blanks, commas or semicolons, an identifier of the standard none of
/// `/ & | ?`; what the other side does not admit is written as `%` and two hexadecimal digits of
/// each byte of UTF-8, and the sign `%` too.
enum IATIIdentity {
  /// The part of an identifier that stands for an id.
  static func part(of id: String) -> String { written(id) { "/&|?".contains($0) } }

  /// The id that an identifier stands for; another identifier has another id.
  static func id(of identifier: String) -> String {
    written(identifier) {
      // An id is composed (form C); a letter that is not is another one to the standard.
      $0.isWhitespace || $0 == ";" || $0 == "," || !String($0).isComposed
    }
  }

  /// The id behind a part of an identifier.
  static func id(ofPart part: String) -> String {
    guard part.contains("%") else { return part }
    var bytes: [UInt8] = []
    var rest = Array(part.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func written(_ text: String, _ isForbidden: (Character) -> Bool) -> String {
    guard text.contains(where: { isForbidden($0) || $0 == "%" }) else { return text }
    return text.map { character in
      guard isForbidden(character) || character == "%" else { return String(character) }
      return character.utf8.map { byte in
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }.joined()
    }.joined()
  }
}
