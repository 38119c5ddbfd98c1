import AirQuality
import Cooperation
import Documents
import Estimation
import VOC

/// The figures of an impact on organic compounds.
struct ImpactCharts {
  let impact: VOCImpact
  let record: SpeciatedRecord

  var all: [Chart] {
    [
      months, changes(relative: false), changes(relative: true), attribution, mixture, profile, day,
      polar, factorPolar,
    ].compactMap(\.self)
  }

  private static let potential = WeighedQuantity.ozoneFormation.unit

  /// Families of the record, in their order.
  private var families: [CompoundFamily] {
    CompoundFamily.allCases.filter(Set(record.compounds.map(\.family)).contains)
  }

  /// Every family keeps its colour, whichever others are there.
  private var familyGroups: [Chart.Group] {
    families.map {
      Chart.Group(.family($0), .palette(CompoundFamily.allCases.firstIndex(of: $0) ?? 0))
    }
  }

  private var periodGroups: [Chart.Group] {
    [Chart.Group("period.before", .donors), Chart.Group("period.after", .treated)]
  }

  // MARK: In time

  /// The record's ozone formation; `nil` where it cannot be weighed.
  private var weighed: WeighedSeries? {
    try? record.weighed(.ozoneFormation, impact.settings.assessment)
  }

  /// Ozone formation by family as stacked monthly means, with the measure's date.
  private var months: Chart? {
    guard let weighed else { return nil }
    let values = families.enumerated().flatMap { group, family in
      (weighed.family(family) ?? []).enumerated().compactMap { row, value in
        value.map {
          (month: String(weighed.axis.date(at: row).description.prefix(7)), group: group, value: $0)
        }
      }
    }
    let means = values.grouped { Pair($0.month, $0.group) }
      .sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }
    guard !means.isEmpty else { return nil }
    let count = Set(means.map(\.key.first)).count
    return Chart(
      "ozone-families", "impact.families-figure", groups: familyGroups, width: 680, height: 260,
      y: Chart.Axis("axis.ozone-formation", unit: Self.potential),
      layers: [
        // Bars stand in the middle of their months, so that a measure's first day falls between two.
        Chart.Layer(
          .bar, means, x: { Chart.Coordinate.date("\($0.key.first)-15") },
          y: { $0.members.map(\.value).mean }, groups: { $0.key.second },
          label: { .family(families[$0.key.second]) }, size: min(24, max(2, 560 / Double(count)))),
        // Days that make room for the first and the last bar.
        Chart.Layer(
          .point, [(0, -5), (record.axis.count - 1, 5)],
          x: { CivilDate(daysSinceEpoch: record.axis.date(at: $0.0).daysSinceEpoch + $0.1) },
          y: { _ in 0.0 }, opacity: 0),
        .reference(at: impact.measure.start, size: 2),
      ])
  }

  /// Estimates under each other, closer than usual: there are many compounds.
  private func forest(
    _ name: String, _ caption: Message, _ rows: [Chart.Entry], _ x: Chart.Axis
  ) -> Chart? {
    rows.isEmpty
      ? nil
      : .forest(name, caption, rows: rows, x: x, width: 520, height: max(80, 21 * rows.count))
  }

  // MARK: Changes

  /// Change of totals, families' and compounds' mass, and factors by the first method; or of
  /// compounds and factors over the untouched reference.
  private func changes(relative: Bool) -> Chart? {
    guard let method = impact.rows.first?.effects.first?.method else { return nil }
    let rows = impact.rows.compactMap { row -> Chart.Entry? in
      let subject = row.subject
      let isShown =
        [.compound, .factor].contains(subject.kind) || subject.quantity == .mass
        || (subject.kind == .total && subject.quantity == .ozoneFormation)
      guard isShown, (subject.reference != nil) == relative,
        let change = row.effects.first?.relative, let interval = change.interval
      else { return nil }
      let name = Message.subject(subject)
      return Chart.Entry(
        subject.kind == .total ? .quantity(subject.quantity, of: name) : name, change.percent,
        interval)
    }
    return forest(
      relative ? "relative-changes" : "changes",
      say(
        relative ? "impact.relative-figure" : "impact.changes-figure",
        method: Message.method(method.identifier), name: impact.reference), rows,
      Chart.Axis("axis.change", unit: "%"))
  }

  /// Each compound's share of the change of ozone formation.
  private var attribution: Chart? {
    let shares = impact.attribution.shares.prefix(20)
    guard !shares.isEmpty else { return nil }
    return .bars(
      "attribution", "impact.attribution-figure",
      shares.map {
        Chart.Entry(
          Message.compound($0.compound), group: families.firstIndex(of: $0.family), $0.change)
      }, groups: familyGroups, value: Chart.Axis("axis.change", unit: Self.potential), width: 520)
  }

  // MARK: The mixture

  /// Centred log-ratios: which compounds won and lost weight in the mixture.
  private var mixture: Chart? {
    let sorted = impact.composition.compounds.sorted { ($0.change, $0.name) < ($1.change, $1.name) }
    return forest(
      "mixture", "impact.mixture-figure",
      sorted.map { Chart.Entry(Message.compound($0.name), $0.change, $0.interval) },
      Chart.Axis("axis.log-ratio"))
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
          Chart.Entry(
            Message.compound(compound), group: group,
            100 * (shares.first { $0.compound == compound }?.share ?? 0))
        }
      }, groups: periodGroups, lying: false, beside: true,
      value: Chart.Axis("axis.mass-share", unit: "%"), category: Chart.Axis(labelAngle: -45),
      width: 640, height: 220)
  }

  // MARK: Hour and wind

  /// The total's ozone formation as a series.
  private var total: MonitoringSeries? {
    weighed.map { weighed in
      MonitoringSeries(
        station: record.station, pollutant: Pollutant("ozone_formation"),
        unit: MeasurementUnit(stored: Self.potential), referenceState: .notApplicable,
        axis: record.axis, values: weighed.total)
    }
  }

  /// The day before and after; hourly records only.
  private var day: Chart? {
    guard record.axis.step < .day, let total else { return nil }
    let offset = record.axis.utcOffset
    let profiles = [impact.before, impact.after].map { period in
      Profile(
        total.window(from: period.start(utcOffset: offset), until: period.end(utcOffset: offset)),
        kind: .diurnal
      ).cells.enumerated().filter { $0.element.interval != nil }
    }
    guard profiles.contains(where: { !$0.isEmpty }) else { return nil }
    return .timeSeries(
      "day", "impact.day-figure",
      lines: zip(periodGroups, profiles).map { group, cells in
        Chart.Line(
          group, cells, x: { Double($0.offset) }, y: { $0.element.mean },
          band: { $0.element.interval })
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
    let unit = series.unit == .dimensionless ? "" : series.unit.symbol
    return Chart.polar(sectors: cells, shades: Chart.Shades(title, unit: unit))
  }
}

extension Profile.Cell {
  /// Of its mean; `nil` without one.
  fileprivate var interval: (any Bounded)? {
    if mean != nil, let lower, let upper { Ends(lower, upper) } else { nil }
  }
}
