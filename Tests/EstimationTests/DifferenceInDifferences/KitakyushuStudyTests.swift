import AirQuality
import Estimation
import Foundation
import TestSupport
import Testing

/// The study of `Datasets/studies/kitakyushu-2014-panel.yaml` on the open 183-city table, of which
/// 2014 and 2015 are measurements.
@Suite("Kitakyushu’s partner cities by month", .enabled(if: SharedData.isPresent))
struct KitakyushuStudyTests {
  private func library(_ description: StudyDescription) throws -> SeriesCollection {
    let table = try PlainTable(
      path: SharedData.path("china_183_cities/daily_pm25.csv"),
      columns: ["city", "date", "pm25", "lat", "lon"])
    let first = description.before.first
    let axis = TimeAxis.days(from: first, through: description.after.last, utcOffset: 28_800)
    let cities = table["city"]
    let values = table["pm25"]
    var series: [MonitoringSeries] = []
    var row = 0
    // Every city has every day in order, from the first of 2014 on.
    while row < table.rowCount {
      let city = cities[row]
      let place = Coordinate(
        latitude: try #require(Double(table["lat"][row])),
        longitude: try #require(Double(table["lon"][row])))
      series.append(
        MonitoringSeries(
          station: Station(network: "china", identifier: city, coordinate: place),
          pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
          values: (0..<axis.count).map { Double(values[row + $0]) }))
      while row < table.rowCount, cities[row] == city { row += 1 }
    }
    return SeriesCollection(series)
  }

  @Test("Designs by month agree on the partner cities’ first year", .tags(.property))
  func firstYear() throws {
    let path = SharedData.checkout.appendingPathComponent(
      "Datasets/studies/kitakyushu-2014-panel.yaml")
    let description = try StudyDescription(
      yaml: String(contentsOf: path, encoding: .utf8), file: "kitakyushu-2014-panel.yaml")
    let study = try Study(description, from: library(description))
    #expect(study.treatedIndices.count == 6)
    #expect(study.donorIndices.count > 100)
    var effects: [String: EffectEstimate] = [:]
    for choice in description.estimators {
      let effect = try EstimatorCatalogue.estimator(choice).anyEffect(of: study)
      if effects[choice.method] == nil { effects[choice.method] = effect }
      print(
        "kitakyushu", choice.method, choice.settings, effect.estimate,
        effect.interval?.lower ?? .nan, effect.interval?.upper ?? .nan, effect.sample.donors)
    }
    // One start and donors: the three with a base period compare the same months.
    let event = try #require(effects["event-study"])
    let group = try #require(effects["group-time"])
    let cohort = try #require(effects["sun-abraham"])
    #expect(abs(event.estimate - cohort.estimate) < 1e-6)
    #expect(abs(event.estimate - group.estimate) < 1e-6)
    let imputed = try #require(effects["imputation"])
    let staged = try #require(effects["two-stage"])
    #expect(abs(imputed.estimate - staged.estimate) < 1e-9)
    // With one start and no gap, imputation is the two-way estimate of monthly means.
    let twoWay = try #require(effects["difference-in-differences"])
    #expect(abs(imputed.estimate - twoWay.estimate) < 1.5)
    // A cooperation year is no regulation: no design may find a change of more than a fifth.
    #expect(effects.values.allSatisfy { abs($0.estimate) < 20 })
  }

  /// Only in a full run: the designs with donors take minutes on 180 cities in a debug build.
  @Test(
    "Designs with donors on the partner cities’ first year", .enabled(if: SimulationRuns.isFull),
    .tags(.property))
  func firstYearWithDonors() throws {
    let path = SharedData.checkout.appendingPathComponent("Datasets/studies/kitakyushu-2014.yaml")
    let description = try StudyDescription(
      yaml: String(contentsOf: path, encoding: .utf8), file: "kitakyushu-2014.yaml")
    let study = try Study(description, from: library(description))
    let designs: [any EffectEstimator] = [
      SyntheticControl(), AugmentedSyntheticControl(), SyntheticDifferenceInDifferences(),
      InteractiveFixedEffects(), MatrixCompletion(), PenalisedSyntheticControl(),
      PartiallyPooledSyntheticControl(),
    ]
    for design in designs {
      let began = ContinuousClock.now
      // As a study asks: with all draws and tables.
      let effect = try design.anyEstimate(study).effect
      print(
        "kitakyushu", design.method.identifier, effect.estimate, effect.interval?.lower ?? .nan,
        effect.interval?.upper ?? .nan, effect.pValue?.value ?? .nan, ContinuousClock.now - began)
      let interval = try #require(effect.interval)
      #expect(interval.contains(effect.estimate))
      #expect(abs(effect.estimate) < 20)
    }
  }
}
