import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("Clocks that kept summer time")
struct CivilClockCheckTests {
  /// Hourly values of `years` whose stamps a logger on a zone's civil time wrote, filed at the
  /// zone's standard offset; where the clock shows an hour twice, one value stays.
  private static func logged(
    _ identifier: String, _ years: ClosedRange<Int>, missing share: Double = 0,
    stamp: StampConvention = .beginning, civil: Bool = true
  ) throws -> MonitoringSeries {
    let zone = try CivilZone(identifier: identifier)
    let first = try #require(CivilDate(year: years.lowerBound, month: 1, day: 1))
    let last = try #require(CivilDate(year: years.upperBound + 1, month: 1, day: 1))
    let count = (last.daysSinceEpoch - first.daysSinceEpoch) * 24
    var stream = RandomStream(seed: 5, index: 0)
    let values = (0..<count).map { hour -> Double? in
      let local = first.daysSinceEpoch * 86_400 + hour * 3_600
      if stream.uniform() < share { return nil }
      if civil, case .none = zone.instant(ofLocalSeconds: local) { return nil }
      return Double(hour % 24)
    }
    let noon = Instant(first, hour: 12, utcOffset: 0)
    let offset = zone.standardOffset(at: noon)
    return MonitoringSeries(
      station: Station(network: "n", identifier: "1"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(first, utcOffset: offset)
          .advanced(bySeconds: stamp == .ending ? -3_600 : 0), step: 3_600, count: count,
        utcOffset: offset, stamp: stamp), values: values)
  }

  @Test("Each rule leaves out the hours that its zone leaves out", .tags(.golden))
  func rules() throws {
    for family in CivilClockCheck.families {
      let zone = try CivilZone(identifier: family.zone)
      let summer = try #require(SummerTimeRule(Array(family.rule.utf8))?.summer)
      for year in family.years.clamped(to: 1987...2024) {
        let gap = summer.begin.localSeconds(year: year)
        for local in [gap, gap + 3_599] {
          guard case .none = zone.instant(ofLocalSeconds: local) else {
            Issue.record("\(family.zone) shows the hour in \(year)")
            continue
          }
        }
        guard case .one = zone.instant(ofLocalSeconds: gap - 1),
          case .one = zone.instant(ofLocalSeconds: gap + 3_600)
        else {
          Issue.record("\(family.zone) leaves out more than the hour in \(year)")
          continue
        }
      }
    }
  }

  @Test(
    "A logger on civil time is named with its family, whichever end a stamp names",
    arguments: [
      ("Europe/London", "western Europe"), ("Europe/Madrid", "central Europe"),
      ("Europe/Helsinki", "eastern Europe"), ("America/Chicago", "North America"),
      ("Australia/Melbourne", "south-eastern Australia"), ("Pacific/Auckland", "New Zealand"),
    ])
  func families(_ zone: String, _ name: String) throws {
    for stamp in StampConvention.allCases {
      let series = try Self.logged(zone, 2010...2014, missing: 0.02, stamp: stamp)
      let findings = CivilClockCheck.findings(series)
      #expect(findings.count == 1)
      #expect(findings.first?.grade == .suspect)
      #expect(findings.first?.rule == .civilClock)
      #expect(findings.first?.sentence.contains("civil time of \(name),") == true)
      #expect(findings.first?.flags.isEmpty == true)
    }
  }

  @Test("The sentence has the evidence and the remedy")
  func sentence() throws {
    let finding = try #require(
      CivilClockCheck.findings(try Self.logged("Europe/Berlin", 2019...2021)).first)
    #expect(
      finding.sentence
        == "the hour from 02:00 is missing alone on 2019-03-31, 2020-03-29, 2021-03-28, where the "
        + "clocks of central Europe spring forward (3 of 3 springs measured; on 1093 other days it "
        + "is missing alone on 0.00 %): the clock seems to be civil time of central Europe, and "
        + "summer half years lie an hour off; ask the source, and if so read the file again with "
        + "zone: Europe/Berlin")
  }

  @Test("One March in a short series is a suspicion", .tags(.analytical))
  func oneSpring() throws {
    let day = try #require(CivilDate("2021-03-28"))
    let values: [Double?] = [5, 6, nil, 7, 8]
    let series = MonitoringSeries(
      station: Station(network: "n", identifier: "1"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(day, utcOffset: 3_600), step: 3_600, count: 5, utcOffset: 3_600),
      values: values)
    let finding = CivilClockCheck.findings(series).first
    #expect(finding?.grade == .note)
    #expect(finding?.sentence.contains("2021-03-28") == true)
    #expect(finding?.sentence.contains("the one spring measured") == true)
  }

  @Test("A fixed offset, a nightly calibration and random gaps are no civil time")
  func innocent() throws {
    #expect(
      CivilClockCheck.findings(try Self.logged("Europe/Berlin", 2010...2014, civil: false)).isEmpty)
    let calibrated = try Self.logged("Europe/Berlin", 2010...2014, civil: false)
    let values = calibrated.values.enumerated().map { $0 % 24 == 2 ? nil : $1 }
    #expect(CivilClockCheck.findings(calibrated.replacing(values: values)).isEmpty)
  }

  @Test("Series with random gaps are suspected less often than once in a hundred")
  func falseAlarms() throws {
    let plain = try Self.logged("Europe/Berlin", 2010...2011, civil: false)
    var suspects = 0
    for replicate in 0..<200 {
      var stream = RandomStream(seed: 11, index: UInt64(replicate))
      let values = plain.values.map { stream.uniform() < 0.1 ? nil : $0 }
      suspects +=
        CivilClockCheck.findings(plain.replacing(values: values)).count { $0.grade == .suspect }
    }
    #expect(suspects <= 5, "\(suspects) of 200")
  }
}
