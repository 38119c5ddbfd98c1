import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// pyfixest 0.60.0 on mpdta. Tolerance 1e-8 of the value or of 0.01: the balanced closed form
/// here, demeaning to 1e-8 there.
@Suite("Event regressions beside pyfixest", .enabled(if: SharedData.isPresent), .tags(.golden))
struct EventRegressionGoldenTests {
  struct Golden: Decodable {
    struct Fit: Decodable { let coef, se: [String: Double], n: Int }
    struct Table: Decodable {
      let estimate, error: [Double]
      enum CodingKeys: String, CodingKey {
        case estimate = "Estimate"
        case error = "Std. Error"
      }
    }
    let twfe, event_twfe, saturated: Fit
    let saturated_aggregate: Table
  }

  private func golden() throws -> Golden {
    try JSONDecoder().decode(
      Golden.self,
      from: Data(contentsOf: SharedData.golden.appendingPathComponent("fe_pyfixest_mpdta.json")))
  }

  private func agrees(_ value: Double, _ peer: Double?) -> Bool {
    peer.map { abs(value - $0) <= 1e-8 * max(abs($0), 1e-2) } ?? false
  }

  @Test("The two-way coefficient and its error")
  func twoWay() throws {
    let peer = try golden().twfe
    let data = try MinimumWagePanel()
    let fit = try TwoWayFixedEffects(data.panel.values, treatedFrom: data.treatedFrom)
    #expect(agrees(fit.coefficient, peer.coef["d"]))
    #expect(agrees(fit.unitClusteredError, peer.se["d"]))
    let one = try EventRegression(data.panel, classes: 1) { $1 >= $0 ? 0 : nil }
    #expect(agrees(one.coefficients[0], peer.coef["d"]))
    #expect(agrees(one.standardErrors[0], peer.se["d"]))
    #expect(try agrees(BaconDecomposition(data.panel).coefficient, peer.coef["d"]))
  }

  @Test("Leads and lags")
  func eventStudy() throws {
    let peer = try golden().event_twfe
    let data = try MinimumWagePanel()
    let events = [-4, -3, -2, 0, 1, 2, 3]
    let fit = try EventRegression(data.panel, classes: events.count) { start, time in
      start == 5 ? nil : events.firstIndex(of: time - start)
    }
    for (index, event) in events.enumerated() {
      #expect(agrees(fit.coefficients[index], peer.coef["rel::\(event)"]))
      #expect(agrees(fit.standardErrors[index], peer.se["rel::\(event)"]))
    }
    #expect(fit.observations == peer.n)
  }

  @Test("Cohort by time, and its averages by event time")
  func saturated() throws {
    let golden = try golden()
    let data = try MinimumWagePanel()
    let fit = try CohortEventStudy(data.panel)
    #expect(fit.cells.count == golden.saturated.coef.count)
    for (index, cell) in fit.cells.enumerated() {
      let name =
        "rel_time::\(cell.eventTime).0:first_treated_period::"
        + "\(cell.group + MinimumWagePanel.firstYear)"
      #expect(agrees(fit.regression.coefficients[index], golden.saturated.coef[name]), "\(name)")
      #expect(agrees(fit.regression.standardErrors[index], golden.saturated.se[name]), "\(name)")
    }
    let peer = golden.saturated_aggregate
    #expect(fit.averages.map(\.key) == [-4, -3, -2, 0, 1, 2, 3])
    for (index, average) in fit.averages.enumerated() {
      #expect(agrees(average.effect, peer.estimate[index]))
      #expect(agrees(average.standardError, peer.error[index]))
    }
  }
}

@Suite("Panels with gaps beside dense algebra")
struct DensePanelTests {
  /// A panel of 9 units and 7 times with gaps; three start at 3, two at 5, one at 4.
  static func panel() throws -> StaggeredPanel {
    var stream = RandomStream(seed: 4, index: 0)
    var values = Matrix(rows: 7, columns: 9)
    for index in values.storage.indices { values.storage[index] = 10 + 3 * stream.normal() }
    for (time, unit) in [(0, 0), (6, 1), (2, 4), (4, 4), (5, 7), (1, 8)] {
      values[time, unit] = .nan
    }
    return try StaggeredPanel(
      values, treatedFrom: [3, 3, 3, 5, 5, 4, nil, nil, nil])
  }

  /// Unit dummies and all time dummies but the first, of the given cells.
  static func dummies(_ cells: [(unit: Int, time: Int)]) -> Matrix {
    var design = Matrix(rows: cells.count, columns: 15)
    for (row, cell) in cells.enumerated() {
      design[row, cell.unit] = 1
      if cell.time > 0 { design[row, 8 + cell.time] = 1 }
    }
    return design
  }

