import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Covariates from untreated cells")
struct UntreatedRegressionTests {
  @Test("Slopes are those of a regression with a dummy a unit and time", .tags(.analytical))
  func dummies() throws {
    let times = 9
    let units = 6
    var draw = RandomStream(seed: 4, index: 0)
    func matrix() -> Matrix {
      Matrix(rows: times, columns: units, storage: (0..<times * units).map { _ in draw.normal() })
    }
    var panel = matrix()
    let covariates = [matrix(), matrix()]
    panel[2, 1] = .nan
    panel[7, 4] = .nan
    let starts: [Int?] = [5, nil, nil, 6, nil, nil]
    let fit = try UntreatedRegression(
      panel, covariates: covariates, names: ["a", "b"], starts: starts)
    var rows: [[Double]] = []
    var response: [Double] = []
    for unit in 0..<units {
      for time in 0..<times where !panel[time, unit].isNaN && time < starts[unit] ?? times {
        var row = covariates.map { $0[time, unit] }
        row += (0..<units).map { $0 == unit ? 1 : 0 }
        row += (1..<times).map { $0 == time ? 1 : 0 }
        rows.append(row)
        response.append(panel[time, unit])
      }
    }
    let design = Matrix(columns: rows[0].indices.map { column in rows.map { $0[column] } })
    let whole = try LeastSquares.fit(
      design: design, response: response, names: rows[0].indices.map { "x\($0)" })
    for index in 0..<2 {
      #expect(abs(fit.coefficients[index] - whole.coefficients[index]) < 1e-10)
    }
    // Adjusting takes out exactly what the slopes say, to the covariates' means.
    let adjusted = fit.adjusted(panel, covariates: covariates)
    let expected =
      panel[3, 2]
      - (0..<2).reduce(0.0) {
        $0 + fit.coefficients[$1] * (covariates[$1][3, 2] - fit.means[$1])
      }
    #expect(abs(adjusted[3, 2] - expected) < 1e-12)
    #expect(adjusted[2, 1].isNaN)
  }

  @Test("A covariate of levels and courses alone is refused by name", .tags(.property))
  func refused() throws {
    let panel = Matrix(rows: 4, columns: 3, storage: (0..<12).map { Double($0 * $0 % 7) })
    var levels = panel
    for unit in 0..<3 { for time in 0..<4 { levels[time, unit] = Double(unit * 5 + time) } }
    #expect(
      throws: KernelError.rankDeficient(
        columns: ["wind"], dependsOn: ["station effects", "step effects"])
    ) {
      try UntreatedRegression(
        panel, covariates: [levels], names: ["wind"], starts: [nil, nil, nil])
    }
  }
}
