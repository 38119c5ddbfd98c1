import Cooperation
public import AirQuality
import Documents
public import Estimation
import Foundation

/// How large an effect a planned study would find, and after how many months: from the series before the
/// measure alone.
public struct PowerStudy: Job {
  /// The study as it is planned; of its data only the days before are read.
  public let study: StudyDescription
  /// Lengths, effects, numbers of stations, trials.
  public var analysis = PowerAnalysis()
  /// The effect of which it is asked how long it takes, as a share. Default: −5 %.
  public var target = -0.05
  /// Threads; `nil` for the machine's. The answer does not depend on it.
  public var threads: Int?
  private let library: any ProvenanceLibrary

  /// A job for a study and the place where its series are.
  public init(_ study: StudyDescription, library: some ProvenanceLibrary) {
    self.study = study
    self.library = library
  }

  /// Tries the study out on its past.
  ///
  /// - Throws: `SettingFault`; what the library throws; `EstimationError`; `PlanningError.tooShort` where
  ///   no length gets 20 trials; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> PowerReport {
    try SettingFault.check(level: "power", analysis.power)
    try SettingFault.check("trials", analysis.trials, 20...2_000)
    for length in analysis.months { try SettingFault.check(months: length) }
    let history = try Self.history(study, library)
    let estimators = try study.estimators.map { try EstimatorCatalogue.estimator($0) }
    let rows = try analysis.analyse(history, estimators, threads: threads) { done, total in
      try watch.begin(done, of: total, .verbatim(study.title))
    }
    guard rows.contains(where: { $0.found != nil }) else {
      throw PlanningError.tooShort(
        Message(
          "error.planning.few-trials",
          [
            "stations": .count(history.stations.count), "period": .date(study.before.description),
            "most": .count(rows.map(\.trials).max() ?? 0),
          ]), advice: "error.planning.lengthen-history")
    }
    return PowerReport(
      title: study.title, pollutant: study.outcome.pollutant, history: study.before,
      stations: history.stations.map(\.key), analysis: analysis, target: target, rows: rows,
      notes: history.notes)
  }

  private static func history(
    _ study: StudyDescription, _ library: some ProvenanceLibrary
  ) throws -> StudyHistory {
    try StudyHistory(study, from: ReadOnceLibrary(library))
  }
}

/// What a planned study would find.
public struct PowerReport: Hashable, Codable, Sendable {
  /// Of the study.
  public let title: String
  /// What is compared.
  public let pollutant: Pollutant
  /// The days on which it was tried out.
  public let history: DatePeriod
  /// Keys of the stations that took part.
  public let stations: [String]
  /// Settings.
  public let analysis: PowerAnalysis
  /// The effect that was asked for, as a share.
  public let target: Double
  /// By method, number of stations and length.
  public let rows: [PowerAnalysis.Row]
  /// What the reader should know of the data.
  public let notes: [Diagnostic]

  /// The shortest length with which a method finds the target as often as wanted, for the fewest stations
  /// first; `nil` where none does.
  public var shortest: PowerAnalysis.Row? {
    rows.filter { ($0.detectable ?? .infinity) <= abs(target) + 1e-9 }.min {
      ($0.months, $0.stations, $0.detectable ?? 1) < ($1.months, $1.stations, $1.detectable ?? 1)
    }
  }
}
