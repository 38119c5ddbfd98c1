/// The table of twelve organisations of the plan of 2014, put together from the projects.
///
/// A line of the table can be several projects in the registry: Kitakyushu's holds four cities.
public struct PlanTable: Hashable, Sendable {
  /// One line of the table.
  public struct Line: Hashable, Sendable {
    /// 1 to 12.
    public let row: Int
    /// Id of the Japanese organisation.
    public let organisation: String
    /// The projects of the line.
    public let projects: [Project]

    /// Ids of all partners in the order of the projects.
    public var partners: [String] { unique(projects.flatMap(\.chinese)) }
    /// Fields of all projects in the order of the vocabulary.
    public var fields: [CooperationField] { ordered(projects.flatMap(\.fields)) }
    /// Modes of all projects in the order of the vocabulary.
    public var modes: [CooperationMode] { ordered(projects.flatMap(\.modes)) }
    /// Statuses of all projects.
    public var statuses: [ProjectStatus] { ordered(projects.map(\.status)) }
    /// Who pays.
    public var fundingClasses: [FundingClass] { ordered(projects.map(\.fundingClass)) }

    private func unique(_ ids: [String]) -> [String] {
      var seen: Set<String> = []
      return ids.filter { seen.insert($0).inserted }
    }

    private func ordered<Term: VocabularyTerm>(_ terms: [Term]) -> [Term] {
      let present = Set(terms)
      return Term.allCases.filter { present.contains($0) }
    }
  }

  /// In the order of the plan.
  public let lines: [Line]

  /// The lines of a registry's projects that stand in the plan and pass a filter.
  public init(_ registry: Registry, filter: ProjectFilter = ProjectFilter()) {
    var filter = filter
    filter.isInPlan = true
    let chosen = registry.projects.filter(filter.admits)
    lines = Dictionary(grouping: chosen) { $0.planRow ?? 0 }.sorted { $0.key < $1.key }
      .map { Line(row: $0.key, organisation: $0.value[0].japanese, projects: $0.value) }
  }
}

extension Registry {
  /// The records that hang on a record: those that name it, and the organisations it names.
  public func related(to record: RegistryRecord) -> [RegistryRecord] {
    var found: [RegistryRecord] = []
    for kind in RecordKind.allCases {
      let checks = RecordChecks(kind)
      for other in all(kind) where other.id != record.id || kind != record.kind {
        let names = checks.references(of: other).contains {
          $0.kind == record.kind && $0.id == record.id
        }
        if names { found.append(other) }
      }
    }
    for reference in RecordChecks(record.kind).references(of: record) {
      guard let other = self.record(reference.kind, reference.id) else { continue }
      if !found.contains(other) { found.append(other) }
    }
    return found
  }
}
