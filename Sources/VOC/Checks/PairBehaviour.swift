import AirQuality
import Foundation
import NumericKernels

/// Two compounds that come from the same sources and are measured next to each other.
struct CompoundPair {
  let first: String
  let second: String

  /// Isomers that every source emits together and that react at similar speeds.
  static let isomers = [
    CompoundPair(first: "m,p-xylene", second: "o-xylene"),
    CompoundPair(first: "m-xylene", second: "o-xylene"),
    CompoundPair(first: "p-xylene", second: "o-xylene"),
    CompoundPair(first: "ethylbenzene", second: "m,p-xylene"),
    CompoundPair(first: "isopentane", second: "n-pentane"),
    CompoundPair(first: "isobutane", second: "n-butane"),
    CompoundPair(first: "2-methylpentane", second: "3-methylpentane"),
    CompoundPair(first: "2-methylhexane", second: "3-methylhexane"),
    CompoundPair(first: "1,2,4-trimethylbenzene", second: "1,3,5-trimethylbenzene"),
  ]

  /// Neighbours among the straight-chain alkanes that were measured, from ethane on.
  static func ladder(_ columns: RecordColumns) -> [CompoundPair] {
    let rungs = [
      "ethane", "propane", "n-butane", "n-pentane", "n-hexane", "n-heptane", "n-octane", "n-nonane",
      "n-decane", "n-undecane", "n-dodecane",
    ].filter { columns.logarithm(of: $0) != nil }
    return zip(rungs, rungs.dropFirst()).map { CompoundPair(first: $0, second: $1) }
  }
}

/// How two compounds go together over a record.
public struct PairBehaviour: Hashable, Codable, Sendable {
  /// A section in which their ratio leaves its usual course.
  public struct Section: Hashable, Codable, Sendable {
    /// First step, local standard time.
    public let from: String
    /// Last step.
    public let until: String
    /// How many steps.
    public let steps: Int
    /// Median of ratio over usual ratio.
    public let factor: Double
  }

  /// One compound.
  public let first: String
  /// The other.
  public let second: String
  /// Correlation of the logarithms.
  public let correlation: Double
  /// Below it the pair is pointed out.
  public let leastCorrelation: Double
  /// Steps with both above zero and above detection.
  public let steps: Int
  /// Median ratio of ppbC, first over second.
  public let ratio: Double
  /// Sections off the usual course; `nil` deviation where none could be told.
  public let sections: [Section]
  /// Deviation of the ratio's logarithm around its course; `nil` where no course could be fitted.
  public let deviation: Double?

  /// - Returns: `nil` when a compound is missing or there are too few steps.
  init?(
    _ pair: CompoundPair, _ columns: RecordColumns, _ settings: RecordCheck, least: Double
  ) {
    guard let first = columns.logarithm(of: pair.first),
      let second = columns.logarithm(of: pair.second),
      let correlation = RecordColumns.correlation(first, second, least: settings.leastSteps)
    else { return nil }
    self.first = pair.first
    self.second = pair.second
    self.correlation = correlation.value
    steps = correlation.count
    leastCorrelation = least
    let ratios = zip(first, second).map { $0 - $1 }
    ratio = exp(Summation.median(ratios.filter(\.isFinite)))
    guard let course = SteadyCourse(ratios, stepsPerDay: columns.stepsPerDay) else {
      sections = []
      deviation = nil
      return
    }
    deviation = course.deviation
    // A step counts for a section from one and a half deviations on.
    let sections = [1.0, -1].flatMap { (side: Double) -> [Range<Int>] in
      ScoreRuns.runs(
        course.residuals.map { min(max(side * $0, -ScoreRuns.clip), ScoreRuns.clip) - 1.5 },
        threshold: settings.threshold, persistence: course.persistence)
    }
    self.sections = sections.sorted { $0.lowerBound < $1.lowerBound }.map { range in
      Section(
        from: columns.axis.label(at: range.lowerBound),
        until: columns.axis.label(at: range.upperBound - 1), steps: range.count,
        factor: exp(
          course.deviation
            * Summation.median(range.map { course.residuals[$0] }.filter(\.isFinite))))
    }
  }
}
