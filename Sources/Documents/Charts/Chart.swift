/// A figure by what it shows, in no language: axes, layers of points, and groups with their colours.
///
/// The named forms (`Chart.timeSeries`, `forest`, `histogram`, `heatMap`, `bars`, `profile`, `map`,
/// `polar`, …) are the ways in; a form that is missing is built from layers.
public struct Chart: Hashable, Codable, Sendable {
  /// Name of its file, without extension.
  public let name: String
  /// What it shows, under the figure.
  public let caption: Message
  /// What readers who cannot see it are told; the caption when not given.
  public let description: Message?
  /// Small multiples; most charts have one panel.
  public var panels: [Panel]
  /// How many panels stand beside each other.
  public var columns: Int
  /// Names and colours of what is told apart, in the legend's order.
  public var groups: [Group]
  /// Width of a panel in pixels.
  public var width: Int
  /// Height of a panel in pixels.
  public var height: Int
  /// Whether every panel has axes of its own.
  public var hasOwnAxes = false

  /// A chart of one panel.
  public init(
    _ name: String, _ caption: Message, description: Message? = nil, groups: [Group] = [],
    width: Int = 700, height: Int = 260, x: Axis = Axis(), y: Axis = Axis(), layers: [Layer]
  ) {
    self.init(
      name, caption, description: description, groups: groups, width: width, height: height,
      panels: [Panel(title: nil, x: x, y: y, layers: layers)], columns: 1)
  }

  /// A chart of small multiples.
  public init(
    _ name: String, _ caption: Message, description: Message? = nil, groups: [Group] = [],
    width: Int, height: Int, panels: [Panel], columns: Int, hasOwnAxes: Bool = false
  ) {
    self.name = name
    self.caption = caption
    self.description = description
    self.groups = groups
    self.width = width
    self.height = height
    self.panels = panels
    self.columns = columns
    self.hasOwnAxes = hasOwnAxes
  }

  /// A panel.
  public struct Panel: Hashable, Codable, Sendable {
    /// What stands above it.
    public let title: Message?
    /// The axis across.
    public let x: Axis
    /// The axis up.
    public let y: Axis
    /// What is drawn, from the back to the front.
    public var layers: [Layer]

    /// A panel.
    public init(title: Message?, x: Axis = Axis(), y: Axis = Axis(), layers: [Layer]) {
      self.title = title
      self.x = x
      self.y = y
      self.layers = layers
    }
  }

  /// An axis.
  public struct Axis: Hashable, Codable, Sendable {
    /// What it measures; none for dates and names.
    public var title: Message?
    /// Unit behind the title.
    public var unit: String
    /// Whether it begins at zero.
    public var hasZero: Bool
    /// Where it ends, when not where the values end.
    public var domain: ClosedRange<Double>?
    /// The angle of names.
    public var labelAngle: Int?
    /// How dates are written, `%Y-%m` when not given.
    public var dateFormat: String?
    /// The most pixels that a name takes.
    public var labelLimit: Int
    /// Names in their order, where it is not that of the points.
    public var names: [Message]?

    /// An axis.
    public init(
      _ title: Message? = nil, unit: String = "", hasZero: Bool = false,
      domain: ClosedRange<Double>? = nil, labelAngle: Int? = nil, dateFormat: String? = nil,
      labelLimit: Int = 320, names: [Message]? = nil
    ) {
      self.names = names
      self.title = title
      self.unit = unit
      self.hasZero = hasZero
      self.domain = domain
      self.labelAngle = labelAngle
      self.dateFormat = dateFormat
      self.labelLimit = labelLimit
    }
  }

  /// What is told apart by colour.
  public struct Group: Hashable, Codable, Sendable {
    /// Name in the legend.
    public let name: Message
    /// Its colour.
    public let colour: Colour
    /// Whether its lines are dashed.
    public let isDashed: Bool
    /// Width of its lines.
    public let width: Double

    /// A group.
    public init(
      _ name: Message, _ colour: Colour, isDashed: Bool = false, width: Double = 2.2
    ) {
      self.name = name
      self.colour = colour
      self.isDashed = isDashed
      self.width = width
    }
  }

  /// Colours that stay apart for the colour-blind (Okabe and Ito), by what they stand for.
  public enum Colour: Hashable, Codable, Sendable {
    /// What is measured, or the treated places.
    case treated
    /// What is expected without the measure.
    case expected
    /// Donors, and whatever stands in the background.
    case donors
    /// Lines at zero and at dates.
    case ink
    /// One of a row, by position.
    case palette(Int)

    /// As CSS writes it.
    public var hex: String {
      switch self {
      case .treated: "#0072B2"
      case .expected: "#D55E00"
      case .donors: "#999999"
      case .ink: "#333333"
      case .palette(let place):
        [
          "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F6000", "#999999",
          "#332288", "#882255", "#44AA99", "#661100",
        ][place % 12]
      }
    }
  }

