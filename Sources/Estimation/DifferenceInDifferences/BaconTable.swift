import Documents
import AirQuality
import NumericKernels
import PanelKernels

/// Of which comparisons the two-way coefficient of a staggered study is made.
///
/// The decomposition needs a balanced panel: it is made of monthly means of the stations that have
/// all months, so its sum is the two-way coefficient of those and not to the digit that of the
/// daily values with their gaps.
struct BaconTable {
  /// `nil` when no comparison can be made of complete stations.
  let table: FitTable?
  /// Why there is no table; `nil` where there is one.
  let leftOut: Diagnostic?

  init(_ study: Study) throws(EstimationError) {
    let panel = PeriodPanel(study, period: .month, capture: 0.5)
    let complete = panel.treatedFrom.indices.filter { station in
      (0..<panel.values.rows).allSatisfy { !panel.values[$0, station].isNaN }
    }
    let values = Matrix(
      rows: panel.values.rows, columns: complete.count,
      storage: complete.flatMap { panel.values.column($0) })
    let fit: BaconDecomposition
    do throws(KernelError) {
      fit = try BaconDecomposition(
        StaggeredPanel(values, treatedFrom: complete.map { panel.treatedFrom[$0] }))
    } catch {
      table = nil
      leftOut = .leftOut("bacon", error)
      return
    }
    func name(_ start: Int) -> FitTable.Cell {
      start < panel.firstDays.count ? .text(panel.firstDays[start].description) : .text("never")
    }
    let unit = study.scaleUnit
    var table = FitTable(
      name: "bacon",
      caption: "Two-group comparisons that the two-way coefficient averages, monthly means of "
        + "\(complete.count) complete stations",
      columns: [
        FitTable.Column("treated", unit: ""), FitTable.Column("control", unit: ""),
        FitTable.Column("kind", unit: ""), FitTable.Column("estimate", unit: unit),
        FitTable.Column("weight"),
      ],
      rows: fit.comparisons.map {
        [
          name($0.treated), name($0.control), .text($0.kind.rawValue), .number($0.estimate),
          .number($0.weight),
        ]
      })
    table.words = Message("fit-table.bacon", ["count": .count(complete.count)])
    self.table = table
    leftOut = nil
  }
}
