import AirQuality
import Documents
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

/// Real air on dates at which nothing was done: how often each design of one series calls an effect
/// significant at 5 %.
///
/// `AIRACCORD_CALIBRATION=full` asks 200 dates of every place and design; every day three, which see only
/// that the designs answer.
@Suite(
  "Made-up dates in real air: Coverage", .enabled(if: SharedData.isPresent), .tags(.calibration))
struct MadeUpDatesCoverageTests {
  /// Where, how long before and after, and against what.
  enum Air: String, CaseIterable, Sendable {
    case beijing = "Beijing, trend removed"
    case beijingDonors = "Beijing, against 11 stations"
    case missions = "missions, trend removed"
    case prefectures = "prefectures, trend removed"
    case prefecturesDonors = "prefectures, against 12 others"

    var hasDonors: Bool { self == .beijingDonors || self == .prefecturesDonors }

    func days() throws -> RealDays {
      switch self {
      case .beijing: try RealDays.beijing().withoutTrend()
      case .beijingDonors: try RealDays.beijing()
      case .missions: try RealDays.missions().withoutTrend()
      case .prefectures: try RealDays.prefectures().withoutTrend()
      case .prefecturesDonors: try RealDays.prefectures()
      }
    }

    /// Days before and after.
    var window: (before: Int, after: Int) {
      switch self {
      case .beijing, .beijingDonors: (730, 180)
      default: (1_095, 180)
      }
    }

    /// What a place is held against: those next to it in the list.
    func donors(of place: Int, among count: Int) -> [Int] {
      switch self {
      case .beijingDonors: (0..<count).filter { $0 != place }
      case .prefecturesDonors: (1...12).map { (place + 3 * $0) % count }
      default: []
      }
    }
  }

  /// Without the business-as-usual counterfactual, which without weather has only the calendar and says
  /// so.
  static let designs: [any EffectEstimator] = EstimatorCatalogue.all.filter {
    type(of: $0).answersFromOnePlace && !($0 is BusinessAsUsual)
  }

  /// Designs that use no donors are asked without them.
  static func isAsked(_ design: any EffectEstimator, _ air: Air) -> Bool {
    guard SimulationRuns.isFull else {
      // Every day what is quick.
      return !(design is ChangePointDesign) && (!air.hasDonors || design is StructuralTimeSeries)
    }
    return !air.hasDonors || !(design is BeforeAfter)
  }

  @Test(
    "Designs call nothing an effect in at most 8 % where they are recommended",
    arguments: Air.allCases)
  func falseAlarms(_ air: Air) throws {
    let runs = SimulationRuns.count(everyday: 1, full: 200)
    let days = try air.days()
    let window = air.window
    for design in Self.designs where Self.isAsked(design, air) {
      let asked =
        (try? EstimatorCatalogue.estimator(
          EstimatorChoice(
            method: design.method.identifier,
            settings: SimulationRuns.isFull ? ["draws": 400] : ["draws": 40]))) ?? design
      let found = parallelMap(count: runs) { run -> (p: Double, isTold: Bool)? in
        let date = days.madeUp(run, before: window.before, after: window.after, seed: 2_311)
        guard
          let study = try? days.study(
            date.place, date.start, before: window.before, after: window.after,
            donors: air.donors(of: date.place, among: days.names.count)),
          let effect = try? asked.anyEffect(of: study)
        else { return nil }
        return (
          effect.pValue?.value ?? 1,
          effect.diagnostics.contains {
            // A serious remark stands in red above the answer, which "may not be believed".
            $0.severity == .serious || $0.identifier == "jump-without-donors"
          }
        )
      }
      let answered = found.compactMap(\.self)
      let alarms = answered.count { $0.p <= 0.05 }
      let recommended = answered.filter { !$0.isTold }
      let among = recommended.count { $0.p <= 0.05 }
      print(
        "| \(air.rawValue) | \(design.method.identifier) | significant \(alarms) of "
          + "\(answered.count) | where recommended \(among) of \(recommended.count) | refused "
          + "\(runs - answered.count)")
      #expect(answered.allSatisfy { $0.p > 0 && $0.p <= 1 })
      guard SimulationRuns.isFull else { continue }
      #expect(
        Double(among) <= 0.08 * Double(max(1, recommended.count)),
        "\(air.rawValue), \(design.method.identifier)")
    }
  }
}