  /// Marks of one kind.
  public struct Layer: Hashable, Codable, Sendable {
    /// What is drawn at a point.
    public enum Mark: String, Codable, Sendable {
      case line, steps, area, bar, point, rule, text, tick, arc, cell
    }
    /// Whether lines are dashed and bars of one place stand beside each other.
    public enum Style: String, Codable, Sendable { case plain, dashed, sideBySide, pointed }

    /// What is drawn.
    public let mark: Mark
    /// Where.
    public let points: [Point]
    /// The colour of points that are in no group.
    var colour: Colour = .treated
    /// Its opacity.
    var opacity = 1.0
    /// Size of points, width of lines, thickness of bars in pixels, by the mark's own default when not
    /// given.
    var size: Double?
    /// Further choices.
    var style: Style = .plain
    /// What the shades mean, for points with a `shade`.
    var shades: Shades?
  }

  /// A scale of shades.
  public struct Shades: Hashable, Codable, Sendable {
    let title: Message
    let unit: String
    let isCompressed: Bool

    /// A scale.
    ///
    /// - Parameter isCompressed: whether large values are drawn together, so that small ones can be
    ///   told apart.
    public init(_ title: Message, unit: String = "", isCompressed: Bool = false) {
      self.title = title
      self.unit = unit
      self.isCompressed = isCompressed
    }
  }

  /// A place on an axis.
  public enum Coordinate: Hashable, Codable, Sendable {
    /// A number.
    case number(Double)
    /// A date or time as ISO 8601 writes it.
    case date(String)
    /// A name.
    case name(Message)
    /// Nothing was measured: a line is interrupted.
    case gap
  }

  /// Something drawn at a place.
  public struct Point: Hashable, Codable, Sendable {
    /// Across; the start of an interval across, and its end.
    public var x, x2: Coordinate?
    /// Up; the lower end of an interval, and the upper one.
    public var y, y2: Coordinate?
    /// Which of the chart's groups.
    public var group: Int?
    /// What is written there, or shown when the pointer rests on it.
    public var label: Message?
    /// What tells lines apart that have the same colour.
    public var line: String?
    /// What its shade or size means.
    public var shade: Double?
  }
}

extension Chart.Coordinate {
  /// A number, or a gap.
  public static func number(_ value: Double?) -> Self {
    guard let value, value.isFinite else { return .gap }
    return .number(value)
  }
}

/// What has a place on an axis: a number, a day or a name.
public protocol Placed {
  /// Where.
  var place: Chart.Coordinate { get }
}

extension Chart.Coordinate: Placed {
  /// Itself.
  public var place: Self { self }
}
extension Double: Placed {
  /// A number; a gap where it is none.
  public var place: Chart.Coordinate { .number(Optional(self)) }
}
extension Message: Placed {
  /// A name.
  public var place: Chart.Coordinate { .name(self) }
}
extension String: Placed {
  /// A name, the same in all languages.
  public var place: Chart.Coordinate { .name(.verbatim(self)) }
}

extension Chart.Layer {
  /// Marks at rows; a line is interrupted where a row has no place.
  public init<Row>(
    _ mark: Mark, _ rows: some Sequence<Row>, x: ((Row) -> (any Placed)?)? = nil,
    x2: ((Row) -> (any Placed)?)? = nil, y: ((Row) -> (any Placed)?)? = nil,
    y2: ((Row) -> (any Placed)?)? = nil, group: Int? = nil, groups: ((Row) -> Int)? = nil,
    label: ((Row) -> Message?)? = nil, line: ((Row) -> String)? = nil,
    shade: ((Row) -> Double)? = nil,
    colour: Chart.Colour = .treated, opacity: Double = 1, size: Double? = nil,
    style: Style = .plain, shades: Chart.Shades? = nil
  ) {
    func place(_ row: Row, _ axis: ((Row) -> (any Placed)?)?) -> Chart.Coordinate? {
      axis.map { $0(row)?.place ?? .gap }
    }
    self.init(
      mark: mark,
      points: rows.map { row in
        Chart.Point(
          x: place(row, x), x2: x2?(row)?.place, y: place(row, y), y2: y2?(row)?.place,
          group: groups?(row) ?? group, label: label?(row), line: line?(row), shade: shade?(row))
      }, colour: colour, opacity: opacity, size: size, style: style, shades: shades)
  }

  /// A dashed line across the panel: upright at a place, or level at a height.
  public static func reference(
    at x: (any Placed)? = nil, level y: Double? = nil, size: Double = 1.2
  ) -> Self {
    Self(
      mark: .rule, points: [Chart.Point(x: x?.place, y: y?.place)], colour: .ink, size: size,
      style: .dashed)
  }
}
