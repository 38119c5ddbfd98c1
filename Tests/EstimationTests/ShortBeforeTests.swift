import Estimation
import TestSupport
import Testing

@Suite("Length of the period before")
struct ShortBeforeTests {
  @Test(
    "A whole year of 365 days is not called shorter than a year", .tags(.analytical),
    arguments: [(365, false), (364, true)])
  func wholeYear(_ days: Int, _ isShort: Bool) throws {
    let study = try Study.simulated(levelChange: -4, noise: 3, daysBefore: days, seed: 2)
    let effect = try InterruptedTimeSeries().estimate(study).effect
    #expect(effect.diagnostics.contains { $0.identifier == "short-before" } == isShort)
  }
}
