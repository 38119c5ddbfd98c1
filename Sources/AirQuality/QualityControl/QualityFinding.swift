public import Documents

/// What a check found in one series: what is said, the figures it rests on, and the steps it concerns.
public struct QualityFinding: Hashable, Sendable {
  /// The check.
  public let rule: QualityRule
  /// How much it takes from the data.
  public let grade: QualityGrade
  /// `network/identifier`.
  public let station: String
  /// The pollutant.
  public let pollutant: Pollutant
  /// The instrument; empty where there is one.
  public let instrument: String
  /// Beginning of the first step concerned.
  public let from: Instant
  /// Beginning of the first step after the last one concerned.
  public let until: Instant
  /// What was found, with the facts that fill the sentence.
  public let message: Message
  /// The figures in the sentence and those behind it, by name.
  public let facts: [String: Double]
  /// Marks on single steps; empty where the finding concerns the series as a whole.
  public let flags: [QualityFlag]

  /// A finding of a rule about a station's pollutant, from one instant until another, the latter
  /// not in it.
  public init(
    rule: QualityRule, grade: QualityGrade, station: String, pollutant: Pollutant,
    instrument: String = "", from: Instant, until: Instant, message: Message,
    facts: [String: Double] = [:], flags: [QualityFlag] = []
  ) {
    self.rule = rule
    self.grade = grade
    self.station = station
    self.pollutant = pollutant
    self.instrument = instrument
    self.from = from
    self.until = until
    self.message = message
    self.facts = facts
    self.flags = flags
  }

  /// What was found, in one English sentence.
  public var sentence: String { Catalogue.builtIn.text(message, .english) }

  /// Worst first, then by series, rule and time.
  public static func precedes(_ left: Self, _ right: Self) -> Bool {
    if left.grade != right.grade { return left.grade > right.grade }
    return (left.station, left.pollutant, left.rule, left.from)
      < (right.station, right.pollutant, right.rule, right.from)
  }
}

extension QualityRule {
  /// Numbers that mean missing.
  public static let sentinel = QualityRule("sentinel")
  /// Numbers further below zero than the instrument scatters.
  public static let negative = QualityRule("negative")
  /// The same value too often in a row.
  public static let constantRun = QualityRule("constant-run")
  /// One step far above or below both its neighbours in time.
  public static let spike = QualityRule("spike")
  /// More PM2.5 than PM10.
  public static let pmOrder = QualityRule("pm25-above-pm10")
  /// NO and NO2 do not add up to NOx.
  public static let nitrogenSum = QualityRule("no-no2-nox")
  /// The number of decimals changes between years.
  public static let resolution = QualityRule("resolution-change")
  /// Last digits 0 and 5 are too frequent.
  public static let digits = QualityRule("digit-heaping")
  /// The density jumps at a limit or an index border.
  public static let limitHeaping = QualityRule("limit-heaping")
  /// A step against the neighbours.
  public static let step = QualityRule("step-against-neighbours")
  /// A drift against the neighbours.
  public static let drift = QualityRule("drift-against-neighbours")
  /// The clock differs from the neighbours'.
  public static let hourShift = QualityRule("hour-shift")
  /// The hour that civil time leaves out in spring is missing.
  public static let civilClock = QualityRule("civil-clock")
  /// A year that does not behave like a measurement.
  public static let unmeasuredYear = QualityRule("unmeasured-year")
  /// Less than three quarters of a year was measured.
  public static let incompleteYear = QualityRule("incomplete-year")
}

extension MonitoringSeries {
  /// The flags of a rule on positions, neighbouring ones joined.
  func flags(
    _ positions: [Int], _ rule: QualityRule, _ grade: QualityGrade
  ) -> [QualityFlag] {
    var flags: [QualityFlag] = []
    var index = 0
    while index < positions.count {
      var last = index
      while last + 1 < positions.count, positions[last + 1] == positions[last] + 1 { last += 1 }
      flags.append(
        QualityFlag(
          station: station.key, pollutant: pollutant, averaging: averaging,
          instrument: instrument, rule: rule, grade: grade,
          from: axis.instant(at: positions[index]), until: axis.instant(at: positions[last] + 1)))
      index = last + 1
    }
    return flags
  }

