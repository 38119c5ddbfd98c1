import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// The R package did 2.3.1.907 (DRDID 1.2.3) on mpdta: all group-time effects, analytical
/// standard errors and aggregates, eight combinations of comparison, covariates and method.
///
/// Tolerance 1e-8 of the value: both sides are closed forms but for the logistic regression,
/// which R stops at 1e-8 of the deviance.
@Suite("Group-time effects beside did", .enabled(if: SharedData.isPresent), .tags(.golden))
struct GroupTimeGoldenTests {
  struct Golden: Decodable {
    struct Aggregate: Decodable {
      let overall_att, overall_se: Double
      let egt, att, se: [Double]
    }
    struct Fit: Decodable {
      let group, time, att, se: [Double]
      let wald_pre_p: [[Double]]
      let aggregate: [String: Aggregate]
    }
  }

  private func golden() throws -> (fits: [String: Golden.Fit], criticalValue: Double) {
    let data = try Data(
      contentsOf: SharedData.golden.appendingPathComponent("did_mpdta_2_3_1_907.json"))
    guard let top = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      var values = top["values"] as? [String: Any],
      let critical = values.removeValue(
        forKey: "bootstrap_uniform_band_critical_value_lpop_dr_seed1") as? Double
    else { throw CocoaError(.coderReadCorrupt) }
    let fits = try JSONDecoder().decode(
      [String: Golden.Fit].self, from: JSONSerialization.data(withJSONObject: values))
    return (fits, critical)
  }

  private func agrees(_ value: Double?, _ peer: Double) -> Bool {
    value.map { abs($0 - peer) <= 1e-8 * max(abs(peer), 1e-2) } ?? false
  }

  private func effects(
    _ data: MinimumWagePanel, _ name: String
  ) throws -> GroupTimeEffects {
    let parts = name.split(separator: " ")
    var options = GroupTimeEffects.Options()
    options.comparison = parts[0] == "nevertreated" ? .neverTreated : .notYetTreated
    options.adjustment =
      ["dr": .doublyRobust, "reg": .regression, "ipw": .inverseProbability][parts[2]]
      ?? .doublyRobust
    return try GroupTimeEffects(
      parts[1] == "~1" ? data.panel : data.withPopulation, options: options)
  }

  @Test("Effects, errors and all four aggregates agree to 1e-8")
  func everything() throws {
    let data = try MinimumWagePanel()
    let golden = try golden().fits
    #expect(golden.count == 8)
    for (name, peer) in golden {
      let effects = try effects(data, name)
      #expect(effects.cells.count == peer.att.count)
      for (index, cell) in effects.cells.enumerated() {
        #expect(cell.group + MinimumWagePanel.firstYear == Int(peer.group[index]))
        #expect(cell.time + MinimumWagePanel.firstYear == Int(peer.time[index]))
        #expect(agrees(cell.effect, peer.att[index]), "\(name)")
        #expect(agrees(cell.standardError, peer.se[index]), "\(name)")
      }
      for (kind, aggregate) in peer.aggregate {
        let ours = try GroupTimeAggregation(
          effects, try #require(AggregationKind(rawValue: kind)))
        #expect(agrees(ours.overall.effect, aggregate.overall_att), "\(name) \(kind)")
        #expect(agrees(ours.overall.standardError, aggregate.overall_se), "\(name) \(kind)")
        #expect(ours.averages.count == aggregate.egt.count)
        for (index, average) in ours.averages.enumerated() {
          let shift = kind == "dynamic" ? 0 : MinimumWagePanel.firstYear
          #expect(average.key + shift == Int(aggregate.egt[index]))
          #expect(agrees(average.effect, aggregate.att[index]), "\(name) \(kind)")
          #expect(agrees(average.standardError, aggregate.se[index]), "\(name) \(kind)")
        }
      }
    }
  }

  @Test("The joint test of all effects before treatment agrees to the printed digits")
  func preTest() throws {
    let data = try MinimumWagePanel()
    for (name, peer) in try golden().fits {
      let effects = try effects(data, name)
      let before = effects.cells.indices.filter { effects.cells[$0].eventTime < 0 }
      let influence = Matrix(columns: before.map { effects.influence.column($0) })
      var covariance = LinearAlgebra.gram(influence)
      let scale = Double(effects.unitCount * effects.unitCount)
      for index in covariance.storage.indices { covariance.storage[index] /= scale }
      let test = try JointTest(
        before.map { effects.cells[$0].effect }, covariance: covariance)
      // The peer prints five digits.
      #expect(abs(test.pValue - peer.wald_pre_p[0][0]) < 5.1e-6, "\(name)")
    }
  }

  @Test("Bootstrap errors and the uniform band agree within Monte Carlo error")
  func bootstrap() throws {
    let data = try MinimumWagePanel()
    let (fits, critical) = try golden()
    let peer = try #require(fits["nevertreated ~lpop dr"])
    let effects = try effects(data, "nevertreated ~lpop dr")
    let bootstrap = try MultiplierBootstrap(
      influence: effects.influence, units: effects.unitCount, replicates: 1_999, level: 0.95,
      seed: 1)
    // An interquartile range of 1,999 draws has a relative error of 2.6 %: four of them.
    for (index, error) in bootstrap.standardErrors.enumerated() {
      #expect(abs(try #require(error) / peer.se[index] - 1) < 0.105)
    }
    // Both critical values are quantiles of about a thousand draws (error about 0.05 each).
    #expect(abs(bootstrap.criticalValue - critical) < 0.25, "\(bootstrap.criticalValue)")
  }
}
