import Documents

/// A setting of a value: its name, what it may be, and where it stands.
///
/// A method lists its settings once. What a study may write, what a page prints and what
/// `airaccord methods` shows are read from that list.
public struct Setting<Root: Sendable>: Sendable {
  /// The property's name, `confidenceLevel`.
  public let property: String
  /// What is written behind it.
  public let kind: StudyKey.Kind
  /// Between which numbers it has a meaning; `nil` for what is no number, or where every number has one.
  public let range: SettingRange?
  /// Puts a value where the setting stands; `false` for one that does not fit its type.
  let put: @Sendable (JSONValue, inout Root) -> Bool
  /// What stands there.
  let value: @Sendable (Root) -> JSONValue
}

/// The numbers for which a setting has a meaning.
public struct SettingRange: Hashable, Sendable {
  /// The least of them; `nil` where there is none.
  public let least: Double?
  /// The largest of them; `nil` where there is none.
  public let most: Double?
  /// Whether the least is itself outside.
  public var excludesLeast = false
  /// Whether the largest is itself outside.
  public var excludesMost = false

  /// From one number to another, or without end.
  static func from(_ least: Double, to most: Double? = nil) -> SettingRange {
    SettingRange(least: least, most: most)
  }
  /// Up to a number.
  static func upTo(_ most: Double) -> SettingRange { SettingRange(least: nil, most: most) }
  /// Above a number, up to another or without end.
  static func above(_ least: Double, to most: Double? = nil) -> SettingRange {
    SettingRange(least: least, most: most, excludesLeast: true)
  }
  /// Between two numbers.
  static func between(_ least: Double, _ most: Double) -> SettingRange {
    SettingRange(least: least, most: most, excludesLeast: true, excludesMost: true)
  }
  /// What is above 0 and below 1.
  static let share = between(0, 1)
}

extension Setting {
  /// A key path that may be handed to another thread.
  public typealias Place<Value> = any WritableKeyPath<Root, Value> & Sendable

  private init<Value>(
    _ property: String, _ kind: StudyKey.Kind, _ place: Place<Value>, _ range: SettingRange? = nil,
    read: @escaping @Sendable (JSONValue) -> Value?,
    write: @escaping @Sendable (Value) -> JSONValue
  ) {
    self.property = property
    self.kind = kind
    self.range = range
    put = { json, root in
      guard let value = read(json) else { return false }
      root[keyPath: place] = value
      return true
    }
    value = { write($0[keyPath: place]) }
  }

  /// True or false.
  static func flag(_ property: String, _ place: Place<Bool>) -> Setting {
    Setting(property, .flag, place) {
      if case .bool(let flag) = $0 { flag } else { nil }
    } write: {
      .bool($0)
    }
  }

  /// A whole number.
  static func count(
    _ property: String, _ place: Place<Int>, _ range: SettingRange? = nil
  ) -> Setting {
    Setting(property, .count, place, range) {
      if case .number(let number) = $0 { Int(exactly: number) } else { nil }
    } write: {
      .number(Double($0))
    }
  }

  /// A number with which drawing begins.
  static func seed(_ place: Place<UInt64>) -> Setting {
    Setting("seed", .count, place, .from(0)) {
      switch $0 {
      case .number(let number): UInt64(exactly: number)
      case .whole(let number): number
      default: nil
      }
    } write: {
      .exact($0)
    }
  }

  /// A number.
  static func number(
    _ property: String, _ place: Place<Double>, _ range: SettingRange? = nil
  ) -> Setting {
    Setting(property, .number, place, range) {
      switch $0 {
      case .number(let number): number
      case .whole(let number): Double(number)
      default: nil
      }
    } write: {
      .number($0)
    }
  }

  /// A text.
  static func text(_ property: String, _ place: Place<String>) -> Setting {
    Setting(property, .text, place) {
      $0.string
    } write: {
      .string($0)
    }
  }

  /// Several texts.
  static func texts(_ property: String, _ place: Place<[String]>) -> Setting {
    Setting(property, .list, place) {
      $0.list(of: \.string)
    } write: {
      .array($0.map(JSONValue.string))
    }
  }

  /// One of a closed list of words.
  static func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ property: String, _ place: Place<Word>
  ) -> Setting where Word.RawValue == String {
    Setting(property, .choice(Word.allCases.map(\.rawValue)), place) {
      $0.string.flatMap(Word.init)
    } write: {
      .string($0.rawValue)
    }
  }

  /// Several of a closed list of words.
  static func words<Word: RawRepresentable & CaseIterable & Sendable>(
    _ property: String, _ place: Place<[Word]>
  ) -> Setting where Word.RawValue == String {
    Setting(property, .choices(Word.allCases.map(\.rawValue)), place) {
      $0.list { $0.string.flatMap(Word.init) }
    } write: {
      .array($0.map { .string($0.rawValue) })
    }
  }

  /// The setting of a block as one of the value that holds the block.
  func inside<Whole: Sendable>(
    _ block: any WritableKeyPath<Whole, Root> & Sendable
  ) -> Setting<Whole> {
    Setting<Whole>(
      property: property, kind: kind, range: range,
      put: { put($0, &$1[keyPath: block]) }, value: { value($0[keyPath: block]) })
  }
}

extension JSONValue {
  /// The text; `nil` for anything else.
  fileprivate var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The members of a list, each read; `nil` where one cannot be, or for anything else.
  fileprivate func list<Value>(of read: (JSONValue) -> Value?) -> [Value]? {
    guard case .array(let values) = self else { return nil }
    let found = values.compactMap(read)
    return found.count == values.count ? found : nil
  }
}