  /// A finding on positions of the series; `positions` ascending and not empty.
  func finding(
    _ rule: QualityRule, _ grade: QualityGrade, at positions: [Int], _ message: Message,
    facts: [String: Double] = [:], isFlagged: Bool = true
  ) -> QualityFinding {
    QualityFinding(
      rule: rule, grade: grade, station: station.key, pollutant: pollutant,
      instrument: instrument, from: axis.instant(at: positions.first ?? 0),
      until: axis.instant(at: (positions.last ?? axis.count - 1) + 1), message: message,
      facts: facts, flags: isFlagged ? flags(positions, rule, grade) : [])
  }

  /// A finding on the whole series.
  func finding(
    _ rule: QualityRule, _ grade: QualityGrade, _ message: Message, facts: [String: Double] = [:]
  ) -> QualityFinding {
    QualityFinding(
      rule: rule, grade: grade, station: station.key, pollutant: pollutant,
      instrument: instrument, from: axis.start,
      until: axis.end, message: message, facts: facts)
  }

  /// So many of its steps: “3 hours”.
  func steps(_ count: Int) -> Value {
    let id =
      switch axis.step {
      case .hour: "steps.hour"
      case .day: "steps.day"
      case .week: "steps.week"
      case .month: "steps.month"
      case .year: "steps.year"
      default: "steps.step"
      }
    return .message(Message(id, ["count": .count(count)]))
  }

  /// A value of it as it was written, with its unit.
  func level(_ value: Double) -> Value { .exact(value, unit: unit.symbol) }
}

extension Value {
  /// A number with the decimals that it was written with.
  static func exact(_ value: Double, unit: String = "") -> Value {
    let text = "\(value)"
    guard !text.contains("e"), let point = text.firstIndex(of: ".") else {
      return .number(value, unit: unit)
    }
    let isWhole = value == value.rounded()
    return .number(
      value, .decimals(isWhole ? 0 : text.distance(from: point, to: text.endIndex) - 1),
      unit: unit)
  }

  /// A share, two decimals of its per cent below ten.
  static func percent(_ share: Double) -> Value {
    .share(share, decimals: abs(share) < 0.1 ? 2 : 0)
  }
}

extension QualityFinding: Codable {
  private enum CodingKeys: String, CodingKey {
    case rule, grade, station, pollutant, instrument, from, until, message, sentence, facts, flags
  }

  /// Reads the facts; the words come from the catalogue.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      rule: try container.decode(QualityRule.self, forKey: .rule),
      grade: try container.decode(QualityGrade.self, forKey: .grade),
      station: try container.decode(String.self, forKey: .station),
      pollutant: try container.decode(Pollutant.self, forKey: .pollutant),
      instrument: try container.decode(String.self, forKey: .instrument),
      from: try container.decode(Instant.self, forKey: .from),
      until: try container.decode(Instant.self, forKey: .until),
      message: try container.decode(Message.self, forKey: .message),
      facts: try container.decode([String: Double].self, forKey: .facts),
      flags: try container.decode([QualityFlag].self, forKey: .flags))
  }

  /// Writes the facts, and beside them the English sentence for those who read the file.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rule, forKey: .rule)
    try container.encode(grade, forKey: .grade)
    try container.encode(station, forKey: .station)
    try container.encode(pollutant, forKey: .pollutant)
    try container.encode(instrument, forKey: .instrument)
    try container.encode(from, forKey: .from)
    try container.encode(until, forKey: .until)
    try container.encode(message, forKey: .message)
    try container.encode(sentence, forKey: .sentence)
    try container.encode(facts, forKey: .facts)
    try container.encode(flags, forKey: .flags)
  }
}
