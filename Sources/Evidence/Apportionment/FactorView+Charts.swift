import AirQuality
import Documents
import SourceApportionment

/// The figures of one set of factors, a panel a factor.
extension FactorView {
  /// Each factor's share of every species, with bootstrap boxes and displacement ranges.
  func profileChart(_ name: String) -> Chart {
    let caption: Message =
      report.ranges != nil
      ? "sources.profiles-ranges"
      : report.bootstrap == nil && report.displacement == nil
        ? "sources.profiles" : "sources.profiles-boxes"
    return Chart(
      name, caption, width: 760, height: 110,
      panels: factors.map { factor in
        Chart.Panel(
          title: label(factor), x: Chart.Axis(labelAngle: -60, labelLimit: 160),
          y: Chart.Axis("axis.share", unit: "%", domain: 0...120), layers: profileLayers(factor))
      }, columns: 1)
  }

  private func profileLayers(_ factor: Int) -> [Chart.Layer] {
    let shares = solution.shares[factor]
    let sums = solution.species.indices.map { position in
      solution.profiles.reduce(0) { $0 + $1[position] }
    }
    let positions = sums.indices.filter { sums[$0] > 0 }
    func range(_ position: Int) -> (lower: Double, upper: Double)? {
      report.ranges.map { ($0.lower[factor][position], $0.upper[factor][position]) }
        ?? displaced(factor, position)
    }
    /// Marks from one value to another where both are known, as shares of a species.
    func layer(
      _ mark: Chart.Layer.Mark, _ ends: (Int) -> (Double, Double?)?,
      colour: Chart.Colour = .treated, opacity: Double = 1, size: Double? = nil
    ) -> Chart.Layer {
      let known = positions.compactMap { position in ends(position).map { (position, $0) } }
      func share(_ value: Double, _ position: Int) -> Double { 100 * value / sums[position] }
      return Chart.Layer(
        mark, known, x: { names[solution.species[$0.0]] }, y: { share($0.1.0, $0.0) },
        // A range without an upper end is drawn to the top of the axis.
        y2: { position, ends in ends.1.map { min(share($0, position), 150) } }, colour: colour,
        opacity: opacity, size: size)
    }
    return [
      layer(.bar, { (shares[$0] * sums[$0], nil) }, opacity: 0.4),
      layer(.rule, { range($0).map { ($0.lower, $0.upper) } }, colour: .expected, size: 1.4),
      layer(
        .bar, { drawn(factor, $0).map { ($0.lowerQuartile, $0.upperQuartile) } }, opacity: 0.8,
        size: 5),
      layer(.tick, { drawn(factor, $0).map { ($0.fifth, nil) } }),
      layer(.tick, { drawn(factor, $0).map { ($0.ninetyFifth, nil) } }),
    ]
  }

  /// Contributions of a factor, where they are known.
  private func contributions(_ factor: Int, _ samples: some Sequence<Int>) -> [Double] {
    samples.compactMap { sample -> Double? in solution.contributions[factor][sample] }
  }

  /// Contributions in time, a line for each place where there are several.
  var contributionChart: Chart {
    // More points than pixels say nothing; means of neighbouring samples do.
    let places = solution.sites?.map(\.rows) ?? [solution.instants.indices]
    let bin = max(1, solution.instants.count / places.count / 800)
    func points(_ factor: Int, _ rows: Range<Int>) -> [(instant: Instant, value: Double?)] {
      let gaps = gaps(rows)
      return stride(from: rows.lowerBound, to: rows.upperBound, by: bin).flatMap { first in
        let range = first..<min(first + bin, rows.upperBound)
        let values = contributions(factor, range)
        let instant = solution.instants[first]
        let mean = (instant, values.isEmpty ? nil : values.mean)
        // A line over a gap would claim that something was measured there.
        return range.contains(where: gaps.contains)
          ? [(instant.advanced(bySeconds: -1), nil), mean] : [mean]
      }
    }
    return Chart(
      "contributions",
      bin == 1 ? "sources.contributions" : say("sources.contributions-binned", count: bin),
      groups: (solution.sites ?? []).enumerated().map {
        Chart.Group(.verbatim($1.name), .palette($0), width: 1)
      }, width: 760, height: 90,
      panels: factors.map { factor in
        Chart.Panel(
          title: label(factor), x: Chart.Axis(dateFormat: "%Y-%m-%d"),
          layers: places.enumerated().map { place, rows in
            Chart.Layer(
              .line, points(factor, rows),
              x: {
                Chart.Coordinate.date(
                  String($0.instant.formatted(utcOffset: solution.utcOffset).prefix(19)))
              }, y: { $0.value }, group: solution.sites == nil ? nil : place, size: 1)
          })
      }, columns: 1)
  }

