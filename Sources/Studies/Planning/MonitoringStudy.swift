import Cooperation
public import AirQuality
import Documents
public import Estimation
import Foundation

/// Looks at a study month by month, with a false alarm over all looks as rare as one test’s.
public struct MonitoringStudy: Job {
  /// The study; its period after may reach beyond the data that there are.
  public let study: StudyDescription
  /// Looks, made-up measures, level.
  public var monitoring = Monitoring()
  /// Threads; `nil` for the machine's. The answer does not depend on it.
  public var threads: Int?
  private let library: any ProvenanceLibrary

  /// A job for a study and the place where its series are.
  public init(_ study: StudyDescription, library: some ProvenanceLibrary) {
    self.study = study
    self.library = library
  }

  /// Follows the study.
  ///
  /// - Throws: `SettingFault`; what the library throws; `EstimationError`; `PlanningError.tooShort` where
  ///   no method can be followed; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> MonitoringReport {
    try SettingFault.check("looks", monitoring.looks, 1...120)
    try SettingFault.check("trials", monitoring.trials, 20...2_000)
    try SettingFault.check(level: "level", monitoring.level)
    let (data, history) = try Self.ground(study, library)
    var courses: [Monitoring.Course] = []
    for (number, choice) in study.estimators.enumerated() {
      try watch.begin(number, of: study.estimators.count, .verbatim(choice.method))
      let estimator = try EstimatorCatalogue.estimator(choice)
      if let course = monitoring.follow(data, history, estimator, threads: threads) {
        courses.append(course)
      }
    }
    guard !courses.isEmpty else {
      throw PlanningError.tooShort(
        Message(
          "error.planning.short-for-looks",
          [
            "period": .date(study.before.description), "looks": .count(monitoring.looks),
            "stations": .count(history.stations.count),
          ]), advice: "error.planning.fewer-looks")
    }
    return MonitoringReport(
      title: study.title, pollutant: study.outcome.pollutant, measure: study.measure.name,
      start: study.measure.start, unit: data.outcome.scale == .log ? "%" : data.differenceUnit,
      main: study.main, monitoring: monitoring, courses: courses, notes: data.notes)
  }

  private static func ground(
    _ study: StudyDescription, _ library: some ProvenanceLibrary
  ) throws -> (Study, StudyHistory) {
    let whole = ReadOnceLibrary(library)
    return (try Study(study, from: whole), try StudyHistory(study, from: whole))
  }
}

/// A study followed month by month.
public struct MonitoringReport: Hashable, Codable, Sendable {
  /// Of the study.
  public let title: String
  /// What is compared.
  public let pollutant: Pollutant
  /// What was done.
  public let measure: String
  /// Since when.
  public let start: CivilDate
  /// Unit of the effects.
  public let unit: String
  /// The method that leads; `nil` for the first.
  public let main: String?
  /// Settings.
  public let monitoring: Monitoring
  /// By method.
  public let courses: [Monitoring.Course]
  /// What the reader should know of the data.
  public let notes: [Diagnostic]

  /// The course that is quoted.
  public var lead: Monitoring.Course { courses.first { $0.method == main } ?? courses[0] }
}
