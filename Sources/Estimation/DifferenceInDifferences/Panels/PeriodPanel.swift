import AirQuality
import Cooperation
import Documents
import NumericKernels
import PanelKernels

/// A study's stations averaged to periods, and the period from which each is treated.
///
/// Periods are cut at every date on which a station's measure starts, so that no period is half
/// treated; a piece shorter than half a period joins its neighbour on the same side of the cut.
/// The gap between the period before and the period after is left out, and event time is counted
/// in the periods that are there.
struct PeriodPanel {
  /// `periods × stations` on the outcome's scale: the mean of the steps that were measured, NaN
  /// where fewer than the asked share were.
  let values: Matrix
  /// First treated period of each station; `nil` for donors.
  let treatedFrom: [Int?]
  /// First day of each period.
  let firstDays: [CivilDate]
  /// Which measured values are in no mean.
  let remarks: [Diagnostic]

  /// - Parameter capture: share of a period's steps that must be there, 0 to 1.
  init(_ study: Study, period: PanelPeriod, capture: Double) {
    let rows = PeriodRows(study, period: period)
    let responses = study.responses
    let ranges = rows.ranges
    firstDays = ranges.map { study.panel.axis.date(at: $0.lowerBound) }
    treatedFrom = rows.starts.map { start in
      start.map { start in
        ranges.firstIndex { $0.lowerBound >= start } ?? ranges.count
      }
    }
    if ranges.count == responses.rows, ranges.allSatisfy({ $0.count == 1 }) {
      // Period and step are one: no copy of a large block.
      values = responses
      remarks = []
      return
    }
    var values = Matrix(rows: ranges.count, columns: responses.columns, repeating: .nan)
    var measured = 0
    var leftOut = 0
    for station in 0..<responses.columns {
      for (row, range) in ranges.enumerated() {
        var sum = 0.0
        var count = 0
        for position in range {
          let value = responses[position, station]
          if value.isNaN { continue }
          sum += value
          count += 1
        }
        measured += count
        if count > 0, Double(count) >= capture * Double(range.count) {
          values[row, station] = sum / Double(count)
        } else {
          leftOut += count
        }
      }
    }
    self.values = values
    remarks = Self.remarks(leftOut, of: measured, period: period, capture: capture)
  }

  private static func remarks(
    _ leftOut: Int, of measured: Int, period: PanelPeriod, capture: Double
  ) -> [Diagnostic] {
    guard leftOut > 0 else { return [] }
    return [
      Diagnostic(
        "sparse-periods", .note,
        [
          "count": .count(leftOut), "total": .count(measured),
          "percent": .share(capture), "period": .message(Message("period.\(period.rawValue)")),
        ])
    ]
  }

  /// The panel for the kernels.
  func staggered(covariates: Matrix? = nil) throws(EstimationError) -> StaggeredPanel {
    try EstimationError.numerical { () throws(KernelError) in
      try StaggeredPanel(values, treatedFrom: treatedFrom, covariates: covariates)
    }
  }
}

/// Where the periods of a study begin and end on its axis.
private struct PeriodRows {
  let ranges: [Range<Int>]
  /// First treated position of each station; `nil` for donors.
  let starts: [Int?]

  init(_ study: Study, period: PanelPeriod) {
    let axis = study.panel.axis
    let before = study.beforePositions
    let after = study.afterPositions
    starts = study.treatments.map { treatment in
      guard case .since(let start) = treatment else { return nil }
      return axis.positions(from: start, until: axis.end).lowerBound
    }
    let fixed = Set(
      [before.lowerBound, before.upperBound, after.lowerBound, after.upperBound]
        + starts.compactMap(\.self)
    ).sorted()
    let half: Int
    switch period {
    case .day: half = 0
    case .week: half = 7 * 86_400 / axis.step.meanSeconds / 2
    case .month: half = 15 * 86_400 / axis.step.meanSeconds
    }
    func key(_ position: Int) -> Int {
      let day = axis.date(at: position)
      switch period {
      case .day: return day.daysSinceEpoch
      case .week:
        let since = day.daysSinceEpoch - study.measure.start.daysSinceEpoch
        return since >= 0 ? since / 7 : -((6 - since) / 7)
      case .month: return day.year * 12 + day.month
      }
    }
    var ranges: [Range<Int>] = []
    for (first, last) in zip(fixed, fixed.dropFirst())
    where before.contains(first) || after.contains(first) {
      var begin = first
      var current = key(first)
      for position in first..<last {
        let next = key(position)
        defer { current = next }
        guard next != current, position - first >= half, last - position >= half else { continue }
        ranges.append(begin..<position)
        begin = position
      }
      ranges.append(begin..<last)
    }
    self.ranges = ranges
  }
}