  @Test("Coefficients and clustered errors are those of the dense regression", .tags(.analytical))
  func regression() throws {
    let panel = try Self.panel()
    let events = [-2, 0, 1, 2]
    func classOf(_ start: Int, _ time: Int) -> Int? {
      if start == 7 { return nil }
      return events.firstIndex(of: min(max(time - start, -2), 2))
    }
    let fit = try EventRegression(panel, classes: 4, classOf: classOf)
    var cells: [(unit: Int, time: Int)] = []
    for unit in 0..<9 {
      for time in 0..<7 where !panel.values[time, unit].isNaN { cells.append((unit, time)) }
    }
    let effects = Self.dummies(cells)
    var design = Matrix(rows: cells.count, columns: 19)
    design.storage.replaceSubrange(0..<effects.storage.count, with: effects.storage)
    for (row, cell) in cells.enumerated() {
      if let index = classOf(panel.starts[cell.unit], cell.time) { design[row, 15 + index] = 1 }
    }
    let dense = try LeastSquares.fit(
      design: design, response: cells.map { panel.values[$0.time, $0.unit] },
      names: (0..<19).map(String.init))
    let factor = 9.0 / 8 * Double(cells.count - 1) / Double(cells.count - 11)
    for index in 0..<4 {
      var weights = [Double](repeating: 0, count: 19)
      weights[15 + index] = 1
      let influence = try dense.influence(on: weights)
      var squares = 0.0
      for unit in 0..<9 {
        let sum = cells.indices.filter { cells[$0].unit == unit }.reduce(0) { $0 + influence[$1] }
        squares += sum * sum
      }
      // Both are direct solutions of a well-conditioned system.
      #expect(abs(fit.coefficients[index] - dense.coefficients[15 + index]) < 1e-9)
      #expect(abs(fit.standardErrors[index] - (factor * squares).squareRoot()) < 1e-9)
    }
  }

  @Test(
    "Imputed effects and the conservative error are those of the dense formulas",
    .tags(.analytical))
  func imputation() throws {
    let panel = try Self.panel()
    let fit = try ImputationEffects(
      panel, targets: 2, averaging: .groupAndTime(leaveOut: false)
    ) { target, start, time in target == 0 || time - start == 1 }
    let second = try ImputationEffects(panel, targets: 2, averaging: .target) {
      target, start, time in target == 0 || time - start == 1
    }
    var untreated: [(unit: Int, time: Int)] = []
    var treated: [(unit: Int, time: Int)] = []
    for unit in 0..<9 {
      for time in 0..<7 where !panel.values[time, unit].isNaN {
        if time < panel.starts[unit] {
          untreated.append((unit, time))
        } else {
          treated.append((unit, time))
        }
      }
    }
    let design = Self.dummies(untreated)
    let dense = try LeastSquares.fit(
      design: design, response: untreated.map { panel.values[$0.time, $0.unit] },
      names: (0..<15).map(String.init))
    let predicted = try LinearAlgebra.multiply(Self.dummies(treated), dense.coefficients)
    let effects = treated.indices.map {
      panel.values[treated[$0].time, treated[$0].unit] - predicted[$0]
    }
    for target in 0..<2 {
      let members = treated.map {
        target == 0 || $0.time - panel.starts[$0.unit] == 1 ? 1.0 : 0
      }
      let count = members.reduce(0, +)
      let weights = members.map { $0 / count }
      let average = zip(weights, effects).reduce(0) { $0 + $1.0 * $1.1 }
      // v = −Z₀ (Z₀ᵀ Z₀)⁻¹ Z₁ᵀ w.
      let pull = try LinearAlgebra.multiply(
        Self.dummies(treated), weights, transpose: true)
      let direction = try LinearAlgebra.multiply(dense.unscaledCovariance, pull)
      let projected = try LinearAlgebra.multiply(design, direction)
      var conservative = 0.0
      var twoStage = 0.0
      for unit in 0..<9 {
        var sums = (0.0, 0.0)
        for (row, cell) in untreated.enumerated() where cell.unit == unit {
          sums.0 -= projected[row] * dense.residuals[row]
          sums.1 -= projected[row] * dense.residuals[row]
        }
        for (row, cell) in treated.enumerated() where cell.unit == unit && weights[row] > 0 {
          let group = treated.indices.filter {
            panel.starts[treated[$0].unit] == panel.starts[unit]
              && treated[$0].time == cell.time
          }
          let mean = Summation.mean(group.map { effects[$0] })
          sums.0 += weights[row] * (effects[row] - mean)
          sums.1 += weights[row] * (effects[row] - average)
        }
        conservative += sums.0 * sums.0
        twoStage += sums.1 * sums.1
      }
      let ours = try #require(fit.averages[target])
      #expect(abs(ours.effect - average) < 1e-9)
      #expect(abs(ours.standardError - conservative.squareRoot()) < 1e-9)
      let gardner = try #require(second.averages[target])
      #expect(abs(gardner.effect - average) < 1e-9)
      #expect(abs(gardner.standardError - twoStage.squareRoot()) < 1e-9)
    }
    #expect(fit.notImputed == 0)
  }

  @Test("Weights sum to one and give back the two-way coefficient", .tags(.analytical))
  func bacon() throws {
    var stream = RandomStream(seed: 9, index: 0)
    var values = Matrix(rows: 8, columns: 10)
    for index in values.storage.indices { values.storage[index] = stream.normal() }
    let starts: [Int?] = [0, 2, 2, 3, 5, 5, 7, nil, nil, nil]
    let fit = try BaconDecomposition(StaggeredPanel(values, treatedFrom: starts))
    let twoWay = try TwoWayFixedEffects(values, treatedFrom: starts)
    #expect(abs(fit.comparisons.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    #expect(fit.comparisons.allSatisfy { $0.weight > 0 })
    #expect(abs(fit.coefficient - twoWay.coefficient) < 1e-12)
  }
}
