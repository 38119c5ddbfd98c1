import Documents
import AirQuality
import Estimation
import Weather

/// What a dossier says about the weather that was taken out.
struct WeatherSection {
  let weather: StudyWeather
  let language: Language

  /// The blanks of the page's section.
  var content: [String: Any] {
    let level = NumberText.fixed(100 * weather.rule.model.confidenceLevel, 0)
    return [
      "heading": WeatherPhrases.section.text(language),
      "disagreements": weather.comparison.map { WeatherText.disagreements($0, language) } ?? [],
      "kindHeading": WeatherPhrases.kind.text(language),
      "yearHeading": WeatherPhrases.change.text(language),
      "observedHeading": WeatherPhrases.observed.text(language),
      "normalisedHeading": WeatherPhrases.normalised.text(language),
      "bandHeading": WeatherPhrases.band.text(language, ["level": level]),
      "stationsHeading": WeatherPhrases.stations.text(language),
      "stationHeading": Phrases.station.text(language),
      "skillNote": WeatherPhrases.skillNote.text(language),
      "changes": weather.comparison?.changes.map { WeatherText.row($0, language) } ?? [],
      "skills": weather.stations.filter(\.isTreated).map { station in
        [
          "station": station.station,
          "r2": station.skill.map { skill in
            "\(WeatherPhrases.weeks.text(language)): \(NumberText.fixed(skill.weeks.rSquared, 2))"
              + (skill.years.map {
                "; \(WeatherPhrases.wholeYears.text(language)): "
                  + NumberText.fixed($0.rSquared, 2)
              } ?? "")
              + "; \(WeatherPhrases.random.text(language)): "
              + NumberText.fixed(skill.randomSplit.rSquared, 2)
          } ?? "–",
          "pool": station.poolMeans.map { pool($0) } ?? "",
        ]
      },
    ]
  }

  private func pool(_ means: NormalisedSeries.PoolMeans) -> String {
    let phrase =
      weather.rule.model.pool.extent == .season
      ? WeatherPhrases.poolSeason : WeatherPhrases.poolYear
    let unit = weather.comparison.map { " " + $0.unit.symbol } ?? ""
    return phrase.text(
      language,
      [
        "days": String(weather.rule.model.pool.days),
        "year": NumberText.fixed(means.year, 1) + unit,
        "season": means.season.map { NumberText.fixed($0, 1) + unit } ?? "–",
        "observed": NumberText.fixed(means.observed, 1) + unit,
      ])
  }
}

extension StudyWeather {
  /// What a dossier says about the weather that was taken out.
  var section: Section? { nil }
}
