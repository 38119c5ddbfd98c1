import Documents
import TestSupport
import Testing

@testable import AirQuality

@Suite("Series on whole days")
struct DayGridTests {
  private func series(
    step: Int, count: Int, offset: Int = 28_800, startHour: Int = 0, _ value: (Int) -> Double?
  ) -> MonitoringSeries {
    MonitoringSeries(
      station: Station(network: "made", identifier: "A"), pollutant: .no2,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(CivilDate(daysSinceEpoch: 16_436), hour: startHour, utcOffset: offset),
        step: step, count: count, utcOffset: offset), values: (0..<count).map(value))
  }

  @Test("Quarters of an hour make an hour when three of four are there", .tags(.analytical))
  func shortSteps() throws {
    // Hour 0 has 10, 20, 30; hour 1 has 40, 50 only.
    let values: [Double?] = [10, 20, 30, nil, 40, 50, nil, nil]
    let grid = try #require(DayGrid(series(step: 900, count: 8) { values[$0] }))
    #expect(grid.dayCount == 1 && grid.isHourly)
    #expect(grid.hours[0] == 20)
    #expect(grid.hours[1].isNaN)
  }

  @Test("Hours stand at the local hour of their beginning, whatever the zone", .tags(.analytical))
  func localHours() throws {
    let grid = try #require(
      DayGrid(series(step: 3_600, count: 3, offset: -18_000, startHour: 22) { Double($0) }))
    #expect(grid.firstDay == CivilDate(daysSinceEpoch: 16_436))
    #expect(grid.dayCount == 2)
    #expect(grid.hours[22] == 0 && grid.hours[23] == 1 && grid.hours[24] == 2)
  }

  @Test("Steps of three hours have neither hours nor days", .tags(.analytical))
  func otherSteps() throws {
    let coarse = series(step: 10_800, count: 8) { _ in 1 }
    #expect(DayGrid(coarse) == nil)
    let finding = try #require(
      StandardsEvaluation.findings(
        coarse, .eu, 2015, standard: "Directive 2008/50/EC", averaging: "annual"
      ).first)
    #expect(finding.verdict == .notAssessable)
    #expect(
      finding.validity.shortfalls.map(\.english) == [
        "values of 3 h every 3 h are neither hours nor days"
      ])
  }

  @Test("A daily series cannot answer for hours, and says so", .tags(.analytical))
  func dailyForHours() throws {
    let daily = MadeSeries.daily(.no2, from: "2015-01-01", to: "2015-12-31") { _ in 20 }
    let finding = try #require(
      StandardsEvaluation.findings(
        daily, .eu, 2015, standard: "Directive 2008/50/EC", averaging: "1h"
      ).first)
    #expect(finding.verdict == .notAssessable)
    #expect(finding.validity.shortfalls.map(\.english) == ["the series has no hourly values"])
  }

  @Test("A period that the grid does not reach is missing", .tags(.analytical))
  func slices() {
    let grid = DayGrid(firstDay: CivilDate(daysSinceEpoch: 16_436), days: [1, 2, 3])
    // 16,436 is 2015-01-01.
    let year = grid.slice(grid.givenDays, EvaluationPeriod(year: 2015, authority: .china))
    #expect(year.count == 365)
    #expect(Array(year.prefix(3)) == [1, 2, 3])
    #expect(year.dropFirst(3).allSatisfy { $0.isNaN })
    let before = grid.slice(grid.givenDays, EvaluationPeriod(year: 2014, authority: .japan))
    // FY2014 ends on 2015-03-31; its 276th day is 2015-01-01.
    #expect(before.count == 365 && before[275] == 1 && before[274].isNaN)
  }

  @Test("Scaling every hour scales every mean and percentile", .tags(.property))
  func equivariance() throws {
    func value(_ date: CivilDate, _ hour: Int) -> Double {
      Double((date.dayOfYear * 31 + hour * 7) % 97) + 3
    }
    for authority in AirQualityStandard.Authority.allCases {
      var evaluation = StandardsEvaluation(authority: authority)
      evaluation.selection = .fixed(
        try #require(
          StandardCatalogue.embedded.limits.last {
            $0.authority == authority && $0.pollutant == .pm25
          }?.fullName))
      let reports = [1.0, 2.0].map { factor in
        evaluation.report(
          [
            MadeSeries.hourly(
              .pm25, state: .ambient, from: "2016-01-01", to: "2019-12-31"
            ) { factor * value($0, $1) }
          ], years: 2018...2018)
      }
      #expect(!reports[0].findings.isEmpty)
      for (one, two) in zip(reports[0].findings, reports[1].findings) {
        let single = try #require(one.value)
        let double = try #require(two.value)
        // The US truncates days to 0.1 before it averages.
        let tolerance = authority == .us ? 0.2 : 1e-9 * double
        #expect(abs(double - 2 * single) <= tolerance, "\(one.statistic)")
      }
    }
  }
}
