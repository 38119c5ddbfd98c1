import AirQuality
import Cooperation
import Documents
import Estimation
import Studies

/// The figures of a dossier.
extension Dossier {
  /// What was measured, what the methods compare, what is expected, and the donors, in weeks.
  var courseChart: Chart {
    let finding = findings.first { $0.counterfactual != nil }
    let isNormalised = weather != nil
    // Only what was measured is called so: a series without weather has a name of its own.
    let lines: [(MonitoringSeries?, Chart.Group)] =
      (isNormalised
        ? [
          (measured, Chart.Group("study.measured", .palette(2), width: 1.2)),
          (observed, Chart.Group("study.weather-taken-out", .treated)),
        ] : [(observed, Chart.Group("study.measured", .treated))]) + [
        (finding?.counterfactual, Chart.Group("study.expected", .expected, isDashed: true)),
        (donors, Chart.Group("study.donor-series", .donors, width: 1.2)),
      ]
    return .timeSeries(
      "course",
      say(
        isNormalised ? "study.weekly-weather" : "study.weekly",
        method: finding.map { Message.method($0.effect.method.identifier) }),
      description: "study.course",
      lines: lines.compactMap { series, group in
        series.map { Chart.Line(group, Self.weekly($0), x: { $0.0 }, y: { $0.1 }) }
      },
      events: [
        Chart.Event(
          study.measure.start,
          say("study.measure-starts", start: Value.date(study.measure.startText)))
      ],
      y: Chart.Axis(
        .verbatim(study.outcome.pollutant.displayName), unit: observed.unit.symbol, hasZero: true),
      width: 800, height: 300)
  }

  /// Estimates with their own and their calibrated intervals, one row a method.
  func effectsChart(_ names: [Message]) -> Chart? {
    guard let unit = findings.first?.effect.unit else { return nil }
    let rows = zip(findings, names).filter { $0.0.effect.unit == unit }.flatMap { finding, name in
      [
        Chart.Entry(name, group: 0, finding.effect.estimate, finding.effect.interval),
        finding.calibration.map { Chart.Entry(name, group: 1, $0.estimate, $0.interval) },
      ].compactMap(\.self)
    }
    let own = Chart.Group(say("study.level-column", level: intervalLevels), .treated)
    let isCalibrated = rows.contains { $0.group == 1 }
    return .forest(
      "effects", "study.all-methods", rows: rows,
      groups: isCalibrated ? [own, Chart.Group("column.calibrated", .expected)] : [own],
      x: Chart.Axis("column.effect", unit: unit), width: 620)
  }

  /// How often the leading method finds what where nothing was done, with the study's own estimate.
  func controlsChart(_ lead: LeadingFinding?) -> Chart? {
    let ordered = (lead.map { [findings[$0.place]] } ?? []) + findings
    guard let finding = ordered.first(where: { $0.calibration != nil }),
      let calibration = finding.calibration
    else { return nil }
    return .histogram(
      "negative-controls",
      say("study.null-figure-of", method: Message.method(finding.effect.method.identifier)),
      values: calibration.controls, x: Chart.Axis("column.effect", unit: finding.effect.unit),
      marks: [Chart.Event(finding.effect.estimate, "study.this-study")])
  }

  /// The figures of the fits' own tables.
  func fitCharts(_ names: [Message]) -> [Chart] {
    FindingTable.all(self).compactMap { $0.chart(named: names[$0.place]) }
  }

  /// Means of seven days from the first step on; a gap where none was measured.
  private static func weekly(_ series: MonitoringSeries) -> [(CivilDate, Double?)] {
    let perBin = max(1, 7 * 86_400 / series.axis.step.meanSeconds)
    return stride(from: 0, to: series.count, by: perBin).map { first in
      let values = (first..<min(first + perBin, series.count)).compactMap { series[$0] }
      return (series.axis.date(at: first), values.isEmpty ? nil : values.mean)
    }
  }
}

