import Documents

/// What has to be said about the choice of limits for one year and pollutant: that the tables begin
/// later, that law held elsewhere, that a limit does not bind yet, that a standard changed.
struct SelectionNotes {
  private let evaluation: StandardsEvaluation
  private let period: EvaluationPeriod
  private let pollutant: Pollutant
  /// Of every pollutant, as the year is judged.
  private let limits: [AirQualityStandard]

  init(
    _ evaluation: StandardsEvaluation, _ period: EvaluationPeriod, _ pollutant: Pollutant,
    _ limits: [AirQualityStandard]
  ) {
    self.evaluation = evaluation
    self.period = period
    self.pollutant = pollutant
    self.limits = limits
  }

  private var catalogue: StandardCatalogue { .embedded }
  private var authority: AirQualityStandard.Authority { evaluation.authority }

  /// In the order in which a reader needs them; none where a standard is held fixed.
  var remarks: [Message] {
    guard evaluation.selection == .inForce else { return [] }
    guard !limits.isEmpty else { return [absence] + coming }
    return regional + changes + (unlimited.map { [$0] } ?? []) + coming
  }

  /// What was in force although it has no limit of a pollutant that other years have: without it an
  /// empty table would look like no law.
  private var unlimited: Message? {
    guard !limits.contains(where: { $0.pollutant == pollutant }),
      catalogue.limits.contains(where: {
        $0.authority == authority && $0.pollutant == pollutant
      })
    else { return nil }
    let names = limits.map(\.fullName).unique()
    return say(
      names.count == 1 ? "standard.no-limit" : "standard.no-limits", year: period.label,
      names: names, pollutant: pollutant.displayName)
  }

  /// Why there is nothing to judge by. The tables are not the world: a year that they lack had a
  /// law of its own.
  private var absence: Message {
    if let place = evaluation.place, !place.isUnderLaw(on: period.last) {
      let when = place.to == nil ? place.from == nil ? "then" : "before" : "after"
      return say(
        "standard.no-law-\(when)", year: period.label, authority: authority.rawValue,
        place: place.name, date: Value.date((place.to ?? place.from)?.description ?? ""))
    }
    guard let first = catalogue.firstDay(of: authority), first > period.last,
      let name = catalogue.limits.first(where: {
        $0.authority == authority && $0.effectiveFrom == first
      })?.fullName
    else { return say("standard.no-level", year: period.label) }
    return say(
      "standard.tables-begin", year: period.label, authority: authority.rawValue, name: name,
      first: Value.date("\(first)"))
  }

  /// A standard that came by regions, while the place is not known.
  private var regional: [Message] {
    guard evaluation.place?.region == nil else { return [] }
    let reached = StandardPhase.embedded.filter { phase in
      phase.effectiveFrom <= period.last && phase.region != "nationwide"
        && limits.contains { $0.name == phase.replaces }
    }
    guard let one = reached.first else { return [] }
    return [
      say(
        "standard.by-regions", year: period.label, standard: one.standard,
        former: one.replaces,
        regions: reached.map {
          say("standard.region-from", region: $0.name, year: String($0.effectiveFrom.year))
        })
    ]
  }

  /// Standards that came into force during the year.
  private var changes: [Message] {
    var names: [String] = []
    var remarks: [Message] = []
    let own = limits.filter { $0.pollutant == pollutant }
    for limit in own {
      guard let from = limit.effectiveFrom, from > period.first, from <= period.last,
        !names.contains(limit.fullName)
      else { continue }
      names.append(limit.fullName)
      remarks.append(
        say(
          "standard.came-into-force", year: period.label, name: limit.fullName,
          date: Value.date("\(from)"))
      )
    }
    return remarks
  }

  /// Limits that are law and bind later.
  private var coming: [Message] {
    let here = catalogue.limits.filter { limit in
      limit.authority == authority && limit.pollutant == pollutant
        && limit.isComing(on: period.last)
        && evaluation.level.map { limit.isLevel($0) } ?? true
        && evaluation.place.map { $0.isUnderLaw(on: period.last) } ?? true
        && !limits.contains {
          $0.name == limit.name && $0.level == limit.level && $0.averaging == limit.averaging
            && $0.pollutant == limit.pollutant && $0.limit == limit.limit
        }
    }
    return here.map { limit in
      let from = limit.effectiveFrom.map(\.description) ?? ""
      return say(
        "standard.binds-later", year: period.label, level: limit.level,
        pollutant: pollutant.displayName, averaging: limit.averaging,
        limit: "\(Self.number(limit.limit)) \(limit.unit)", name: limit.fullName,
        date: Value.date(from))
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : "\(value)"
  }
}
