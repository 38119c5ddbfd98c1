/// How many projects each organisation has in each field and fiscal year, with the holes.
public struct CoverageMatrix: Hashable, Codable, Sendable {
  /// Whose projects are counted.
  public enum Side: String, Codable, Sendable, CaseIterable {
    case chinese = "cn"
    case japanese = "jp"
  }

  /// One organisation and field.
  public struct Row: Hashable, Codable, Sendable {
    /// Id of the organisation.
    public let organisation: String
    /// The field.
    public let field: CooperationField
    /// Projects of each of the matrix's years; one that runs over several stands in each.
    public let counts: [Int]
    /// Projects of all years, each once.
    public let total: Int
  }

  /// Fiscal years, without gaps from the first to the last.
  public let years: [FiscalYear]
  /// By organisation and the order of the fields; rows without any project are left out.
  public let rows: [Row]
  /// Fields of the plan in which an organisation that has projects has none.
  public let holes: [String: [CooperationField]]
  /// Projects whose source names no field; they count under “not stated” or “general” and may be
  /// about any.
  public let unstated: Int
  /// Fields of the plan that no project names.
  public let emptyFields: [CooperationField]

  /// The matrix of groups of projects; cancelled projects do not count.
  public init(_ groups: [ProjectGroup], side: Side = .chinese) {
    struct Tally {
      var byYear: [FiscalYear: Int] = [:]
      var total = 0
    }
    var counts: [String: [CooperationField: Tally]] = [:]
    var unstated = 0
    var span: (first: FiscalYear, last: FiscalYear)?
    for group in groups where group.status != ProjectStatus.cancelled.rawValue {
      guard let year = FiscalYear(group.fiscalYear) else { continue }
      let last = max(year, FiscalYear(group.endYear) ?? year)
      span = (min(span?.first ?? year, year), max(span?.last ?? last, last))
      let named = RegistryRecord.split(group.fields).compactMap(CooperationField.init)
      if !named.contains(where: \.isNamed) { unstated += group.count }
      let organisations =
        side == .japanese ? [group.japanese] : RegistryRecord.split(group.chinese)
      for text in RegistryRecord.split(group.fields) {
        guard let field = CooperationField(rawValue: text) else { continue }
        for organisation in organisations {
          var tally = counts[organisation]?[field] ?? Tally()
          for each in year.beginning...last.beginning {
            tally.byYear[FiscalYear(beginning: each), default: 0] += group.count
          }
          tally.total += group.count
          counts[organisation, default: [:]][field] = tally
        }
      }
    }
    let years =
      span.map { span in
        (span.first.beginning...span.last.beginning).map { FiscalYear(beginning: $0) }
      } ?? []
    self.years = years
    rows = counts.sorted { $0.key < $1.key }.flatMap { organisation, fields in
      CooperationField.allCases.compactMap { field in
        fields[field].map { tally in
          Row(
            organisation: organisation, field: field,
            counts: years.map { tally.byYear[$0] ?? 0 }, total: tally.total)
        }
      }
    }
    self.unstated = unstated
    holes = counts.mapValues { fields in
      CooperationField.ofThePlan.filter { fields[$0] == nil }
    }
    let covered = Set(rows.map(\.field))
    emptyFields = CooperationField.ofThePlan.filter { !covered.contains($0) }
  }
}
