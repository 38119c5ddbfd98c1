/// The named forms of figures.
extension Chart {
  /// A line of a time series.
  public struct Line: Sendable {
    /// Its name in the legend, its colour and its dashes.
    public let group: Group
    /// Dates or numbers, with values; `nil` interrupts the line.
    public let points: [(Coordinate, Double?)]

    /// A line.
    public init(_ group: Group, _ points: [(Coordinate, Double?)]) {
      self.group = group
      self.points = points
    }
  }

  /// A band around a line: an interval by date.
  public struct Band: Sendable {
    /// Place of the line among the lines.
    public let line: Int
    /// Dates with the ends of the interval.
    public let points: [(Coordinate, Double, Double)]

    /// A band.
    public init(line: Int, _ points: [(Coordinate, Double, Double)]) {
      self.line = line
      self.points = points
    }
  }

  /// A date or number where something happens, with what is written beside it.
  public struct Event: Sendable {
    /// Where.
    public let place: Coordinate
    /// What.
    public let label: Message?

    /// An event.
    public init(_ place: Coordinate, _ label: Message? = nil) {
      self.place = place
      self.label = label
    }
  }

  /// Lines over time or over a number, with bands, and upright lines where something happens.
  ///
  /// - Parameter bandOpacity: fainter where many bands overlap.
  public static func timeSeries(
    _ name: String, _ caption: Message, description: Message? = nil, lines: [Line],
    bands: [Band] = [], events: [Event] = [], x: Axis = Axis(), y: Axis, width: Int = 760,
    height: Int = 280, showsPoints: Bool = false, bandOpacity: Double = 0.22
  ) -> Chart {
    var layers = bands.map { band in
      Layer(
        .area,
        band.points.map {
          Point(x: $0.0, y: .number($0.1), y2: .number($0.2), group: band.line)
        }, opacity: bandOpacity)
    }
    layers += lines.enumerated().map { place, line in
      Layer(
        .line, line.points.map { Point(x: $0.0, y: .number($0.1), group: place) },
        size: line.group.width, style: showsPoints ? .pointed : .plain)
    }
    layers += Self.layers(events)
    return Chart(
      name, caption, description: description, groups: lines.map(\.group), width: width,
      height: height, x: x, y: y, layers: layers)
  }

  /// Upright lines with their words.
  private static func layers(_ events: [Event]) -> [Layer] {
    guard !events.isEmpty else { return [] }
    let named = events.filter { $0.label != nil }
    return [
      Layer(.rule, events.map { Point(x: $0.place) }, colour: .ink, size: 1.2, style: .dashed)
    ]
      + (named.isEmpty
        ? [] : [Layer(.text, named.map { Point(x: $0.place, label: $0.label) }, colour: .ink)])
  }

  /// An estimate with its interval, under the name of what it belongs to.
  public struct ForestRow: Sendable {
    /// Name at the left.
    public let name: Message
    /// Which of the chart's groups.
    public let group: Int
    /// The estimate.
    public let estimate: Double
    /// Its interval; `nil` when it has none.
    public let interval: (lower: Double, upper: Double)?

    /// A row.
    public init(
      _ name: Message, group: Int = 0, estimate: Double, interval: (lower: Double, upper: Double)?
    ) {
      self.name = name
      self.group = group
      self.estimate = estimate
      self.interval = interval
    }
  }

  /// Estimates with their intervals under each other, and an upright line at no effect; without groups
  /// there is one colour and no legend.
  public static func forest(
    _ name: String, _ caption: Message, rows: [ForestRow], groups: [Group], x: Axis,
    zero: Double? = 0, width: Int = 560
  ) -> Chart {
    let places = Set(rows.map(\.name)).count
    func group(_ row: ForestRow) -> Int? { groups.isEmpty ? nil : row.group }
    var layers: [Layer] = []
    if let zero {
      layers.append(
        Layer(.rule, [Point(x: .number(zero))], colour: .ink, size: 1, style: .dashed))
    }
    layers.append(
      Layer(
        .rule,
        rows.compactMap { row in
          row.interval.map {
            Point(
              x: .number($0.lower), x2: .number($0.upper), y: .name(row.name), group: group(row))
          }
        }, size: 2.5, style: .sideBySide))
    layers.append(
      Layer(
        .point,
        rows.map { Point(x: .number($0.estimate), y: .name($0.name), group: group($0)) }, size: 90,
        style: .sideBySide))
    return Chart(
      name, caption, groups: groups, width: width,
      height: max(60, places * (groups.count > 1 ? 56 : 34)), x: x, y: Axis(labelLimit: 420),
      layers: layers)
  }

  /// How often values occur, in classes of one width, with upright lines where something stands.
  ///
  /// - Parameter classes: their number.
  public static func histogram(
    _ name: String, _ caption: Message, values: [Double], classes: Int = 30, x: Axis,
    y: Axis = Axis("axis.count", hasZero: true), marks: [Event] = [], width: Int = 620,
    height: Int = 180
  ) -> Chart {
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max(), most > least else {
      return Chart(
        name, caption, width: width, height: height, x: x, y: y,
        layers: [Layer(.rule, finite.prefix(1).map { Point(x: .number($0)) }, colour: .donors)]
          + Self.layers(marks))
    }
    let step = (most - least) / Double(classes)
    var counts = [Int](repeating: 0, count: classes)
    for value in finite { counts[min(Int((value - least) / step), classes - 1)] += 1 }
    return Chart(
      name, caption, width: width, height: height, x: x, y: y,
      layers: [
        Layer(
          .cell,
          counts.indices.map { place in
            Point(
              x: .number(least + Double(place) * step),
              x2: .number(least + Double(place + 1) * step), y: .number(0),
              y2: .number(Double(counts[place])))
          }, colour: .donors)
      ] + Self.layers(marks))
  }

