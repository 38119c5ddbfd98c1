/// The named forms of figures.
extension Chart {
  /// A line of a time series.
  public struct Line {
    let group: Group
    let layers: (_ place: Int, _ bandOpacity: Double, Layer.Style) -> (band: Layer, line: Layer)

    /// A line over rows; where a row has no value it is interrupted.
    ///
    /// - Parameters:
    ///   - group: its name in the legend, its colour and its dashes.
    ///   - x: date or number.
    ///   - band: the interval around it, drawn behind all lines.
    public init<Row>(
      _ group: Group, _ rows: some Sequence<Row>, x: @escaping (Row) -> any Placed,
      y: @escaping (Row) -> Double?, band: ((Row) -> (any Bounded)?)? = nil
    ) {
      self.group = group
      let rows = Array(rows)
      layers = { place, opacity, style in
        let ends = rows.compactMap { row in band?(row).map { (row, $0) } }
        return (
          Layer(
            .area, ends, x: { x($0.0) }, y: { $0.1.lower }, y2: { $0.1.upper }, group: place,
            opacity: opacity),
          Layer(.line, rows, x: x, y: { y($0) }, group: place, size: group.width, style: style)
        )
      }
    }
  }

  /// A date or number where something happens, with what is written beside it.
  public struct Event {
    let place: Coordinate
    let label: Message?

    /// An event.
    public init(_ place: any Placed, _ label: Message? = nil) {
      self.place = place.place
      self.label = label
    }
  }

  /// Lines over time or over a number, with bands, and upright lines where something happens.
  ///
  /// - Parameters:
  ///   - levels: heights of dashed lines across.
  ///   - bandOpacity: fainter where many bands overlap.
  public static func timeSeries(
    _ name: String, _ caption: Message, description: Message? = nil, lines: [Line],
    events: [Event] = [], levels: [Double] = [], x: Axis = Axis(), y: Axis, width: Int = 760,
    height: Int = 280, showsPoints: Bool = false, bandOpacity: Double = 0.22
  ) -> Chart {
    let drawn = lines.enumerated().map {
      $1.layers($0, bandOpacity, showsPoints ? .pointed : .plain)
    }
    return Chart(
      name, caption, description: description, groups: lines.map(\.group), width: width,
      height: height, x: x, y: y,
      layers: drawn.map(\.band).filter { !$0.points.isEmpty } + drawn.map(\.line)
        + layers(events) + levels.map { Layer.reference(level: $0, size: 1) })
  }

  /// Upright lines with their words.
  private static func layers(_ events: [Event]) -> [Layer] {
    guard !events.isEmpty else { return [] }
    let named = events.filter { $0.label != nil }
    return [Layer(.rule, events, x: { $0.place }, colour: .ink, size: 1.2, style: .dashed)]
      + (named.isEmpty
        ? [] : [Layer(.text, named, x: { $0.place }, label: { $0.label }, colour: .ink)])
  }

  /// A number with its interval, under the name of what it belongs to: a row of a forest, a bar.
  public struct Entry {
    let name: Coordinate
    /// Which of the chart's groups.
    public let group: Int?
    let value: Double
    let interval: (any Bounded)?

    /// - Parameters:
    ///   - group: which of the chart's groups.
    ///   - interval: `nil` when it has none.
    public init(
      _ name: any Placed, group: Int? = nil, _ value: Double, _ interval: (any Bounded)? = nil
    ) {
      self.name = name.place
      self.group = group
      self.value = value
      self.interval = interval
    }
  }

  /// Estimates with their intervals under each other, and an upright line at no effect; without groups
  /// there is one colour and no legend.
  public static func forest(
    _ name: String, _ caption: Message, rows: [Entry], groups: [Group] = [], x: Axis,
    zero: Double? = 0, width: Int = 560, height: Int? = nil
  ) -> Chart {
    let places = Set(rows.map(\.name)).count
    func point(_ row: Entry, _ from: Double, to end: Double? = nil) -> Point {
      Point(
        x: .number(from), x2: end.map { .number($0) }, y: row.name,
        group: groups.isEmpty ? nil : row.group ?? 0)
    }
    let intervals = rows.compactMap { row in
      row.interval.map { point(row, $0.lower, to: $0.upper) }
    }
    return Chart(
      name, caption, groups: groups, width: width,
      height: height ?? max(60, places * (groups.count > 1 ? 56 : 34)), x: x,
      y: Axis(labelLimit: 420),
      layers: (zero.map { [.reference(at: $0, size: 1)] } ?? []) + [
        Layer(mark: .rule, points: intervals, size: 2.5, style: .sideBySide),
        Layer(mark: .point, points: rows.map { point($0, $0.value) }, size: 90, style: .sideBySide),
      ])
  }

