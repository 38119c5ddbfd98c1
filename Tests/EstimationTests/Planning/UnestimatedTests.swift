import AirQuality
import Documents
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Why estimates could not be made")
struct UnestimatedTests {
  @Test("Failures stand under what they say, the most frequent first", .tags(.analytical))
  func counted() {
    func short(_ found: Int) -> EstimationError {
      .tooFewObservations(found: found, needed: 10, period: "2014")
    }
    let all = [Unestimated]([
      .constantOutcome, short(3), short(4), .shape("a"), .shape("b"), short(5),
    ])
    #expect(all.map(\.count) == [3, 1, 1, 1])
    #expect(all[0].reason == short(3).problem)
    #expect([Unestimated]([]).isEmpty)
  }

  @Test("A made-up measure at a station that was not measured says which", .tags(.property))
  func gaps() throws {
    var matrix = try Study.simulated(levelChange: 0, noise: 1).panel.matrix
    for step in 0..<200 { matrix[step, 4] = .nan }
    let history = StudyHistory(
      try Study.simulated(levelChange: 0, noise: 1).replacing(matrix: matrix))
    let error = #expect(throws: EstimationError.self) {
      try history.study(treating: [4], at: 200, before: 200, after: 100)
    }
    guard case .gaps(let station, let percent, _, _, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(station == history.stations[4].key && percent == 100)
    let beyond = #expect(throws: EstimationError.self) {
      try history.study(treating: [3], at: 300, before: 200, after: 100)
    }
    #expect(
      beyond
        == .tooFewObservations(
          found: 350, needed: 300,
          period: "\(history.study.before.first)..\(history.study.after.last)"))
  }

  @Test("Controls that fail are told with their reason, as many as failed", .tags(.property))
  func controls() throws {
    var matrix = try Study.simulated(levelChange: 0, noise: 1, treated: 1, donors: 30).panel.matrix
    // Two donors were measured before the measure alone: no before-after of theirs.
    for station in [5, 9] { for step in 200..<350 { matrix[step, station] = .nan } }
    let study = try Study.simulated(levelChange: 0, noise: 1, treated: 1, donors: 30)
      .replacing(matrix: matrix)
    let estimator = BeforeAfter()
    let found = try #require(
      Calibration().calibrate(estimator.anyEffect(of: study), estimator, on: study))
    #expect(found.failed == 2 && found.controls.count == 28)
    let failure = try #require(found.failures?.first)
    #expect(failure.count == 2)
    #expect(failure.reason.english.hasPrefix("0 "))
  }
}
