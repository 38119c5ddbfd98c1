import Cooperation
public import AirQuality
import Documents
public import Estimation
import Foundation

/// All reasonable ways to answer a study's question.
public struct SpecificationStudy: Job {
  /// The study as it is written.
  public let study: StudyDescription
  /// Windows, donors, groups where nothing was done.
  public var curve = SpecificationCurve()
  /// Threads; `nil` for the machine's. The answer does not depend on it.
  public var threads: Int?
  private let library: any ProvenanceLibrary

  /// A job for a study and the place where its series are.
  public init(_ study: StudyDescription, library: some ProvenanceLibrary) {
    self.study = study
    self.library = library
  }

  /// Runs all specifications on both scales, and with weather left in where the study takes it out.
  ///
  /// - Throws: `SettingFault`; what the library throws; `EstimationError`; `PlanningError.tooShort` with
  ///   fewer than 19 groups of donors; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> SpecificationReport {
    try SettingFault.check("controls", curve.controls, 19...500)
    try watch.begin(0, of: 1, .verbatim(study.title))
    let estimators = try study.estimators.map { try EstimatorCatalogue.estimator($0) }
    let main = study.estimators.firstIndex { $0.method == study.main } ?? 0
    let variants = try Self.variants(study, library)
    guard let result = curve.trace(variants, estimators, main: main, threads: threads) else {
      throw PlanningError.tooShort(
        Message(
          "error.planning.few-groups",
          ["stations": .count(variants.first?.donors ?? 0)]),
        advice: "error.planning.more-donors")
    }
    return SpecificationReport(
      title: study.title, pollutant: study.outcome.pollutant, measure: study.measure.name,
      curve: curve, result: result)
  }

  private static func variants(
    _ study: StudyDescription, _ library: some ProvenanceLibrary
  ) throws -> [SpecificationCurve.Variant] {
    let whole = ReadOnceLibrary(library)
    var variants: [SpecificationCurve.Variant] = []
    for scale in [study.outcome.scale, study.outcome.scale == .log ? .linear : .log] {
      for asked in study.weather == nil ? [study] : [study, study.withWeatherLeftIn] {
        variants.append(
          SpecificationCurve.Variant(
            try Study(asked.on(scale), from: whole), isNormalised: asked.weather != nil,
            isMain: scale == study.outcome.scale && asked.weather == study.weather))
      }
    }
    return variants
  }
}

/// What all reasonable ways to ask say.
public struct SpecificationReport: Hashable, Codable, Sendable {
  /// Of the study.
  public let title: String
  /// What is compared.
  public let pollutant: Pollutant
  /// What was done.
  public let measure: String
  /// Settings.
  public let curve: SpecificationCurve
  /// The curve.
  public let result: SpecificationCurve.Result
}
