/// What a check found in one series: the sentence, the figures it rests on, and the steps it
/// concerns.
public struct QualityFinding: Hashable, Codable, Sendable {
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
  /// What was found, in one sentence.
  public let sentence: String
  /// The figures in the sentence and those behind it, by name.
  public let facts: [String: Double]
  /// Marks on single steps; empty where the finding concerns the series as a whole.
  public let flags: [QualityFlag]

  /// A finding from its parts.
  public init(
    rule: QualityRule, grade: QualityGrade, station: String, pollutant: Pollutant,
    instrument: String = "", from: Instant, until: Instant, sentence: String,
    facts: [String: Double] = [:], flags: [QualityFlag] = []
  ) {
    self.rule = rule
    self.grade = grade
    self.station = station
    self.pollutant = pollutant
    self.instrument = instrument
    self.from = from
    self.until = until
    self.sentence = sentence
    self.facts = facts
    self.flags = flags
  }

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
    _ rule: QualityRule, _ grade: QualityGrade, at positions: [Int], _ sentence: String,
    facts: [String: Double] = [:], isFlagged: Bool = true
  ) -> QualityFinding {
    QualityFinding(
      rule: rule, grade: grade, station: station.key, pollutant: pollutant,
      instrument: instrument, from: axis.instant(at: positions.first ?? 0),
      until: axis.instant(at: (positions.last ?? axis.count - 1) + 1), sentence: sentence,
      facts: facts, flags: isFlagged ? flags(positions, rule, grade) : [])
  }

  /// A finding on the whole series.
  func finding(
    _ rule: QualityRule, _ grade: QualityGrade, _ sentence: String, facts: [String: Double] = [:]
  ) -> QualityFinding {
    QualityFinding(
      rule: rule, grade: grade, station: station.key, pollutant: pollutant,
      instrument: instrument, from: axis.start,
      until: axis.end, sentence: sentence, facts: facts)
  }

  /// `hours`, `days` or `steps`.
  var stepWord: String {
    switch axis.step {
    case .hour: "hours"
    case .day: "days"
    case .week: "weeks"
    case .month: "months"
    case .year: "years"
    default: "steps"
    }
  }
}

/// Numbers inside the sentences of findings, a point as separator whatever the locale.
enum FigureText {
  /// As short as it reads back.
  static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// With so many decimals.
  static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return "–" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let units = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && units > 0 ? "−" : ""
    guard places > 0 else { return "\(sign)\(units)" }
    return "\(sign)\(units / scale).\(CivilDate.padded(units % scale, places))"
  }

  /// A share as per cent, two significant digits below ten.
  static func percent(_ share: Double) -> String {
    "\(fixed(share * 100, abs(share) < 0.1 ? 2 : 0)) %"
  }
}
