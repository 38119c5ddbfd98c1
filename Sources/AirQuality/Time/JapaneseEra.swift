/// The eras by which Japan counts years; municipal files write 令和2年4月1日, R2/4/1 or H27.
///
/// - Source: dates of the ordinances that changed the era (元号を改める政令): 昭和64年政令第1号, in
///   force on 1989-01-08, and 平成31年政令第143号, on 2019-05-01; the older ones by imperial edict
///   of 1912-07-30 and 1926-12-25. Meiji years are Gregorian from 1873.
public enum JapaneseEra: String, CaseIterable, Sendable {
  case meiji = "明治"
  case taisho = "大正"
  case showa = "昭和"
  case heisei = "平成"
  case reiwa = "令和"

  /// The calendar year of its year 1 (元年).
  public var firstYear: Int {
    switch self {
    case .meiji: 1868
    case .taisho: 1912
    case .showa: 1926
    case .heisei: 1989
    case .reiwa: 2019
    }
  }

  /// The last calendar year that has a day in it; `nil` for the present era.
  public var lastYear: Int? {
    switch self {
    case .meiji: 1912
    case .taisho: 1926
    case .showa: 1989
    case .heisei: 2019
    case .reiwa: nil
    }
  }

  /// The letter of short forms: M, T, S, H, R.
  public var letter: Character {
    switch self {
    case .meiji: "M"
    case .taisho: "T"
    case .showa: "S"
    case .heisei: "H"
    case .reiwa: "R"
    }
  }

  /// The name in one character, such as ㋿.
  private var square: Character {
    switch self {
    case .meiji: "㍾"
    case .taisho: "㍽"
    case .showa: "㍼"
    case .heisei: "㍻"
    case .reiwa: "㋿"
    }
  }

  /// The calendar year of a year of the era; `nil` for a year that the era does not have.
  public func calendarYear(_ year: Int) -> Int? {
    guard year >= 1, year <= 200 else { return nil }
    let result = firstYear + year - 1
    return result <= lastYear ?? .max ? result : nil
  }

  /// A calendar year with its era taken off the front: `令和2年`, `令和元年`, `R2`, `H27`, `㋿2`.
  ///
  /// - Returns: the year and what follows the number, `nil` where the text begins with no era or
  ///   the era has no such year.
  public static func year(at text: some StringProtocol) -> (year: Int, rest: String)? {
    var rest = text.map(narrowed)[...]
    while rest.first == " " { rest.removeFirst() }
    guard let first = rest.first else { return nil }
    let era: JapaneseEra
    if let named = allCases.first(where: { rest.starts(with: $0.rawValue) }) {
      era = named
      rest.removeFirst(2)
    } else if let short = allCases.first(where: {
      $0.square == first || String($0.letter) == first.uppercased()
    }) {
      era = short
      rest.removeFirst()
    } else {
      return nil
    }
    while rest.first == " " || rest.first == "." { rest.removeFirst() }
    var digits = ""
    if rest.first == "元" {
      digits = "1"
      rest.removeFirst()
    } else {
      while let digit = rest.first, digit.isASCII, digit.isNumber {
        digits.append(digit)
        rest.removeFirst()
      }
    }
    guard digits.count <= 2, let number = Int(digits), let year = era.calendarYear(number) else {
      return nil
    }
    return (year, String(rest))
  }

  /// Whether a text begins with an era.
  public static func begins(_ text: some StringProtocol) -> Bool {
    guard let first = text.drop(while: { $0 == " " }).first else { return false }
    return allCases.contains {
      text.contains($0.rawValue) || $0.square == first
        || String($0.letter) == narrowed(first).uppercased()
    }
  }

  /// Full-width letters, digits and signs as ASCII.
  private static func narrowed(_ character: Character) -> Character {
    guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else {
      return character
    }
    switch scalar.value {
    case 0x3000: return " "
    case 0xff01...0xff5e:
      return Unicode.Scalar(scalar.value - 0xfee0).map(Character.init) ?? character
    default: return character
    }
  }

  /// Year, month and day of a Japanese date: `令和2年4月1日`, `R2/4/1`, `R2.04.01`, `2020年4月1日`,
  /// `2020/4/1`, `20200401`; `nil` for anything else.
  ///
  /// A year without an era is taken as it stands: 2 is the year 2 and will be refused.
  public static func date(_ text: String) -> [Int]? {
    let plain = String(text.map(narrowed)).split(separator: " ").joined()
    var parts: [Int] = []
    var rest = plain
    if let found = year(at: plain) {
      parts = [found.year]
      rest = found.rest
    } else if plain.first.map({ $0.isASCII && $0.isNumber }) != true {
      return nil
    }
    let numbers = rest.split { !($0.isASCII && $0.isNumber) }
    let others = rest.filter { !($0.isASCII && $0.isNumber) }
    guard others.allSatisfy({ "年月日/-.".contains($0) }) else { return nil }
    if parts.isEmpty, numbers.count == 1, numbers[0].count == 8, others.isEmpty,
      let number = Int(numbers[0])
    {
      return [number / 10_000, number / 100 % 100, number % 100]
    }
    parts += numbers.compactMap { Int($0) }
    return parts.count == 3 ? parts : nil
  }
}
