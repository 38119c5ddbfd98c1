import TestSupport
import Testing

@testable import AirQuality

@Suite("Rounding as the law has it")
struct LegalRoundingTests {
  @Test(
    "China: a five goes to the even digit, GB/T 8170", .tags(.analytical),
    arguments: [
      (34.5, 34.0), (35.5, 36.0), (0.5, 0.0), (1.5, 2.0), (2.5000001, 3.0), (34.49, 34.0),
      (75.500000001, 76.0),
    ])
  func halfEven(_ value: Double, _ rounded: Double) {
    #expect(LegalRounding.halfEven(decimals: 0)(value) == rounded)
  }

  @Test("CO keeps one decimal: 4.05 is 4.0 and 4.15 is 4.2", .tags(.analytical))
  func carbonMonoxide() {
    #expect(LegalRounding.halfEven(decimals: 1)(4.05) == 4.0)
    #expect(LegalRounding.halfEven(decimals: 1)(4.15) == 4.2)
  }

  @Test(
    "Half up: 0.0705 is 0.071 although its double lies below", .tags(.analytical),
    arguments: [
      (0.0705, 3, 0.071), (12.05, 1, 12.1), (15.04, 1, 15.0), (154.9, -1, 150), (155, -1, 160),
      (0.5, 0, 1), (9.5, 0, 10),
    ])
  func halfUp(_ value: Double, _ decimals: Int, _ rounded: Double) {
    #expect(LegalRounding.halfUp(decimals: decimals)(value) == rounded)
  }

  @Test("Truncation drops digits towards zero: 0.0709 is 0.070, −0.35 is −0.3", .tags(.analytical))
  func truncated() {
    #expect(LegalRounding.truncated(decimals: 3)(0.0709) == 0.070)
    #expect(LegalRounding.truncated(decimals: 3)(0.071) == 0.071)
    #expect(LegalRounding.truncated(decimals: 1)(12.19) == 12.1)
    #expect(LegalRounding.truncated(decimals: 1)(-0.35) == -0.3)
  }

  @Test("Rounding up forgives binary noise but nothing more", .tags(.analytical))
  func up() {
    #expect(LegalRounding.up(decimals: 0)(100.0000000001) == 100)
    #expect(LegalRounding.up(decimals: 0)(100.001) == 101)
    #expect(LegalRounding.up(decimals: 0)(100) == 100)
  }

  @Test("Rounding twice changes nothing and keeps the order", .tags(.property))
  func idempotent() {
    for rule in [
      LegalRounding.halfEven(decimals: 1), .halfUp(decimals: 1), .truncated(decimals: 1),
      .up(decimals: 1),
    ] {
      var last = -Double.infinity
      for step in 0..<4_000 {
        let rounded = rule(Double(step) * 0.0125)
        #expect(rule(rounded) == rounded)
        #expect(rounded >= last)
        last = rounded
      }
    }
  }
}

@Suite("Percentiles as the law has them")
struct RankedValuesTests {
  private static let ramp = (1...365).map(Double.init)

  @Test(
    "HJ 663: of 1 to 365 the 98th percentile is at k = 1 + 0.98 · 364 = 357.72", .tags(.analytical))
  func china() {
    #expect(abs(RankedValues.interpolated(Self.ramp, percent: 98) - 357.72) < 1e-9)
    // k = 1 + 0.9 · 10 = 10, a whole place.
    #expect(RankedValues.interpolated((1...11).map(Double.init), percent: 90) == 10)
  }

  @Test(
    "Japan: 365 · 0.98 = 357.7, so the 358th; 365 · 0.02 = 7.3, so 7 are left out",
    .tags(.analytical))
  func japan() {
    #expect(RankedValues.japan98(Self.ramp) == 358)
    #expect(RankedValues.japanTwoPercentExcluded(Self.ramp) == 358)
    // A leap year: 366 · 0.98 = 358.68 and 366 · 0.02 = 7.32.
    let leap = (1...366).map(Double.init)
    #expect(RankedValues.japan98(leap) == 359)
    #expect(RankedValues.japanTwoPercentExcluded(leap) == 359)
    // 250 · 0.98 = 245; 250 · 0.02 = 5 are left out.
    // Yokohama: from 325 days on the 2 % are 7 days (325 · 0.02 = 6.5), of 324 (6.48) they are 6.
    #expect(RankedValues.japanTwoPercentExcluded((1...325).map(Double.init)) == 318)
    #expect(RankedValues.japanTwoPercentExcluded((1...324).map(Double.init)) == 318)
    let few = (1...250).map(Double.init)
    #expect(RankedValues.japan98(few) == 245)
    #expect(RankedValues.japanTwoPercentExcluded(few) == 245)
  }

  @Test(
    "US tables: the 98th percentile is the 8th of 351 to 366, the 99th the 4th of 301 to 366",
    .tags(.analytical),
    arguments: [
      (1, 1, 1), (50, 1, 1), (51, 2, 1), (100, 2, 1), (101, 3, 2), (300, 6, 3), (350, 7, 4),
      (351, 8, 4), (366, 8, 4),
    ])
  func unitedStates(_ count: Int, _ rank98: Int, _ rank99: Int) {
    #expect(RankedValues.unitedStatesRank98(count: count) == rank98)
    #expect(RankedValues.unitedStatesRank99(count: count) == rank99)
  }
}
