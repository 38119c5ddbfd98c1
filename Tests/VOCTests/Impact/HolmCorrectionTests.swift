import TestSupport
import Testing

@testable import VOC

@Suite("p-values of many questions at once")
struct HolmCorrectionTests {
  @Test("Four p-values by hand", .tags(.analytical))
  func byHand() {
    // Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1: 0.02, 0.03, 0.06, and 0.04 raised to 0.06.
    let adjusted = HolmCorrection.adjusted([0.01, 0.04, 0.03, 0.005])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(HolmCorrection.adjusted([0.7, 0.8]) == [1, 1])
    #expect(HolmCorrection.adjusted([0.2]) == [0.2])
    #expect(HolmCorrection.adjusted([]).isEmpty)
  }
}
