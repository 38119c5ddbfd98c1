import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Two-way fixed effects")
struct TwoWayFixedEffectsTests {
  /// Unit and time effects, an effect of 1.5 and noise, with gaps at random.
  static func panel(
    times: Int, starts: [Int?], missing: Double, effect: Double = 1.5, seed: UInt64
  ) -> Matrix {
    var stream = RandomStream(seed: seed, index: 0)
    let shared = (0..<times).map { _ in stream.normal() }
    let columns = starts.indices.map { unit in
      let level = 10 + 3 * stream.normal()
      return (0..<times).map { time in
        let treated = starts[unit].map { time >= $0 } ?? false
        let value = level + shared[time] + (treated ? effect : 0) + stream.normal()
        return stream.uniform() < missing ? .nan : value
      }
    }
    return Matrix(columns: columns)
  }

  private struct Dummies {
    let fit: LeastSquaresFit
    let units: [Int]
  }

  /// The same regression with a column an effect, on a connected panel.
  private func dummies(_ panel: Matrix, _ starts: [Int?]) throws -> Dummies {
    var cells: [(unit: Int, time: Int)] = []
    for unit in 0..<panel.columns {
      for time in 0..<panel.rows where !panel[time, unit].isNaN { cells.append((unit, time)) }
    }
    var columns = [
      cells.map { cell in starts[cell.unit].map { cell.time >= $0 } ?? false ? 1.0 : 0 }
    ]
    for unit in Set(cells.map(\.unit)).sorted() {
      columns.append(cells.map { $0.unit == unit ? 1 : 0 })
    }
    for time in Set(cells.map(\.time)).sorted().dropFirst() {
      columns.append(cells.map { $0.time == time ? 1 : 0 })
    }
    let fit = try LeastSquares.fit(
      design: Matrix(columns: columns), response: cells.map { panel[$0.time, $0.unit] },
      names: columns.indices.map { "column \($0)" })
    return Dummies(fit: fit, units: cells.map(\.unit))
  }

  private func compare(_ panel: Matrix, _ starts: [Int?], _ tolerance: Double = 1e-9) throws {
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    let brute = try dummies(panel, starts)
    #expect(near(fit.coefficient, brute.fit.coefficients[0], tolerance))
    #expect(fit.observations == brute.units.count)
    let classical = CoefficientCovariance.classical(brute.fit)[0, 0].squareRoot()
    #expect(near(fit.classicalError, classical, tolerance))
    let robust = CoefficientCovariance.heteroskedastic(brute.fit, .hc1)[0, 0].squareRoot()
    #expect(near(fit.heteroskedasticError, robust, tolerance))
    // Dummies count the nested unit effects among the coefficients, the fit does not.
    let clustered = CoefficientCovariance.cluster(brute.fit, brute.units)[0, 0]
    let nested = Double(fit.observations - fit.times - 1)
    let factor = Double(brute.fit.degreesOfFreedom) / nested
    #expect(near(fit.unitClusteredError, (clustered * factor).squareRoot(), tolerance))
    for unit in 0..<panel.columns {
      for time in 0..<panel.rows where panel[time, unit].isNaN {
        #expect(fit.unitEffects[unit].isFinite && fit.timeEffects[time].isFinite)
      }
    }
  }

  @Test("Random panels, balanced and with gaps: the regression on dummies", .tags(.property))
  func bruteForce() throws {
    for seed in 1...8 {
      let starts: [Int?] = [3, 3, nil, 6, nil, 9, nil]
      let missing = [0, 0.1, 0.3][seed % 3]
      try compare(
        Self.panel(times: 12, starts: starts, missing: missing, seed: UInt64(seed)), starts)
    }
  }

  @Test("Every unit is treated in the end, one after the other", .tags(.property))
  func staggered() throws {
    let starts: [Int?] = [2, 4, 6, 8, 10]
    try compare(Self.panel(times: 12, starts: starts, missing: 0.1, seed: 31), starts)
  }