extension FindingTable {
  /// The figure of a fit's table; `nil` for one that is not drawn.
  func chart(named finding: Message) -> Chart? {
    guard let drawing = table.drawing else { return nil }
    let caption = say("study.fit-caption", finding: finding, caption: table.captionText)
    let rows = table.rows.indices
    switch drawing {
    case .intervals(let x, let estimate, let lower, let upper):
      return Chart(
        name, caption, x: axis(x), y: axis(estimate),
        layers: [
          .reference(level: 0, size: 1),
          Chart.Layer(
            .rule, rows, x: { place($0, x) }, y: { value($0, lower) }, y2: { value($0, upper) }),
          Chart.Layer(.point, rows, x: { place($0, x) }, y: { value($0, estimate) }),
        ])
    case .lines(let x, let values):
      return lines(caption, x, values) {
        Chart.Group(.column(values[$0]), $0 == 0 ? .treated : .palette($0), width: 2)
      }
    case .band(let x, let values, let lower, let upper):
      let last = values.count - 1
      return lines(caption, x, values) { line in
        Chart.Group(
          .column(values[line]), line == last && line > 0 ? .expected : .palette(line),
          width: line == last ? 2 : 1.2)
      } band: { line, row in
        guard line == last, let low = value(row, lower), let high = value(row, upper)
        else { return nil }
        return Ends(low, high)
      }
    case .fan(let x, let y, let group, let highlighted):
      return Chart(
        name, caption, x: axis(x), y: axis(y),
        layers: [false, true].map { isChosen in
          Chart.Layer(
            .line, rows.filter { (text($0, group) == highlighted) == isChosen },
            x: { place($0, x) }, y: { value($0, y) }, line: { text($0, group) },
            colour: isChosen ? .treated : .donors, opacity: isChosen ? 1 : 0.6,
            size: isChosen ? 2.4 : 0.8)
        })
    case .bars(let label, let column):
      return .bars(
        name, caption, rows.map { Chart.Entry(text($0, label), value($0, column) ?? 0) },
        value: axis(column), category: Chart.Axis(labelLimit: 260), width: 700)
    case .places(let latitude, let longitude, let size, let label):
      return .map(
        name, caption,
        places: rows.compactMap { row in
          guard let north = value(row, latitude), let east = value(row, longitude),
            let number = value(row, size)
          else { return nil }
          return (east, north, number, .verbatim(text(row, label)))
        }, size: Chart.Shades(.column(size)), width: 700)
    }
  }

  /// Columns over one of them, a line each.
  private func lines(
    _ caption: Message, _ x: String, _ columns: [String], group: (Int) -> Chart.Group,
    band: @escaping (_ line: Int, _ row: Int) -> Ends? = { _, _ in nil }
  ) -> Chart {
    .timeSeries(
      name, caption,
      lines: columns.enumerated().map { line, column in
        Chart.Line(
          group(line), table.rows.indices, x: { place($0, x) }, y: { value($0, column) },
          band: { band(line, $0) })
      }, x: axis(x), y: axis(columns.first ?? x), width: 700, height: 260)
  }

  private func cell(_ row: Int, _ column: String) -> FitTable.Cell {
    table.columns.firstIndex { $0.name == column }.map { table.rows[row][$0] } ?? .missing
  }

  private func value(_ row: Int, _ column: String) -> Double? {
    if case .number(let value) = cell(row, column) { value } else { nil }
  }

  private func text(_ row: Int, _ column: String) -> String {
    if case .text(let text) = cell(row, column) { text } else { "" }
  }

  /// A number, or a date where the column holds texts.
  private func place(_ row: Int, _ column: String) -> Chart.Coordinate {
    switch cell(row, column) {
    case .number(let value): .number(value)
    case .text(let date): .date(date)
    case .missing: .gap
    }
  }

  private func axis(_ name: String) -> Chart.Axis {
    let isDate = table[column: name].contains { if case .text = $0 { true } else { false } }
    if isDate { return Chart.Axis() }
    let unit = table.columns.first { $0.name == name }?.unit ?? ""
    return Chart.Axis(.column(name), unit: unit)
  }
}

extension FitTable {
  /// What it shows, in words.
  var captionText: Message {
    words ?? .row("fit-table.\(name)") ?? .verbatim(caption)
  }
}

extension Message {
  /// The name of a column of a fit’s table, in words of the language.
  fileprivate static func column(_ name: String) -> Message {
    .row("fit-column.\(name.replacing(" ", with: "-"))") ?? .verbatim(name)
  }
}
