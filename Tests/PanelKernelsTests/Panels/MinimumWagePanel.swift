import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// The county panel of Callaway and Sant'Anna: 500 counties, 2003 to 2007, log teen employment.
struct MinimumWagePanel {
  static let firstYear = 2003

  let panel: StaggeredPanel
  /// The same with the log of the population as covariate.
  let withPopulation: StaggeredPanel
  let treatedFrom: [Int?]

  init() throws {
    let table = try PlainTable(
      path: SharedData.path("mpdta/mpdta.csv"),
      columns: ["year", "countyreal", "lpop", "lemp", "first.treat"])
    let counties = table["countyreal"]
    let order = Array(Set(counties)).sorted()
    let place = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    var values = Matrix(rows: 5, columns: order.count, repeating: .nan)
    var population = Matrix(rows: order.count, columns: 1)
    var starts = [Int?](repeating: nil, count: order.count)
    let years = table.numbers("year")
    let outcomes = table.numbers("lemp")
    let sizes = table.numbers("lpop")
    let first = table.numbers("first.treat")
    for row in 0..<table.rowCount {
      let unit = try #require(place[counties[row]])
      let year = try #require(years[row])
      values[Int(year) - Self.firstYear, unit] = try #require(outcomes[row])
      population[unit, 0] = try #require(sizes[row])
      let start = Int(try #require(first[row]))
      starts[unit] = start == 0 ? nil : start - Self.firstYear
    }
    treatedFrom = starts
    panel = try StaggeredPanel(values, treatedFrom: starts)
    withPopulation = try StaggeredPanel(values, treatedFrom: starts, covariates: population)
  }
}
