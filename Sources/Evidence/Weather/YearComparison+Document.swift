import AirQuality
import Documents
import Weather

/// Changes between years, and years, as sentences and tables: shared by a page of normalised series and
/// a study's dossier.
extension YearComparison {
  /// One sentence a pair of years on which the kinds of year disagree, or one for all where they are many.
  var disagreementMessages: [Message] {
    let disagreements = disagreements.filter(Self.isBeyondNoise)
    guard disagreements.count <= 2 else {
      let pairs = disagreements.map { one in
        say("weather.disagreement-pair", years: one.calendar.span, series: one.seriesName)
      }
      return [say("weather.disagreements", count: disagreements.count, pairs: pairs)]
    }
    return disagreements.map { one in
      let isObserved = one.series == "observed"
      func change(_ change: Change) -> Value {
        Self.percent(isObserved ? change.observedPercent : change.normalisedPercent)
      }
      return say(
        "weather.disagreement", series: one.seriesName,
        calendar: change(one.calendar), seasonal: change(one.seasonal),
        calendarYears: one.calendar.span, seasonalYears: one.seasonal.span)
    }
  }

  /// Whether the changes by the two kinds of year differ by more than the wider half-width of theirs: two
  /// changes near zero have opposite signs by chance.
  private static func isBeyondNoise(_ one: Disagreement) -> Bool {
    let reaches = [one.calendar, one.seasonal].compactMap(\.interval)
      .map { ($0.upper - $0.lower) / 2 }
    guard reaches.count == 2, let reach = reaches.max() else { return true }
    let distance =
      one.series == "observed"
      ? one.calendar.observedPercent - one.seasonal.observedPercent
      : one.calendar.normalisedPercent - one.seasonal.normalisedPercent
    return abs(distance) > reach
  }

  /// From the first whole year to the last, a sentence for each kind of year.
  func answers(_ pollutant: Pollutant, level: Double) -> [Message] {
    Kind.allCases.flatMap { kind -> [Message] in
      let own = changes.filter { $0.kind == kind }
      // The change over all years stands behind those from year to year where there are several.
      guard let change = own.last(where: { !$0.isConsecutive }) ?? own.last else { return [] }
      let answer = say(
        change.interval == nil ? "weather.change-plain" : "weather.change", kind: kind.message,
        from: change.from, to: change.to, pollutant: pollutant.displayName,
        normalised: Self.percent(change.normalisedPercent, change.interval),
        observed: Self.percent(change.observedPercent), stations: change.stations,
        level: level.share, interval: change.interval?.range("%"))
      return change.interval == nil ? [answer] : [answer, reconciled(change)].compactMap(\.self)
    }
  }

  /// How the change stands to the figure that other packages print, and which to quote.
  private func reconciled(_ change: Change) -> Message? {
    change.holdsModel.map { holds in
      func told(_ id: String) -> Message {
        say(
          id, years: change.span, model: Self.percent(change.modelPercent),
          rmweather: change.rmweatherPercent.map { Self.percent($0) })
      }
      return switch (holds, change.holdsRmweather) {
      case (true, nil): told("weather.model-agrees")
      case (false, nil): told("weather.model-differs")
      case (true, true?): told("weather.model-agrees-rmweather")
      case (true, false?): told("weather.model-agrees-alone")
      case (false, true?): told("weather.model-differs-alone")
      case (false, false?): told("weather.model-differs-rmweather")
      }
    }
  }

  /// Every change, in the columns that files have had from the start.
  func changeTable(level: Double) -> Table {
    Table("changes", "weather.changes", note: "weather.changes-note", changes) {
      Column("kind", "weather.kind", in: .files) { $0.kind.rawValue }
      Column("years", "weather.kind") { $0.kind.message }
      Column("from", "weather.compared", in: .files) { $0.from }
      Column("to", "weather.compared", in: .files) { $0.to }
      Column("compared", "weather.compared") { $0.span }
      Column("observed_percent", "weather.observed") { Self.percent($0.observedPercent) }
      Column("normalised_percent", "weather.normalised") {
        Self.percent($0.normalisedPercent, $0.interval)
      }
      Column("lower", .band("lower", level)) { $0.interval.map { $0.lower.within($0, "%") } }
      Column("upper", .band("upper", level)) { $0.interval.map { $0.upper.within($0, "%") } }
      Column("model_percent", "weather.model-mean") { Self.percent($0.modelPercent) }
      if changes.contains(where: { $0.rmweatherPercent != nil }) {
        Column("rmweather_percent", .verbatim("rmweather")) {
          $0.rmweatherPercent.map { Self.percent($0) }
        }
      }
      Column("stations", "weather.stations") { $0.stations }
    }
  }

  /// Every year's mean over the stations.
  func yearTable(level: Double) -> Table {
    let decimals = ModelInterval.decimals(years.map(\.interval))
    return Table("mean-years", "weather.years", years) {
      Column("kind", "weather.kind", in: .files) { $0.kind.rawValue }
      Column("years", "weather.kind") { $0.kind.message }
      Column("year") { $0.label }
      Column("observed", "weather.observed", unit: unit.symbol) {
        $0.observed.decimals(decimals)
      }
      Column("normalised", "weather.normalised", unit: unit.symbol) {
        $0.normalised.decimals(decimals)
      }
      Column.ends(
        "", .band("lower", level), .band("upper", level), unit: unit.symbol, decimals: decimals
      ) { $0.interval }
      Column("model_mean", "weather.model-mean", unit: unit.symbol) {
        $0.modelMean.decimals(decimals)
      }
      if years.contains(where: { $0.rmweatherMean != nil }) {
        Column("rmweather", .verbatim("rmweather"), unit: unit.symbol) {
          .optional($0.rmweatherMean) { $0.decimals(decimals) }
        }
      }
      Column("stations", "weather.stations") { $0.stations }
    }
  }

  /// A change in per cent; its own interval gives the digits, one decimal where it has none.
  private static func percent(_ value: Double, _ interval: ModelInterval? = nil) -> Value {
    interval.map { value.within($0, "%") } ?? value.decimals(1, "%")
  }
}

extension YearComparison.Kind {
  /// Its months in words.
  var message: Message { self == .calendar ? "weather.calendar" : "weather.seasonal" }
}

extension YearComparison.Disagreement {
  fileprivate var seriesName: Message {
    series == "observed" ? "weather.observed" : "weather.normalised"
  }
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

extension ModelInterval {
  /// Decimals of the mean concentrations of one table: as many as the widest of their intervals allows, at
  /// least one.
  static func decimals(_ intervals: [ModelInterval?]) -> Int {
    let widths = intervals.compactMap { $0.map { $0.upper - $0.lower } }
    guard let widest = widths.max(), widest > 0 else { return 1 }
    return max(1, NumberText.decimals(forError: widest / 3.92))
  }
}

extension Column {
  /// Both ends of the interval of a mean.
  static func ends(
    _ prefix: String, _ lower: Message, _ upper: Message, unit: String = "", decimals: Int,
    in readers: Readers = .all, _ interval: @escaping (Row) -> ModelInterval?
  ) -> [Column<Row>] {
    [
      Column(prefix + "lower", lower, unit: unit, in: readers) { row in
        interval(row).map { $0.lower.decimals(decimals) }
      },
      Column(prefix + "upper", upper, unit: unit, in: readers) { row in
        interval(row).map { $0.upper.decimals(decimals) }
      },
    ]
  }
}
