import AirQuality
public import Documents
public import Estimation
import Weather

/// What a dossier says about the weather that was taken out.
extension StudyWeather {
  /// Changes between years, measured and without weather, with how well each model predicts and over
  /// which weather it averages. A page shows it; what the terminal must say of it are diagnostics.
  public var section: Section {
    let treated = stations.filter(\.isTreated)
    return Section("weather.section", role: .detail) {
      (comparison?.disagreementMessages ?? []).map { Note(.serious, $0) }
      comparison?.changeTable(level: rule.model.confidenceLevel)
      BlockedSkill.table(treated.map { ($0.station, $0.skill) })
      Block.terms(
        treated.compactMap { one in
          one.poolMeans.map { means in
            Term(
              .verbatim(one.station),
              [means.message(rule.model.pool, unit: comparison?.unit.symbol ?? "")]
                + [one.varianceShares?.message].compactMap(\.self))
          }
        })
    }
  }
}

extension BlockedSkill {
  /// Skill of several stations, with the random split as a warning; those without one are left out.
  static func table(_ skills: [(station: String, skill: BlockedSkill?)]) -> Table {
    let judged = skills.compactMap { one in one.skill.map { (station: one.station, skill: $0) } }
    func column(
      _ id: String, _ score: @escaping (BlockedSkill) -> Score?,
      _ mark: @escaping (Value) -> Value = { $0 }
    ) -> [Column<(station: String, skill: BlockedSkill)>] {
      let split = Message("weather.split.\(id)")
      return [
        ("r2", { (score: Score) in Value.number(score.rSquared, .decimals(2)) }),
        ("rmse", { (score: Score) in Value.number(score.rootMeanSquareError) }),
      ].map { name, value in
        Column("\(name)_\(id)", say("weather.skill.\(name)", split: split), isOptional: true) {
          row in .optional(score(row.skill)) { mark(value($0)) }
        }
      }
    }
    return Table("skill", "weather.skill", note: "weather.skill-note", judged) {
      Column("station") { $0.station }
      column("weeks", { $0.weeks })
      column("years", { $0.years })
      column("random", { $0.randomSplit }, { .marked(.warning, $0) })
    }
  }
}

extension NormalisedSeries.PoolMeans {
  /// What the choice of the pool does.
  func message(_ pool: WeatherPool, unit: String) -> Message {
    func level(_ value: Double) -> Value { .number(value, .decimals(1), unit: unit) }
    var facts = ["year": level(year), "observed": level(observed)]
    facts["season"] = season.map(level)
    if pool.extent == .season {
      facts["days"] = .count(pool.days)
      facts["season"] = facts["season"] ?? .missing
      return Message("weather.pool.season", facts)
    }
    return Message(season == nil ? "weather.pool.year-short" : "weather.pool.year", facts)
  }
}

extension NormalisedSeries.VarianceShares {
  /// How the variance of the predictions divides.
  var message: Message {
    say(
      "weather.variance", weather: weather.share, calendar: calendar.share, trend: trend.share,
      interactions: interactions.share)
  }
}
