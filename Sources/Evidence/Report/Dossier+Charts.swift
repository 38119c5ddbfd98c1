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
    var lines: [Chart.Line] = []
    func add(_ series: MonitoringSeries?, _ group: Chart.Group) {
      guard let series else { return }
      lines.append(Chart.Line(group, Self.weekly(series)))
    }
    // Only what was measured is called so: a series without weather has a name of its own.
    if isNormalised {
      add(measured, Chart.Group("study.measured", .palette(2), width: 1.2))
      add(observed, Chart.Group("study.weather-taken-out", .treated))
    } else {
      add(observed, Chart.Group("study.measured", .treated))
    }
    add(finding?.counterfactual, Chart.Group("study.expected", .expected, isDashed: true))
    add(donors, Chart.Group("study.donor-series", .donors, width: 1.2))
    return .timeSeries(
      "course",
      say(
        isNormalised ? "study.weekly-weather" : "study.weekly",
        method: Value.optional(finding) { .message(.method($0.effect.method.identifier)) }),
      description: "study.course", lines: lines,
      events: [
        Chart.Event(
          .date(study.measure.start.description),
          say("study.measure-starts", start: Value.date(study.measure.startText)))
      ],
      y: Chart.Axis(
        .verbatim(study.outcome.pollutant.displayName), unit: observed.unit.symbol, hasZero: true),
      width: 800, height: 300)
  }

  /// Estimates with their own and their calibrated intervals, one row a method.
  func effectsChart(_ names: [Message]) -> Chart? {
    guard let unit = findings.first?.effect.unit else { return nil }
    var rows: [Chart.ForestRow] = []
    for (finding, name) in zip(findings, names) where finding.effect.unit == unit {
      rows.append(
        Chart.ForestRow(
          name, estimate: finding.effect.estimate,
          interval: finding.effect.interval.map { ($0.lower, $0.upper) }))
      if let calibration = finding.calibration {
        rows.append(
          Chart.ForestRow(
            name, group: 1, estimate: calibration.estimate,
            interval: (calibration.interval.lower, calibration.interval.upper)))
      }
    }
    let own = Chart.Group(
      say("study.level-column", level: intervalLevels), .treated)
    let isCalibrated = rows.contains { $0.group == 1 }
    return .forest(
      "effects", "study.all-methods", rows: rows,
      groups: isCalibrated ? [own, Chart.Group("column.calibrated", .expected)] : [own],
      x: Chart.Axis("column.effect", unit: unit), width: 620)
  }

  /// How often the leading method finds what where nothing was done, with the study's own estimate.
  func controlsChart(_ lead: LeadingFinding?) -> Chart? {
    let first = lead.map { findings[$0.place] }
    guard
      let finding = first?.calibration != nil
        ? first : findings.first(where: { $0.calibration != nil }),
      let calibration = finding.calibration
    else { return nil }
    return .histogram(
      "negative-controls",
      say("study.null-figure-of", method: Message.method(finding.effect.method.identifier)),
      values: calibration.controls, x: Chart.Axis("column.effect", unit: finding.effect.unit),
      marks: [Chart.Event(.number(finding.effect.estimate), "study.this-study")])
  }

  /// The figures of the fits' own tables.
  func fitCharts(_ names: [Message]) -> [Block] {
    FindingTable.all(self).compactMap { table in
      table.chart(named: names[table.place]).map { .chart($0) }
    }
  }

  /// Means of seven days from the first step on; a gap where none was measured.
  private static func weekly(_ series: MonitoringSeries) -> [(Chart.Coordinate, Double?)] {
    let perBin = max(1, 7 * 86_400 / series.axis.step.meanSeconds)
    return stride(from: 0, to: series.count, by: perBin).map { first in
      let values = (first..<min(first + perBin, series.count)).compactMap { series[$0] }
      return (
        .date(series.axis.date(at: first).description),
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      )
    }
  }
}

/// The ends of a band at one step.
private struct Band: Bounded {
  let lower: Double
  let upper: Double
}

