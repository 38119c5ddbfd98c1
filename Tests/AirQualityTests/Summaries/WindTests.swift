import TestSupport
import Testing

@testable import AirQuality

@Suite("Means of wind directions and calm hours")
struct WindTests {
  private static func series(
    _ pollutant: Pollutant, _ values: [Double?]
  ) throws -> MonitoringSeries {
    let plain = try SummariesTests.hourly(values: values)
    return MonitoringSeries(
      station: plain.station, pollutant: pollutant,
      unit: pollutant == .windDirection ? .degrees : .metresPerSecond, axis: plain.axis,
      values: values)
  }

  private static func turn(_ left: Double?, _ right: Double) -> Double {
    guard let left else { return .nan }
    return abs((left - right + 540).truncatingRemainder(dividingBy: 360) - 180)
  }

  @Test("The rolling mean of 350° and 10° is north, not south", .tags(.analytical))
  func rolling() throws {
    let series = try Self.series(.windDirection, [350, 10, 350, 10])
    let rolled = series.rolling(width: 2).values
    #expect(rolled[0] == nil)
    for position in 1..<4 { #expect(Self.turn(rolled[position], 0) < 1e-9) }
  }

  @Test("Speeds weight a rolling mean: 3 m/s from the east and 4 m/s from the north")
  func weighted() throws {
    let direction = try Self.series(.windDirection, [90, 0])
    let speed = try Self.series(.windSpeed, [3, 4])
    let rolled = direction.rolling(width: 2, windSpeed: speed).values
    // The angle whose tangent is 3/4.
    #expect(Self.turn(rolled[1], 36.86989764584402) < 1e-9)
  }

  @Test("Turning the wind turns every mean alike", .tags(.property))
  func equivariance() throws {
    let angles: [Double] = [10, 80, 350, 200, 30, 40, 355, 5, 95, 20, 10, 340]
    let speeds: [Double?] = [1, 2, 3, 0, 1, 2, 2, 5, 1, 1, 3, 2]
    let speed = try Self.series(.windSpeed, speeds)
    let plain = try Self.series(.windDirection, angles.map { $0 })
    for shift in [37.0, 180, 275] {
      let turned = try Self.series(
        .windDirection, angles.map { ($0 + shift).truncatingRemainder(dividingBy: 360) })
      let pairs: [([Double?], [Double?])] = [
        (
          plain.rolling(width: 5, windSpeed: speed).values,
          turned.rolling(width: 5, windSpeed: speed).values
        ),
        (
          try #require(plain.averaged(every: 14_400, windSpeed: speed)).values,
          try #require(turned.averaged(every: 14_400, windSpeed: speed)).values
        ),
        (
          Profile(plain, kind: .monthly, windSpeed: speed).cells.map(\.mean),
          Profile(turned, kind: .monthly, windSpeed: speed).cells.map(\.mean)
        ),
      ]
      for (before, after) in pairs {
        #expect(before.contains { $0 != nil })
        for (left, right) in zip(before, after) {
          #expect((left == nil) == (right == nil))
          if let left, let right { #expect(Self.turn(right, left + shift) < 1e-9) }
        }
      }
    }
  }

  @Test("A profile of directions and its interval cross north", .tags(.analytical))
  func profile() throws {
    // Weeks from Monday in turn from 350° and 20° (the first begins on a Thursday): the mean is 5°, the interval reaches to both sides.
    let values = (0..<(24 * 7 * 20)).map { hour -> Double? in (hour + 72) / 168 % 2 == 0 ? 350 : 20
    }
    let cell = Profile(try Self.series(.windDirection, values), kind: .diurnal).cells[5]
    #expect(Self.turn(cell.mean, 5) < 2)
    let lower = try #require(cell.lower)
    let upper = try #require(cell.upper)
    #expect(lower > 340 && lower < 360)
    #expect(upper > 5 && upper < 20, "\(lower) to \(upper), mean \(cell.mean ?? -1)")
  }

  @Test("Directions have no largest value; their frequency is a count", .tags(.analytical))
  func statistics() throws {
    let series = try Self.series(.windDirection, [10, nil, 30, 40])
    let counted = series.gathered(by: .day, capture: .none, statistic: .frequency)
    #expect(counted.first?.value == 3)
    #expect(
      throws: WindowError.directionsHaveNoOrder(
        series: "n/1 wind_direction", statistic: "maximum")
    ) { try series.averages(over: .calendar(.day), statistic: .maximum) }
  }

  @Test("Calm hours count as measured and have no weight", .tags(.analytical))
  func calmInMeans() throws {
    let direction = try Self.series(
      .windDirection, Array(repeating: 90, count: 6) + Array(repeating: nil, count: 18))
    let speed = try Self.series(
      .windSpeed, Array(repeating: 2, count: 6) + Array(repeating: 0, count: 18))
    let day = direction.gathered(by: .day, windSpeed: speed)
    #expect(day.first?.validCount == 24)
    #expect(Self.turn(day.first?.value ?? nil, 90) < 1e-9)
    #expect(direction.gathered(by: .day).first?.value == nil)
  }

  @Test("Calm hours are a class of their own, not the northern cell", .tags(.analytical))
  func calm() throws {
    let count = 24
    let direction = try Self.series(.windDirection, (0..<count).map { $0 < 12 ? 0 : 180 })
    let speed = try Self.series(.windSpeed, (0..<count).map { $0 < 12 ? 0 : 3 })
    let pollutant = try SummariesTests.hourly(values: (0..<count).map { $0 < 12 ? 100 : 10 })
    for borders in [[], [1.0, 2, 4]] {
      let wind = try #require(
        WindStatistics(pollutant, direction: direction, speed: speed, speeds: borders))
      #expect(wind.calm.count == 12 && wind.calm.mean == 100 && wind.calm.shareAbove == 1)
      #expect(wind.cells.filter { $0.count > 0 }.map(\.direction) == [180])
      #expect(wind.threshold == 10)
    }
  }

  @Test(
    "What is calm", .tags(.analytical),
    arguments: [
      // Direction, speed, calm?
      (0.0, 0.0, true), (180, 0, true), (nil, 0, true), (nil, 0.2, true), (0, 0.3, true),
      (90, 0.3, false), (0, 2, false), (360, 2, false), (nil, 3, nil), (90, nil, false),
      (nil, nil, nil),
    ] as [(Double?, Double?, Bool?)])
  func calmRule(_ angle: Double?, _ rate: Double?, _ isCalm: Bool?) throws {
    let direction = try Self.series(.windDirection, [angle, 45])
    let speed = try Self.series(.windSpeed, [rate, 5])
    let wind = try #require(
      WindStatistics(
        try SummariesTests.hourly(values: [1, 2]), direction: direction, speed: speed))
    #expect(wind.calm.count == (isCalm == true ? 1 : 0))
    #expect(wind.withoutWind == (isCalm == nil ? 1 : 0))
  }

  @Test("Without speeds 0° is calm only where north is written as 360°", .tags(.analytical))
  func withoutSpeeds() throws {
    let pollutant = try SummariesTests.hourly(values: [1, 2, 3])
    let coded = try Self.series(.windDirection, [0, 360, 90])
    #expect(WindStatistics(pollutant, direction: coded)?.calm.count == 1)
    let plain = try Self.series(.windDirection, [0, 350, 90])
    #expect(WindStatistics(pollutant, direction: plain)?.calm.count == 0)
  }
}
