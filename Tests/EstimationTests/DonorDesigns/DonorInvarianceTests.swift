import AirQuality
import Cooperation
import Estimation
import NumericKernels
import TestSupport
import Testing

/// What must not change a finding does not: the order of stations, levels of stations, common
/// courses of steps, the number of threads. A peer fails here on scaling alone.
@Suite("What leaves designs with donors unmoved")
struct DonorInvarianceTests {
  static let methods = DonorRefusalTests.methods

  private func changed(
    _ base: Study, order: [Int]? = nil, add: (Int, Int) -> Double = { _, _ in 0 }
  ) throws -> Study {
    let panel = base.panel
    let order = order ?? Array(panel.stations.indices)
    return try Study(
      title: base.title, measure: base.measure, outcome: base.outcome,
      panel: Panel(
        stations: order.map { panel.stations[$0] }, pollutant: panel.pollutant, unit: panel.unit,
        axis: panel.axis
      ) { time, place in panel.matrix[time, order[place]] + add(time, order[place]) },
      treatments: order.map { base.treatments[$0] }, before: base.before, after: base.after)
  }

  private func base() throws -> Study {
    try .network(
      effect: -6, treated: 2, donors: 10, daysBefore: 40, daysAfter: 15, secondStart: 5,
      missingShare: 0, seed: 4)
  }

  @Test(
    "Adding station and step effects leaves estimate and interval", .tags(.property),
    arguments: methods.indices)
  func additive(_ index: Int) throws {
    let study = try base()
    let shifted = try changed(study) { time, station in
      Double(station * station % 7) * 3
        + (Self.methods[index] is SyntheticDifferenceInDifferences ? 0 : Double(time * 37 % 11))
    }
    let one = try Self.methods[index].anyEstimate(study).effect
    let two = try Self.methods[index].anyEstimate(shifted).effect
    // The iterations stop by decreases that rounding moves a little.
    #expect(abs(one.estimate - two.estimate) < 1e-5, "\(one.estimate) \(two.estimate)")
    let first = try #require(one.interval)
    let second = try #require(two.interval)
    #expect(abs(first.lower - second.lower) < 1e-4)
    #expect(abs(first.upper - second.upper) < 1e-4)
    #expect(one.pValue == two.pValue)
  }

  @Test("Reordering the stations leaves the estimate", .tags(.property), arguments: methods.indices)
  func reordered(_ index: Int) throws {
    let study = try base()
    let reversed = try changed(
      study, order: Array(study.panel.stations.indices.reversed()))
    let one = try Self.methods[index].anyEstimate(study).effect
    let two = try Self.methods[index].anyEstimate(reversed).effect
    #expect(abs(one.estimate - two.estimate) < 1e-5, "\(one.estimate) \(two.estimate)")
  }
}
