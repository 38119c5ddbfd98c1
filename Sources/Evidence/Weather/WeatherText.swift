import Documents
import AirQuality
import Weather

/// Normalised series in words and table cells.
enum WeatherText {
  private static func percent(_ value: Double, _ language: Language) -> String {
    (value > 0 ? "+" : "") + NumberText.fixed(value, 1) + NumberText.perCent(language)
  }

  /// One sentence a pair of years on which the kinds of year disagree.
  static func disagreements(_ comparison: YearComparison, _ language: Language) -> [String] {
    comparison.disagreements.map { one in
      let isObserved = one.series == "observed"
      func change(_ change: YearComparison.Change) -> String {
        percent(isObserved ? change.observedPercent : change.normalisedPercent, language)
      }
      return WeatherPhrases.disagreement.text(
        language,
        [
          "series": (isObserved ? WeatherPhrases.observed : WeatherPhrases.normalised)
            .text(language),
          "calendar": change(one.calendar), "seasonal": change(one.seasonal),
          "calendarYears": "\(one.calendar.from) → \(one.calendar.to)",
          "seasonalYears": "\(one.seasonal.from) → \(one.seasonal.to)",
        ])
    }
  }

  private static func kind(_ kind: YearComparison.Kind, _ language: Language) -> String {
    (kind == .calendar ? WeatherPhrases.calendar : WeatherPhrases.seasonal).text(language)
  }

  static func row(_ change: YearComparison.Change, _ language: Language) -> [String: String] {
    [
      "kind": kind(change.kind, language), "label": "\(change.from) → \(change.to)",
      "observed": percent(change.observedPercent, language),
      "normalised": percent(change.normalisedPercent, language),
      "band": change.interval.map {
        percent($0.lower, language) + Phrases.to.text(language) + percent($0.upper, language)
      } ?? "–",
      "stations": String(change.stations),
    ]
  }

  static func row(_ year: YearComparison.Year, _ language: Language) -> [String: String] {
    [
      "kind": kind(year.kind, language), "label": year.label,
      "observed": NumberText.fixed(year.observed, 1),
      "normalised": NumberText.fixed(year.normalised, 1),
      "band": year.interval.map {
        NumberText.fixed($0.lower, 1) + Phrases.to.text(language)
          + NumberText.fixed($0.upper, 1)
      } ?? "–",
      "stations": String(year.stations),
    ]
  }

  /// What the choice of the pool does at a station; `nil` when the model was not described.
  static func pool(_ series: NormalisedSeries, _ language: Language) -> [String: String]? {
    guard let means = series.poolMeans else { return nil }
    let phrase =
      series.model.pool.extent == .season ? WeatherPhrases.poolSeason : WeatherPhrases.poolYear
    let unit = " " + series.observed.unit.symbol
    var result = [
      "station": series.observed.station.name,
      "pool": phrase.text(
        language,
        [
          "days": String(series.model.pool.days),
          "year": NumberText.fixed(means.year, 1) + unit,
          "season": means.season.map { NumberText.fixed($0, 1) + unit } ?? "–",
          "observed": NumberText.fixed(means.observed, 1) + unit,
        ]),
      "variance": "",
    ]
    if let shares = series.varianceShares {
      result["variance"] = WeatherPhrases.variance.text(
        language,
        [
          "weather": NumberText.percent(shares.weather),
          "calendar": NumberText.percent(shares.calendar),
          "trend": NumberText.percent(shares.trend),
          "interactions": NumberText.percent(shares.interactions),
        ])
    }
    return result
  }

  static func skill(_ series: NormalisedSeries, _ language: Language) -> [[String: String]] {
    guard let skill = series.skill else { return [] }
    var rows: [(Phrase, BlockedSkill.Score)] = [(WeatherPhrases.weeks, skill.weeks)]
    if let years = skill.years { rows.append((WeatherPhrases.wholeYears, years)) }
    rows.append((WeatherPhrases.random, skill.randomSplit))
    return rows.map { name, score in
      [
        "station": series.observed.station.name, "name": name.text(language),
        "r2": NumberText.fixed(score.rSquared, 2),
        "error": NumberText.value(score.rootMeanSquareError),
      ]
    }
  }
}
