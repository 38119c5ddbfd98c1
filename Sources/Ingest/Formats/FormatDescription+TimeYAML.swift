import Documents
import AirQuality
import TextFiles

extension FormatDescription.TimeRule {
  init(_ fields: DescriptionFields) throws(IngestError) {
    try fields.allow(DescriptionKeys.time.names)
    self.init()
    step = try Self.length(fields, "step") ?? .hour
    averaging = try Self.length(fields, "averaging")
    try readColumns(fields)
    try refuseHoursWithoutClock(fields)
    try readClock(fields)
    try readStamp(fields)
    if let seconds = try fields.number("shift") {
      guard let whole = Int(exactly: seconds), abs(whole) <= 86_400 else {
        throw fields.bad(
          "shift", "error.ingest.is-no-whole-number", "error.ingest.write-seconds")
      }
      guard step.seconds != nil else {
        throw fields.bad(
          "shift", "error.ingest.cannot-move-calendar-periods", "error.ingest.leave-out-choose-step"
        )
      }
      shift = whole
    }
  }

  private mutating func readColumns(_ fields: DescriptionFields) throws(IngestError) {
    try readStampColumns(fields)
    pattern = try fields.text("pattern")
    year = try fields.text("year")
    month = try fields.text("month")
    day = try fields.text("day")
    hour = try fields.text("hour")
    minute = try fields.text("minute")
    period = try fields.text("period")
    if let pattern {
      guard column != nil || columns != nil else {
        throw fields.missing("column", example: "date")
      }
      if StampCount(rawValue: pattern) != nil { return try refuseBesideCount(fields) }
      guard let compiled = StampPattern(pattern) else {
        throw fields.bad(
          "pattern", Message("error.ingest.is-no-pattern-of-a-date", ["pattern": .fact(pattern)]),
          Message(
            "error.ingest.write-a-pattern", ["counts": .names(StampCount.allCases.map(\.rawValue))])
        )
      }
      if compiled.hasTwoDigitYear, century == nil {
        throw fields.bad(
          "pattern", Message("error.ingest.is-whose-years-have", ["pattern": .fact(pattern)]),
          "error.ingest.say-what-they-are")
      }
      if compiled.hasHour, hour != nil || hours != nil {
        throw fields.bad(
          hour == nil ? "hours" : "hour", "error.ingest.stands-beside-pattern-has",
          "error.ingest.keep-one")
      }
      // A stamp of a month or a year alone tells nothing of days.
      if !compiled.hasDay, day == nil, step.seconds != nil {
        throw fields.bad(
          "pattern",
          Message(
            "error.ingest.is-which-has-no", ["pattern": .fact(pattern), "step": .fact(step)]),
          "error.ingest.set-step-month-quarter")
      }
      return
    }
    guard column == nil, columns == nil else {
      throw fields.missing("pattern", example: "yyyy-MM-dd HH:mm")
    }
    guard year != nil else { throw fields.missing("column", example: "date") }
    if period != nil {
      guard step == .week || step.seconds == nil else {
        throw fields.bad(
          "period", Message("error.ingest.numbers-periods-year-step", ["step": .fact(step)]),
          "error.ingest.set-step-week-month")
      }
      return
    }
    guard step < .month || month != nil || step >= .year else {
      throw fields.missing("month", example: "month")
    }
    guard step >= .month || (month != nil && day != nil) else {
      throw fields.missing(month == nil ? "month" : "day", example: month == nil ? "month" : "day")
    }
  }

  /// Labels of days cannot be those of hours: every row but one of a day would be lost or refused.
  private func refuseHoursWithoutClock(_ fields: DescriptionFields) throws(IngestError) {
    guard let seconds = step.seconds, seconds < 86_400, period == nil, !hasClock else { return }
    throw fields.bad(
      pattern == nil ? "day" : "pattern",
      Message("error.ingest.names-days-step-is", ["step": .fact(step)]),
      "error.ingest.set-step-day-say")
  }

