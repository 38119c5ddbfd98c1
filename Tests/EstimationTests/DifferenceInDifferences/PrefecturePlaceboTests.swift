import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// The 47 prefectures of Japan, 2011 to 2018, with a measure that nobody took: what designs find
/// in real air where there is nothing to find.
@Suite(
  "Placebo studies on Japanese prefectures", .enabled(if: SharedData.isPresent),
  .tags(.calibration))
struct PrefecturePlaceboTests {
  /// Daily NO2 (ppb) of all prefectures.
  private func network() throws -> Panel {
    let first = try #require(CivilDate("2011-01-01"))
    let last = try #require(CivilDate("2018-12-31"))
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 32_400)
    let files = try SharedData.files(in: "japan_prefectures").filter { $0.hasSuffix(".csv") }
    let columns = try parallelMap(
      count: files.count,
      throwing: { (index) throws(any Error) -> [Double] in
        let table = try PlainTable(
          path: SharedData.path("japan_prefectures/\(files[index])"),
          columns: ["date", "NO2_mean"])
        var column = [Double](repeating: .nan, count: axis.count)
        let values = table.numbers("NO2_mean")
        for (row, text) in table["date"].enumerated() {
          guard let date = CivilDate(text), let value = values[row] else { continue }
          let day = date.daysSinceEpoch - first.daysSinceEpoch
          if column.indices.contains(day) { column[day] = value }
        }
        return column
      })
    return Panel(
      stations: files.map { Station(network: "japan", identifier: String($0.prefix(2))) },
      pollutant: .no2, unit: .partsPerBillion, axis: axis, matrix: Matrix(columns: columns))
  }

  /// Six prefectures at random, half of them from 2014-07-01 on and half from 2015-07-01.
  private func placebo(_ panel: Panel, seed: Int) throws -> Study {
    var stream = RandomStream(seed: 7, index: UInt64(seed))
    var order = Array(panel.stations.indices)
    for place in 0..<6 { order.swapAt(place, place + stream.index(below: order.count - place)) }
    let early = try #require(CivilDate("2014-07-01"))
    let late = try #require(CivilDate("2015-07-01"))
    return try Study(
      title: "Placebo", measure: Measure(name: "none", start: early),
      outcome: Outcome(pollutant: .no2, scale: .log),
      panel: Panel(
        stations: order.map { panel.stations[$0] }, pollutant: panel.pollutant, unit: panel.unit,
        axis: panel.axis, matrix: Matrix(columns: order.map { panel.matrix.column($0) })),
      treatments: order.indices.map { place in
        place < 6
          ? .since(Instant(place < 3 ? early : late, utcOffset: panel.axis.utcOffset)) : .never
      },
      before: try #require(DatePeriod("2011-01-01..2014-06-30")),
      after: try #require(DatePeriod("2014-07-01..2018-12-31")))
  }

  @Test("Designs find an effect of nothing about as often as they say")
  func falseAlarms() throws {
    let runs = SimulationRuns.count(everyday: 2, full: 400)
    let panel = try network()
    let designs: [any EffectEstimator] = [
      GroupTime(), SunAbraham(), EventStudy(), Imputation(), TwoStage(),
    ]
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [Double] in
        let study = try placebo(panel, seed: run)
        return try designs.map { try $0.anyEffect(of: study).pValue?.value ?? 1 }
      })
    for (index, design) in designs.enumerated() {
      let share = Double(found.reduce(0) { $0 + ($1[index] < 0.05 ? 1 : 0) }) / Double(runs)
      // Draws of six among 47 overlap and trends of neighbours are alike, so this is no binomial:
      // the bound is what separates usable from useless. Everyday runs only see that all answer.
      if SimulationRuns.isFull {
        print("prefectures", design.method.identifier, share)
        #expect(share < 0.12, "\(design.method.identifier): \(share)")
      }
      #expect(found.allSatisfy { $0[index].isFinite && $0[index] > 0 })
    }
  }

  /// Four-week means instead of days: what designs with weighted donors need of a long panel.
  private func coarse(_ panel: Panel) -> Panel {
    let days = 28
    var columns: [[Double]] = []
    for station in panel.stations.indices {
      var column = panel.matrix.column(station)
      for first in stride(from: 0, to: column.count, by: days) {
        let rows = first..<min(first + days, column.count)
        let known = rows.map { column[$0] }.filter { !$0.isNaN }
        let mean = known.isEmpty ? Double.nan : known.reduce(0, +) / Double(known.count)
        // One value stands for the four weeks, on their first day.
        for row in rows { column[row] = row == first ? mean : .nan }
      }
      columns.append(column)
    }
    return Panel(
      stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis,
      matrix: Matrix(columns: columns))
  }

  @Test(
    "Designs with donors find an effect of nothing about as often as they say",
    .enabled(if: SimulationRuns.isFull))
  func donorFalseAlarms() throws {
    let runs = SimulationRuns.count(everyday: 1, full: 100)
    let panel = coarse(try network())
    let designs: [any EffectEstimator] = [
      SyntheticControl(), AugmentedSyntheticControl(), SyntheticDifferenceInDifferences(),
      InteractiveFixedEffects(), MatrixCompletion(), PenalisedSyntheticControl(),
      PartiallyPooledSyntheticControl(),
    ]
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [Double] in
        let study = try placebo(panel, seed: run)
        return try designs.map { try $0.anyEffect(of: study).pValue?.value ?? 1 }
      })
    for (index, design) in designs.enumerated() {
      let share = Double(found.reduce(0) { $0 + ($1[index] < 0.05 + 1e-12 ? 1 : 0) }) / Double(runs)
      if SimulationRuns.isFull {
        print("prefectures", design.method.identifier, share)
        #expect(share < 0.12, "\(design.method.identifier): \(share)")
      }
      #expect(found.allSatisfy { $0[index] > 0 && $0[index] <= 1 })
    }
  }
}
