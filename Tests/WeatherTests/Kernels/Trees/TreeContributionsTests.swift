import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Weather

/// Against SHAP values of XGBoost's own code, and against all orders of features where they can be counted.
@Suite("What each feature adds to a prediction of trees")
struct TreeContributionsTests {
  private struct Golden: Decodable {
    let base: Double
    let model: String
    let rows: [[Double?]]
    let prediction: [Double]
    let contributions: [[Double]]
    let interactions: [[[Double]]]

    static func load() throws -> Golden {
      let file = SharedData.checkout
        .appendingPathComponent("Tests/WeatherTests/Golden/xgboost_contributions.json")
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    func ensemble() throws -> TreeEnsemble {
      try TreeEnsemble(
        xgboostModel: Array(try #require(Data(base64Encoded: model))), featureCount: 5, base: base)
    }

    var table: FeatureMatrix {
      FeatureMatrix(columns: (0..<5).map { column in rows.map { $0[column] ?? .nan } })
    }
  }

  /// XGBoost computes in single precision.
  private static let tolerance = 2e-5

  @Test("The values are XGBoost’s, missing values among them", .tags(.golden))
  func xgboost() throws {
    let golden = try Golden.load()
    let values = try #require(
      TreeContributions.values(of: golden.ensemble(), rows: golden.table))
    for (row, expected) in golden.contributions.enumerated() {
      for feature in 0..<5 {
        #expect(abs(values.features[feature][row] - expected[feature]) < Self.tolerance)
      }
      #expect(abs(values.base[row] - expected[5]) < Self.tolerance)
    }
  }

  @Test(
    "With one feature held, what the others add with it is XGBoost’s interaction", .tags(.golden))
  func interactions() throws {
    let golden = try Golden.load()
    let ensemble = try golden.ensemble()
    for held in 0..<5 {
      let known = try #require(
        TreeContributions.values(of: ensemble, rows: golden.table, holding: [held], .known))
      let unknown = try #require(
        TreeContributions.values(of: ensemble, rows: golden.table, holding: [held], .unknown))
      for row in golden.rows.indices {
        for other in 0..<5 where other != held {
          let both = known.features[other][row] - unknown.features[other][row]
          // XGBoost lays half of it to either of the two.
          #expect(abs(both / 2 - golden.interactions[row][held][other]) < Self.tolerance)
        }
      }
    }
  }

  @Test("Base and values add up to the prediction, whatever is held", .tags(.property))
  func addsUp() throws {
    let golden = try Golden.load()
    let ensemble = try golden.ensemble()
    let predicted = ensemble.predict(golden.table)
    for group in [Set<Int>(), [0], [1, 3], [0, 1, 2, 3, 4]] {
      let values = try #require(
        TreeContributions.values(of: ensemble, rows: golden.table, holding: group, .known))
      for row in predicted.indices {
        let sum = values.base[row] + Summation.sum(values.features.map { $0[row] })
        #expect(abs(sum - predicted[row]) < 1e-12)
        #expect(abs(predicted[row] - golden.prediction[row]) < Self.tolerance)
      }
    }
  }

  @Test("One leaf’s values are the means over all orders of its features", .tags(.analytical))
  func orders() {
    let shares = [0.3, 0.8, 0.55, 0.1]
    for number in 0..<16 {
      let satisfied = shares.indices.map { number >> $0 & 1 == 1 }
      func worth(_ known: Set<Int>) -> Double {
        shares.indices.reduce(1) {
          $0 * (known.contains($1) ? (satisfied[$1] ? 1 : 0) : shares[$1])
        }
      }
      var sums = [Double](repeating: 0, count: 4)
      var orders = 0.0
      func visit(_ order: [Int]) {
        guard order.count < 4 else {
          orders += 1
          for place in order.indices {
            let before = Set(order[..<place])
            sums[order[place]] += worth(before.union([order[place]])) - worth(before)
          }
          return
        }
        for next in 0..<4 where !order.contains(next) { visit(order + [next]) }
      }
      visit([])
      #expect(orders == 24)
      let values = LeafShapley.values(shares, isSatisfied: satisfied)
      for place in 0..<4 { #expect(abs(values[place] - sums[place] / 24) < 1e-15) }
    }
  }

  @Test("Trees deeper than the table of cases give the same", .tags(.property))
  func deep() throws {
    var stream = RandomStream(seed: 3, index: 0)
    let columns = (0..<12).map { _ in (0..<400).map { _ in stream.normal() } }
    let table = FeatureMatrix(columns: columns)
    let response = (0..<400).map { row in columns.reduce(0) { $0 + $1[row] * abs($1[row]) } }
    var settings = BoostingSettings()
    settings.rounds = 3
    settings.depth = 12
    settings.leastLeafWeight = 1
    let ensemble = try BoostedTrees.train(.init(table, response: response), settings).ensemble
    let deepest =
      (0..<3).flatMap { TreeLeaf.leaves(of: ensemble, tree: $0) }
      .map(\.conditions.count).max() ?? 0
    #expect(deepest > LeafShapley.largestTable)
    let values = try #require(TreeContributions.values(of: ensemble, rows: table, threads: 1))
    let predicted = ensemble.predict(table)
    for row in predicted.indices {
      let sum = values.base[row] + Summation.sum(values.features.map { $0[row] })
      #expect(abs(sum - predicted[row]) < 1e-10)
    }
    let more = try #require(TreeContributions.values(of: ensemble, rows: table, threads: 2))
    #expect(more.features == values.features && more.base == values.base)
  }
}
