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
        treated.compactMap {
          $0.poolMeans?.term(
            of: $0.station, rule.model.pool, unit: comparison?.unit.symbol ?? "",
            $0.varianceShares)
        })
    }
  }
}

extension BlockedSkill {
  /// Skill of several stations, with the random split as a warning; those without one are left out.
  static func table(_ skills: [(station: String, skill: BlockedSkill?)]) -> Table {
    let judged = skills.compactMap { one in one.skill.map { (station: one.station, skill: $0) } }
    func columns(
      _ id: String, _ severity: Severity? = nil, _ score: @escaping (BlockedSkill) -> Score?
    ) -> [Column<(station: String, skill: BlockedSkill)>] {
      let split = Message("weather.split.\(id)")
      return [
        Column("r2_\(id)", say("weather.skill.r2", split: split), isOptional: true) {
          score($0.skill)?.rSquared.decimals(2).marked(severity)
        },
        Column("rmse_\(id)", say("weather.skill.rmse", split: split), isOptional: true) {
          score($0.skill)?.rootMeanSquareError.marked(severity)
        },
      ]
    }
    return Table("skill", "weather.skill", note: "weather.skill-note", judged) {
      Column("station") { $0.station }
      columns("weeks") { $0.weeks }
      columns("years") { $0.years }
      columns("random", .warning) { $0.randomSplit }
    }
  }
}

extension NormalisedSeries.PoolMeans {
  /// What the choice of the pool does.
  private func message(_ pool: WeatherPool, unit: String) -> Message {
    say(
      pool.extent == .season
        ? "weather.pool.season"
        : season == nil ? "weather.pool.year-short" : "weather.pool.year",
      year: year.decimals(1, unit), observed: observed.decimals(1, unit),
      season: season?.decimals(1, unit), days: pool.days)
  }

  /// The same under a station, with how the variance of the predictions divides.
  func term(
    of station: String, _ pool: WeatherPool, unit: String,
    _ variance: NormalisedSeries.VarianceShares?
  ) -> Term {
    Term(.verbatim(station), [message(pool, unit: unit), variance?.message].compactMap(\.self))
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
