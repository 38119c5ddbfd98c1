/// Which projects to look at; a property that is `nil` admits all.
public struct ProjectFilter: Hashable, Sendable {
  /// Fiscal year.
  public var fiscalYear: FiscalYear?
  /// Id of the Japanese organisation.
  public var japanese: String?
  /// Id of an organisation on the Chinese side.
  public var chinese: String?
  /// Field.
  public var field: CooperationField?
  /// Mode.
  public var mode: CooperationMode?
  /// Status.
  public var status: ProjectStatus?
  /// Component.
  public var component: ProjectComponent?
  /// Who pays.
  public var fundingClass: FundingClass?
  /// Line of the table of the plan of 2014.
  public var planRow: Int?
  /// Only projects that stand in the table of the plan of 2014.
  public var isInPlan = false

  /// A filter that admits all.
  public init() {}

  /// Whether a project passes.
  public func admits(_ project: Project) -> Bool {
    (fiscalYear.map { project.years.contains($0) } ?? true)
      && (japanese == nil || project.japanese == japanese)
      && (chinese.map { project.chinese.contains($0) } ?? true)
      && (field.map { project.fields.contains($0) } ?? true)
      && (mode.map { project.modes.contains($0) } ?? true)
      && (status == nil || project.status == status)
      && (component == nil || project.component == component)
      && (fundingClass == nil || project.fundingClass == fundingClass)
      && (planRow == nil || project.planRow == planRow)
      && (!isInPlan || project.planRow != nil)
  }
}

/// Projects that share their fiscal year, pair, status and fields, with their number.
public struct ProjectGroup: Hashable, Sendable {
  /// `FY2014`, the first year.
  public let fiscalYear: String
  /// The last year; empty where it is the first.
  public let endYear: String
  /// Status, as it is written.
  public let status: String
  /// Component, as it is written.
  public let component: String
  /// Japanese side.
  public let japanese: String
  /// Chinese side, with semicolons.
  public let chinese: String
  /// Fields, with semicolons.
  public let fields: String
  /// How many projects.
  public let count: Int

  /// Projects that share these words; without an end year the first year is the last.
  public init(
    fiscalYear: String, endYear: String = "", status: String, component: String, japanese: String,
    chinese: String, fields: String, count: Int
  ) {
    self.fiscalYear = fiscalYear
    self.endYear = endYear
    self.status = status
    self.component = component
    self.japanese = japanese
    self.chinese = chinese
    self.fields = fields
    self.count = count
  }
}

extension Registry {
  /// The groups of all projects, one a project: `CoverageMatrix` adds them up.
  public var coverage: [ProjectGroup] {
    all(.projects).map {
      ProjectGroup(
        fiscalYear: $0["fiscal_year"], endYear: $0["end_year"], status: $0["status"],
        component: $0["component"], japanese: $0["jp_org"], chinese: $0["cn_orgs"],
        fields: $0["fields"], count: 1)
    }
  }

  /// Records in whose texts every word of a question occurs as a substring.
  public func search(
    _ question: String, kinds: [RecordKind] = RecordKind.allCases, limit: Int
  ) -> [RegistryRecord] {
    let words = SearchText.words(question).map(SearchText.alternatives)
    guard !words.isEmpty else { return [] }
    var found: [RegistryRecord] = []
    for kind in RecordKind.allCases where kinds.contains(kind) {
      for record in all(kind) {
        let text = SearchText.of(record) { id in
          self.record(.organisations, id).map(SearchText.names)
        }
        guard words.allSatisfy({ $0.contains { text.contains($0) } }) else { continue }
        found.append(record)
        if found.count == limit { return found }
      }
    }
    return found
  }
}

extension ProjectFilter {
  /// Refuses an organisation that nobody has: no project would fit, which looks like an answer.
  ///
  /// - Throws: `RegistryError.unknownRecord` with ids that are near.
  package func check(in registry: Registry) throws(RegistryError) {
    for id in [japanese, chinese].compactMap(\.self) where registry.organisation(id) == nil {
      throw .unknownRecord(
        id, kind: .organisations,
        nearest: Registry.nearest(to: id, in: registry.organisations.map(\.id)))
    }
  }
}
