/// The limits that the program knows, and which of them hold when.
public struct StandardCatalogue: Sendable {
  /// Every limit, in the order of the table.
  public let limits: [AirQualityStandard]

  /// The embedded table `reference/air_quality_standards.csv`.
  public static let embedded = StandardCatalogue(
    ReferenceTable(named: "reference/air_quality_standards.csv"))

  init(_ table: ReferenceTable) {
    limits = table.rows.map { AirQualityStandard($0) }
  }

  /// The names of an authority's standards and of their editions, in the order of the table.
  public func names(of authority: AirQualityStandard.Authority) -> [String] {
    var names: [String] = []
    for limit in limits
    where limit.authority == authority {
      for name in [limit.name, limit.fullName] where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The limits of an authority that bind on a date.
  ///
  /// While a standard comes by regions, the date alone does not tell which one holds: without a
  /// place both are there, each with its region. Pending limits never are.
  ///
  /// - Parameter place: where; `nil` when it is not known.
  public func limits(
    of authority: AirQualityStandard.Authority, on date: CivilDate, at place: StandardPlace? = nil
  ) -> [AirQualityStandard] {
    if let place, !place.isUnderLaw(on: date) { return [] }
    let phases = StandardPhase.embedded
    return limits.filter { $0.authority == authority }.compactMap { limit in
      let own = phases.filter { $0.standard == limit.name }
      if limit.effectiveFrom.map({ date < $0 }) == true, !own.isEmpty {
        return arriving(limit, own, date, place)
      }
      guard limit.isInForce(on: date) else { return nil }
      let replacing = phases.filter { $0.replaces == limit.name && $0.effectiveFrom <= date }
      return leaving(limit, replacing, place)
    }
  }

  /// A limit that holds somewhere before it holds everywhere.
  private func arriving(
    _ limit: AirQualityStandard, _ phases: [StandardPhase], _ date: CivilDate,
    _ place: StandardPlace?
  ) -> AirQualityStandard? {
    let reached = phases.filter { $0.effectiveFrom <= date }
    var limit = limit
    let prefix = limit.region.flatMap { text in
      text.firstIndex(of: ";").map { String(text[..<$0]) + ": " }
    }
    if let region = place?.region {
      guard let phase = reached.first(where: { $0.region == region }) else { return nil }
      limit.effectiveFrom = phase.effectiveFrom
      limit.region = (limit.isDecidedByProvinces ? prefix ?? "" : "") + phase.name
    } else {
      guard let first = reached.first else { return nil }
      limit.effectiveFrom = first.effectiveFrom
      limit.region =
        (limit.isDecidedByProvinces ? prefix ?? "" : "")
        + reached.map { "\($0.name) (from \($0.effectiveFrom.year))" }.joined(separator: "; ")
    }
    return limit
  }

  /// A limit that another standard has replaced somewhere.
  private func leaving(
    _ limit: AirQualityStandard, _ replacing: [StandardPhase], _ place: StandardPlace?
  ) -> AirQualityStandard? {
    guard let newest = replacing.last else { return limit }
    var limit = limit
    if let region = place?.region {
      guard !replacing.contains(where: { $0.region == region }) else { return nil }
    } else {
      limit.region = "where \(newest.standard) had not come yet"
    }
    return limit
  }

  /// All limits of one standard or of one edition of it (`NAAQS 2012`), whenever they hold;
  /// nothing for an unknown name.
  public func limits(
    of authority: AirQualityStandard.Authority, named name: String
  ) -> [AirQualityStandard] {
    let wanted = name.lowercased()
    return limits.filter {
      $0.authority == authority
        && ($0.name.lowercased() == wanted || $0.fullName.lowercased() == wanted)
    }
  }

  /// The first day on which any limit of an authority held, as far as the table has dates.
  public func firstDay(of authority: AirQualityStandard.Authority) -> CivilDate? {
    limits.filter { $0.authority == authority }.compactMap(\.effectiveFrom).min()
  }
}
