import AirQuality
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Local polynomials at a cutoff")
struct LocalPolynomialTests {
  struct Golden: Decodable {
    struct Cut: Decodable {
      let coef, se: [Double]
      let ci, bws: [[Double]]
      let n: [Int]
    }
    let cuts: [String: Cut]

    static func load() throws -> Golden {
      let file = SharedData.checkout.appendingPathComponent(
        "Tests/EstimationTests/Golden/rdrobust_shenyang.json")
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }
  }

  /// Days of 18 valid hours or more of the US mission in Shenyang: days since the epoch and the
  /// logarithm of the mean.
  private func shenyang() throws -> [(day: Int, value: Double)] {
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for year in 2013...2021 {
      let table = try PlainTable(
        path: SharedData.path("stateair/Shenyang_PM2.5_\(year)_YTD.csv"),
        columns: ["Year", "Month", "Day", "Raw Conc.", "QC Name"])
      let values = table.numbers("Raw Conc.")
      for row in 0..<table.rowCount
      where table["QC Name"][row] == "Valid" && (values[row] ?? -1) >= 0 {
        let text = [table["Year"][row], table["Month"][row], table["Day"][row]]
        guard let date = CivilDate(text.joined(separator: "-")) else { continue }
        let before = sums[date.daysSinceEpoch] ?? (0, 0)
        sums[date.daysSinceEpoch] = (before.sum + (values[row] ?? 0), before.count + 1)
      }
    }
    return sums.filter { $0.value.count >= 18 }.sorted { $0.key < $1.key }.map {
      ($0.key, log($0.value.sum / Double($0.value.count)))
    }
  }

  @Test(
    "Five dates in Shenyang have rdrobust's points, errors and bandwidths", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func rdrobust() throws {
    let days = try shenyang()
    #expect(days.count == 2_901)
    let golden = try Golden.load()
    #expect(golden.cuts.count == 20)
    for (name, cut) in golden.cuts.sorted(by: { $0.key < $1.key }) {
      let start = try #require(CivilDate(String(name.prefix(10)))).daysSinceEpoch
      func side(_ rows: [(day: Int, value: Double)]) -> CutoffSide {
        CutoffSide(x: rows.map { Double($0.day - start) }, y: rows.map(\.value))
      }
      let below = side(days.filter { $0.day < start })
      let above = side(days.filter { $0.day >= start })
      let kernel: LocalKernel = name.contains("_uni") ? .uniform : .triangular
      let order = name.hasSuffix("_p2") ? 2 : 1
      let bandwidths =
        name.hasSuffix("_h60")
        ? LocalPolynomialJump.Bandwidths(below: 60, above: 60, biasBelow: 60, biasAbove: 60)
        : try #require(
          LocalPolynomialJump.Bandwidths(below: below, above: above, order: order, kernel: kernel))
      #expect(near([bandwidths.below, bandwidths.above], cut.bws[0], 1e-7), "\(name)")
      #expect(near([bandwidths.biasBelow, bandwidths.biasAbove], cut.bws[1], 1e-7), "\(name)")
      let jump = try #require(
        LocalPolynomialJump(
          below: below, above: above, bandwidths: bandwidths, order: order, kernel: kernel))
      #expect(abs(jump.conventional - cut.coef[0]) < 1e-6, "\(name)")
      #expect(abs(jump.biasCorrected - cut.coef[2]) < 1e-6, "\(name)")
      #expect(abs(jump.conventionalError - cut.se[0]) < 1e-6, "\(name)")
      #expect(abs(jump.robustError - cut.se[2]) < 1e-6, "\(name)")
      let reach = Distribution.normalQuantile(0.975) * jump.robustError
      #expect(abs(jump.biasCorrected - reach - cut.ci[2][0]) < 1e-6, "\(name)")
      #expect(abs(jump.biasCorrected + reach - cut.ci[2][1]) < 1e-6, "\(name)")
      #expect([jump.counts.below, jump.counts.above] == cut.n, "\(name)")
    }
  }

  private func near(_ values: [Double], _ expected: [Double], _ tolerance: Double) -> Bool {
    zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance * abs($1) }
  }

  @Test("The jump of two lines is exact, and its weights give it", .tags(.analytical))
  func lines() throws {
    let below = CutoffSide(
      x: (1...40).map { -Double(41 - $0) }, y: (1...40).map { 3 + 0.1 * -Double(41 - $0) })
    let above = CutoffSide(x: (0..<40).map(Double.init), y: (0..<40).map { 1 - 0.2 * Double($0) })
    let jump = try #require(
      LocalPolynomialJump(
        below: below, above: above,
        bandwidths: .init(below: 20, above: 15, biasBelow: 30, biasAbove: 30)))
    #expect(abs(jump.conventional + 2) < 1e-10)
    #expect(abs(jump.biasCorrected + 2) < 1e-10)
    #expect(abs(LinearAlgebra.dot(jump.weights, below.y + above.y) + 2) < 1e-10)
  }

  @Test("Neighbours that share a place are taken together", .tags(.analytical))
  func ties() {
    let side = CutoffSide(x: [0, 0, 1, 2], y: [1, 3, 5, 9])
    // The first: its twin, then 1 and 2 above it.
    let errors = side.neighbourErrors(1)
    #expect(abs(errors[0] - (0.5).squareRoot() * (1 - 3)) < 1e-12)
    // Both at 0 are one step from 1, and so is 2.
    #expect(abs(errors[2] - (0.75).squareRoot() * (5 - (1 + 3 + 9) / 3.0)) < 1e-12)
  }
}
