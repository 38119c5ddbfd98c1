import AirQuality
import Estimation
import TestSupport
import Testing

@Suite("Donors downwind of a treated station")
struct DownwindRuleTests {
  @Test(
    "A westerly reaches what lies to the east and near enough", .tags(.analytical),
    arguments: [
      (30.0, 121.0, true), (30.0, 119.0, false), (31.5, 121.0, false), (30.5, 121.0, true),
      (30.0, 125.0, false),
    ])
  func sector(_ latitude: Double, _ longitude: Double, _ isReached: Bool) throws {
    let source = try #require(Coordinate(latitude: 30, longitude: 120))
    let place = try #require(Coordinate(latitude: latitude, longitude: longitude))
    let rule = DownwindRule(windFrom: 270, halfWidth: 45, kilometres: 300)
    #expect(rule.reaches(place, from: source) == isReached)
  }

  @Test("The sector is the same across north", .tags(.analytical))
  func acrossNorth() throws {
    let source = try #require(Coordinate(latitude: 30, longitude: 120))
    let place = try #require(Coordinate(latitude: 31, longitude: 119.9))
    // A wind from 170° blows towards 350°, and the place lies at about 355°.
    #expect(
      DownwindRule(windFrom: 170, halfWidth: 20, kilometres: 300).reaches(place, from: source))
    #expect(
      !DownwindRule(windFrom: 210, halfWidth: 20, kilometres: 300).reaches(place, from: source))
  }
}
