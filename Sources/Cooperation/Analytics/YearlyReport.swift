import AirQuality

/// One fiscal year of the cooperation in numbers, with what is not known beside them.
public struct YearlyReport: Hashable, Codable, Sendable {
  /// One cooperation in the report.
  public struct Line: Hashable, Codable, Sendable {
    /// Japanese side.
    public let japanese: String
    /// Chinese side, in the order of the record.
    public let chinese: [String]
    /// Between government staff or companies.
    public let component: String
    /// Id of the project.
    public let project: String
    /// Title in English.
    public let title: String
    /// Fields as they are written.
    public let fields: String
    /// Modes as they are written.
    public let modes: String
    /// Status.
    public let status: String
    /// Who pays.
    public let funding: String
    /// Activities that took place in the year.
    public let activities: Int
    /// People that the sources count in them.
    public let people: Int
    /// Activities whose people nobody counted.
    public let uncounted: Int
    /// Whether the year is none of the project's own: it is named for what took place in it.
    public let isOutsideYears: Bool
    /// Where it comes from.
    public let source: String
    /// How it was checked.
    public let verified: String
  }

  /// The year.
  public let fiscalYear: FiscalYear
  /// One a project.
  public let lines: [Line]
  /// Activities of which only the calendar year is known, and which may belong to the fiscal year
  /// before.
  public let uncertain: [String]
  /// Money of the year's budget lines by currency; empty without any.
  public let money: [FundingSums.Row]
  /// Projects whose years hold the year; the other lines are named for what took place in it.
  public var projectsOfYear: Int { lines.count { !$0.isOutsideYears } }
  /// Activities that took place, each event once, by kind.
  public let activities: [String: Int]
  /// Needs that were stated in the year and that no project serves.
  public let openNeeds: [String]
  /// Projects of the year whose source names no field: what they are about is not known.
  public let unstated: Int
  /// Fields of the plan that no project of the year names.
  public let emptyFields: [CooperationField]

  /// The report of a year, from the projects of that year and what took place in it: an activity
  /// stands in the report of its own year, whatever the years of its project.
  public init(_ registry: Registry, fiscalYear: FiscalYear) {
    self.fiscalYear = fiscalYear
    var uncertain: [String] = []
    let events = registry.activities.filter { activity in
      guard activity.isDone, activity.sameAs == nil else { return false }
      let (year, isCertain) = activity.fiscalYear(in: registry.project(activity.project))
      if year == fiscalYear, !isCertain { uncertain.append(activity.id) }
      return year == fiscalYear
    }
    self.uncertain = uncertain
    let byProject = Dictionary(grouping: events, by: \.project)
    let projects = registry.projects.filter {
      $0.years.contains(fiscalYear) || byProject[$0.id] != nil
    }
    money = FundingSums(registry).rows(by: .year).filter { $0.fiscalYear == fiscalYear }
    lines = projects.map { project in
      let own = byProject[project.id] ?? []
      return Line(
        japanese: project.japanese, chinese: project.chinese,
        component: project.component.rawValue, project: project.id, title: project.names.english,
        fields: project.record["fields"], modes: project.record["modes"],
        status: project.status.rawValue, funding: project.fundingClass.rawValue,
        activities: own.count, people: own.reduce(0) { $0 + ($1.people ?? 0) },
        uncounted: own.count { $0.people == nil },
        isOutsideYears: !project.years.contains(fiscalYear), source: project.source,
        verified: project.verification.rawValue)
    }
    activities = Dictionary(grouping: events, by: \.kind.rawValue).mapValues(\.count)
    openNeeds = registry.needs.filter {
      $0.fiscalYear == fiscalYear && $0.projects.isEmpty && $0.isOpen
    }.map(\.id)
    let own = projects.filter { $0.years.contains(fiscalYear) }
    unstated = own.count { project in !project.fields.contains(where: \.isNamed) }
    let covered = Set(own.flatMap(\.fields))
    emptyFields = CooperationField.ofThePlan.filter { !covered.contains($0) }
  }

  /// The report as a table, one line a project.
  public var csv: String {
    let header = [
      "fiscal_year", "project", "japanese", "chinese", "component", "title", "fields", "modes",
      "status",
      "funding", "activities", "people", "uncounted", "outside_years", "source", "verified",
    ]
    let rows = lines.map { line in
      [
        fiscalYear.description, line.project, line.japanese, line.chinese.joined(separator: "; "),
        line.component, line.title, line.fields, line.modes, line.status, line.funding,
        String(line.activities), String(line.people), String(line.uncounted),
        line.isOutsideYears ? "yes" : "no", line.source, line.verified,
      ]
    }
    return ([header] + rows).map { DelimitedField.line($0) + "\n" }.joined()
  }
}

/// What changed between two years' reports.
public struct ReportDifference: Hashable, Codable, Sendable {
  /// A pair of partners that is in both years.
  public struct Change: Hashable, Codable, Sendable {
    /// Japanese side.
    public let japanese: String
    /// Chinese side, one organisation.
    public let chinese: String
    /// What is compared.
    public let property: String
    /// In the earlier year.
    public let before: String
    /// In the later year.
    public let after: String
  }

  /// The years.
  public let years: [FiscalYear]
  /// Pairs of the later year alone, `Japan – China`.
  public let begun: [String]
  /// Pairs of the earlier year alone.
  public let ended: [String]
  /// Differences of pairs that are in both.
  public let changes: [Change]

  /// Compares two reports pair by pair; a project with several partners counts for each.
  ///
  /// Only projects of the years themselves are compared: what one of another year still did in a year
  /// begins or ends nothing.
  public init(_ earlier: YearlyReport, _ later: YearlyReport) {
    years = [earlier.fiscalYear, later.fiscalYear]
    func pairs(_ report: YearlyReport) -> [[String]: [YearlyReport.Line]] {
      var pairs: [[String]: [YearlyReport.Line]] = [:]
      for line in report.lines where !line.isOutsideYears {
        // Work within Japan has no partner and is a pair with none.
        for chinese in line.chinese.isEmpty ? [""] : line.chinese {
          pairs[[line.japanese, chinese], default: []].append(line)
        }
      }
      return pairs
    }
    let before = pairs(earlier)
    let after = pairs(later)
    func names(_ keys: some Sequence<[String]>) -> [String] {
      keys.map { $0[1].isEmpty ? $0[0] : "\($0[0]) – \($0[1])" }.sorted()
    }
    begun = names(after.keys.filter { before[$0] == nil })
    ended = names(before.keys.filter { after[$0] == nil })
    var changes: [Change] = []
    for key in before.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard let old = before[key], let new = after[key] else { continue }
      func text(_ lines: [YearlyReport.Line], _ column: (YearlyReport.Line) -> String) -> String {
        Set(lines.flatMap { RegistryRecord.split(column($0)) }).sorted().joined(separator: "; ")
      }
      let properties: [(String, (YearlyReport.Line) -> String)] = [
        ("component", \.component), ("fields", \.fields), ("modes", \.modes),
        ("status", \.status), ("funding", \.funding),
      ]
      for (name, column) in properties {
        let values = (text(old, column), text(new, column))
        guard values.0 != values.1 else { continue }
        changes.append(
          Change(
            japanese: key[0], chinese: key[1], property: name, before: values.0,
            after: values.1))
      }
      let counts = [old, new].map { $0.reduce(0) { $0 + $1.activities } }
      if counts[0] != counts[1] {
        changes.append(
          Change(
            japanese: key[0], chinese: key[1], property: "activities", before: "\(counts[0])",
            after: "\(counts[1])"))
      }
    }
    self.changes = changes
  }
}
