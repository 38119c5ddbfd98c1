import AirQuality
import Documents
import Weather

/// Changes between years, and years, as sentences and tables: shared by a page of normalised series and
/// a study's dossier.
extension YearComparison {
  /// One sentence a pair of years on which the kinds of year disagree.
  var disagreementMessages: [Message] {
    disagreements.map { one in
      let isObserved = one.series == "observed"
      func change(_ change: Change) -> Value {
        Self.percent(isObserved ? change.observedPercent : change.normalisedPercent)
      }
      return say(
        "weather.disagreement",
        series: (isObserved ? "weather.observed" : "weather.normalised") as Message,
        calendar: change(one.calendar), seasonal: change(one.seasonal),
        calendarYears: one.calendar.span, seasonalYears: one.seasonal.span)
    }
  }

  /// From the first whole year to the last, a sentence for each kind of year.
  func answers(_ pollutant: Pollutant, level: Double) -> [Message] {
    Kind.allCases.compactMap { kind -> [Message]? in
      let own = changes.filter { $0.kind == kind }
      // The change over all years stands behind those from year to year where there are several.
      guard let change = own.last(where: { !$0.isConsecutive }) ?? own.last else { return nil }
      var facts: [String: Value] = [
        "kind": .message(kind.message), "from": .text(change.from), "to": .text(change.to),
        "pollutant": .text(pollutant.displayName),
        "normalised": Self.percent(change.normalisedPercent, change.interval),
        "observed": Self.percent(change.observedPercent), "stations": .count(change.stations),
      ]
      guard let interval = change.interval else {
        return [Message("weather.change-plain", facts)]
      }
      facts["level"] = .share(level)
      facts["interval"] = .range(
        interval.lower, interval.upper, .interval(interval.lower, interval.upper), unit: "%")
      return [Message("weather.change", facts), reconciled(change)].compactMap(\.self)
    }.flatMap(\.self)
  }

  /// How the change stands to the figure that other packages print, and which to quote.
  private func reconciled(_ change: Change) -> Message? {
    guard let holds = change.holdsModel else { return nil }
    let facts: [String: Value] = [
      "years": .message(change.span), "model": Self.percent(change.modelPercent),
      "rmweather": .optional(change.rmweatherPercent) { Self.percent($0) },
    ]
    let isAlone = change.rmweatherPercent == nil
    return Message(
      holds
        ? isAlone ? "weather.model-agrees" : "weather.model-agrees-rmweather"
        : isAlone ? "weather.model-differs" : "weather.model-differs-rmweather", facts)
  }

  /// Every change, in the columns that files have had from the start.
  func changeTable(level: Double) -> Table {
    Table("changes", "weather.changes", note: "weather.changes-note", changes) {
      Column("kind", "weather.kind", in: .files) { $0.kind.rawValue }
      Column("years", "weather.kind") { .message($0.kind.message) }
      Column("from", "weather.compared", in: .files) { $0.from }
      Column("to", "weather.compared", in: .files) { $0.to }
      Column("compared", "weather.compared") { .message($0.span) }
      Column("observed_percent", "weather.observed") { Self.percent($0.observedPercent) }
      Column("normalised_percent", "weather.normalised") {
        Self.percent($0.normalisedPercent, $0.interval)
      }
      Column("lower", .band("lower", level)) { row in
        .optional(row.interval) { Self.percent($0.lower, $0) }
      }
      Column("upper", .band("upper", level)) { row in
        .optional(row.interval) { Self.percent($0.upper, $0) }
      }
      Column("model_percent", "weather.model-mean") { Self.percent($0.modelPercent) }
      if changes.contains(where: { $0.rmweatherPercent != nil }) {
        Column("rmweather_percent", .verbatim("rmweather")) { row in
          .optional(row.rmweatherPercent) { Self.percent($0) }
        }
      }
      Column("stations", "weather.stations") { $0.stations }
    }
  }

  /// Every year's mean over the stations.
  func yearTable(level: Double) -> Table {
    Table("mean-years", "weather.years", years) {
      Column("kind", "weather.kind", in: .files) { $0.kind.rawValue }
      Column("years", "weather.kind") { .message($0.kind.message) }
      Column("year") { $0.label }
      Column("observed", "weather.observed", unit: unit.symbol) {
        .number($0.observed, .mean($0.interval))
      }
      Column("normalised", "weather.normalised", unit: unit.symbol) {
        .number($0.normalised, .mean($0.interval))
      }
      Column("lower", .band("lower", level), unit: unit.symbol) { row in
        .optional(row.interval) { .number($0.lower, .mean($0)) }
      }
      Column("upper", .band("upper", level), unit: unit.symbol) { row in
        .optional(row.interval) { .number($0.upper, .mean($0)) }
      }
      Column("model_mean", "weather.model-mean", unit: unit.symbol) {
        .number($0.modelMean, .mean($0.interval))
      }
      Column("stations", "weather.stations") { $0.stations }
    }
  }

  /// A change in per cent; its own interval gives the digits, one decimal where it has none.
  private static func percent(_ value: Double, _ interval: ModelInterval? = nil) -> Value {
    .number(
      value, interval.map { .interval($0.lower, $0.upper) } ?? .decimals(1), unit: "%")
  }
}

extension YearComparison.Kind {
  /// Its months in words.
  var message: Message { self == .calendar ? "weather.calendar" : "weather.seasonal" }
}

extension YearComparison.Change {
  /// 2013 → 2014.
  var span: Message { say("weather.span", from: from, to: to) }
}

extension Message {
  /// An end of the interval of a model.
  static func band(_ end: String, _ level: Double) -> Message {
    say("weather.band-\(end)", level: level.share)
  }
}

extension Digits {
  /// Digits of a mean concentration: those that its interval allows, at least one decimal.
  static func mean(_ interval: ModelInterval?) -> Digits {
    guard let interval, interval.upper > interval.lower else { return .decimals(1) }
    return .decimals(
      max(1, NumberText.decimals(forError: (interval.upper - interval.lower) / 3.92)))
  }
}
