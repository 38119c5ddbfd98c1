import AirQuality
import Cooperation
import Documents
import Estimation
import VOC

/// The figures of an impact on organic compounds.
struct ImpactCharts {
  let impact: VOCImpact
  let record: SpeciatedRecord

  var all: [Block] {
    [
      months, changes(relative: false), changes(relative: true), attribution, mixture, profile, day,
      polar, factorPolar,
    ].compactMap(\.self).map { .chart($0) }
  }

  private static let potential = WeighedQuantity.ozoneFormation.unit

  /// Families of the record, in their order.
  private var families: [CompoundFamily] {
    CompoundFamily.allCases.filter { family in
      record.compounds.contains { $0.family == family }
    }
  }

  /// Every family keeps its colour, whichever others are there.
  private var familyGroups: [Chart.Group] {
    families.map { family in
      Chart.Group(.family(family), .palette(CompoundFamily.allCases.firstIndex(of: family) ?? 0))
    }
  }

  private var periodGroups: [Chart.Group] {
    [Chart.Group("period.before", .donors), Chart.Group("period.after", .treated)]
  }

  // MARK: In time

  /// Ozone formation by family as stacked monthly means, with the measure's date.
  private var months: Chart? {
    guard let weighed = try? record.weighed(.ozoneFormation, impact.settings.assessment) else {
      return nil
    }
    var sums: [String: [Int: (sum: Double, count: Int)]] = [:]
    for (group, family) in families.enumerated() {
      for (row, value) in (weighed.family(family) ?? []).enumerated() {
        guard let value else { continue }
        let month = String(weighed.axis.date(at: row).description.prefix(7))
        let old = sums[month]?[group] ?? (0, 0)
        sums[month, default: [:]][group] = (old.sum + value, old.count + 1)
      }
    }
    // Bars stand in the middle of their months, so that a measure's first day falls between two.
    let points = sums.sorted { $0.key < $1.key }.flatMap { month, groups in
      groups.sorted { $0.key < $1.key }.map { group, mean in
        Chart.Point(
          x: .date("\(month)-15"), y: .number(mean.sum / Double(mean.count)), group: group,
          label: .family(families[group]))
      }
    }
    guard !points.isEmpty else { return nil }
    // Days that make room for the first and the last bar.
    let room = [(0, -5), (record.axis.count - 1, 5)].map { row, days in
      Chart.Point(
        x: .date(
          CivilDate(daysSinceEpoch: record.axis.date(at: row).daysSinceEpoch + days).description),
        y: .number(0.0))
    }
    return Chart(
      "ozone-families", "impact.families-figure", groups: familyGroups, width: 680, height: 260,
      y: Chart.Axis("axis.ozone-formation", unit: Self.potential),
      layers: [
        Chart.Layer(.bar, points, size: min(24, max(2, 560 / Double(sums.count)))),
        Chart.Layer(.point, room, opacity: 0),
        Chart.Layer(
          .rule, [Chart.Point(x: .date(impact.measure.start.description))], colour: .ink, size: 2,
          style: .dashed),
      ])
  }

  /// Estimates under each other, closer than usual: there are many compounds.
  private func forest(
    _ name: String, _ caption: Message, _ rows: [Chart.ForestRow], _ x: Chart.Axis
  ) -> Chart? {
    guard !rows.isEmpty else { return nil }
    var chart = Chart.forest(name, caption, rows: rows, groups: [], x: x, width: 520)
    chart.height = max(80, 21 * rows.count)
    return chart
  }

  // MARK: Changes

  /// Change of totals, families' and compounds' mass, and factors by the first method; or of
  /// compounds and factors over the untouched reference.
  private func changes(relative: Bool) -> Chart? {
    let rows = impact.rows.filter { ($0.subject.reference != nil) == relative }.compactMap {
      row -> Chart.ForestRow? in
      let subject = row.subject
      let isShown =
        subject.kind == .compound || subject.kind == .factor
        || (subject.kind == .total && subject.quantity == .ozoneFormation)
        || subject.quantity == .mass
      guard isShown, let change = row.effects.first?.relative, let interval = change.interval
      else { return nil }
      let name =
        subject.kind == .total
        ? say(
          "impact.subject-quantity", subject: Message.subject(subject),
          quantity: Message.quantity(subject.quantity))
        : .subject(subject)
      return Chart.ForestRow(
        name, estimate: change.percent, interval: (interval.lower, interval.upper))
    }
    guard let method = impact.rows.first?.effects.first?.method else { return nil }
    var arguments: [String: Value] = ["method": .message(.method(method.identifier))]
    if relative { arguments["name"] = .message(impact.reference) }
    return forest(
      relative ? "relative-changes" : "changes",
      Message(relative ? "impact.relative-figure" : "impact.changes-figure", arguments), rows,
      Chart.Axis("axis.change", unit: "%"))
  }

