import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// Group-time effects as tables, and in the form that all designs by period share.
struct GroupTimeTables {
  private let effects: GroupTimeEffects
  private let panel: PeriodPanel
  private let study: Study
  private let settings: PeriodSettings

  init(
    _ effects: GroupTimeEffects, _ panel: PeriodPanel, _ study: Study, _ settings: PeriodSettings
  ) {
    self.effects = effects
    self.panel = panel
    self.study = study
    self.settings = settings
  }

  /// The dynamic averages with another average as headline.
  func panelEffects(
    _ dynamic: GroupTimeAggregation, headline: GroupTimeAggregation,
    _ options: GroupTimeEffects.Options
  ) -> PanelEffects {
    let reference = options.base == .universal ? -1 - options.anticipation : nil
    // The base of a universal comparison is zero and carries no information.
    let kept = dynamic.averages.indices.filter { dynamic.averages[$0].key != reference }
    let scale = 1 / Double(effects.unitCount)
    var columns = kept.map { index in dynamic.influence.column(index).map { $0 * scale } }
    columns.append(headline.overallInfluence.map { $0 * scale })
    let events = kept.map { dynamic.averages[$0].key }
    let counted = PanelEffects.shares(panel.values, starts: effects.starts, events: events)
    return PanelEffects(
      events: events, effects: kept.map { dynamic.averages[$0].effect }, cells: counted.cells,
      reference: reference, overall: headline.overall.effect,
      influence: Matrix(columns: columns), starts: effects.starts, times: effects.times,
      included: effects.included,
      observations: panel.values.storage.reduce(0) { $0 + ($1.isNaN ? 0 : 1) },
      share: counted.share)
  }

  var diagnostics: [Diagnostic] {
    let total = effects.omissions.values.reduce(0, +)
    guard total > 0 else { return [] }
    let collinear = effects.omissions[.noOverlap] ?? 0
    return [
      Diagnostic(
        "comparisons-left-out", collinear > 0 ? .warning : .note,
        [
          "count": .count(total), "pairs": .count(effects.omissions[.noPairs] ?? 0),
          "support": .count(collinear), "base": .count(effects.omissions[.noBase] ?? 0),
        ])
    ]
  }

  /// Which periods’ values stand in no comparison, mostly because their station was not measured in
  /// the last period before a start.
  func uncompared(_ options: GroupTimeEffects.Options) -> [Diagnostic] {
    var isUsed = [Bool](repeating: false, count: panel.values.storage.count)
    for cell in effects.cells where cell.time != cell.base {
      let horizon = max(cell.time, cell.base) + options.anticipation
      for (unit, start) in effects.starts.enumerated() where effects.included[unit] {
        let isControl =
          start == effects.times || (options.comparison == .notYetTreated && start > horizon)
        guard start == cell.group || isControl, !panel.values[cell.time, unit].isNaN,
          !panel.values[cell.base, unit].isNaN
        else { continue }
        isUsed[unit * effects.times + cell.time] = true
        isUsed[unit * effects.times + cell.base] = true
      }
    }
    var measured = 0
    var leftOut = 0
    for (position, value) in panel.values.storage.enumerated() where !value.isNaN {
      measured += 1
      if !isUsed[position] { leftOut += 1 }
    }
    guard leftOut > 0 else { return [] }
    return [
      Diagnostic(
        "values-uncompared", .note,
        [
          "count": .count(leftOut), "total": .count(measured),
          "period": .message(Message("period.\(settings.period.rawValue)")),
        ])
    ]
  }

  /// `group-time`, `by-group`, `by-calendar`.
  var all: [FitTable] { [groupTime] + [.group, .calendar].compactMap { averages($0) } }

  private var unit: String { study.scaleUnit }

  private var quantile: Double { Distribution.normalQuantile(0.5 + settings.confidenceLevel / 2) }

  private func interval(_ effect: Double, _ error: Double?) -> [FitTable.Cell] {
    [
      .number(effect), FitTable.Cell(error), FitTable.Cell(error.map { effect - quantile * $0 }),
      FitTable.Cell(error.map { effect + quantile * $0 }),
    ]
  }

  private var intervalColumns: [FitTable.Column] {
    ["estimate", "standard error", "lower", "upper"].map { FitTable.Column($0, unit: unit) }
  }

  private var groupTime: FitTable {
    let rows = effects.cells.map { cell -> [FitTable.Cell] in
      [
        .text(panel.firstDays[cell.group].description),
        .text(panel.firstDays[cell.time].description), .number(Double(cell.eventTime)),
      ] + interval(cell.effect, cell.standardError) + [
        .number(Double(cell.treated)), .number(Double(cell.controls)),
      ]
    }
    return FitTable(
      name: "group-time",
      caption: "Effect by group (first day of its first treated period) and period, with "
        + "pointwise normal intervals",
      columns: [
        FitTable.Column("group", unit: ""), FitTable.Column("period", unit: ""),
        FitTable.Column("since start", unit: "\(settings.period.rawValue)s"),
      ] + intervalColumns + [FitTable.Column("treated"), FitTable.Column("comparison")],
      rows: rows)
  }

  private func averages(_ kind: AggregationKind) -> FitTable? {
    guard let aggregate = try? GroupTimeAggregation(effects, kind) else { return nil }
    let isGroup = kind == .group
    return FitTable(
      name: isGroup ? "by-group" : "by-calendar",
      caption: isGroup
        ? "Mean effect by group, with pointwise normal intervals"
        : "Mean effect by calendar period, with pointwise normal intervals",
      columns: [FitTable.Column(isGroup ? "group" : "period", unit: "")] + intervalColumns,
      rows: aggregate.averages.map { average in
        [.text(panel.firstDays[average.key].description)]
          + interval(average.effect, average.standardError)
      },
      drawing: isGroup
        ? nil
        : .intervals(x: "period", estimate: "estimate", lower: "lower", upper: "upper"))
  }
}