extension FindingTable {
  /// The figure of a fit's table; `nil` for one that is not drawn.
  func chart(named finding: Message) -> Chart? {
    guard let drawing = table.drawing else { return nil }
    let caption = say("study.fit-caption", finding: finding, caption: table.captionText)
    switch drawing {
    case .intervals(let x, let estimate, let lower, let upper):
      let points = table.rows.indices.map { row in
        Chart.Point(
          x: coordinate(row, x), y: number(row, lower), y2: number(row, upper))
      }
      let middle = table.rows.indices.map { row in
        Chart.Point(x: coordinate(row, x), y: number(row, estimate))
      }
      return Chart(
        name, caption, x: axis(x), y: axis(estimate),
        layers: [
          Chart.Layer(.rule, [Chart.Point(y: .number(0))], colour: .ink, size: 1, style: .dashed),
          Chart.Layer(.rule, points), Chart.Layer(.point, middle),
        ])
    case .lines(let x, let values):
      return .timeSeries(
        name, caption,
        lines: values.enumerated().map { place, column in
          Chart.Line(
            Chart.Group(.column(column), place == 0 ? .treated : .palette(place), width: 2),
            table.rows.indices.map { (coordinate($0, x), value($0, column)) })
        }, x: axis(x), y: axis(values.first ?? x), width: 700, height: 260)
    case .band(let x, let values, let lower, let upper):
      let last = values.count - 1
      return .timeSeries(
        name, caption,
        lines: values.enumerated().map { place, column in
          Chart.Line(
            Chart.Group(
              .column(column), place == last && place > 0 ? .expected : .palette(place),
              width: place == last ? 2 : 1.2),
            table.rows.indices, x: { coordinate($0, x) }, y: { value($0, column) },
            band: { row in
              guard place == last, let low = value(row, lower), let high = value(row, upper)
              else { return nil }
              return Band(lower: low, upper: high)
            })
        }, x: axis(x), y: axis(values.first ?? x), width: 700, height: 260)
    case .fan(let x, let y, let group, let highlighted):
      func layer(_ isChosen: Bool) -> Chart.Layer {
        let rows = table.rows.indices.filter { (text($0, group) == highlighted) == isChosen }
        return Chart.Layer(
          .line,
          rows.map { Chart.Point(x: coordinate($0, x), y: number($0, y), line: text($0, group)) },
          colour: isChosen ? .treated : .donors, opacity: isChosen ? 1 : 0.6,
          size: isChosen ? 2.4 : 0.8)
      }
      return Chart(name, caption, x: axis(x), y: axis(y), layers: [layer(false), layer(true)])
    case .bars(let label, let column):
      return .bars(
        name, caption,
        table.rows.indices.map {
          Chart.Bar(.name(.verbatim(text($0, label))), value: value($0, column) ?? 0)
        }, value: axis(column), category: Chart.Axis(labelLimit: 260), width: 700)
    case .places(let latitude, let longitude, let size, let label):
      return .map(
        name, caption,
        places: table.rows.indices.compactMap { row in
          guard let north = value(row, latitude), let east = value(row, longitude),
            let number = value(row, size)
          else { return nil }
          return (east, north, number, .verbatim(text(row, label)))
        }, size: Chart.Shades(.column(size)), width: 700)
    }
  }

  private func cell(_ row: Int, _ column: String) -> FitTable.Cell {
    table.columns.firstIndex { $0.name == column }.map { table.rows[row][$0] } ?? .missing
  }

  private func value(_ row: Int, _ column: String) -> Double? {
    if case .number(let value) = cell(row, column) { value } else { nil }
  }

  private func number(_ row: Int, _ column: String) -> Chart.Coordinate {
    .number(value(row, column))
  }

  private func text(_ row: Int, _ column: String) -> String {
    if case .text(let text) = cell(row, column) { text } else { "" }
  }

  /// A number, or a date where the column holds texts.
  private func coordinate(_ row: Int, _ column: String) -> Chart.Coordinate {
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
    let id = "fit-table.\(name)"
    return words ?? (Catalogue.builtIn.has(id) ? Message(id) : .verbatim(caption))
  }
}

extension Message {
  /// The name of a column of a fit’s table, in words of the language.
  fileprivate static func column(_ name: String) -> Message {
    let id = "fit-column.\(name.replacing(" ", with: "-"))"
    return Catalogue.builtIn.has(id) ? Message(id) : .verbatim(name)
  }
}
