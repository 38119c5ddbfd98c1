// The former spelling of columns and charts, until every page has the new one.

extension Column {
  /// See `init(_:_:unit:isOptional:in:_:)`.
  public init(
    _ id: String, heading: Message? = nil, unit: String = "", isOptional: Bool = false,
    isForFilesOnly: Bool, isForReadersOnly: Bool = false, _ cell: @escaping (Row) -> Value
  ) {
    self.init(
      id, heading, unit: unit, isOptional: isOptional,
      in: isForFilesOnly ? .files : isForReadersOnly ? .pages : .all, cell)
  }
  /// See `init(_:_:unit:isOptional:in:_:)`.
  public init(
    _ id: String, heading: Message? = nil, unit: String = "", isOptional: Bool = false,
    isForReadersOnly: Bool, _ cell: @escaping (Row) -> Value
  ) {
    self.init(
      id, heading, unit: unit, isOptional: isOptional, in: isForReadersOnly ? .pages : .all, cell)
  }
}

extension Chart {
  /// See `Entry`.
  public typealias ForestRow = Entry
  /// See `Entry`.
  public typealias Bar = Entry
  /// See `Line`.
  public struct Band {
    let line: Int
    let points: [(Coordinate, Double, Double)]
    /// See `Line`.
    public init(line: Int, _ points: [(Coordinate, Double, Double)]) {
      self.line = line
      self.points = points
    }
  }
  /// See `timeSeries`.
  public static func timeSeries(
    _ name: String, _ caption: Message, description: Message? = nil, lines: [Line],
    bands: [Band], events: [Event] = [], x: Axis = Axis(), y: Axis, width: Int = 760,
    height: Int = 280, showsPoints: Bool = false, bandOpacity: Double = 0.22
  ) -> Chart {
    var chart = timeSeries(
      name, caption, description: description, lines: lines, events: events, x: x, y: y,
      width: width, height: height, showsPoints: showsPoints)
    let panel = chart.panels[0]
    let areas = bands.map { band in
      Layer(
        .area, band.points, x: { $0.0 }, y: { $0.1 }, y2: { $0.2 }, group: band.line,
        opacity: bandOpacity)
    }
    chart.panels[0] = Panel(
      title: panel.title, x: panel.x, y: panel.y, layers: areas + panel.layers)
    return chart
  }
}

extension Chart.Line {
  /// See `init(_:_:x:y:band:)`.
  public init(_ group: Chart.Group, _ points: [(Chart.Coordinate, Double?)]) {
    self.init(group, points, x: { $0.0 }, y: { $0.1 })
  }
}

extension Chart.Entry {
  /// See `init(_:group:_:_:)`.
  public init(
    _ name: Message, group: Int = 0, estimate: Double, interval: (lower: Double, upper: Double)?
  ) {
    self.init(name, group: group, estimate, interval.map { Ends(lower: $0.lower, upper: $0.upper) })
  }
  /// See `init(_:group:_:_:)`.
  public init(
    _ name: Chart.Coordinate, group: Int? = nil, value: Double,
    interval: (lower: Double, upper: Double)? = nil
  ) {
    self.init(name, group: group, value, interval.map { Ends(lower: $0.lower, upper: $0.upper) })
  }

  private struct Ends: Bounded {
    let lower: Double
    let upper: Double
  }
}

extension Chart.Event {
  /// See `init(_:_:)`.
  public init(_ place: Chart.Coordinate, _ label: Message? = nil) {
    self.init(place as any Placed, label)
  }
}
