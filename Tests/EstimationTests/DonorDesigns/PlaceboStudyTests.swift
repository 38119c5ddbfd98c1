import AirQuality
import Estimation
import NumericKernels
import TestSupport
import Testing

/// A line of the placebo table is what a study of that group, with the same donors, reports.
@Suite("Placebos as studies of their own")
struct PlaceboStudyTests {
  static let designs: [any DonorDesign] = [
    SyntheticDifferenceInDifferences(), SyntheticControl(),
  ]

  private func table(_ design: some DonorDesign, _ study: Study) throws -> FitTable {
    try #require(design.estimate(study).tables.first { $0.name == "placebos" })
  }

  /// The study of one station, which takes over the start; the others are donors.
  private func study(of name: String, in study: Study, without gone: [Int]) throws -> Study {
    let kept = study.panel.stations.indices.filter { !gone.contains($0) }
    let start = study.treatments[study.treatedIndices[0]]
    return try Study(
      title: "t", measure: study.measure, outcome: study.outcome,
      panel: Panel(
        stations: kept.map { study.panel.stations[$0] }, pollutant: study.panel.pollutant,
        unit: study.panel.unit, axis: study.panel.axis,
        matrix: Matrix(columns: kept.map { study.panel.matrix.column($0) })),
      treatments: kept.map { study.panel.stations[$0].name == name ? start : .never },
      before: study.before, after: study.after)
  }

  @Test(
    "With the same donors the effect is the same", .tags(.property),
    arguments: designs.indices, [false, true])
  func same(_ index: Int, _ amongAll: Bool) throws {
    let whole = try Study.network(
      effect: -6, treated: 1, donors: 20, daysBefore: 90, daysAfter: 60, missingShare: 0, seed: 9)
    func compare(_ design: some DonorDesign) throws {
      let table = try table(design, whole)
      #expect(table.rows.count > 6)
      // Ranks among all stations have the effect taken off where it was found.
      var matrix = whole.panel.matrix
      if amongAll {
        let effect = try design.effect(of: whole).estimate
        for time in whole.afterPositions { matrix[time, whole.treatedIndices[0]] -= effect }
      }
      let panel = try whole.replacing(matrix: matrix)
      for row in table.rows.dropFirst().prefix(6) {
        guard case .text(let name) = row[0], case .number(let effect) = row[1] else {
          Issue.record("no line")
          continue
        }
        let own = try study(of: name, in: panel, without: amongAll ? [] : whole.treatedIndices)
        let found = try design.effect(of: own).estimate
        #expect(abs(found - effect) < 1e-9, "\(name): \(effect) and \(found)")
      }
    }
    if index == 0 {
      var design = SyntheticDifferenceInDifferences()
      design.inference = amongAll ? .automatic : .placebo
      design.draws = 39
      try compare(design)
    } else if !amongAll {
      var design = SyntheticControl()
      design.inference = .placebo
      design.draws = 39
      try compare(design)
    }
  }
}
