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
  var remarks: [String] {
    guard evaluation.selection == .inForce else { return [] }
    guard !limits.isEmpty else { return [absence] + coming }
    return regional + changes + (unlimited.map { [$0] } ?? []) + coming
  }

  /// What was in force although it has no limit of a pollutant that other years have: without it an
  /// empty table would look like no law.
  private var unlimited: String? {
    guard !limits.contains(where: { $0.pollutant == pollutant }),
      catalogue.limits.contains(where: {
        $0.authority == authority && $0.pollutant == pollutant
      })
    else { return nil }
    var names: [String] = []
    for limit in limits where !names.contains(limit.fullName) { names.append(limit.fullName) }
    return "\(period.label): \(names.joined(separator: ", ")) "
      + (names.count == 1 ? "was in force and has" : "were in force and have")
      + " no limit of \(pollutant.displayName)"
  }

  /// Why there is nothing to judge by. The tables are not the world: a year that they lack had a
  /// law of its own.
  private var absence: String {
    if let place = evaluation.place, !place.isUnderLaw(on: period.last) {
      let when =
        place.to.map { "after \($0)" } ?? place.from.map { "before \($0)" } ?? "at that time"
      return
        "\(period.label): the law of \(authority.rawValue) did not hold in \(place.name) \(when)"
    }
    guard let first = catalogue.firstDay(of: authority), first > period.last,
      let name = catalogue.limits.first(where: {
        $0.authority == authority && $0.effectiveFrom == first
      })?.fullName
    else { return "\(period.label): no limit of that level is in force" }
    return
      "\(period.label): no standard of \(authority.rawValue) of that year is in the tables; they "
      + "begin with \(name), \(first). Hold one fixed to compare"
  }

  /// A standard that came by regions, while the place is not known.
  private var regional: [String] {
    guard evaluation.place?.region == nil else { return [] }
    let reached = StandardPhase.embedded.filter { phase in
      phase.effectiveFrom <= period.last && phase.region != "nationwide"
        && limits.contains { $0.name == phase.replaces }
    }
    guard let one = reached.first else { return [] }
    let where_ = reached.map { "\($0.name) (from \($0.effectiveFrom.year))" }
    return [
      "\(period.label): \(one.standard) held in \(where_.joined(separator: ", ")), \(one.replaces) "
        + "elsewhere; both are shown. Name the place, or the kind of place, to have the one that held"
    ]
  }

  /// Standards that came into force during the year.
  private var changes: [String] {
    var names: [String] = []
    var remarks: [String] = []
    let own = limits.filter { $0.pollutant == pollutant }
    for limit in own {
      guard let from = limit.effectiveFrom, from > period.first, from <= period.last,
        !names.contains(limit.fullName)
      else { continue }
      names.append(limit.fullName)
      remarks.append(
        "\(period.label): \(limit.fullName) came into force on \(from) and is used for the whole year"
      )
    }
    return remarks
  }

  /// Limits that are law and bind later.
  private var coming: [String] {
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
      return "\(period.label): the \(limit.level) of \(pollutant.displayName), \(limit.averaging), "
        + "\(Self.number(limit.limit)) \(limit.unit) (\(limit.fullName)) is law and binds from \(from); not "
        + "judged"
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : "\(value)"
  }
}
