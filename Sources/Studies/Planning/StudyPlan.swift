public import AirQuality
import Cooperation
import Documents
public import Estimation
import Foundation
public import Store
import TextFiles

/// A study frozen before the data after its measure are looked at: what is asked, by which method, and
/// which diagnostics must hold before the answer is shown.
public struct StudyPlan: Hashable, Codable, Sendable {
  /// Version of this layout.
  public var schema = 1
  /// The version that froze it.
  public let tool: String
  /// The day on which it was frozen.
  public let date: CivilDate
  /// The study as it is written.
  public let text: String
  /// The study as it was read.
  public let study: StudyDescription
  /// What the diagnostics must meet.
  public let thresholds: DiagnosticThresholds
  /// Whether the archive held values after the measure's start on that day.
  public let dataWereThere: Bool
  /// SHA-256 of everything else.
  public let hash: String

  /// Freezes a study.
  ///
  /// - Throws: `EncodingError`.
  init(
    text: String, study: StudyDescription, date: CivilDate, dataWereThere: Bool
  ) throws {
    tool = "airaccord \(ToolVersion.current)"
    self.date = date
    self.text = text
    self.study = study
    thresholds = study.thresholds ?? DiagnosticThresholds()
    self.dataWereThere = dataWereThere
    hash = try Self.digest(
      Content(
        schema: 1, tool: "airaccord \(ToolVersion.current)", date: date, text: text, study: study,
        thresholds: study.thresholds ?? DiagnosticThresholds(), dataWereThere: dataWereThere))
  }

  /// Reads a plan.
  ///
  /// - Throws: `FileFault`; `PlanningError.setting` for a file that is no plan or was changed.
  public init(file: String) throws {
    let text = try TextContent.utf8(path: file).text
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    } catch {
      throw PlanningError.setting(
        file, problem: "error.planning.no-plan", advice: "error.planning.make-plan")
    }
    try verify()
  }

  /// Refuses a plan that was changed after it was frozen.
  ///
  /// - Throws: `PlanningError.setting`.
  public func verify() throws {
    let seen = try Self.digest(
      Content(
        schema: schema, tool: tool, date: date, text: text, study: study, thresholds: thresholds,
        dataWereThere: dataWereThere))
    guard seen == hash else {
      throw PlanningError.setting(
        String(hash.prefix(12)), problem: "error.planning.plan-changed",
        advice: "error.planning.take-first-plan")
    }
  }

  /// Refuses to put a plan where one is: the first is the one that counts.
  ///
  /// - Throws: `PlanningError.setting`.
  public static func checkPlace(_ path: String, replacing: Bool) throws {
    guard replacing || !FileManager.default.fileExists(atPath: path) else {
      throw PlanningError.setting(
        path, problem: "error.planning.plan-is-there", advice: "error.planning.keep-first-plan")
    }
  }

  /// Writes the plan as a whole file.
  ///
  /// - Throws: `JobError.unwritable`.
  public func write(to path: String) throws {
    let text = String(decoding: try StableJSON.encode(self), as: UTF8.self)
    try WholeFile.write(to: path) { try $0.append(text) }
  }

  private struct Content: Encodable {
    let schema: Int
    let tool: String
    let date: CivilDate
    let text: String
    let study: StudyDescription
    let thresholds: DiagnosticThresholds
    let dataWereThere: Bool
  }

  private static func digest(_ content: Content) throws -> String {
    Checksum.sha256([UInt8](try StableJSON.encode(content, pretty: false)))
  }
}

/// Freezes a study before the data after its measure are read: only what the archive says about the ends
/// of its series is looked at.
public struct Planning: Job {
  /// The study as it is written.
  public let text: String
  /// The study as it was read.
  public let study: StudyDescription
  /// Where its series are.
  public let store: Archive
  /// The day of the plan.
  public let date: CivilDate

  /// A job for a study and the day of the plan, YYYY-MM-DD.
  ///
  /// - Throws: `SettingFault` for a day that is none.
  public init(_ planned: PlannedStudy, date: String) throws {
    guard let day = CivilDate(date) else {
      throw SettingFault("date", date, "error.planning.day")
    }
    text = planned.text
    study = planned.description
    store = planned.store
    self.date = day
  }

  /// Freezes it.
  ///
  /// - Throws: `ArchiveError`; `EncodingError`.
  public func run(_ watch: JobWatch) throws -> StudyPlan {
    try watch.begin(0, of: 1, .verbatim(study.title))
    let there = try store.seriesList().contains { summary in
      summary.pollutant == study.outcome.pollutant
        && study.treated.contains {
          $0 == summary.station.name || $0 == summary.station.key
            || $0 == summary.station.identifier
        }
        && summary.axis.end > study.measure.begin(utcOffset: summary.axis.utcOffset)
    }
    return try StudyPlan(text: text, study: study, date: date, dataWereThere: there)
  }
}
