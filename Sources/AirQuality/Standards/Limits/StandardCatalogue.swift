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

  /// The names of an authority's standards, the oldest first.
  public func names(of authority: AirQualityStandard.Authority) -> [String] {
    var names: [String] = []
    for limit in limits
    where limit.authority == authority && !names.contains(limit.name) {
      names.append(limit.name)
    }
    return names
  }

  /// The limits of an authority that hold on a date.
  ///
  /// Where two standards overlap because the older one has no last day in the table, the one
  /// that came into force last holds alone. Pending limits never do.
  public func limits(
    of authority: AirQualityStandard.Authority, on date: CivilDate
  ) -> [AirQualityStandard] {
    let holding = limits.filter { $0.authority == authority && $0.isInForce(on: date) }
    func start(_ name: String) -> CivilDate? {
      holding.filter { $0.name == name }.compactMap(\.effectiveFrom).max()
    }
    guard let newest = Set(holding.map(\.name)).compactMap(start).max() else { return holding }
    return holding.filter { start($0.name) == newest }
  }

  /// All limits of one standard, whenever they hold; nothing for an unknown name.
  public func limits(
    of authority: AirQualityStandard.Authority, named name: String
  ) -> [AirQualityStandard] {
    let wanted = name.lowercased()
    return limits.filter { $0.authority == authority && $0.name.lowercased() == wanted }
  }

  /// The first day on which any limit of an authority held, as far as the table has dates.
  public func firstDay(of authority: AirQualityStandard.Authority) -> CivilDate? {
    limits.filter { $0.authority == authority }.compactMap(\.effectiveFrom).min()
  }
}
