import Cooperation
public import AirQuality
import Documents
public import Estimation
import Foundation
import TextFiles

/// Which of the candidate sites a study should treat or measure at.
public struct DesignStudy: Job {
  /// The study as it is planned: its treated stations are the candidates, of its data only the days before
  /// are read.
  public let study: StudyDescription
  /// Numbers of sites, length of the period after, costs.
  public var design = SiteDesign()
  /// Whether every station is a candidate. Default: those that the study treats.
  public var isOpenToAll = false
  /// Whether the sets that GeoLift would choose are listed beside. Default: no.
  public var besideGeoLift = false
  /// Threads; `nil` for the machine's. The answer does not depend on it.
  public var threads: Int?
  private let library: any ProvenanceLibrary

  /// A job for a study and the place where its series are.
  public init(_ study: StudyDescription, library: some ProvenanceLibrary) {
    self.study = study
    self.library = library
  }

  /// What sites cost, from a table with the columns `station` and `cost`.
  ///
  /// - Throws: `FileFault`; `PlanningError`.
  public static func costs(file: String) throws -> [String: Double] {
    let table = try PlanningTable(file: file)
    let (station, cost) = (try table.place("station"), try table.place("cost"))
    var costs: [String: Double] = [:]
    for row in table.rows {
      let value = try row.number(cost)
      guard value >= 0 else {
        throw PlanningError.setting(
          "\(file):\(row.line), cost", problem: "error.planning.cost-negative",
          advice: "error.planning.mend-cell")
      }
      guard costs.updateValue(value, forKey: row.text(station)) == nil else {
        throw PlanningError.repeatedName(row.text(station), file: file, line: row.line)
      }
    }
    return costs
  }

  /// Looks at sets of candidates.
  ///
  /// - Throws: `SettingFault`; what the library throws; `EstimationError`; `PlanningError`;
  ///   `CancellationError`.
  public func run(_ watch: JobWatch) throws -> DesignReport {
    try SettingFault.check(level: "power", design.power)
    try SettingFault.check(months: design.months)
    try SettingFault.check("sets", design.sets, 1...100_000)
    try watch.begin(0, of: 1, .verbatim(study.title))
    let history = try Self.history(study, library)
    let known = Set(history.stations.flatMap { [$0.key, $0.name] })
    if let stranger = design.costs.keys.sorted().first(where: { !known.contains($0) }) {
      throw PlanningError.setting(
        stranger, problem: "error.planning.cost-of-nobody", advice: "error.planning.name-station")
    }
    let candidates =
      isOpenToAll ? history.stations.map(\.key) : history.treatedKeys
    guard let result = try design.design(history, candidates: candidates, threads: threads) else {
      throw PlanningError.tooShort(
        Message(
          "error.planning.short-for-design",
          [
            "period": .date(study.before.description),
            "months": .number(design.months, .significant(2)),
            "stations": .count(history.stations.count),
          ]), advice: "error.planning.lengthen-history")
    }
    guard !result.choices.isEmpty else {
      throw PlanningError.tooShort(
        Message("error.planning.no-set", ["looked": .count(result.looked)]),
        advice: "error.planning.raise-budget")
    }
    return DesignReport(
      title: study.title, pollutant: study.outcome.pollutant, history: study.before,
      candidates: candidates.count, stations: history.stations.count,
      names: history.names, design: design,
      result: result,
      likeGeoLift: besideGeoLift
        ? try design.followingGeoLift(history, candidates: candidates, threads: threads) : nil,
      notes: history.notes)
  }

  private static func history(
    _ study: StudyDescription, _ library: some ProvenanceLibrary
  ) throws -> StudyHistory {
    try StudyHistory(study, from: ReadOnceLibrary(library))
  }
}

/// Which sites to take.
public struct DesignReport: Hashable, Codable, Sendable {
  /// Of the study.
  public let title: String
  /// What is compared.
  public let pollutant: Pollutant
  /// The days on which sets were tried.
  public let history: DatePeriod
  /// Stations that may be in a set.
  public let candidates: Int
  /// Stations in all.
  public let stations: Int
  /// Names of the stations by key.
  public let names: [String: String]
  /// Settings.
  public let design: SiteDesign
  /// The sets.
  public let result: SiteDesign.Result
  /// The sets that GeoLift would choose; `nil` when they were not asked for.
  public let likeGeoLift: [SiteSelection.Choice]?
  /// What the reader should know of the data.
  public let notes: [Diagnostic]
}
