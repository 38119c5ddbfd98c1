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
    func points(
      _ value: (Int) -> (Double, Double?)?
    ) -> [Chart.Point] {
      positions.compactMap { position in
        value(position).map { from, to in
          // A range without an upper end is drawn to the top of the axis.
          Chart.Point(
            x: .name(names[solution.species[position]]), y: .number(from),
            y2: to.map { .number(min($0, 150)) })
        }
      }
    }
    func scaled(_ value: Double, _ position: Int) -> Double { 100 * value / sums[position] }
    func drawn(_ position: Int) -> BootstrapIntervals.Percentiles? {
      report.bootstrap?.profiles[factor]?[position]
    }
    let ranges = points { position in
      if let ranges = report.ranges {
        return (
          scaled(ranges.lower[factor][position], position),
          scaled(ranges.upper[factor][position], position)
        )
      }
      return displaced(factor, position).map {
        (scaled($0.lower, position), scaled($0.upper, position))
      }
    }
    let boxes = points { position in
      drawn(position).map {
        (scaled($0.lowerQuartile, position), scaled($0.upperQuartile, position))
      }
    }
    let ends = [\BootstrapIntervals.Percentiles.fifth, \.ninetyFifth].map { end in
      points { position in drawn(position).map { (scaled($0[keyPath: end], position), nil) } }
    }
    return [
      Chart.Layer(.bar, points { (100 * shares[$0], nil) }, opacity: 0.4),
      Chart.Layer(.rule, ranges, colour: .expected, size: 1.4),
      Chart.Layer(.bar, boxes, opacity: 0.8, size: 5),
    ] + ends.map { Chart.Layer(.tick, $0) }
  }

  /// Contributions in time.
  var contributionChart: Chart {
    // More points than pixels say nothing; means of neighbouring samples do.
    let bin = max(1, solution.instants.count / 800)
    let gaps = gaps
    func time(_ instant: Instant) -> Chart.Coordinate {
      .date(String(instant.formatted(utcOffset: solution.utcOffset).prefix(19)))
    }
    func points(_ factor: Int) -> [Chart.Point] {
      stride(from: 0, to: solution.instants.count, by: bin).flatMap { first -> [Chart.Point] in
        let range = first..<min(first + bin, solution.instants.count)
        let values: [Double] = range.compactMap {
          let value: Double? = solution.contributions[factor][$0]
          return value
        }
        let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        let point = Chart.Point(x: time(solution.instants[first]), y: .number(mean))
        guard range.contains(where: gaps.contains) else { return [point] }
        // A line over a gap would claim that something was measured there.
        return [
          Chart.Point(x: time(solution.instants[first].advanced(bySeconds: -1)), y: .gap), point,
        ]
      }
    }
    return Chart(
      "contributions",
      bin == 1
        ? "sources.contributions"
        : say("sources.contributions-binned", count: bin),
      width: 760, height: 90,
      panels: factors.map { factor in
        Chart.Panel(
          title: label(factor), x: Chart.Axis(dateFormat: "%Y-%m-%d"),
          layers: [Chart.Layer(.line, points(factor), size: 1)])
      }, columns: 1)
  }

  /// Samples before which nothing was taken for thirty times the usual distance.
  private var gaps: Set<Int> {
    let instants = solution.instants.map(\.secondsSinceEpoch)
    let distances = zip(instants, instants.dropFirst()).map { $1 - $0 }
    guard !distances.isEmpty else { return [] }
    let usual = max(distances.sorted()[distances.count / 2], 1)
    return Set(distances.indices.filter { distances[$0] > 30 * usual }.map { $0 + 1 })
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
    var members = [[Int]](repeating: [], count: labels.count)
    for (sample, place) in places.enumerated() { members[place].append(sample) }
    guard members.count(where: { $0.count >= Self.least }) >= 2 else { return nil }
    func panel(_ factor: Int) -> Chart.Panel {
      var halves: [Chart.Point] = []
      var medians: [Chart.Point] = []
      var means: [Chart.Point] = []
      for (place, samples) in members.enumerated() {
        let values: [Double] = samples.compactMap {
          let value: Double? = solution.contributions[factor][$0]
          return value
        }.sorted()
        guard values.count >= Self.least else { continue }
        let x = Chart.Coordinate.name(labels[place])
        func quantile(_ probability: Double) -> Chart.Coordinate {
          let position = probability * Double(values.count - 1)
          let low = Int(position)
          let high = min(low + 1, values.count - 1)
          return .number(values[low] + (position - Double(low)) * (values[high] - values[low]))
        }
        halves.append(Chart.Point(x: x, y: quantile(0.25), y2: quantile(0.75)))
        medians.append(Chart.Point(x: x, y: quantile(0.5)))
        means.append(Chart.Point(x: x, y: .number(values.reduce(0, +) / Double(values.count))))
      }
      return Chart.Panel(
        title: label(factor), x: Chart.Axis(title, labelAngle: 0),
        layers: [
          Chart.Layer(.rule, halves, opacity: 0.35, size: 5),
          Chart.Layer(.point, medians, size: 30),
          Chart.Layer(.line, means, colour: .expected, size: 1.5),
        ])
    }
    return Chart(name, caption, width: 340, height: 100, panels: factors.map(panel), columns: 2)
  }

  // MARK: Residuals

  /// All scaled residuals in classes of half an uncertainty.
  var residualChart: Chart {
    let limit = 8.0
    var counts = [Int](repeating: 0, count: 32)
    var total = 0
    for value in solution.scaledResiduals.joined() {
      guard let value else { continue }
      total += 1
      counts[min(max(Int(((value + limit) * 2).rounded(.down)), 0), 31)] += 1
    }
    return Chart(
      "residuals", say("sources.residuals", limit: limit.decimals(0)),
      width: 420, height: 200, x: Chart.Axis("axis.residual"),
      y: Chart.Axis("axis.share", unit: "%"),
      layers: [
        Chart.Layer(
          .cell,
          counts.indices.map { place in
            Chart.Point(
              x: .number(Double(place) / 2 - limit), x2: .number(Double(place + 1) / 2 - limit),
              y: .number(0.0), y2: .number(100 * Double(counts[place]) / Double(max(total, 1))))
          }, colour: .donors)
      ])
  }
}
