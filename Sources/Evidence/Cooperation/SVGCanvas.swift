import Documents

/// A drawing of boxes, arrows and texts as SVG.
struct SVGCanvas {
  typealias Point = (x: Double, y: Double)

  struct Box {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
    var middle: Double { x + width / 2 }
    var bottom: Double { y + height }
    var right: Double { x + width }
    var centre: Double { y + height / 2 }
  }

  private var elements: [String] = []
  let width: Double
  /// Grows with what is drawn.
  var height: Double = 0

  init(width: Double) { self.width = width }

  /// An element with the attributes that it has, in their order.
  private mutating func add(
    _ name: String, _ attributes: KeyValuePairs<String, String?>, _ content: String? = nil
  ) {
    let written = attributes.compactMap { name, value in value.map { " \(name)=\"\($0)\"" } }
    elements.append("<\(name)\(written.joined())" + (content.map { ">\($0)</\(name)>" } ?? "/>"))
  }

  /// - Parameter title: the whole of a label that is broken over lines, for readers that search,
  ///   point or listen.
  mutating func box(
    _ box: Box, fill: String = "#ffffff", stroke: String = "#666666", radius: Double = 6,
    title: String? = nil
  ) {
    height = max(height, box.bottom)
    add(
      "rect",
      [
        "x": n(box.x), "y": n(box.y), "width": n(box.width), "height": n(box.height),
        "rx": n(radius), "fill": fill, "stroke": stroke,
      ], title.map { "<title>\(Self.escaped($0))</title>" })
  }

  enum Anchor: String { case start, middle, end }

  /// Lines of text that are no wider than a width; returns where the next line would stand.
  @discardableResult
  mutating func text(
    _ text: String, x: Double, y: Double, width: Double = .infinity, size: Double = 13,
    step: Double? = nil, anchor: Anchor = .start, weight: Int = 400, colour: String = "#1a1a1a",
    halo: Bool = false
  ) -> Double {
    Self.wrapped(text, width: width, size: size).reduce(y) { y, line in
      height = max(height, y)
      add(
        "text",
        [
          "x": n(x), "y": n(y), "font-size": n(size), "text-anchor": anchor.rawValue,
          "font-weight": "\(weight)", "fill": colour, "stroke": halo ? "#ffffff" : nil,
          "stroke-width": halo ? "4" : nil, "paint-order": halo ? "stroke" : nil,
        ], Self.escaped(line))
      return y + (step ?? size * 1.35)
    }
  }

  mutating func arrow(
    from start: Point, to end: Point, colour: String, isDouble: Bool = false
  ) {
    let (across, down) = (end.x - start.x, end.y - start.y)
    let length = max(1, (across * across + down * down).squareRoot())
    let unit: Point = (across / length, down / length)
    let tip = 9.0
    func foot(_ at: Point, _ sign: Double) -> Point {
      (at.x - sign * unit.x * tip, at.y - sign * unit.y * tip)
    }
    let (from, to) = (isDouble ? foot(start, -1) : start, foot(end, 1))
    add(
      "line",
      [
        "x1": n(from.x), "y1": n(from.y), "x2": n(to.x), "y2": n(to.y), "stroke": colour,
        "stroke-width": "2.2",
      ])
    for (at, sign) in isDouble ? [(end, 1.0), (start, -1.0)] : [(end, 1.0)] {
      let back = foot(at, sign)
      let side: Point = (-sign * unit.y * 5, sign * unit.x * 5)
      let corners = [at, (back.x + side.x, back.y + side.y), (back.x - side.x, back.y - side.y)]
      add("polygon", ["points": list(corners), "fill": colour])
    }
  }

  /// A line through points.
  mutating func path(_ points: [Point], colour: String) {
    add(
      "polyline", ["points": list(points), "fill": "none", "stroke": colour, "stroke-width": "2.2"])
  }

  mutating func curve(
    from start: Point, to end: Point, colour: String, width: Double, dashed: Bool = false
  ) {
    let middle = n((start.x + end.x) / 2)
    let bow = "\(middle) \(n(start.y)) \(middle) \(n(end.y)) \(n(end.x)) \(n(end.y))"
    add(
      "path",
      [
        "d": "M\(n(start.x)) \(n(start.y)) C\(bow)", "fill": "none", "stroke": colour,
        "stroke-width": n(width), "stroke-opacity": "0.75",
        "stroke-dasharray": dashed ? "6 4" : nil,
      ])
  }

  /// The drawing.
  func svg(title: String, language: Language) -> String {
    let fonts =
      language == .chinese
      ? "Noto Sans CJK SC, Noto Sans SC" : "Noto Sans CJK JP, Noto Sans JP"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(n(width))" height="\(n(height + 24))" \
      viewBox="0 0 \(n(width)) \(n(height + 24))" \
      font-family="Noto Sans, \(fonts), Helvetica, Arial, sans-serif" role="img" \
      xml:lang="\(language.tag)">
      <title>\(Self.escaped(title))</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  private func n(_ value: Double) -> String {
    let rounded = (value * 10).rounded() / 10
    return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
  }

  private func list(_ points: [Point]) -> String {
    points.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " ")
  }

  static func escaped(_ text: String) -> String {
    text.escapedMarkup
  }

  /// Width of a text: Han, kana and full-width signs are as wide as high, others about half.
  static func measure(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { width, scalar in
      let isWide =
        (0x2E80...0xFFE6).contains(scalar.value) || (0x1100...0x115F).contains(scalar.value)
      return width + (isWide ? size : size * 0.55)
    }
  }

  /// Breaks at blanks, and between characters of scripts that have none.
  static func wrapped(_ text: String, width: Double, size: Double) -> [String] {
    text.isEmpty ? [] : LineBreaks.lines(text, width: width) { measure($0, size: size) }
  }
}