  @Test("pyfixest's four errors on an unbalanced panel", .tags(.golden))
  func pyfixest() throws {
    let golden = try KernelGolden.load().panel
    var panel = Matrix(rows: golden.times, columns: golden.units, repeating: .nan)
    for row in golden.y.indices { panel[golden.time[row], golden.unit[row]] = golden.y[row] }
    let fit = try TwoWayFixedEffects(
      panel, treatedFrom: golden.starts.map { $0 < 0 ? nil : $0 })
    #expect(near(fit.coefficient, golden.coefficient))
    #expect(near(fit.unitClusteredError, try #require(golden.errors["unit"]), 1e-8))
    #expect(near(fit.twoWayClusteredError, try #require(golden.errors["twoWay"]), 1e-8))
    #expect(near(fit.heteroskedasticError, try #require(golden.errors["hetero"]), 1e-8))
    #expect(near(fit.classicalError, try #require(golden.errors["iid"]), 1e-8))
  }

  @Test("A unit without a value and a time without one change nothing", .tags(.property))
  func emptyUnitAndTime() throws {
    let starts: [Int?] = [4, 4, nil, nil, nil]
    let panel = Self.panel(times: 10, starts: starts, missing: 0.1, seed: 5)
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    var columns = (0..<5).map { panel.column($0) + [.nan] }
    columns.insert(Array(repeating: .nan, count: 11), at: 2)
    let wider = try TwoWayFixedEffects(
      Matrix(columns: columns), treatedFrom: [4, 4, 0, nil, nil, nil])
    #expect(near(wider.coefficient, fit.coefficient))
    #expect(near(wider.unitClusteredError, fit.unitClusteredError))
    #expect(near(wider.twoWayClusteredError, fit.twoWayClusteredError))
    #expect(wider.units == 5 && wider.times == 10)
    #expect(wider.unitEffects[2] == 0)
  }

  @Test("Two networks that share no time: slopes pooled, both levels free", .tags(.property))
  func disconnected() throws {
    let starts: [Int?] = [3, nil, nil, 11, nil, nil]
    let whole = Self.panel(times: 16, starts: starts, missing: 0.05, seed: 8)
    var panel = whole
    for unit in 0..<6 {
      for time in 0..<16 where (unit < 3) != (time < 8) { panel[time, unit] = .nan }
    }
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    // By Frisch and Waugh each block is projected on its own; the slope pools their moments.
    var products = 0.0
    var squares = 0.0
    for block in 0..<2 {
      let units = Array((3 * block)..<(3 * block + 3))
      let times = Array((8 * block)..<(8 * block + 8))
      let part = Matrix(columns: units.map { unit in times.map { panel[$0, unit] } })
      let own = units.map { unit in starts[unit].map { $0 - 8 * block } }
      let partial = try TwoWayFixedEffects(part, treatedFrom: own)
      let brute = try dummies(part, own)
      let weight = 1 / brute.fit.unscaledCovariance[0, 0]
      products += partial.coefficient * weight
      squares += weight
    }
    #expect(near(fit.coefficient, products / squares))
    // A level shift of one network is absorbed by its own effects.
    var shifted = panel
    for unit in 3..<6 { for time in 0..<16 { shifted[time, unit] += 1_000 } }
    let again = try TwoWayFixedEffects(shifted, treatedFrom: starts)
    #expect(near(again.coefficient, fit.coefficient))
    #expect(near(again.classicalError, fit.classicalError))
  }

  private func refuses(_ panel: Matrix, _ starts: [Int?]) -> Bool {
    do {
      _ = try TwoWayFixedEffects(panel, treatedFrom: starts)
      return false
    } catch KernelError.rankDeficient { return true } catch { return false }
  }

