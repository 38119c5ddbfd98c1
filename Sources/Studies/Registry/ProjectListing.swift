public import Cooperation
public import Store

/// Lists the projects that fit a filter.
public struct ProjectListing: Job {
  /// The records.
  public let source: RegistrySource
  /// Which projects.
  public var filter = ProjectFilter()
  /// Most projects that are listed; `nil` for all.
  public var most: Int?

  /// A list of all projects.
  public init(of source: RegistrySource) { self.source = source }

  /// Projects, in the order in which they came; encoded as their records.
  public struct Outcome: Encodable, Sendable {
    /// The projects that are listed.
    public let projects: [Project]
    /// How many were asked for, when there are more.
    public let cutAt: Int?
    package let organisations: Registry

    /// Writes the records.
    public func encode(to encoder: any Encoder) throws {
      try projects.map(\.record).encode(to: encoder)
    }
  }

  /// - Throws: `RegistryError.unknownRecord` for an organisation of the filter that nobody has.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let organisations = try source.registry([.organisations, .organisationNames])
    try filter.check(in: organisations)
    let projects = try source.projects(filter, limit: most.map { $0 + 1 })
    let isCut = most.map { projects.count > $0 } ?? false
    return Outcome(
      projects: isCut ? Array(projects.dropLast()) : projects, cutAt: isCut ? most : nil,
      organisations: organisations)
  }
}

/// The table of the plan of 2014 as it was printed: one line an organisation.
public struct PlanListing: Job {
  /// The records.
  public let source: RegistrySource
  /// Which of the plan's projects.
  public var filter = ProjectFilter()

  /// All lines.
  public init(of source: RegistrySource) { self.source = source }

  /// The lines; encoded as the records of their projects.
  public struct Outcome: Encodable, Sendable {
    /// By their numbers.
    public let lines: [PlanTable.Line]
    package let registry: Registry

    /// Writes the records.
    public func encode(to encoder: any Encoder) throws {
      try lines.flatMap { $0.projects.map(\.record) }.encode(to: encoder)
    }
  }

  /// - Throws: `RegistryError.unknownRecord` for an organisation of the filter that nobody has.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry([.organisations, .projects])
    try filter.check(in: registry)
    var filter = filter
    filter.isInPlan = true
    return Outcome(lines: PlanTable(registry, filter: filter).lines, registry: registry)
  }
}

/// Lists the records of a kind.
public struct RecordListing: Job {
  /// The records.
  public let source: RegistrySource
  /// Which kind.
  public let kind: RecordKind
  /// Most records that are listed; `nil` for all, with all of their columns.
  public var most: Int?

  /// All records of a kind.
  public init(of kind: RecordKind, in source: RegistrySource) {
    self.kind = kind
    self.source = source
  }

  /// Records of one kind, in the order in which they came.
  public struct Outcome: Encodable, Sendable {
    /// Their kind.
    public let kind: RecordKind
    /// Those that are listed.
    public let records: [RegistryRecord]
    /// How many there are.
    public let count: Int
    /// Whether it is for a reader, who needs no empty columns.
    package let isCut: Bool

    /// Writes the records.
    public func encode(to encoder: any Encoder) throws { try records.encode(to: encoder) }
  }

  /// Lists the records of the kind.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let records = try source.registry([kind]).all(kind)
    return Outcome(
      kind: kind, records: most.map { Array(records.prefix($0)) } ?? records,
      count: records.count, isCut: most != nil)
  }
}
