import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Breaks")
struct ChangePointTests {
  private func months(
    _ values: [Double], from year: Int, _ pollutant: Pollutant = .no2
  ) -> PeriodSeries {
    let first = CivilDate(year: year, month: 1, day: 1)!.monthIndex
    let starts = values.indices.map { CivilDate(month: first + $0) }
    return PeriodSeries(
      station: Station(network: "uk", identifier: "my1", name: "Marylebone Road"),
      pollutant: pollutant, unit: .microgramsPerCubicMetre, resolution: .month,
      labels: starts.map { String("\($0)".prefix(7)) }, starts: starts,
      values: values.map { $0.isNaN ? nil : $0 })
  }

  @Test(
    "London Marylebone Road NO2 broke in early 2003", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func marylebone() throws {
    let text = try String(
      contentsOfFile: SharedData.path("openair/mydata.csv"), encoding: .utf8)
    var sums: [Int: (Double, Int)] = [:]
    var column: Int?
    for line in text.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
      }
      guard let place = column else {
        column = fields.firstIndex(of: "no2")
        continue
      }
      guard let value = Double(fields[place]) else { continue }
      let date = fields[0].split(separator: "-").compactMap { Int($0.prefix(4)) }
      let month = (date[0] - 1998) * 12 + date[1] - 1
      let (sum, count) = sums[month] ?? (0, 0)
      sums[month] = (sum + value, count + 1)
    }
    let values = (0..<90).map { month in sums[month].map { $0.0 / Double($0.1) } ?? .nan }
    var finder = ChangePoint()
    finder.deseasonalise = false
    finder.breaks = 1
    finder.draws = 99
    let fit = try finder.estimate(months(values, from: 1998))
    let found = try #require(fit.breaks.first)
    #expect(found.lastBefore == "2003-01")
    #expect(found.independentInterval == ["2002-09", "2003-04"])
    #expect(abs(found.before - 45.933) < 5e-4)
    #expect(abs(found.after - 55.873) < 5e-4)
    #expect(fit.partitions[2].lastPeriods == ["2001-04", "2003-01"])
    #expect(fit.criterionBreaks == 2)
    // The set that knows the dependence holds the published February 2003.
    #expect(found.earliest <= "2003-01" && "2003-02" <= found.latest)
    finder.breaks = nil
    finder.deseasonalise = true
    finder.draws = 199
    let tested = try finder.estimate(months(values, from: 1998))
    #expect(tested.breaks.contains { $0.earliest <= "2003-01" && "2003-01" <= $0.latest })
  }

  @Test(
    "Marylebone Road’s normalised NO2 broke before the ULEZ", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func lowEmissionZone() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", SharedData.path("ulez/uk_sites_monthly_no2.csv.gz")]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
    let header = lines[0].split(separator: ",").map(String.init)
    let (site, value) = (
      try #require(header.firstIndex { $0.contains("code") || $0.contains("site") }),
      try #require(header.firstIndex { $0.hasSuffix("dw") })
    )
    let date = try #require(header.firstIndex(of: "date"))
    var values = [Double](repeating: .nan, count: 50)
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields[site] == "MY1" else { continue }
      let parts = fields[date].split(separator: "-").compactMap { Int($0.prefix(4)) }
      let month = (parts[0] - 2016) * 12 + parts[1] - 1
      if values.indices.contains(month) { values[month] = Double(fields[value]) ?? .nan }
    }
    var finder = ChangePoint()
    finder.deseasonalise = false
    finder.breaks = 1
    finder.measureStart = CivilDate(year: 2019, month: 4, day: 8)
    finder.draws = 199
    let fit = try finder.estimate(months(values, from: 2016))
    let found = try #require(fit.breaks.first)
    #expect(found.lastBefore == "2018-11")
    #expect(abs(found.before - 86.28) < 0.005)
    #expect(abs(found.after - 61.83) < 0.005)
    // The normalised series is so persistent that the set of dates is wider than the five months.
    #expect(found.relation == .before || found.relation == .around)
    #expect(found.firstDay < CivilDate(year: 2019, month: 4, day: 8)!)
  }

  @Test("A noiseless step is found where it is", .tags(.analytical))
  func step() throws {
    var made = SimulatedPeriods()
    made.deviation = 0.01
    made.coefficients = []
    made.season = 0
    made.gaps = 0
    made.steps = [(50, -10), (90, 4)]
    var finder = ChangePoint()
    finder.deseasonalise = false
    finder.draws = 99
    finder.measureStart = CivilDate(year: 2004, month: 1, day: 1)
    let fit = try finder.estimate(made.series(seed: 2))
    #expect(fit.breaks.map(\.firstAfter) == ["2005-03", "2008-07"])
    #expect(fit.breaks.map(\.relation) == [.after, .after])
    #expect(abs(fit.breaks[0].step + 10) < 0.02)
    #expect(fit.breaks.allSatisfy { $0.earliest == $0.latest })
    #expect((fit.beforeMeasure?.pValue ?? 0) > 0.01)
  }

  @Test("The same seed gives the same bits on any number of threads", .tags(.property))
  func threads() throws {
    var finder = ChangePoint()
    finder.draws = 99
    let series = SimulatedPeriods().series(seed: 4)
    #expect(try finder.estimate(series, threads: 1) == finder.estimate(series, threads: 4))
  }

  @Test("What cannot be answered is refused")
  func refusals() {
    let series = SimulatedPeriods().series(seed: 6)
    #expect(throws: EstimationError.constantOutcome) {
      try ChangePoint().estimate(series.replacing(series.storage.map { $0.isNaN ? $0 : 5 }))
    }
    var late = ChangePoint()
    late.measureStart = CivilDate(year: 2030, month: 1, day: 1)
    late.draws = 99
    #expect(throws: EstimationError.self) { try late.estimate(series) }
  }
}

