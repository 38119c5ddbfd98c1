public import AirQuality
public import Cooperation
public import Documents
import FoundationEssentials
public import Store

/// Reports a fiscal year, and what changed since another one.
public struct YearReview: Job {
  /// The records.
  public let source: RegistrySource
  /// The year.
  public let year: FiscalYear
  /// A year with which it is compared; `nil` for none.
  public var since: FiscalYear?

  /// The report of a year.
  public init(of year: FiscalYear, in source: RegistrySource) {
    self.year = year
    self.source = source
  }

  /// The report, with the records that its page names; encoded as the report.
  public struct Outcome: Encodable, Sendable {
    /// The report.
    public let report: YearlyReport
    /// What changed; `nil` where no other year was named.
    public let difference: ReportDifference?
    package let registry: Registry

    /// Writes the report.
    public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
  }

  /// Reports on the fiscal year.
  ///
  /// - Throws: `RegistryError.unanswerable` for a year to compare with that is not before; `ArchiveError`;
  ///   `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    if let since { try since.checkIsBefore(year) }
    // Organisations carry the names of the year.
    let registry = try source.registry(Self.selections([year, since].compactMap(\.self)))
      .named(in: year)
    let report = YearlyReport(registry, fiscalYear: year)
    return Outcome(
      report: report,
      difference: since.map { ReportDifference(YearlyReport(registry, fiscalYear: $0), report) },
      registry: registry)
  }

  /// What reports of some years read.
  static func selections(_ years: [FiscalYear]) -> [RecordSelection] {
    let whole: [RecordKind] = [
      .organisations, .organisationNames, .needs, .offers, .planningSheets, .checklistItems,
      .communications, .exchangeRates,
    ]
    // A fiscal year lies in two calendar years; an activity may say no more than one of them.
    let calendarYears = Set(years.flatMap { [$0.beginning, $0.beginning + 1] }).sorted()
    return whole.map { RecordSelection($0) } + [
      RecordSelection(
        .projects,
        columns: [
          "fiscal_year", "end_year", "jp_org", "cn_orgs", "component", "title_ja", "title_zh",
          "title_en", "fields", "modes", "status", "funding_class", "funding_basis", "source",
          "verified",
        ]),
      RecordSelection(
        .activities, columns: ["project", "kind", "start", "people", "status", "same_as"],
        where: ("start", calendarYears.map { "\($0)" })),
      RecordSelection(
        .budgetLines,
        columns: [
          "project", "fiscal_year", "amount", "currency", "share_asked", "approved", "spent",
        ]),
    ]
  }
}

/// What changed between two fiscal years.
public struct FiscalYearComparison: Job {
  /// The records.
  public let source: RegistrySource
  /// The earlier year.
  public let earlier: FiscalYear
  /// The later year.
  public let later: FiscalYear

  /// A comparison of two years.
  public init(of earlier: FiscalYear, with later: FiscalYear, in source: RegistrySource) {
    self.earlier = earlier
    self.later = later
    self.source = source
  }

  /// The difference; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// What changed.
    public let difference: ReportDifference
    package let registry: Registry

    /// Writes the difference.
    public func encode(to encoder: any Encoder) throws { try difference.encode(to: encoder) }
  }

  /// Compares the two fiscal years.
  ///
  /// - Throws: `RegistryError.unanswerable` for years in the wrong order; `ArchiveError`;
  ///   `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    try earlier.checkIsBefore(later)
    let registry = try source.registry(YearReview.selections([earlier, later]))
    return Outcome(
      difference: ReportDifference(
        YearlyReport(registry, fiscalYear: earlier), YearlyReport(registry, fiscalYear: later)),
      registry: registry)
  }
}

extension FiscalYear {
  /// Refuses to say what changed since a year that is not before: what began would be told as ended.
  fileprivate func checkIsBefore(_ later: FiscalYear) throws(RegistryError) {
    guard self >= later else { return }
    throw .unanswerable(
      Message(
        "registry.years-order",
        ["since": .fiscalYear(beginning), "year": .fiscalYear(later.beginning)]),
      remedy: "registry.earlier-year")
  }
}

/// The steps before a training, a dispatch or a joint research, with their days.
public struct Preparation: Job {
  /// The records.
  public let source: RegistrySource
  /// Id of the project.
  public let project: String
  /// What is prepared.
  public let mode: CooperationMode
  /// Its first day.
  public let start: CivilDate
  /// In which language the steps are written: they become records of the office.
  public var language = Language.english

  /// The steps of one event of a project.
  public init(
    of mode: CooperationMode, of project: String, from start: CivilDate,
    in source: RegistrySource
  ) {
    self.mode = mode
    self.project = project
    self.start = start
    self.source = source
  }

  /// Items of a checklist; encoded as their records.
  public struct Outcome: Encodable, Sendable {
    /// What is prepared.
    public let mode: CooperationMode
    /// The items.
    public let records: [RegistryRecord]
    /// That the first day is outside the project's years; `nil` where it is not.
    package let doubt: Message?
    /// The items as a file that `import` reads.
    public var file: String { RecordFile.text(records, of: .checklistItems) }

    /// Writes the records.
    public func encode(to encoder: any Encoder) throws { try records.encode(to: encoder) }
  }

  /// - Throws: `RegistryError.unknownRecord` for a project that is not in the records.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry([.projects])
    guard let found = registry.project(project) else {
      throw RegistryError.unknownRecord(
        project, kind: .projects,
        nearest: Registry.nearest(to: project, in: registry.all(.projects).map(\.id)))
    }
    let isWithin =
      found.years.lowerBound.firstDay <= start && start <= found.years.upperBound.lastDay
    let doubt =
      isWithin
      ? nil
      : Message(
        "registry.start-beyond",
        [
          "start": .date(start.description), "project": .text(project),
          "years": .years(found.years),
        ])
    var records = try PreparationChecklist.records(
      project: project, mode: mode, start: start, prefix: "CL-\(project)-\(start)")
    for place in records.indices {
      let step = RecordTranslations.of(records[place]["step"])
      try records[place].set("step", to: Value.named(step).text(in: language))
    }
    return Outcome(mode: mode, records: records, doubt: doubt)
  }
}

/// What is due or overdue across all projects.
public struct DueReview: Job {
  /// The records.
  public let source: RegistrySource
  /// The day of which is asked.
  public var day = CivilDate(daysSinceEpoch: Int(Date().timeIntervalSince1970) / 86_400)
  /// Days ahead; fewer than 0 for what is overdue alone.
  public var days = 30

  /// What is due today and in the next month.
  public init(of source: RegistrySource) { self.source = source }

  /// Steps and letters by their day; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// The items.
    public let items: [DueList.Item]
    package let registry: Registry

    /// Writes the items.
    public func encode(to encoder: any Encoder) throws { try items.encode(to: encoder) }
  }

  /// Finds what is due and what is overdue.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry([
      RecordSelection(.organisations), RecordSelection(.projects, columns: ["status"]),
      RecordSelection(.checklistItems), RecordSelection(.communications),
    ])
    return Outcome(items: DueList(registry, on: day, within: days).items, registry: registry)
  }
}
