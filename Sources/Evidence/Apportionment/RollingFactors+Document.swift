import AirQuality
import Documents
import SourceApportionment

/// Factors in windows of time: how much each brings, how alike its profile stays, and where it is lost.
struct RollingView {
  let rolling: RollingFactors
  /// The factors that the windows are compared with.
  let view: FactorView

  private var unit: String { view.solution.unit.symbol }

  // MARK: Sentences

  var lead: Message {
    let first = rolling.windows.first?.first
    let last = rolling.windows.last?.last
    // Constraints name the factors of the record: no random start is tried beside them.
    guard view.solution.constraints.isEmpty else {
      return say(
        "sources.rolling-lead-held", windows: rolling.windows.count,
        days: rolling.settings.windowDays, step: rolling.settings.stepDays, from: first,
        until: last)
    }
    return say(
      "sources.rolling-lead", windows: rolling.windows.count, days: rolling.settings.windowDays,
      step: rolling.settings.stepDays, from: first, until: last,
      anew: rolling.windows.count { !$0.isFromRecord })
  }

  @ListBuilder<Note> var notes: [Note] {
    for absence in rolling.absences {
      Note.warning(
        "sources.rolling-lost", factor: view.label(absence.factor), windows: absence.windows,
        from: absence.first, until: absence.last)
    }
    if !rolling.leftOut.isEmpty {
      Note.warning(
        "sources.rolling-left-out", count: rolling.leftOut.count, first: rolling.leftOut[0].first)
    }
    Note.remark(
      "sources.rolling-likeness", least: rolling.settings.leastLikeness.decimals(2))
  }

  // MARK: Tables

  /// One row a factor.
  var factorTable: Table {
    Table("rolling", "sources.rolling", note: "sources.rolling-note", view.factors) {
      Column("factor") { view.label($0) }
      Column("found", "sources.rolling-found") { factor in
        say("sources.some-of-all", some: rolling.found(factor).count, all: rolling.windows.count)
      }
      Column("mean", "sources.rolling-mean", unit: unit) { masses($0)?.middle }
      Column("least", "sources.rolling-least", unit: unit) { masses($0)?.lower }
      Column("most", "sources.rolling-most", unit: unit) { masses($0)?.upper }
      Column("likeness", "sources.rolling-median") { likeness($0)?.median.decimals(2) }
      Column("least-likeness", "sources.rolling-least-likeness") {
        likeness($0)?.least.decimals(2)
      }
    }
  }

  private func masses(_ factor: Int) -> (lower: Double, middle: Double, upper: Double)? {
    let own = rolling.found(factor).map(\.mass)
    guard let lower = own.min(), let upper = own.max() else { return nil }
    return (lower, own.mean, upper)
  }

  private func likeness(_ factor: Int) -> (least: Double, median: Double)? {
    let own = rolling.found(factor).map(\.likeness).sorted()
    return own.isEmpty ? nil : (own[0], own[own.count / 2])
  }

  /// One row a window and factor; what is like none of the record's factors stands behind.
  var windowTable: Table {
    typealias Row = (window: RollingFactors.Window, found: RollingFactors.Found?, other: [String])
    let rows = rolling.windows.flatMap { window -> [Row] in
      window.found.map { (window, $0, []) } + window.others.map { (window, nil, $0) }
    }
    return Table("windows", "sources.rolling", rows) {
      Column(file: "first_day") { $0.window.first }
      Column(file: "last_day") { $0.window.last }
      Column(file: "samples") { $0.window.samples }
      Column(file: "q_ratio") { $0.window.qRatio }
      Column(file: "start") { $0.window.isFromRecord ? "record" : "random" }
      Column(file: "factor") { row in row.found.map { $0.factor + 1 } }
      Column(file: "mean") { $0.found?.mass }
      Column(file: "likeness") { $0.found?.likeness }
      Column(file: "likeness_before") { $0.found?.likenessBefore }
      Column(file: "unmatched") { $0.other.joined(separator: "; ") }
      Column(file: "unit") { _ in unit }
    }
  }

  /// One row a window, factor and species.
  var profileTable: Table {
    typealias Row = (window: RollingFactors.Window, found: RollingFactors.Found, position: Int)
    let rows = rolling.windows.flatMap { window in
      window.found.flatMap { found -> [Row] in
        found.profile.indices.map { (window, found, $0) }
      }
    }
    return Table("window-profiles", "sources.rolling", rows) {
      Column(file: "first_day") { $0.window.first }
      Column(file: "factor") { $0.found.factor + 1 }
      Column(file: "species") { view.solution.species[$0.position] }
      Column(file: "profile") { $0.found.profile[$0.position] }
      Column(file: "unit") { _ in unit }
    }
  }

  /// One row a sample: mean over the windows that hold it.
  func contributionTable(_ rows: Range<Int>, _ name: String) -> Table {
    sampleTable(rows, name, rolling.contributions)
  }

  /// The standard deviations between windows, in a file of their own so that the other can be evaluated.
  func deviationTable(_ rows: Range<Int>, _ name: String) -> Table {
    sampleTable(rows, name, rolling.deviations, ending: "_deviation")
  }

  /// One row a sample, one column a factor.
  private func sampleTable(
    _ rows: Range<Int>, _ name: String, _ values: [[Double?]], ending: String = ""
  ) -> Table {
    let solution = view.solution
    return Table(name, "sources.rolling", rows) {
      Column(file: "time") { .date(solution.instants[$0].formatted(utcOffset: solution.utcOffset)) }
      for factor in view.factors {
        Column(file: "factor_\(factor + 1)\(ending)") { row -> Double? in values[factor][row] }
      }
    }
  }

  // MARK: Figures

  /// Mean mass of each factor by the middle of the window; where it is lost the line is interrupted.
  var massChart: Chart {
    Chart(
      "rolling", "sources.rolling-chart", width: 760, height: 90,
      panels: view.factors.map { factor in
        Chart.Panel(
          title: view.label(factor), x: Chart.Axis(dateFormat: isLong ? "%Y-%m" : "%Y-%m-%d"),
          y: Chart.Axis(unit: unit, hasZero: true),
          layers: [
            Chart.Layer(
              .line, rolling.windows, x: { Self.middle($0) },
              y: { window in window.found.first { $0.factor == factor }?.mass },
              style: rolling.windows.count < 60 ? .pointed : .plain)
          ])
      }, columns: 1)
  }

  /// Whether days on the axis would run into each other.
  private var isLong: Bool {
    guard let first = rolling.windows.first?.first, let last = rolling.windows.last?.last else {
      return false
    }
    return last.daysSinceEpoch - first.daysSinceEpoch > 150
  }

  private static func middle(_ window: RollingFactors.Window) -> Chart.Coordinate {
    let day = (window.first.daysSinceEpoch + window.last.daysSinceEpoch) / 2
    return .date(CivilDate(daysSinceEpoch: day).description)
  }
}
