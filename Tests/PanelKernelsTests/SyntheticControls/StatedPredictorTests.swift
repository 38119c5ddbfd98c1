import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// Synthetic control on stated predictors beside pysyncon, on Proposition 99 with four of the
/// published predictors and a made-up constant; see `make_stated_predictors.py`.
@Suite("Stated predictors", .enabled(if: SharedData.isPresent))
struct StatedPredictorTests {
  private struct Golden: Decodable {
    struct Fit: Decodable {
      let start: String
      let importance, weights: [Double]
      let meanSquare, peerMeanSquare, effect: Double
    }
    let states: [String]
    let letters: [Double]
    let fits: [Fit]
  }

  private let data: ProposalNinetyNine
  private let golden: Golden

  init() throws {
    data = try ProposalNinetyNine()
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/stated_predictors.json")
    golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: path))
  }

  private func window(_ years: ClosedRange<Int>) -> [Bool] {
    (0..<data.values.rows).map { years.contains(1970 + $0) }
  }

  private func panel(windows: [ClosedRange<Int>]? = nil) throws -> PreparedPanel {
    let names = golden.states + ["California"]
    let letters = data.states.map { state in
      names.firstIndex(of: state).map { golden.letters[$0] } ?? .nan
    }
    var all = [StatedPredictors.Predictor(name: "letters", source: .constant(letters), window: [])]
    for years in windows ?? [1980...1988, 1975...1975, 1980...1980, 1988...1988] {
      all.append(.init(name: "\(years)", source: .outcome, window: window(years)))
    }
    return try PreparedPanel(
      data.values, starts: [data.start], predictors: StatedPredictors(all))
  }

  private let control = PredictorControl(demeaned: false, importance: .nested, takesStated: true)

  @Test("With the peer's importance the weights are the peer's, solved to the end", .tags(.golden))
  func weights() throws {
    let panel = try panel()
    for known in golden.fits {
      var chosen: [String: Double] = [:]
      for (place, share) in known.importance.enumerated() {
        chosen["importance \(place + 1)"] = share
      }
      let given = Counterfactual(
        effect: 0, expected: [], donorWeights: [],
        cohorts: [
          CohortFit(
            start: data.start, units: 1, effect: 0, donorWeights: [], intercept: 0,
            relativeGap: 0, chosen: chosen)
        ], chosen: [:])
      let fit = try control.frozen(after: given, panel, data.assignment)
        .fit(panel, data.assignment, path: false)
      for (found, weight) in zip(fit.donorWeights, known.weights) {
        #expect(abs(found - weight) < 2e-6, "\(known.start)")
      }
      #expect(abs(fit.effect - known.effect) < 1e-3)
    }
  }

  @Test(
    "The importance that is found fits the years before no worse than the peer's", .tags(.golden))
  func search() throws {
    let fit = try control.fit(panel(), data.assignment, path: true)
    let error = Summation.mean(
      (0..<data.start).map { row in
        let gap = data.values[row, data.california] - fit.expected[row]
        return gap * gap
      })
    for known in golden.fits {
      #expect(error <= known.meanSquare * 1.0001, "\(error), \(known.start)")
    }
  }

  @Test("A window counts no year from the start on, and none at all is refused")
  func windows() throws {
    let across = try control.fit(
      panel(windows: [1985...1995, 1975...1975]), data.assignment, path: false)
    let before = try control.fit(
      panel(windows: [1985...1988, 1975...1975]), data.assignment, path: false)
    #expect(across.donorWeights == before.donorWeights)
    #expect(throws: KernelError.tooFewObservations(rows: 0, columns: 1)) {
      try control.fit(panel(windows: [1990...1995]), data.assignment, path: false)
    }
  }

  @Test("Fewer rows keep their windows", .tags(.property))
  func rows() throws {
    let whole = try panel()
    let order = Array((0..<data.values.rows).reversed())
    let twice = try whole.rows(order, starts: [data.start]).rows(order, starts: [data.start])
    let one = try control.fit(whole, data.assignment, path: false)
    let other = try control.fit(twice, data.assignment, path: false)
    #expect(one.donorWeights == other.donorWeights)
  }
}