/// Dates’ intervals cover and a break is not found where there is none, over AR(1) to AR(3) with season
/// and gaps.
@Suite("Coverage of breaks", .tags(.calibration))
struct ChangePointCoverageTests {
  @Test("Interval of the date, of the step, and the number of breaks without one")
  func coverage() throws {
    let runs = SimulationRuns.count(everyday: 20, full: 300)
    var misses = [Int](repeating: 0, count: 3)
    for (place, coefficients) in TrendCoverageTests.errors.enumerated() {
      let results = try parallelMap(
        count: runs,
        throwing: { (run) throws(any Error) -> [Bool] in
          var made = SimulatedPeriods()
          made.coefficients = coefficients
          made.months = 132
          var finder = ChangePoint()
          finder.draws = SimulationRuns.isFull ? 199 : 99
          finder.maximumBreaks = 2
          let seed = UInt64(1_000 * place + run)
          let null = try finder.estimate(made.series(seed: seed), threads: 1)
          made.steps = [(70, -12)]
          finder.breaks = 1
          let fit = try finder.estimate(made.series(seed: seed), threads: 1)
          let found = fit.breaks[0]
          let truth = CivilDate(year: 2006, month: 11, day: 1)!
          return [
            null.breaks.isEmpty, found.earliestDay <= truth && truth <= found.latestDay,
            (found.lower...found.upper).contains(-12),
          ]
        })
      for (kind, name) in ["null", "date", "step"].enumerated() {
        let hits = results.reduce(0) { $0 + ($1[kind] ? 1 : 0) }
        misses[kind] += runs - hits
        if SimulationRuns.isFull {
          let share = Double(hits) / Double(runs)
          print("breaks", coefficients, name, share)
          #expect(share >= 0.912, "\(coefficients) \(name): \(share)")
        }
      }
    }
    // Of 60 everyday runs over the three kinds of errors, 8 may miss.
    if !SimulationRuns.isFull { #expect(misses.allSatisfy { $0 <= 8 }, "\(misses)") }
  }
}
