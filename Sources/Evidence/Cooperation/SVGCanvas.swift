import Documents
/// A drawing of boxes, arrows and texts as SVG.
struct SVGCanvas {
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

  /// - Parameter title: the whole of a label that is broken over lines, for readers that search,
  ///   point or listen.
  mutating func box(
    _ box: Box, fill: String = "#ffffff", stroke: String = "#666666", radius: Double = 6,
    dashed: Bool = false, title: String? = nil
  ) {
    height = max(height, box.bottom)
    elements.append(
      "<rect x=\"\(n(box.x))\" y=\"\(n(box.y))\" width=\"\(n(box.width))\" "
        + "height=\"\(n(box.height))\" rx=\"\(n(radius))\" fill=\"\(fill)\" stroke=\"\(stroke)\""
        + (dashed ? " stroke-dasharray=\"5 4\"" : "")
        + (title.map { "><title>\(Self.escaped($0))</title></rect>" } ?? "/>"))
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 13, anchor: Anchor = .start,
    weight: Int = 400, colour: String = "#1a1a1a", halo: Bool = false
  ) {
    height = max(height, y)
    elements.append(
      "<text x=\"\(n(x))\" y=\"\(n(y))\" font-size=\"\(n(size))\" "
        + "text-anchor=\"\(anchor.rawValue)\" font-weight=\"\(weight)\" fill=\"\(colour)\""
        + (halo ? " stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\"" : "")
        + ">\(Self.escaped(text))</text>")
  }

  /// Lines of text that are no wider than a width; returns where the next line would stand.
  @discardableResult
  mutating func paragraph(
    _ text: String, x: Double, y: Double, width: Double, size: Double = 13,
    colour: String = "#1a1a1a", weight: Int = 400, anchor: Anchor = .start
  ) -> Double {
    var y = y
    for line in Self.wrapped(text, width: width, size: size) {
      self.text(line, x: x, y: y, size: size, anchor: anchor, weight: weight, colour: colour)
      y += size * 1.35
    }
    return y
  }

  mutating func arrow(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), colour: String,
    isDouble: Bool = false
  ) {
    let length = max(
      1,
      ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y)).squareRoot())
    let unit = ((end.x - start.x) / length, (end.y - start.y) / length)
    let tip = 9.0
    func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double)) {
      elements.append(
        "<line x1=\"\(n(from.x))\" y1=\"\(n(from.y))\" x2=\"\(n(to.x))\" y2=\"\(n(to.y))\" "
          + "stroke=\"\(colour)\" stroke-width=\"2.2\"/>")
    }
    func head(_ at: (x: Double, y: Double), _ unit: (Double, Double)) {
      let back = (at.x - unit.0 * tip, at.y - unit.1 * tip)
      let side = (-unit.1 * 5, unit.0 * 5)
      elements.append(
        "<polygon points=\"\(n(at.x)),\(n(at.y)) \(n(back.0 + side.0)),\(n(back.1 + side.1)) "
          + "\(n(back.0 - side.0)),\(n(back.1 - side.1))\" fill=\"\(colour)\"/>")
    }
    line(
      isDouble ? (start.x + unit.0 * tip, start.y + unit.1 * tip) : start,
      (end.x - unit.0 * tip, end.y - unit.1 * tip))
    head(end, unit)
    if isDouble { head(start, (-unit.0, -unit.1)) }
  }

  /// A line through points.
  mutating func path(_ points: [(x: Double, y: Double)], colour: String) {
    let text = points.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " ")
    elements.append(
      "<polyline points=\"\(text)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2.2\"/>")
  }

  mutating func curve(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), colour: String,
    width: Double, dashed: Bool = false
  ) {
    let middle = (start.x + end.x) / 2
    elements.append(
      "<path d=\"M\(n(start.x)) \(n(start.y)) C\(n(middle)) \(n(start.y)) \(n(middle)) "
        + "\(n(end.y)) \(n(end.x)) \(n(end.y))\" fill=\"none\" stroke=\"\(colour)\" "
        + "stroke-width=\"\(n(width))\" stroke-opacity=\"0.75\""
        + (dashed ? " stroke-dasharray=\"6 4\"" : "") + "/>")
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

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
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
    var lines: [String] = []
    var line = ""
    var word = ""
    // No line of Japanese or Chinese begins with a mark that closes what stands before it: the
    // character before it comes along, so that no line is wider than it may be.
    let closing: Set<String> = ["、", "。", "，", "；", "：", "）", "」", "』", "”"]
    func flush() {
      if !line.isEmpty, measure(line + word, size: size) > width {
        let kept = closing.contains(word) && line.count > 1 ? String(line.removeLast()) : ""
        lines.append(line.trimmed)
        line = kept
      }
      line += word
      word = ""
    }
    for character in text {
      word.append(character)
      let isWide = character.unicodeScalars.contains { (0x2E80...0xFFE6).contains($0.value) }
      if character == " " || isWide { flush() }
    }
    flush()
    if !line.isEmpty { lines.append(line.trimmed) }
    return lines
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
