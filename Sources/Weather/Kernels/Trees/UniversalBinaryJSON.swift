/// The part of Universal Binary JSON in which XGBoost writes its models.
///
/// - Source: the specification of draft 12, <https://ubjson.org>: big-endian numbers, and arrays of
///   one type whose elements stand without their marker.
enum UniversalBinaryJSON {
  case object([String: UniversalBinaryJSON])
  case array([UniversalBinaryJSON])
  case text(String)
  case integer(Int)
  case number(Double)
  case integers([Int32])
  case floats([Float])
  case bytes([UInt8])
  case null

  subscript(name: String) -> UniversalBinaryJSON? {
    if case .object(let members) = self { return members[name] }
    return nil
  }

  var text: String? {
    if case .text(let value) = self { return value }
    return nil
  }

  var array: [UniversalBinaryJSON]? {
    if case .array(let values) = self { return values }
    return nil
  }

  /// Whole numbers of any width; an empty array has lost its type.
  var integers: [Int32]? {
    switch self {
    case .integers(let values): values
    case .bytes(let values): values.map(Int32.init)
    case .array(let values): values.isEmpty ? [] : nil
    default: nil
    }
  }

  var floats: [Float]? {
    switch self {
    case .floats(let values): values
    case .array(let values): values.isEmpty ? [] : nil
    default: nil
    }
  }

  /// Reads one value that fills the bytes; `nil` when they are something else.
  static func read(_ bytes: [UInt8]) -> UniversalBinaryJSON? {
    var reader = Reader(bytes: bytes)
    guard let marker = reader.byte() else { return nil }
    return reader.value(marker)
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func byte() -> UInt8? {
      guard position < bytes.count else { return nil }
      defer { position += 1 }
      return bytes[position]
    }

    /// A big-endian unsigned number of so many bytes.
    mutating func bits(_ width: Int) -> UInt64? {
      guard position + width <= bytes.count else { return nil }
      var result: UInt64 = 0
      for offset in 0..<width { result = result << 8 | UInt64(bytes[position + offset]) }
      position += width
      return result
    }

    mutating func integer(_ marker: UInt8) -> Int? {
      switch marker {
      case UInt8(ascii: "i"): bits(1).map { Int(Int8(truncatingIfNeeded: $0)) }
      case UInt8(ascii: "U"): bits(1).map { Int($0) }
      case UInt8(ascii: "I"): bits(2).map { Int(Int16(truncatingIfNeeded: $0)) }
      case UInt8(ascii: "l"): bits(4).map { Int(Int32(truncatingIfNeeded: $0)) }
      case UInt8(ascii: "L"): bits(8).map { Int(Int64(bitPattern: $0)) }
      default: nil
      }
    }

    /// A length with its own marker.
    mutating func length() -> Int? {
      guard let marker = byte(), let length = integer(marker), length >= 0 else { return nil }
      return length
    }

    mutating func text() -> String? {
      guard let length = length(), position + length <= bytes.count else { return nil }
      defer { position += length }
      return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    mutating func value(_ marker: UInt8) -> UniversalBinaryJSON? {
      switch marker {
      case UInt8(ascii: "{"): return object()
      case UInt8(ascii: "["): return array()
      case UInt8(ascii: "S"): return text().map { .text($0) }
      case UInt8(ascii: "d"):
        return bits(4).map { .number(Double(Float(bitPattern: UInt32($0)))) }
      case UInt8(ascii: "D"): return bits(8).map { .number(Double(bitPattern: $0)) }
      case UInt8(ascii: "T"): return .integer(1)
      case UInt8(ascii: "F"): return .integer(0)
      case UInt8(ascii: "Z"): return .null
      default: return integer(marker).map { .integer($0) }
      }
    }

    mutating func object() -> UniversalBinaryJSON? {
      var members: [String: UniversalBinaryJSON] = [:]
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "}") {
          position += 1
          return .object(members)
        }
        guard let name = text(), let marker = byte(), let member = value(marker) else {
          return nil
        }
        members[name] = member
      }
      return nil
    }

    mutating func array() -> UniversalBinaryJSON? {
      guard position < bytes.count else { return nil }
      if bytes[position] == UInt8(ascii: "$") {
        position += 1
        guard let type = byte(), byte() == UInt8(ascii: "#"), let count = length() else {
          return nil
        }
        return typed(type, count)
      }
      var count: Int?
      if bytes[position] == UInt8(ascii: "#") {
        position += 1
        guard let given = length() else { return nil }
        count = given
      }
      var values: [UniversalBinaryJSON] = []
      while count.map({ values.count < $0 }) ?? true {
        guard let marker = byte() else { return nil }
        if count == nil, marker == UInt8(ascii: "]") { break }
        guard let element = value(marker) else { return nil }
        values.append(element)
      }
      return .array(values)
    }

    mutating func typed(_ type: UInt8, _ count: Int) -> UniversalBinaryJSON? {
      let widths: [UInt8: Int] = [
        UInt8(ascii: "d"): 4, UInt8(ascii: "l"): 4, UInt8(ascii: "L"): 8, UInt8(ascii: "I"): 2,
        UInt8(ascii: "U"): 1, UInt8(ascii: "i"): 1,
      ]
      guard let width = widths[type], position + width * count <= bytes.count else { return nil }
      switch type {
      case UInt8(ascii: "d"):
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(Float(bitPattern: UInt32(bits(4) ?? 0))) }
        return .floats(values)
      case UInt8(ascii: "U"):
        defer { position += count }
        return .bytes(Array(bytes[position..<position + count]))
      default:
        var values: [Int32] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(Int32(truncatingIfNeeded: integer(type) ?? 0)) }
        return .integers(values)
      }
    }
  }
}