  /// The columns of the stamp, its hours side by side, and what goes with them.
  private mutating func readStampColumns(_ fields: DescriptionFields) throws(IngestError) {
    if fields.value("column")?.items != nil {
      let names = try fields.texts("column") ?? []
      column = names.count == 1 ? names[0] : nil
      columns = names.count > 1 ? names : nil
    } else {
      column = try fields.text("column")
    }
    century = try fields.wholeNumber("century", in: 1_900...2_100)
    if let century, century % 100 != 0 {
      throw fields.bad(
        "century", Message("error.ingest.is-century", ["century": .fact(century)]),
        "error.ingest.write-1900-2000-2100")
    }
    order = try fields.choice("order", RowOrder.self)
    jitter = try fields.choice("jitter", Jitter.self)
    if try fields.truth("bare_midnight") == true { bareMidnight = true }
    if jitter != nil, step.seconds == nil {
      throw fields.bad(
        "jitter", "error.ingest.cannot-move-calendar-periods", "error.ingest.leave-out")
    }
    if let rule = try fields.fields("hours") {
      try rule.allow(DescriptionKeys.hours.names)
      hours = HoursRule(
        from: try rule.needed("from", example: "H01"), to: try rule.needed("to", example: "H24"),
        first: try rule.wholeNumber("first", in: 0...24))
    }
  }

  private func refuseBesideCount(_ fields: DescriptionFields) throws(IngestError) {
    for name in ["year", "month", "day", "hour", "minute", "hours", "century"]
    where fields.has(name) {
      throw fields.bad(name, "error.ingest.stands-beside-stamp-is", "error.ingest.leave-out")
    }
    guard columns == nil else {
      throw fields.bad(
        "column", "error.ingest.has-several-columns-one", "error.ingest.name-one-column")
    }
  }

  private mutating func readClock(_ fields: DescriptionFields) throws(IngestError) {
    zone = try fields.text("zone")
    repeatedHour = try fields.choice("repeated_hour", RepeatedHour.self)
    if let zone {
      if order == .any {
        throw fields.bad(
          "order",
          "error.ingest.is-any-beside-zone",
          "error.ingest.sort-file-time-use")
      }
      if try fields.text("utc_offset") != nil {
        throw fields.bad(
          "zone", "error.ingest.stands-beside-utc-offset", "error.ingest.keep-one-zone-clock")
      }
      do {
        _ = try CivilZone(identifier: zone)
      } catch {
        throw fields.bad(
          "zone",
          Message(
            "error.ingest.is-zone-that", ["zone": .fact(zone), "what": .message(error.problem)]),
          error.advice)
      }
      return
    }
    if repeatedHour != nil {
      throw fields.bad(
        "repeated_hour", "error.ingest.has-meaning-zone-only",
        "error.ingest.name-zone-such-europe")
    }
    guard let text = try fields.text("utc_offset") else {
      // Stamps that say their own offset say their clock.
      if let pattern, StampPattern(pattern)?.hasOffset == true {
        hasNoClock = true
        return
      }
      throw fields.missing(
        "utc_offset", example: "\"+08:00\"” or “zone: Europe/London")
    }
    do {
      utcOffset = try ClockOffset(text).seconds
    } catch {
      throw fields.bad(
        "utc_offset", Message("error.ingest.is-no-offset", ["text": .fact(text)]),
        Message("error.ingest.write-offset", ["text": .fact(text)]))
    }
  }

  private mutating func readStamp(_ fields: DescriptionFields) throws(IngestError) {
    let stated = try fields.choice("stamp", StampConvention.self)
    if stated == .ending, step.isWholeDays, !hasClock {
      throw fields.bad(
        "stamp", "error.ingest.is-ending-labels-have",
        "error.ingest.leave-out-write-time")
    }
    stamp = stated ?? .beginning
    repairsSummerTimeRepeat = try fields.truth("repairs_summer_time_repeat") ?? false
  }

  /// A length of time: `hour`, `8 h`, `day`, `month`, a number of seconds.
  static func length(
    _ fields: DescriptionFields, _ name: String
  ) throws(IngestError) -> TimeStep? {
    guard let text = try fields.text(name) else { return nil }
    guard let step = TimeStep(text) else {
      throw fields.bad(
        name, Message("error.ingest.is-no-length-of-time", ["text": .fact(text)]),
        "error.ingest.write-hour-8-h")
    }
    return step
  }
}
