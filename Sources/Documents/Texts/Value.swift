/// A typed fact: what fills a blank of a message or a cell of a table.
///
/// It is printed in one place (`Value.text(in:)`), with the digits and the signs of the language, and
/// written at full precision to CSV. A long table has half a million of them: what is large stands elsewhere,
/// so that the others stay small.
public enum Value: Hashable, Codable, Sendable {
  /// Nothing is known.
  case missing
  /// A name or identifier, the same in all languages.
  case text(String)
  /// A name that records give in several languages; English where one is missing.
  indirect case translated(String, japanese: String?, chinese: String?)
  /// Another message.
  indirect case message(Message)
  /// How many.
  case count(Int)
  /// A number with its unit; the empty unit is dimensionless.
  case number(Double, Digits = .size, unit: String = "")
  /// From one number to another.
  indirect case range(Double, Double, Digits = .size, unit: String = "")
  /// A number with the ends of its interval.
  indirect case estimate(Double, lower: Double, upper: Double, Digits = .size, unit: String = "")
  /// A share between 0 and 1, printed in per cent.
  case share(Double, decimals: Int = 0)
  /// A p-value: three decimals, `< 0.001` below.
  case probability(Double)
  /// A calendar date, month or time as ISO 8601 writes it.
  case date(String)
  /// A Japanese fiscal year (April to March).
  case fiscalYear(Int)
  /// Names or numbers, separated as the language does.
  case list([Value])
  /// Whole sentences, one behind the other.
  case sentences([Value])
  /// A value that the reader must see: printed in the colour of its severity.
  indirect case marked(Severity, Value)
  /// A unit, in words of the language where it is a word.
  case unitSymbol(String)
  /// What readers see as a value and files write as an identifier, the same in all languages.
  indirect case coded(String, Value)
  /// A code, such as a digest or a command, printed as such.
  case code(String)

  /// A value, or `missing`.
  public static func optional<Wrapped>(_ value: Wrapped?, _ make: (Wrapped) -> Value) -> Value {
    value.map(make) ?? .missing
  }

  /// A unit by itself, in words where it is a word.
  public static func unit(_ unit: String) -> Value { .unitSymbol(unit) }

  /// Names in a row.
  public static func names(_ names: [String]) -> Value { .list(names.map { .text($0) }) }
}

/// How many digits a number is printed with.
public enum Digits: Hashable, Codable, Sendable {
  /// By the size of the number: about three significant digits.
  case size
  /// So many decimals.
  case decimals(Int)
  /// So many significant digits, never fewer than the whole number.
  case significant(Int)
  /// As many as two significant digits of its standard error need.
  case error(Double)

  /// Digits that the interval of a number allows: two of the standard error.
  ///
  /// - Parameter level: its coverage; 0.95 when not given.
  public static func interval(_ lower: Double, _ upper: Double) -> Digits {
    .error((upper - lower) / 3.92)
  }
}
