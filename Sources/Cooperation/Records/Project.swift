import AirQuality

/// One cooperation of one fiscal year, or of several that follow each other.
public struct Project: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `projects`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// The fiscal year whose plan or report it stands in.
  public var fiscalYear: FiscalYear { year("fiscal_year") }
  /// The fiscal years over which it runs, from `fiscal_year` to `end_year`; one where none is named.
  public var years: ClosedRange<FiscalYear> {
    let first = fiscalYear
    return first...max(first, FiscalYear(record["end_year"]) ?? first)
  }
  /// Japanese side.
  public var japanese: String { record["jp_org"] }
  /// Chinese side; empty for work within Japan.
  public var chinese: [String] { record.list("cn_orgs") }
  /// Between government staff or between companies.
  public var component: ProjectComponent { term("component") }
  /// What it is about.
  public var fields: [CooperationField] { terms("fields") }
  /// How it works.
  public var modes: [CooperationMode] { terms("modes") }
  /// How far it has come.
  public var status: ProjectStatus { term("status") }
  /// Who pays.
  public var fundingClass: FundingClass { term("funding_class") }
  /// What of the row was inferred and is not stated in its source: `funding`, `partners`. The notes
  /// begin such a list with “inferred:”.
  public var inferred: Set<String> {
    var found: Set<String> = record["funding_basis"] == "inferred" ? ["funding"] : []
    for part in record.list("notes") where part.hasPrefix("inferred: ") {
      for word in part.dropFirst("inferred: ".count).split(separator: ",") {
        found.insert(word.trimmingPrefix(" ").description)
      }
    }
    return found
  }
  /// Line of the table of the plan of 2014 in which it stands, 1 to 12.
  public var planRow: Int? { Int(record["plan_row"]) }
}

/// Something that happened, or is to happen, in a project: a training, a visit, a seminar.
public struct Activity: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `activities`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// The project it belongs to.
  public var project: String { record["project"] }
  /// What it is.
  public var kind: CooperationMode { term("kind") }
  /// When it began.
  public var start: PartialDate {
    guard let date = PartialDate(record["start"]) else {
      preconditionFailure("\(id): the start passed the check")
    }
    return date
  }
  /// When it ended; the start when nothing is known.
  public var end: PartialDate { PartialDate(record["end"]) ?? start }
  /// People who took part, without names; `nil` when the source does not count them.
  public var people: Int? { Int(record["people"]) }
  /// The field, when one was named.
  public var field: CooperationField? { CooperationField(rawValue: record["field"]) }
  /// Whether it took place.
  public var isDone: Bool { record["status"] == "done" }
  /// The activity of another row that is the same event.
  public var sameAs: String? { record["same_as"].isEmpty ? nil : record["same_as"] }

  /// Days it lasted; `nil` when the source gives months only.
  public var days: Int? {
    let start = start
    let end = PartialDate(record["end"]) ?? start
    guard start.precision == .day, end.precision == .day else { return nil }
    return end.last.daysSinceEpoch - start.first.daysSinceEpoch + 1
  }

  /// The fiscal year in whose report it stands: that of its first day. Of a calendar year alone,
  /// whose first three months belong to the year before, the year of the project is taken.
  ///
  /// - Parameter project: the project it belongs to.
  /// - Returns: the year, and whether the dates tell it for certain.
  public func fiscalYear(in project: Project?) -> (year: FiscalYear, isCertain: Bool) {
    if let year = start.fiscalYear { return (year, true) }
    let candidates = [FiscalYear(containing: start.last), FiscalYear(containing: start.first)]
    let own = candidates.filter { project?.years.contains($0) == true }
    return (own.first ?? candidates[0], false)
  }

  /// People times days; `nil` when one of them is unknown. An event that is the same as another
  /// row's counts there.
  public var peopleDays: Int? {
    guard sameAs == nil, let people, let days else { return nil }
    return people * days
  }
}
