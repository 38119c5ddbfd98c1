public import AirQuality
public import Documents
public import Foundation
public import Studies

/// What the checks found in series, with the series themselves.
public struct CheckReport: Sendable {
  /// What is told first.
  public enum Scope: Sendable {
    /// What is suspect or unusable.
    case doubts
    /// Every finding, notes too.
    case all
    /// The statistics of every year.
    case years
  }

  let report: QualityReport
  let repairs: [QualityRepair]
  let series: [MonitoringSeries]
  let scope: Scope

  /// A report.
  ///
  /// - Parameters:
  ///   - repairs: what reading the files repaired or left out.
  ///   - series: what was checked, to be drawn.
  public init(
    _ report: QualityReport, repairs: [QualityRepair] = [], series: [MonitoringSeries] = [],
    scope: Scope = .doubts
  ) {
    self.report = report
    self.repairs = repairs
    self.series = series
    self.scope = scope
  }

  /// The findings that are told.
  public var told: [QualityFinding] {
    report.findings.filter { scope == .all || $0.grade > .note }
  }

  /// What belongs beside the page: every finding, every mark and every year.
  ///
  /// - Throws: `EncodingError`.
  public func files() throws -> [(String, Data)] {
    [
      ("findings.json", try StableJSON.encode(report.findings)),
      Self.table("findings", report.findings).file, flags.file, years.file,
    ]
  }
}

extension CheckReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: "quality.title", alerts: report.verdicts.filter { !$0.isMeasured }.map(\.message),
      footer: .madeBy("check", "quality.made-by"),
      data: scope == .years ? years : Self.table("shown-findings", told)
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          say(
            "quality.count", note: count(.note), suspect: count(.suspect),
            unusable: count(.unusable)))
        if !series.isEmpty {
          say(
            "quality.checked", count: series.count, stations: Set(series.map(\.station.key)).count)
        }
        if scope != .all { Message("quality.notes-hidden") }
      }
      if scope == .years { Section("quality.years") { years } }
      Section("figures", role: .detail) { charts }
      Section("quality.findings", role: role) { findings }
      Section("quality.repairs", role: role) { Block.list(repairs.map(\.message)) }
      Section("doubts", role: .detail) { Message("quality.unchanged") }
    }
  }

  /// Of what was found, where years are told first.
  private var role: Section.Role { scope == .years ? .detail : .main }

  private func count(_ grade: QualityGrade) -> Int {
    report.findings.count { $0.grade == grade }
  }

  /// Under each grade what was found; findings that stations share word for word stand once, and a
  /// network's year that was not measured stands above everything.
  @ListBuilder<Block> private var findings: [Block] {
    for grade in QualityGrade.allCases.reversed() {
      let own = told.filter { $0.grade == grade && $0.rule != .unmeasuredYear }
      if !own.isEmpty {
        Block.heading(say("quality.graded", grade: grade.message, count: own.count))
        own.grouped { Pair($0.pollutant, $0.message) }.map { shared, findings in
          Note(
            grade.severity, shared.second,
            about: [Self.places(findings.map(\.station)), .verbatim(shared.first.displayName)])
        }
      }
    }
  }

  /// Names of stations, six of them where there are more.
  private static func places(_ names: [String]) -> Message {
    names.count <= 6
      ? say("named", name: names)
      : say("quality.more", names: Array(names.prefix(6)), count: names.count - 6)
  }

  // MARK: Tables

  private static func table(_ id: String, _ findings: [QualityFinding]) -> Table {
    Table(id, "quality.findings", findings) {
      Column("grade") { $0.grade.message }
      Column("rule") { $0.rule.identifier }
      Column("station") { $0.station }
      Column("pollutant", "weather.pollutant") { $0.pollutant.identifier }
      Column("from") { .date($0.from.formatted(utcOffset: 0)) }
      Column("until") { .date($0.until.formatted(utcOffset: 0)) }
      Column("finding", "quality.finding") { $0.message }
    }
  }

  private var flags: Table {
    Table("flags", "quality.marks", report.flags) {
      Column("station") { $0.station }
      Column("pollutant", "weather.pollutant") { $0.pollutant.identifier }
      Column("rule") { $0.rule.identifier }
      Column("grade") { $0.grade.message }
      Column("from") { .date($0.from.formatted(utcOffset: 0)) }
      Column("until") { .date($0.until.formatted(utcOffset: 0)) }
    }
  }

  private var years: Table {
    Table("years", "quality.years", report.years) {
      Column("station") { $0.station }
      Column("pollutant", "weather.pollutant") { $0.pollutant.identifier }
      Column("year") { String($0.year) }
      Column("share", "column.measured-share") { $0.share.decimals(3) }
      Column("repeated_share", "column.repeats") { $0.repeatedShare?.decimals(3) }
      Column("lag1") { $0.dailyAutocorrelation?.decimals(3) }
      Column("neighbours") { $0.neighbourCorrelation?.decimals(3) }
      Column("findings", "quality.finding", in: .files) {
        $0.findings.map(\.rawValue).joined(separator: " ")
      }
      Column("found", "quality.finding", isOptional: true) { row in
        row.findings.isEmpty ? nil : row.findings.map { Message("quality.year.\($0.rawValue)") }
      }
    }
  }
}

extension QualityGrade {
  /// The grade in words.
  var message: Message { Message("quality.grade.\(rawValue)") }

  fileprivate var severity: Severity {
    switch self {
    case .note: .note
    case .suspect: .warning
    case .unusable: .serious
    }
  }
}

extension Presentation {
  /// What the checks found; as JSON the findings or years that are told.
  ///
  /// - Throws: `EncodingError`.
  public init(check answer: SeriesCheck.Answer, scope: CheckReport.Scope) throws {
    let report = CheckReport(
      answer.report, repairs: answer.repairs, series: answer.series, scope: scope)
    let told: any Encodable = scope == .years ? answer.report.years : report.told
    self.init(
      told, report.document, page: "check.html", files: try report.files(),
      remarks: answer.kept.map { [say("command.marks-kept", count: $0)] } ?? [])
  }
}

/// Two monitors of one place beside each other.
public struct MonitorReport: Encodable, Sendable {
  let comparison: MonitorComparison
  let hourShifts: [HourShift]

  /// A report.
  public init(_ comparison: MonitorComparison, hourShifts: [HourShift]) {
    self.comparison = comparison
    self.hourShifts = hourShifts
  }
}

extension MonitorReport: Documented {
  /// What it says.
  public var document: Document {
    Document(title: "quality.compare-title", data: data) {
      Section("answer", role: .answer) { Block.lead(comparison.message) }
      Section("quality.compare-shifts") { Block.list(hourShifts.map(\.message)) }
    }
  }

  private var data: Table {
    Table("comparison", "quality.compare-title", [comparison]) {
      Column("reference") { $0.reference }
      Column("candidate") { $0.candidate }
      Column("pollutant", "weather.pollutant") { $0.pollutant.identifier }
      Column("days") { $0.days }
      Column("slope") { $0.slope }
      Column("slope_uncertainty", "column.slope-uncertainty") { $0.slopeUncertainty }
      Column("intercept") { $0.intercept }
      Column("intercept_uncertainty", "column.intercept-uncertainty") { $0.interceptUncertainty }
      Column("correlation") { $0.correlation }
      Column("between_samplers", "column.between-samplers") { $0.betweenSamplers }
      Column("limit", "quality.limit") { $0.limit }
      Column("expanded_uncertainty", "column.expanded-uncertainty") { $0.expandedUncertainty.share }
    }
  }
}
