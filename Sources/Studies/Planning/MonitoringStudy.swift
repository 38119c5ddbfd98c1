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
  ///   no method can be followed, with the first method's reason; `CancellationError`. A method that
  ///   cannot be followed beside others that can is listed in `MonitoringReport.unanswered`.
  public func run(_ watch: JobWatch) throws -> MonitoringReport {
    try SettingFault.check("looks", monitoring.looks, 1...120)
    try SettingFault.check("trials", monitoring.trials, 20...2_000)
    try SettingFault.check(level: "level", monitoring.level)
    let (data, history) = try Self.ground(study, library)
    var courses: [Monitoring.Course] = []
    var unanswered: [UnansweredMethod] = []
    for (number, choice) in study.estimators.enumerated() {
      try watch.begin(number, of: study.estimators.count, .verbatim(choice.method))
      let estimator = try EstimatorCatalogue.estimator(choice)
      do {
        courses.append(try monitoring.follow(data, history, estimator, threads: threads))
      } catch {
        unanswered.append(
          UnansweredMethod(method: choice.method, reason: reason(error, history)))
      }
    }
    guard !courses.isEmpty else {
      throw PlanningError.tooShort(
        unanswered.first?.reason ?? short(history), advice: "error.planning.fewer-looks")
    }
    return MonitoringReport(
      title: study.title, pollutant: study.outcome.pollutant, measure: study.measure.name,
      start: study.measure.start, unit: data.outcome.scale == .log ? "%" : data.differenceUnit,
      main: study.main, monitoring: monitoring, courses: courses,
      unanswered: unanswered, notes: data.notes)
  }

  private func short(_ history: StudyHistory) -> Message {
    Message(
      "error.planning.short-for-looks",
      [
        "period": .date(study.before.description), "looks": .count(monitoring.looks),
        "stations": .count(history.stations.count),
      ])
  }

  private func reason(_ refusal: Monitoring.Refusal, _ history: StudyHistory) -> Message {
    switch refusal {
    case .fewTrials(let found, let made, let failures):
      guard let most = failures.first, made > 0 else { return short(history) }
      return Message(
        "error.planning.few-followed",
        [
          "found": .count(found), "made": .count(made), "reason": .message(most.reason),
        ])
    case .noLook(let looks):
      return looks.first.map {
        Message(
          "error.planning.no-look", ["months": .count($0.months), "reason": .message($0.reason)])
      } ?? "error.planning.no-month-yet"
    }
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
  /// Methods that could not be followed.
  public let unanswered: [UnansweredMethod]
  /// What the reader should know of the data.
  public let notes: [Diagnostic]

  /// The course that is quoted.
  public var lead: Monitoring.Course { courses.first { $0.method == main } ?? courses[0] }
}