  /// Samples before which nothing was taken at a place for thirty times the usual distance.
  private func gaps(_ rows: Range<Int>) -> Set<Int> {
    let instants = solution.instants[rows].map(\.secondsSinceEpoch)
    let distances = zip(instants, instants.dropFirst()).map { $1 - $0 }
    guard !distances.isEmpty else { return [] }
    let usual = max(distances.sorted()[distances.count / 2], 1)
    return Set(
      distances.indices.filter { distances[$0] > 30 * usual }.map { rows.lowerBound + $0 + 1 })
  }

  // MARK: By the clock

  /// Fewest samples of an hour or a weekday that are shown.
  private static let least = 5

  /// Contributions by the hour of the samples' clock; `nil` when all samples begin at one hour.
  var hourChart: Chart? {
    clock(
      "hours", say("sources.hours", least: Self.least),
      solution.instants.map { $0.secondOfDay(utcOffset: solution.utcOffset) / 3_600 },
      title: "axis.hour", labels: (0..<24).map { .verbatim(String($0)) })
  }

  /// Contributions by weekday, Monday first.
  var weekdayChart: Chart? {
    clock(
      "weekdays", "sources.weekdays",
      solution.instants.map { $0.date(utcOffset: solution.utcOffset).weekday - 1 },
      title: "axis.weekday", labels: (1...7).map { Message("weekday.\($0)") })
  }

  /// One small chart a factor over the classes of a clock.
  private func clock(
    _ name: String, _ caption: Message, _ places: [Int], title: Message, labels: [Message]
  ) -> Chart? {
    let members = labels.indices.map { label in places.indices.filter { places[$0] == label } }
    guard members.count(where: { $0.count >= Self.least }) >= 2 else { return nil }
    func panel(_ factor: Int) -> Chart.Panel {
      let classes = zip(labels, members).map { ($0, contributions(factor, $1).sorted()) }
        .filter { $0.1.count >= Self.least }
      func quantile(_ values: [Double], _ probability: Double) -> Double {
        let position = probability * Double(values.count - 1)
        let low = Int(position)
        let high = min(low + 1, values.count - 1)
        return values[low] + (position - Double(low)) * (values[high] - values[low])
      }
      return Chart.Panel(
        title: label(factor), x: Chart.Axis(title, labelAngle: 0),
        layers: [
          Chart.Layer(
            .rule, classes, x: { $0.0 }, y: { quantile($0.1, 0.25) },
            y2: { quantile($0.1, 0.75) }, opacity: 0.35, size: 5),
          Chart.Layer(.point, classes, x: { $0.0 }, y: { quantile($0.1, 0.5) }, size: 30),
          Chart.Layer(
            .line, classes, x: { $0.0 }, y: { $0.1.mean }, colour: .expected, size: 1.5),
        ])
    }
    return Chart(name, caption, width: 340, height: 100, panels: factors.map(panel), columns: 2)
  }

  // MARK: Residuals

  /// All scaled residuals in classes of half an uncertainty.
  var residualChart: Chart {
    let limit = 8.0
    var counts = [Double](repeating: 0, count: 32)
    let residuals = solution.scaledResiduals.joined().compactMap(\.self)
    for value in residuals {
      counts[min(max(Int(((value + limit) * 2).rounded(.down)), 0), 31)] += 1
    }
    return Chart(
      "residuals", say("sources.residuals", limit: limit.decimals(0)), width: 420, height: 200,
      x: Chart.Axis("axis.residual"), y: Chart.Axis("axis.share", unit: "%"),
      layers: [
        Chart.columns(
          counts.enumerated().map { place, count in
            (
              Double(place) / 2 - limit, Double(place + 1) / 2 - limit,
              100 * count / Double(max(residuals.count, 1))
            )
          })
      ])
  }
}
