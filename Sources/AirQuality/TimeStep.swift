public import Documents

/// The length of an axis's periods: a number of seconds, or of calendar months.
///
/// Months, quarters and years differ in length, so they are counted in months and never turned
/// into seconds; a week is 604,800 seconds.
public enum TimeStep: Hashable, Sendable {
  /// So many seconds, at least one.
  case seconds(Int)
  /// So many calendar months, each from the first of a month of the axis's clock.
  case months(Int)

  /// 3,600 seconds.
  public static let hour = Self.seconds(3_600)
  /// 86,400 seconds.
  public static let day = Self.seconds(86_400)
  /// Seven days.
  public static let week = Self.seconds(7 * 86_400)
  /// One calendar month.
  public static let month = Self.months(1)
  /// Three calendar months.
  public static let quarter = Self.months(3)
  /// Twelve calendar months.
  public static let year = Self.months(12)

  /// The exact length in seconds; `nil` for calendar months.
  public var seconds: Int? {
    if case .seconds(let seconds) = self { seconds } else { nil }
  }

  /// The length in seconds, of months the mean over the 400 years of the Gregorian calendar: for
  /// rates and comparisons, never for finding a date.
  public var meanSeconds: Int {
    switch self {
    case .seconds(let seconds): seconds
    case .months(let months): months * 2_629_746
    }
  }

  /// Whether the periods are whole local days: their labels are dates without a clock.
  public var isWholeDays: Bool {
    switch self {
    case .seconds(let seconds): seconds % 86_400 == 0
    case .months: true
    }
  }

  /// How many such periods a day holds; one for a day and longer.
  public var periodsPerDay: Int { max(1, 86_400 / meanSeconds) }
}

extension TimeStep: Comparable {
  /// By length.
  public static func < (left: Self, right: Self) -> Bool {
    (left.meanSeconds, left.seconds ?? 0) < (right.meanSeconds, right.seconds ?? 0)
  }
}

extension TimeStep: CustomStringConvertible {
  /// `hour`, `8 h`, `15 min`, `day`, `week`, `month`, `quarter`, `year`, `90 s`; see `init(_:)`.
  public var description: String {
    switch self {
    case .hour: "hour"
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .quarter: "quarter"
    case .year: "year"
    case .months(let months):
      months % 12 == 0 ? "\(months / 12) years" : "\(months) months"
    case .seconds(let seconds) where seconds % 86_400 == 0: "\(seconds / 86_400) days"
    case .seconds(let seconds) where seconds % 3_600 == 0: "\(seconds / 3_600) h"
    case .seconds(let seconds) where seconds % 60 == 0: "\(seconds / 60) min"
    case .seconds(let seconds): "\(seconds) s"
    }
  }

  /// `one hour`, `15 min`, `one month`: behind “steps of”.
  public var inWords: Message {
    func steps(_ unit: String, _ count: Int) -> Message {
      Message("step.\(unit)", ["count": .count(count)])
    }
    return switch self {
    case .week: "step.week"
    case .quarter: "step.quarter"
    case .months(let months):
      months % 12 == 0 ? steps("years", months / 12) : steps("months", months)
    case .seconds(let seconds) where seconds % 86_400 == 0: steps("days", seconds / 86_400)
    case .seconds(let seconds) where seconds % 3_600 == 0: steps("hours", seconds / 3_600)
    case .seconds(let seconds) where seconds % 60 == 0: steps("minutes", seconds / 60)
    case .seconds(let seconds): steps("seconds", seconds)
    }
  }

  /// Reads what `description` writes and its relatives: `hour`, `8 h`, `15min`, `2 days`, `month`,
  /// `quarter`, `3600` (seconds); `nil` for anything else and for nothing.
  public init?(_ text: String) {
    let trimmed = text.filter { !$0.isWhitespace }.lowercased()
    let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
    let word = trimmed.dropFirst(digits.count)
    guard let count = digits.isEmpty ? 1 : Int(digits), (1...1 << 30).contains(count) else {
      return nil
    }
    switch word {
    case "" where !digits.isEmpty, "s", "second", "seconds": self = .seconds(count)
    case "min", "minute", "minutes": self = .seconds(count * 60)
    case "h", "hour", "hours": self = .seconds(count * 3_600)
    case "d", "day", "days": self = .seconds(count * 86_400)
    case "week", "weeks": self = .seconds(count * 7 * 86_400)
    case "month", "months": self = .months(count)
    case "quarter", "quarters": self = .months(count * 3)
    case "year", "years": self = .months(count * 12)
    default: return nil
    }
    guard meanSeconds <= 1 << 30 else { return nil }
  }
}

extension TimeStep: Codable {
  /// Reads a number of seconds, or a text such as `month`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let seconds = try? container.decode(Int.self) {
      guard seconds > 0 else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "a step of \(seconds) s")
      }
      self = .seconds(seconds)
      return
    }
    let text = try container.decode(String.self)
    guard let step = TimeStep(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(text)” is no step such as hour, 8 h, day or month")
    }
    self = step
  }

  /// Writes seconds as a number, calendar months as a text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .seconds(let seconds): try container.encode(seconds)
    case .months: try container.encode(description)
    }
  }
}
