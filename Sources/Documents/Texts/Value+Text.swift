extension Value {
  /// The value as a language prints it.
  ///
  /// - Parameter catalogue: where messages are looked up.
  public func text(in language: Language, _ catalogue: Catalogue = .builtIn) -> String {
    switch self {
    case .missing: "–"
    case .text(let text), .code(let text): text
    case .date(let text): Self.moment(text)
    case .translated(let english, let japanese, let chinese):
      switch language {
      case .english: english
      case .japanese: japanese ?? english
      case .chinese: chinese ?? english
      }
    case .message(let message): catalogue.text(message, language)
    case .count(let count): count < 0 ? "−" + String(count.magnitude) : String(count)
    case .number(let number, let digits, let unit):
      Self.print(number, digits) + Self.unit(unit, language, catalogue)
    case .range(let low, let high, let digits, let unit):
      Self.print(low, digits) + catalogue.text("range.to", language) + Self.print(high, digits)
        + Self.unit(unit, language, catalogue)
    case .estimate(let number, let lower, let upper, let digits, let unit):
      Self.print(number, digits) + Self.unit(unit, language, catalogue) + " ("
        + Self.print(lower, digits) + catalogue.text("range.to", language)
        + Self.print(upper, digits) + ")"
    case .share(let share, let decimals):
      NumberText.fixed(100 * share, decimals) + NumberText.perCent(language)
    case .probability(let number): NumberText.probability(number)
    case .fiscalYear(let year): Self.fiscalYear(year, language, catalogue)
    case .list(let values):
      values.map { $0.text(in: language, catalogue) }
        .joined(separator: catalogue.text("list.separator", language))
    case .sentences(let values):
      values.map { $0.text(in: language, catalogue) }
        .joined(separator: language == .english ? " " : "")
    case .marked(_, let value), .coded(_, let value): value.text(in: language, catalogue)
    case .unitSymbol(let unit): catalogue.unit(unit, language)
    }
  }

  /// A day as ISO 8601 writes it; of a time, minutes behind a blank and the clock in brackets.
  private static func moment(_ text: String) -> String {
    // By bytes: a table has tens of thousands of days, and an expression is compiled for each.
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, has(bytes[..<16], form: "0000-00-00T00:00") else { return text }
    let hasSeconds = bytes.count >= 19 && has(bytes[16..<19], form: ":00")
    let clock = bytes[(hasSeconds ? 19 : 16)...]
    guard clock.isEmpty || has(clock, form: "Z") || has(clock, form: "+00:00") else { return text }
    func part(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
    let seconds = hasSeconds ? part(bytes[16..<19]) : ""
    let shown = "\(part(bytes[..<10])) \(part(bytes[11..<16]))\(seconds == ":00" ? "" : seconds)"
    return clock.isEmpty
      ? shown : "\(shown) (UTC\(has(clock, form: "Z") ? "" : part(clock)))"
  }

  /// Whether a text has a form, in which 0 stands for any digit and + for either sign.
  private static func has(_ text: ArraySlice<UInt8>, form: String) -> Bool {
    guard text.count == form.utf8.count else { return false }
    return form.utf8.elementsEqual(text) { form, byte in
      switch form {
      case UInt8(ascii: "0"): (48...57).contains(byte)
      case UInt8(ascii: "+"): byte == 43 || byte == 45
      default: form == byte
      }
    }
  }

  /// A number with the digits that were asked for.
  static func print(_ number: Double, _ digits: Digits) -> String {
    switch digits {
    case .decimals(let decimals): NumberText.value(number, decimals: decimals)
    case .error(let error) where error.isFinite && error > 0:
      NumberText.value(number, decimals: NumberText.decimals(forError: error))
    case .significant(let count): NumberText.significant(number, count)
    case .size, .error: NumberText.value(number)
    }
  }

  /// The unit behind a number; units that are words are in the catalogue as `unit.<unit>`.
  private static func unit(
    _ unit: String, _ language: Language, _ catalogue: Catalogue
  ) -> String {
    switch unit {
    case "", "1": ""
    case "%": NumberText.perCent(language)
    default: " " + catalogue.unit(unit, language)
    }
  }

  /// FY2018, 2018年度（平成30年度）, 2018 财年.
  private static func fiscalYear(
    _ year: Int, _ language: Language, _ catalogue: Catalogue
  ) -> String {
    guard language == .japanese else {
      return catalogue.text(
        Message("fiscal-year", ["year": .text(String(year)), "era": .text("")]), language)
    }
    // An era's first fiscal year began before the era itself did in 1989 and in 2019: 2019年度 is
    // called 令和元年度 throughout.
    let era =
      year >= 2019
      ? ("令和", year - 2018) : year >= 1989 ? ("平成", year - 1988) : ("昭和", year - 1925)
    return "\(year)年度（\(era.0)\(era.1 == 1 ? "元" : String(era.1))年度）"
  }

  /// How much the reader must look at it.
  var severity: Severity? {
    if case .marked(let severity, _) = self { severity } else { nil }
  }

  /// The value as readers see it, without its mark.
  var unmarked: Value {
    switch self {
    case .marked(_, let value), .coded(_, let value): value.unmarked
    default: self
    }
  }

  /// Whether it stands flush right.
  var isNumeric: Bool {
    switch unmarked {
    case .count, .number, .range, .estimate, .share, .probability: true
    default: false
    }
  }
}
