public import AirQuality

/// A Japanese fiscal year: 1 April to 31 March, named by the year in which it begins.
///
/// It is a type of its own because three of its twelve months belong to the next calendar year: a
/// training of February 2019 is of the fiscal year 2018, and annual means of 2018 do not hold it.
public struct FiscalYear: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Calendar year of its first day.
  public let beginning: Int

  /// The fiscal year that begins in April of a calendar year.
  public init(beginning: Int) { self.beginning = beginning }

  /// The fiscal year in which a day lies.
  public init(containing date: CivilDate) {
    beginning = date.month >= 4 ? date.year : date.year - 1
  }

  /// Reads `FY2014`; nothing else, so that no calendar year is taken for a fiscal year.
  public init?(_ text: String) {
    guard text.utf8.count == 6, text.hasPrefix("FY"), let year = Int(text.dropFirst(2)),
      (1_900...2_999).contains(year)
    else { return nil }
    beginning = year
  }

  /// 1 April.
  public var firstDay: CivilDate { Self.day(beginning, 4, 1) }
  /// 31 March of the next calendar year.
  public var lastDay: CivilDate { Self.day(beginning + 1, 3, 31) }

  /// `FY2014`.
  public var description: String { "FY\(beginning)" }

  /// Chronological.
  public static func < (left: Self, right: Self) -> Bool { left.beginning < right.beginning }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("\(year) is no year of the calendar")
    }
    return date
  }
}

extension FiscalYear: Codable {
  /// Reads the description.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let year = FiscalYear(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(text)” is not a fiscal year such as FY2014")
    }
    self = year
  }

  /// Writes the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
