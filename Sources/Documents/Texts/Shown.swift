/// A fact that fills a blank of a message or stands in a cell of a table.
public protocol Shown {
  /// As it is printed.
  var shown: Value { get }
}

extension Value: Shown {
  /// Itself.
  public var shown: Value { self }
}
extension Message: Shown {
  /// What is said.
  public var shown: Value { .message(self) }
}
extension String: Shown {
  /// A name, the same in all languages.
  public var shown: Value { .text(self) }
}
extension Int: Shown {
  /// How many.
  public var shown: Value { .count(self) }
}
extension Double: Shown {
  /// A number with the digits of its size.
  public var shown: Value { .number(self) }
}
extension Optional: Shown where Wrapped: Shown {
  /// Missing where there is none.
  public var shown: Value {
    // A key path costs more than all else of a cell.
    guard let wrapped = self else { return .missing }
    return wrapped.shown
  }
}
extension Array: Shown where Element: Shown {
  /// One behind the other, separated as the language does.
  public var shown: Value { .list(map { $0.shown }) }
}

/// What has a lower and an upper end: the interval of an estimate.
public protocol Bounded {
  /// The lower end.
  var lower: Double { get }
  /// The upper end.
  var upper: Double { get }
}

/// Two ends by themselves.
package struct Ends: Bounded {
  package let lower: Double
  package let upper: Double

  package init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

extension Bounded {
  /// The digits that it allows.
  public var digits: Digits { .interval(lower, upper) }

  /// From one end to the other, by default with the digits that it allows.
  public func range(_ unit: String = "", _ digits: Digits? = nil) -> Value {
    .range(lower, upper, digits ?? self.digits, unit: unit)
  }

  /// A number in this interval.
  public func around(_ number: Double, _ unit: String = "", _ digits: Digits? = nil) -> Value {
    .estimate(number, lower: lower, upper: upper, digits ?? self.digits, unit: unit)
  }
}

/// How a number is printed where its size alone does not decide.
extension Double {
  package func unit(_ unit: String) -> Value { .number(self, unit: unit) }
  package func decimals(_ decimals: Int, _ unit: String = "") -> Value {
    .number(self, .decimals(decimals), unit: unit)
  }
  package func significant(_ digits: Int, _ unit: String = "") -> Value {
    .number(self, .significant(digits), unit: unit)
  }
  /// With the digits that its standard error allows.
  package func error(_ error: Double, _ unit: String = "") -> Value {
    .number(self, .error(error), unit: unit)
  }
  /// With the digits that its interval allows; by its size where it has none.
  package func within(_ interval: (some Bounded)?, _ unit: String = "") -> Value {
    .number(self, interval?.digits ?? .size, unit: unit)
  }
  package var share: Value { .share(self) }
  package func share(decimals: Int) -> Value { .share(self, decimals: decimals) }
  package var probability: Value { .probability(self) }
}

extension Shown {
  /// What readers see; files have the identifier.
  package func coded(_ identifier: String) -> Value { .coded(identifier, shown) }

  /// In the colour of its severity, where it has one.
  package func marked(_ severity: Severity?) -> Value {
    severity.map { .marked($0, shown) } ?? shown
  }
}

/// Says a row of the catalogue: `say("written.kept-aside", folder: folder)`.
///
/// The first argument is the row, the others are its blanks by name.
@dynamicCallable
public struct Say<Said>: Sendable {
  let finished: @Sendable (Message) -> Said

  package init(_ finished: @escaping @Sendable (Message) -> Said) { self.finished = finished }

  /// What is made of the message.
  public func dynamicallyCall(withKeywordArguments facts: KeyValuePairs<String, any Shown>) -> Said
  {
    guard case .text(let id)? = facts.first?.value.shown else {
      preconditionFailure("a message begins with its row")
    }
    return finished(
      Message(id, Dictionary(facts.dropFirst().map { ($0.key, $0.value.shown) }) { $1 }))
  }
}

/// A message of the catalogue.
public let say = Say<Message> { $0 }

extension Note {
  /// Worth knowing.
  public static let remark = Say<Note> { Note(.note, $0) }
  /// Lowers what the number is worth.
  public static let warning = Say<Note> { Note(.warning, $0) }
  /// A warning where the reader should worry, else a remark.
  package static func weighed(_ isWorrying: Bool) -> Say<Note> { isWorrying ? warning : remark }
}