  @Test("A treatment that unit and time effects explain is refused", .tags(.analytical))
  func rankDeficient() {
    let starts: [Int?] = [4, 4, nil, nil]
    for missing in [0, 0.15] {
      let panel = Self.panel(times: 10, starts: starts, missing: missing, seed: 12)
      #expect(refuses(panel, [0, 0, nil, nil]))
      #expect(refuses(panel, [4, 4, 4, 4]))
      #expect(refuses(panel, [nil, nil, nil, nil]))
      #expect(refuses(panel, [10, 12, nil, nil]))
      #expect(!refuses(panel, [4, 4, 4, nil]))
    }
    // Whole treated period missing.
    var panel = Self.panel(times: 10, starts: starts, missing: 0, seed: 13)
    for time in 4..<10 { for unit in 0..<2 { panel[time, unit] = .nan } }
    #expect(refuses(panel, starts))
  }

  @Test("Too few cells, units or times, and odd lengths are refused", .tags(.analytical))
  func refusals() {
    #expect(throws: KernelError.self) {
      try TwoWayFixedEffects(Matrix(rows: 5, columns: 2, repeating: .nan), treatedFrom: [2, nil])
    }
    #expect(throws: KernelError.self) {
      try TwoWayFixedEffects(Matrix(rows: 5, columns: 1), treatedFrom: [2])
    }
    #expect(throws: KernelError.tooFewObservations(rows: 4, columns: 4)) {
      try TwoWayFixedEffects(Matrix(columns: [[1, 2], [1, 3]]), treatedFrom: [1, nil])
    }
    #expect(throws: KernelError.shape("1 treatment starts for 2 units")) {
      try TwoWayFixedEffects(Matrix(rows: 5, columns: 2), treatedFrom: [2])
    }
  }

  @Test("Equivariant to scale, effects, order of units and a known effect", .tags(.property))
  func equivariance() throws {
    let starts: [Int?] = [3, 5, nil, nil, 8, nil]
    let panel = Self.panel(times: 12, starts: starts, missing: 0.1, seed: 17)
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    var moved = panel
    for unit in 0..<6 {
      for time in 0..<12 {
        let treated = starts[unit].map { time >= $0 } ?? false
        moved[time, unit] =
          -4 * panel[time, unit] + 7 * Double(unit) + Double(time * time) + (treated ? 2 : 0)
      }
    }
    let other = try TwoWayFixedEffects(moved, treatedFrom: starts)
    #expect(near(other.coefficient, -4 * fit.coefficient + 2))
    #expect(near(other.unitClusteredError, 4 * fit.unitClusteredError))
    #expect(near(other.twoWayClusteredError, 4 * fit.twoWayClusteredError))
    let order = [5, 2, 0, 4, 1, 3]
    let permuted = try TwoWayFixedEffects(
      Matrix(columns: order.map { panel.column($0) }), treatedFrom: order.map { starts[$0] })
    #expect(near(permuted.coefficient, fit.coefficient))
    #expect(near(permuted.unitClusteredError, fit.unitClusteredError))
    let zero = Summation.sum(fit.unitScores)
    #expect(abs(zero) < 1e-11)
  }

  @Test("Unit-clustered intervals cover at their level", .tags(.calibration))
  func coverage() throws {
    let starts: [Int?] = (0..<30).map { $0 < 15 ? 6 : nil }
    let replicates = 400
    let inside = try parallelMap(
      count: replicates,
      throwing: { (replicate) throws(KernelError) -> Bool in
        var stream = RandomStream(seed: 77, index: UInt64(replicate))
        // A random walk a unit: classical errors would be far too small.
        let columns = starts.indices.map { _ -> [Double] in
          var value = 0.0
          return (0..<12).map { _ in
            value += stream.normal()
            return value
          }
        }
        let fit = try TwoWayFixedEffects(Matrix(columns: columns), treatedFrom: starts)
        let p = Distribution.twoSidedP(
          t: fit.coefficient / fit.unitClusteredError,
          degreesOfFreedom: Double(fit.clusterDegreesOfFreedom))
        return p > 0.05
      })
    let share = Double(inside.filter { $0 }.count) / Double(replicates)
    // Four binomial standard errors of 0.95 at this count.
    #expect(abs(share - 0.95) < 4 * (0.95 * 0.05 / Double(replicates)).squareRoot())
  }
}
