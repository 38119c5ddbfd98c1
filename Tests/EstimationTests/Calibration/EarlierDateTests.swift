import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Negative controls on earlier dates")
struct EarlierDateTests {
  // Twelve stations offer eleven groups of one, too few; three earlier years make them enough.
  @Test("Earlier years fill up what the study's date lacks", .tags(.property))
  func fills() throws {
    func study(_ seed: UInt64) throws -> Study {
      try .simulated(
        levelChange: 0, noise: 3, shared: 5, treated: 1, donors: 11, daysBefore: 60, daysAfter: 30,
        seed: seed)
    }
    let now = try study(1)
    let earlier = try (1...3).map { (years: $0, study: try study(UInt64(1 + $0))) }
    let effect = try BeforeAfter().estimate(now).effect
    #expect(Calibration().calibrate(effect, BeforeAfter(), on: now) == nil)
    let found = try #require(
      Calibration().calibrate(effect, BeforeAfter(), on: now, earlier: earlier))
    let places = try #require(found.places)
    #expect(places.count == 11 + 3 * 12)
    #expect(places.count { $0.yearsEarlier == 0 } == 11)
    // The shock that all stations share at the study's date is taken off, whatever earlier dates had.
    let own = Summation.mean(places.filter { $0.yearsEarlier == 0 }.map(\.value))
    for years in 1...3 {
      let mean = Summation.mean(places.filter { $0.yearsEarlier == years }.map(\.value))
      #expect(abs(mean - own) < 1e-9)
    }
    #expect(found.card?.parts == 4)
  }
}
