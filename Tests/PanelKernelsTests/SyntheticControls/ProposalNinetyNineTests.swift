import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// The named results on Proposition 99. Peer: synthdid 0.0.9 for R, commit 70c1ce3, in
/// `golden/synthdid_prop99.json`; calls are in the file.
@Suite("Proposition 99", .enabled(if: SharedData.isPresent))
struct ProposalNinetyNineTests {
  private struct Golden: Decodable {
    struct Values: Decodable {
      struct Weights: Decodable {
        let omega: [String: Double]
        let lambda: [String: Double]
      }
      let att: [String: Double]
      let weights: [String: Weights]
    }
    let values: Values
  }

  private func golden() throws -> Golden.Values {
    let path = SharedData.golden.appendingPathComponent("synthdid_prop99.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: path)).values
  }

  // The reference stops its iteration early; the same steps in another arithmetic agree to the
  // rounding that those steps amplify.
  @Test("Synthetic difference-in-differences, SC and DiD are the reference's", .tags(.golden))
  func reference() throws {
    let data = try ProposalNinetyNine()
    let panel = try data.prepared()
    let golden = try golden()
    for (kernel, name) in [
      (SyntheticDifference.synthetic.stoppedEarly, "synthdid"),
      (.control.stoppedEarly, "sc"), (.difference, "did"),
    ] {
      let fit = try kernel.fit(panel, data.assignment, path: true)
      let expected = try #require(golden.att[name])
      #expect(abs(fit.effect - expected) < 1e-9, "\(name): \(fit.effect) \(expected)")
      let weights = try #require(golden.weights[name])
      for (place, donor) in data.assignment.donors.enumerated() {
        let known = try #require(weights.omega[data.states[donor]])
        #expect(abs(fit.donorWeights[place] - known) < 1e-9)
      }
      for (row, weight) in fit.cohorts[0].timeWeights.enumerated() {
        let known = try #require(weights.lambda["\(1970 + row)"])
        #expect(abs(weight - known) < 1e-9)
      }
      // The path is the effect: mean gap over 1989 to 2000.
      let gap = (data.start..<31).map { data.values[$0, data.california] - fit.expected[$0] }
      #expect(abs(Summation.mean(gap) - fit.effect) < 1e-10)
    }
  }

  // Two independent solvers (an active set and an interior point, both in numpy) give −15.605397916
  // for the exact program of the paper; the reference stops at −15.603827873.
  @Test(
    "Solved to the end synthetic difference-in-differences is the exact program’s", .tags(.golden))
  func exactDifference() throws {
    let data = try ProposalNinetyNine()
    let panel = try data.prepared()
    let fit = try SyntheticDifference.synthetic.fit(panel, data.assignment, path: false)
    #expect(abs(fit.effect + 15.605397916) < 1e-8, "\(fit.effect)")
  }

  // The reference draws 200 of the 38 placebos, here each is taken once: three standard errors of
  // a standard deviation from 200 draws.
  @Test("Placebo errors are the reference's within its Monte Carlo error", .tags(.golden))
  func placeboErrors() throws {
    let data = try ProposalNinetyNine()
    let panel = try data.prepared()
    let path = SharedData.golden.appendingPathComponent("synthdid_prop99.json")
    struct Errors: Decodable {
      struct Values: Decodable { let placeboSe: [String: Double] }
      let values: Values
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let golden = try decoder.decode(Errors.self, from: Data(contentsOf: path))
    for (kernel, name) in [
      (SyntheticDifference.synthetic.stoppedEarly, "synthdid"),
      (.control.stoppedEarly, "sc"), (.difference, "did"),
    ] {
      let fit = try kernel.fit(panel, data.assignment, path: false)
      let frozen = kernel.frozen(after: fit, panel, data.assignment)
      let effects = try data.assignment.donors.map { donor in
        try frozen.fit(
          panel,
          PanelAssignment(
            treated: [donor], starts: [data.start],
            donors: data.assignment.donors.filter { $0 != donor }), path: false
        ).effect
      }
      let count = Double(effects.count)
      let error = (Summation.variance(effects) * (count - 1) / count).squareRoot()
      let expected = try #require(golden.values.placeboSe[name])
      print("placebo error \(name): \(error), reference \(expected)")
      #expect(abs(error - expected) < 3 * expected / (2 * 200.0).squareRoot())
    }
  }

  // RESEARCH.md 3.1: exact quadratic program, Utah .3939, ATT −19.51363, sum of squares before
  // 52.130.
  @Test("The exact simplex weights on outcomes alone", .tags(.golden))
  func exactSimplex() throws {
    let data = try ProposalNinetyNine()
    let fit = try SimplexControl(demeaned: false)
      .fit(data.prepared(), data.assignment, path: true)
    #expect(abs(fit.effect + 19.51363) < 5e-6, "\(fit.effect)")
    let squares = (0..<data.start).map { row -> Double in
      let gap = data.values[row, data.california] - fit.expected[row]
      return gap * gap
    }
    #expect(abs(Summation.sum(squares) - 52.130) < 5e-4, "\(Summation.sum(squares))")
    let utah = try #require(data.states.firstIndex(of: "Utah"))
    let place = try #require(data.assignment.donors.firstIndex(of: utah))
    #expect(abs(fit.donorWeights[place] - 0.3939) < 5e-5)
    #expect(fit.relativeGap < 1e-10, "\(fit.relativeGap)")
  }
}
