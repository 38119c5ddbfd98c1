import AirQuality
public import Cooperation
public import Store

/// Activities in the order of time.
public struct ProjectTimeline: Job {
  /// The records.
  public let source: RegistrySource
  /// Activities of which projects.
  public var filter = ProjectFilter()
  /// Whether meetings and seminars alone are wanted: the calendar.
  public var isOfMeetings = false

  /// All activities.
  public init(of source: RegistrySource) { self.source = source }

  /// Activities by their first day; encoded as their records.
  public struct Outcome: Encodable, Sendable {
    /// The activities.
    public let activities: [Activity]

    /// Writes the records.
    public func encode(to encoder: any Encoder) throws {
      try activities.map(\.record).encode(to: encoder)
    }
  }

  /// - Throws: `RegistryError.unknownRecord` for an organisation of the filter that nobody has.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let isNarrow = filter != ProjectFilter()
    // Every activity names a project that is there: of which, only a filter asks.
    let registry = try source.registry(
      isNarrow ? [.organisations, .projects, .activities] : [.activities])
    try filter.check(in: registry)
    let admitted = Set(isNarrow ? registry.projects.filter(filter.admits).map(\.id) : [])
    let chosen = registry.activities.filter { activity in
      (!isNarrow || admitted.contains(activity.project))
        && (!isOfMeetings || activity.kind == .meeting || activity.kind == .seminar)
    }
    let days = chosen.map { $0.start.first.daysSinceEpoch }
    // Places are moved instead of records, and names are looked at where days are the same.
    let order = chosen.indices.sorted {
      days[$0] == days[$1] ? chosen[$0].id < chosen[$1].id : days[$0] < days[$1]
    }
    return Outcome(activities: order.map { chosen[$0] })
  }
}

/// Projects by organisation, field and fiscal year.
public struct CoverageOverview: Job {
  /// The records.
  public let source: RegistrySource
  /// Whose projects are counted.
  public var side = CoverageMatrix.Side.chinese

  /// The matrix of the Chinese side.
  public init(of source: RegistrySource) { self.source = source }

  /// The matrix; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// The counts, with the holes.
    public let matrix: CoverageMatrix
    package let registry: Registry

    /// Writes the matrix.
    public func encode(to encoder: any Encoder) throws { try matrix.encode(to: encoder) }
  }

  /// Counts projects by place and field.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    Outcome(
      matrix: CoverageMatrix(try source.coverage(), side: side),
      registry: try source.registry([.organisations]))
  }
}

/// Who works with whom, and how central each is.
public struct NetworkOverview: Job {
  /// The records.
  public let source: RegistrySource

  /// The network of all projects and partnerships.
  public init(of source: RegistrySource) { self.source = source }

  /// The network; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// Organisations and links.
    public let network: CooperationNetwork
    package let registry: Registry

    /// Writes the network.
    public func encode(to encoder: any Encoder) throws { try network.encode(to: encoder) }
  }

  /// Measures the network of partners.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry([.organisations, .partnerships])
    return Outcome(
      network: CooperationNetwork(try source.coverage(), partnerships: registry.partnerships),
      registry: registry)
  }
}

/// People times days by city and month.
public struct IntensityOverview: Job {
  /// The records.
  public let source: RegistrySource
  /// Whether months in which nothing took place stand there with zeros: a full panel.
  public var isPanel = false

  /// The months in which something took place.
  public init(of source: RegistrySource) { self.source = source }

  /// One line a city and month; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// The lines.
    public let rows: [Intensity]
    /// People-days of all events, each once, however many cities it is of.
    public let unique: Int
    /// Activities of which only the year is known.
    public let withoutMonth: Int
    package let registry: Registry

    /// Writes the lines.
    public func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }
  }

  /// Counts activities and people-days by month.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry([
      RecordSelection(.organisations),
      RecordSelection(.projects, columns: ["fiscal_year", "end_year", "cn_orgs"]),
      RecordSelection(
        .activities, columns: ["project", "start", "end", "people", "status", "same_as"]),
    ])
    let sparse = Intensity.byMonth(registry.activities) { registry.project($0) }
    return Outcome(
      rows: isPanel ? Intensity.panel(sparse) : sparse,
      unique: Intensity.uniquePeopleDays(registry.activities) { registry.project($0) },
      withoutMonth: registry.activities.count {
        $0.isDone && $0.sameAs == nil && $0.start.precision == .year
      }, registry: registry)
  }
}