  /// A shade for each pair of names or dates: a calendar, a table of completeness, a matrix.
  public static func heatMap(
    _ name: String, _ caption: Message, cells: [(x: Coordinate, y: Coordinate, value: Double)],
    shades: Shades, x: Axis = Axis(), y: Axis = Axis(), width: Int = 700, height: Int = 260
  ) -> Chart {
    Chart(
      name, caption, width: width, height: height, x: x, y: y,
      layers: [
        Layer(.cell, cells.map { Point(x: $0.x, y: $0.y, shade: $0.value) }, shades: shades)
      ])
  }

  /// A bar with its interval.
  public struct Bar: Sendable {
    /// What it stands for.
    public let name: Coordinate
    /// Which of the chart's groups.
    public let group: Int?
    /// Its length.
    public let value: Double
    /// Its interval; `nil` without one.
    public let interval: (lower: Double, upper: Double)?

    /// A bar.
    public init(
      _ name: Coordinate, group: Int? = nil, value: Double,
      interval: (lower: Double, upper: Double)? = nil
    ) {
      self.name = name
      self.group = group
      self.value = value
      self.interval = interval
    }
  }

  /// Bars, stacked or beside each other, upright or lying.
  public static func bars(
    _ name: String, _ caption: Message, _ bars: [Bar], groups: [Group] = [], lying: Bool = true,
    beside: Bool = false, value: Axis, category: Axis = Axis(), width: Int = 560,
    height: Int? = nil
  ) -> Chart {
    func point(_ bar: Bar, _ from: Double?, _ to: Double) -> Point {
      lying
        ? Point(
          x: .number(from ?? to), x2: from.map { _ in .number(to) }, y: bar.name, group: bar.group)
        : Point(
          x: bar.name, y: .number(from ?? to), y2: from.map { _ in .number(to) }, group: bar.group)
    }
    var layers = [
      Layer(
        .bar, bars.map { point($0, nil, $0.value) },
        opacity: bars.contains { $0.interval != nil } ? 0.75 : 1,
        style: beside ? .sideBySide : .plain)
    ]
    let ranged = bars.compactMap { bar in bar.interval.map { point(bar, $0.lower, $0.upper) } }
    if !ranged.isEmpty {
      layers.append(
        Layer(
          .rule,
          ranged.map {
            var point = $0
            if !beside { point.group = nil }
            return point
          }, colour: .ink, size: 1.6, style: beside ? .sideBySide : .plain))
    }
    let places = Set(bars.map(\.name)).count
    return Chart(
      name, caption, groups: groups, width: width,
      height: height ?? (lying ? max(60, places * (beside ? 44 : 26)) : 260),
      x: lying ? value : category, y: lying ? category : value, layers: layers)
  }

  /// What each uncertain number does to an outcome: bars from the middle to either end.
  public static func tornado(
    _ name: String, _ caption: Message, bars: [(name: Message, low: Double, high: Double)],
    middle: Double, ends: (low: Message, high: Message), x: Axis, width: Int = 480
  ) -> Chart {
    Chart(
      name, caption, groups: [Group(ends.low, .treated), Group(ends.high, .expected)],
      width: width, height: max(60, 26 * bars.count), x: x,
      layers: [
        Layer(
          .bar,
          bars.flatMap { bar in
            [(bar.low, 0), (bar.high, 1)].map { end, group in
              Point(x: .number(middle), x2: .number(end), y: .name(bar.name), group: group)
            }
          })
      ])
  }

  /// Circles at degrees, their size by the value, the twelve largest with their names; no base map, so
  /// that a page works without a network.
  public static func map(
    _ name: String, _ caption: Message,
    places: [(longitude: Double, latitude: Double, value: Double, label: Message)],
    size: Shades, width: Int = 640, height: Int = 420
  ) -> Chart {
    let largest = places.sorted { abs($0.value) > abs($1.value) }.prefix(12)
    return Chart(
      name, caption, width: width, height: height,
      x: Axis("axis.longitude"), y: Axis("axis.latitude"),
      layers: [
        Layer(
          .point,
          places.map {
            Point(
              x: .number($0.longitude), y: .number($0.latitude), label: $0.label, shade: $0.value)
          }, opacity: 0.75, shades: size),
        Layer(
          .text,
          largest.map {
            Point(x: .number($0.longitude), y: .number($0.latitude), label: $0.label)
          }, colour: .ink),
      ])
  }

  /// Sectors of the wind, north up, each as long and as dark as its value.
  public static func polar(
    sectors: [(degrees: Double, width: Double, value: Double)], shades: Shades
  ) -> Layer {
    Layer(
      .arc,
      sectors.map {
        let half = $0.width / 2
        return Point(
          x: .number(($0.degrees - half) * .pi / 180), x2: .number(($0.degrees + half) * .pi / 180),
          shade: $0.value)
      }, shades: shades)
  }
}
