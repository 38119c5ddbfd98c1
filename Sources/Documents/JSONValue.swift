public import Foundation

/// Any JSON: settings of a method, specifications of figures.
public enum JSONValue: Hashable, Codable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  /// A whole number that a double would round, such as a seed of twenty digits.
  case whole(UInt64)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads any JSON value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    func read<Kind: Decodable>(_ make: (Kind) -> JSONValue) -> JSONValue? {
      (try? container.decode(Kind.self)).map(make)
    }
    func number(_ value: Double) -> JSONValue {
      // Up to 2⁵³ a double holds every whole number.
      (value > 0x1p53 ? read(Self.exact) : nil) ?? .number(value)
    }
    self =
      try container.decodeNil()
      ? .null
      : read(JSONValue.bool) ?? read(number) ?? read(JSONValue.string)
        ?? read(JSONValue.array) ?? .object(container.decode([String: JSONValue].self))
  }

  /// Writes the value; a number that is not finite becomes `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value):
      if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    case .whole(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }

  /// Reads JSON text.
  ///
  /// - Throws: `DecodingError` for text that is no JSON.
  public init(text: String) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  /// What a value is written as.
  ///
  /// - Throws: `EncodingError`.
  public init(encoding value: some Encodable) throws {
    self = try JSONDecoder().decode(
      JSONValue.self, from: try StableJSON.encode(value, pretty: false))
  }

  /// A whole number, kept as it is.
  public static func exact(_ value: UInt64) -> JSONValue {
    UInt64(exactly: Double(value)) == value ? .number(Double(value)) : .whole(value)
  }

  /// The members of an object by name; `nil` for anything else.
  public var members: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The value on one line, with sorted keys.
  public var text: String {
    // A tree of numbers, texts and truth values can always be written.
    guard let data = try? StableJSON.encode(self, pretty: false) else { return "null" }
    return String(decoding: data.dropLast(), as: UTF8.self)
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}

/// How everything of ours is written as JSON: sorted keys, shortest numbers that read back to the
/// same bits, a newline at the end.
public enum StableJSON {
  /// The bytes of a value.
  public static func encode(_ value: some Encodable, pretty: Bool = true) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    var data = try encoder.encode(value)
    data.append(0x0A)
    return data
  }

  /// A value from its bytes.
  public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(type, from: data)
  }
}