  /// Each compound's share of the change of ozone formation.
  private var attribution: Chart? {
    let shares = impact.attribution.shares.prefix(20)
    guard !shares.isEmpty else { return nil }
    return .bars(
      "attribution", "impact.attribution-figure",
      shares.map { share in
        Chart.Bar(
          .name(.compound(share.compound)), group: families.firstIndex(of: share.family),
          value: share.change)
      }, groups: familyGroups, value: Chart.Axis("axis.change", unit: Self.potential), width: 520)
  }

  // MARK: The mixture

  /// Centred log-ratios: which compounds won and lost weight in the mixture.
  private var mixture: Chart? {
    let sorted = impact.composition.compounds.sorted { ($0.change, $0.name) < ($1.change, $1.name) }
    return forest(
      "mixture", "impact.mixture-figure",
      sorted.map {
        Chart.ForestRow(
          .compound($0.name), estimate: $0.change,
          interval: ($0.interval.lower, $0.interval.upper))
      }, Chart.Axis("axis.log-ratio"))
  }

  /// Mean shares before and after.
  private var profile: Chart? {
    let shown = impact.composition.meanBefore.sorted {
      ($1.share, $0.compound) < ($0.share, $1.compound)
    }.prefix(20).map(\.compound)
    guard !shown.isEmpty else { return nil }
    let periods = [impact.composition.meanBefore, impact.composition.meanAfter]
    return .bars(
      "profile", "impact.profile-figure",
      shown.flatMap { compound in
        periods.enumerated().map { group, shares in
          Chart.Bar(
            .name(.compound(compound)), group: group,
            value: 100 * (shares.first { $0.compound == compound }?.share ?? 0))
        }
      }, groups: periodGroups, lying: false, beside: true,
      value: Chart.Axis("axis.mass-share", unit: "%"), category: Chart.Axis(labelAngle: -45),
      width: 640, height: 220)
  }

  // MARK: Hour and wind

  /// The total's ozone formation as a series.
  private var total: MonitoringSeries? {
    guard let weighed = try? record.weighed(.ozoneFormation, impact.settings.assessment) else {
      return nil
    }
    return MonitoringSeries(
      station: record.station, pollutant: Pollutant("ozone_formation"),
      unit: MeasurementUnit(stored: Self.potential), referenceState: .notApplicable,
      axis: record.axis, values: weighed.total)
  }

  /// The day before and after; hourly records only.
  private var day: Chart? {
    guard record.axis.step < .day, let total else { return nil }
    let offset = record.axis.utcOffset
    let profiles = [impact.before, impact.after].map { period in
      Profile(
        total.window(from: period.start(utcOffset: offset), until: period.end(utcOffset: offset)),
        kind: .diurnal
      ).cells.enumerated().compactMap { hour, cell in
        cell.mean.flatMap { mean in
          cell.lower.flatMap { lower in cell.upper.map { (Double(hour), mean, lower, $0) } }
        }
      }
    }
    guard profiles.contains(where: { !$0.isEmpty }) else { return nil }
    return .timeSeries(
      "day", "impact.day-figure",
      lines: zip(periodGroups, profiles).map { group, cells in
        Chart.Line(group, cells.map { (.number($0.0), $0.1) })
      },
      bands: profiles.enumerated().map { line, cells in
        Chart.Band(line: line, cells.map { (.number($0.0), $0.2, $0.3) })
      }, x: Chart.Axis("axis.hour", domain: 0...23),
      y: Chart.Axis("axis.ozone-formation", unit: Self.potential), width: 620, height: 220)
  }

  /// Mean by the direction of the wind, where it was measured.
  private var polar: Chart? {
    guard let total, let layer = sectors(total, "axis.ozone-formation") else { return nil }
    return Chart("polar", "impact.polar-figure", width: 300, height: 300, layers: [layer])
  }

  /// The same for the contribution of each factor.
  private var factorPolar: Chart? {
    let panels = impact.settings.factors.compactMap { record.other($0) }.compactMap { series in
      sectors(series, "axis.contribution").map {
        Chart.Panel(title: .verbatim(series.pollutant.identifier), layers: [$0])
      }
    }
    guard !panels.isEmpty else { return nil }
    return Chart(
      "factor-polar", "impact.factor-polar-figure", width: 200, height: 200, panels: panels,
      columns: 3, hasOwnAxes: true)
  }

  /// Means of a series by sixteen sectors; `nil` where no wind was measured.
  private func sectors(_ series: MonitoringSeries, _ title: Message) -> Chart.Layer? {
    guard let direction = record.other(.windDirection),
      let statistics = WindStatistics(
        series, direction: direction, speed: record.other(.windSpeed), sectors: 16)
    else { return nil }
    let cells = statistics.cells.compactMap { cell in
      cell.mean.map { (degrees: cell.direction, width: 22.5, value: $0) }
    }
    guard !cells.isEmpty else { return nil }
    return Chart.polar(
      sectors: cells,
      shades: Chart.Shades(
        title, unit: series.unit == .dimensionless ? "" : series.unit.symbol))
  }
}