  /// Heights of columns from one number to another.
  public static func columns(_ heights: [(from: Double, to: Double, height: Double)]) -> Layer {
    Layer(
      .cell, heights, x: { $0.from }, x2: { $0.to }, y: { _ in 0.0 }, y2: { $0.height },
      colour: .donors)
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
    var drawn = Layer(.rule, finite.prefix(1), x: { $0 }, colour: .donors)
    if let least = finite.min(), let most = finite.max(), most > least {
      let step = (most - least) / Double(classes)
      var counts = [Double](repeating: 0, count: classes)
      for value in finite { counts[min(Int((value - least) / step), classes - 1)] += 1 }
      drawn = columns(
        counts.enumerated().map { place, count in
          (least + Double(place) * step, least + Double(place + 1) * step, count)
        })
    }
    return Chart(
      name, caption, width: width, height: height, x: x, y: y, layers: [drawn] + layers(marks))
  }

  /// A shade for each pair of names or dates: a calendar, a table of completeness, a matrix.
  public static func heatMap(
    _ name: String, _ caption: Message, cells: [(x: Coordinate, y: Coordinate, value: Double)],
    shades: Shades, x: Axis = Axis(), y: Axis = Axis(), width: Int = 700, height: Int = 260
  ) -> Chart {
    Chart(
      name, caption, width: width, height: height, x: x, y: y,
      layers: [
        Layer(.cell, cells, x: { $0.x }, y: { $0.y }, shade: { $0.value }, shades: shades)
      ])
  }

  /// Bars, stacked or beside each other, upright or lying.
  public static func bars(
    _ name: String, _ caption: Message, _ bars: [Entry], groups: [Group] = [], lying: Bool = true,
    beside: Bool = false, value: Axis, category: Axis = Axis(), width: Int = 560,
    height: Int? = nil
  ) -> Chart {
    func point(_ bar: Entry, _ from: Double?, _ to: Double) -> Point {
      var point = Point(group: bar.group)
      let ends = (Coordinate.number(from ?? to), from.map { _ in Coordinate.number(to) })
      if lying {
        (point.x, point.x2, point.y) = (ends.0, ends.1, bar.name)
      } else {
        (point.y, point.y2, point.x) = (ends.0, ends.1, bar.name)
      }
      return point
    }
    let ranged = bars.compactMap { bar in
      bar.interval.map { ends in
        var point = point(bar, ends.lower, ends.upper)
        if !beside { point.group = nil }
        return point
      }
    }
    let style: Layer.Style = beside ? .sideBySide : .plain
    let places = Set(bars.map(\.name)).count
    return Chart(
      name, caption, groups: groups, width: width,
      height: height ?? (lying ? max(60, places * (beside ? 44 : 26)) : 260),
      x: lying ? value : category, y: lying ? category : value,
      layers: [
        Layer(
          mark: .bar, points: bars.map { point($0, nil, $0.value) },
          opacity: ranged.isEmpty ? 1 : 0.75,
          style: style)
      ]
        + (ranged.isEmpty
          ? [] : [Layer(mark: .rule, points: ranged, colour: .ink, size: 1.6, style: style)]))
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
          .bar, bars.flatMap { [($0.name, $0.low, 0), ($0.name, $0.high, 1)] },
          x: { _ in middle }, x2: { $0.1 }, y: { $0.0 }, groups: { $0.2 })
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
          .point, places, x: { $0.longitude }, y: { $0.latitude }, label: { $0.label },
          shade: { $0.value }, opacity: 0.75, shades: size),
        Layer(
          .text, largest, x: { $0.longitude }, y: { $0.latitude }, label: { $0.label },
          colour: .ink),
      ])
  }

  /// Sectors of the wind, north up, each as long and as dark as its value.
  public static func polar(
    sectors: [(degrees: Double, width: Double, value: Double)], shades: Shades
  ) -> Layer {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    return Layer(
      .arc, sectors, x: { radians($0.degrees - $0.width / 2) },
      x2: { radians($0.degrees + $0.width / 2) }, shade: { $0.value }, shades: shades)
  }
}
