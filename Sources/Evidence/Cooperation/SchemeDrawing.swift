public import Documents
public import Cooperation
import Studies

/// The scheme of the cooperation, drawn from the records: ministries, platforms, cities, what
/// flows between them, who works with whom, in which fields and modes, and what the platform
/// does.
///
/// Nothing of it is fixed: a flow, a project or a function that is added to the registry is in
/// the next drawing.
public struct SchemeDrawing: Sendable {
  let registry: Registry
  let filter: ProjectFilter
  let language: Language
  let names: NameBook
  var canvas = SVGCanvas(width: Self.pageWidth)
  /// Where parties and groups stand.
  private var places: [String: SVGCanvas.Box] = [:]

  /// A drawing of a registry's flows and functions and of the projects that pass a filter.
  public init(_ registry: Registry, filter: ProjectFilter, language: Language = .english) {
    self.registry = registry
    self.filter = filter
    self.language = language
    names = NameBook(registry)
  }

  private static let colours: [FlowKind: String] = [
    .money: "#d55e00", .guidance: "#0072b2", .support: "#009e73", .coordination: "#555555",
    .liaison: "#8a6d00", .cooperation: "#cc79a7",
  ]
  static let left = 86.0
  private static let boxWidth = 300.0
  static let pageWidth = 1_330.0

  /// Whether the plan of 2014 itself is drawn, with its title, remarks and note.
  var isPlan: Bool { filter.isInPlan }

  /// The plan's own title for the plan, one of ours for any other choice of projects.
  var title: String {
    if isPlan, let figure = registry.record(.documents, "D07") { return words(figure.names) }
    return words(
      filter.fiscalYear.map { say("scheme.title-of-year", year: $0) } ?? Message("scheme.title"))
  }

  func words(_ fact: some Shown) -> String { fact.shown.text(in: language) }
  func name(of id: String) -> String { names[id].text(in: language) }

  /// The drawing as SVG.
  public var svg: String {
    var drawing = self
    drawing.draw()
    return drawing.canvas.svg(title: title, language: language)
  }

  private mutating func draw() {
    canvas.text(title, x: Self.left, y: 34, size: language == .english ? 17 : 20, weight: 600)
    legend()
    parties()
    for group in Dictionary(grouping: registry.flows, by: { [$0.giver, $0.receiver] })
      .sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
    {
      flow(group.value)
    }
    pairs()
    lists(below: canvas.height + 34)
    if isPlan, let note = registry.record(.agreements, "AG04") {
      canvas.text(
        words(note.names), x: Self.left, y: canvas.height + 30,
        width: Self.pageWidth - 2 * Self.left, size: 12)
    }
  }

  private mutating func legend() {
    var x = Self.pageWidth - Self.left
    for kind in FlowKind.allCases.reversed() {
      let label = words(kind.names)
      x -= SVGCanvas.measure(label, size: 12) + 6
      canvas.text(label, x: x, y: 58, size: 12)
      x -= 34
      canvas.arrow(from: (x, 54), to: (x + 28, 54), colour: Self.colour(kind))
      x -= 14
    }
  }

  private static func colour(_ kind: FlowKind) -> String { colours[kind] ?? "#555555" }

  // MARK: Parties

  /// The projects that are drawn as links.
  public var projects: [Project] { registry.projects.filter(filter.admits) }

  /// Japanese organisations of the projects, in the order of the plan's lines.
  private var japanese: [String] {
    projects.sorted { ($0.planRow ?? 99, $0.id) < ($1.planRow ?? 99, $1.id) }.map(\.japanese)
      .unique()
  }

  /// Chinese partners, each near those with whom it works.
  private var chinese: [String] {
    let order = Dictionary(uniqueKeysWithValues: japanese.enumerated().map { ($1, $0) })
    let pairs = projects.flatMap { project in
      project.chinese.map { (partner: $0, position: Double(order[project.japanese] ?? 0)) }
    }
    return pairs.grouped(by: \.partner).map { ($0.members.map(\.position).mean, $0.key) }
      .sorted(by: <).map(\.1)
  }

  /// Bodies that the flows name; they have boxes of their own.
  private var named: [String] {
    Set(registry.flows.flatMap { [$0.giver, $0.receiver] })
      .filter { PartyGroup(rawValue: $0) == nil }.sorted()
  }

  /// A ministry with its country, as the plan writes it: 日本（環境省）. Its later name is left out
  /// while the earlier one held.
  private func label(_ id: String) -> String {
    guard let organisation = registry.organisation(id), organisation.kind == .ministry else {
      return name(of: id)
    }
    var name = name(of: id)
    if isPlan || (filter.fiscalYear?.beginning ?? 2_018) < 2_018,
      let bracket = name.firstIndex(where: { $0 == "(" || $0 == "（" })
    {
      name = String(name[..<bracket]).trimmingBlanks
    }
    if language != .english,
      name.hasPrefix("中国") && name.count > 2
        || name.hasPrefix("日本") && language == .chinese
    {
      name.removeFirst(2)
    }
    return words(
      say(organisation.country == "JP" ? "scheme.japan" : "scheme.china", name: name))
  }

  /// Draws every party and keeps where it stands.
  private mutating func parties() {
    let right = Self.pageWidth - Self.left - Self.boxWidth
    platformHeading()
    var sides: [Bool: Double] = [true: 206, false: 206]
    for id in named {
      let organisation = registry.organisation(id)
      let isJapanese = organisation?.country == "JP"
      let x = isJapanese ? right : Self.left
      switch organisation?.kind {
      case .ministry:
        place(id, .init(x: x, y: 84, width: Self.boxWidth, height: 58), fill: "#eef4f9")
      case .platform:
        place(id, .init(x: x, y: 222, width: Self.boxWidth, height: 64), fill: "#eef8f3")
      default:
        // Bodies that stand beside a platform.
        let y = sides[isJapanese] ?? 206
        let x = isJapanese ? right - 250 : Self.left + Self.boxWidth + 60
        place(id, .init(x: x, y: y, width: 190, height: 38), size: 11, fill: "#f7f7f7")
        sides[isJapanese] = (places[id]?.bottom ?? y) + 8
      }
    }
    members(from: max(396, (sides.values.max() ?? 0) + 70))
  }

  /// Draws a party; its box is higher than asked for where the name needs more lines.
  private mutating func place(
    _ id: String, _ smallest: SVGCanvas.Box, size: Double = 14, fill: String
  ) {
    let name = label(id)
    let lines = SVGCanvas.wrapped(name, width: smallest.width - 16, size: size)
    let box = SVGCanvas.Box(
      x: smallest.x, y: smallest.y, width: smallest.width,
      height: max(smallest.height, Double(lines.count) * size * 1.3 + 12))
    places[id] = box
    canvas.box(box, fill: fill, title: name)
    write(lines, in: box, size: size, weight: 600)
  }

  /// What the platform is, between its two bodies.
  private mutating func platformHeading() {
    let purpose = registry.record(.platformFunctions, "H00")?.names.shown ?? .text("")
    canvas.text(
      words(say("scheme.platform", purpose: purpose)), x: Self.pageWidth / 2, y: 166, width: 600,
      step: 17, anchor: .middle,
      weight: 600)
  }

  /// Local governments in the groups' boxes, companies below them, and other bodies under headings
  /// of what they are.
  private mutating func members(from top: Double) {
    let right = Self.pageWidth - Self.left - Self.boxWidth
    let fixed = Set(named)
    let sides: [(group: PartyGroup, companies: PartyGroup, members: [String], x: Double)] = [
      (.chineseCities, .chineseCompanies, chinese.filter { !fixed.contains($0) }, Self.left),
      (.japaneseGovernments, .japaneseCompanies, japanese.filter { !fixed.contains($0) }, right),
    ]
    func governments(_ members: [String]) -> [String] {
      members.filter { registry.organisation($0)?.kind.isLocalGovernment == true }
    }
    let longest = sides.map { governments($0.members).count }.max() ?? 0
    let height = Double(longest) * 34 + 52 + (isPlan ? 22 : 0)
    for (group, companies, members, x) in sides {
      let own = governments(members)
      let box = frame(group.names, x: x, y: top, height: height)
      places[group.rawValue] = box
      // The shorter list is spread over the height of the longer one.
      let step = Double(longest) * 34 / Double(max(own.count, 1))
      for (index, id) in own.enumerated() {
        pill(id, group, x: x, y: top + 40 + (Double(index) + 0.5) * step - 14)
      }
      if isPlan, let remark = group.remarkOfThePlan {
        canvas.text(
          words(remark), x: box.middle, y: box.bottom - 10, size: 12, anchor: .middle)
      }
      let below = frame(
        companies.names, x: x, y: box.bottom + 52, height: 40, fill: "#fdf6ec")
      places[companies.rawValue] = below
      others(members.filter { !own.contains($0) }, group, x: x, y: below.bottom + 16)
    }
  }

  /// Institutes, agencies and associations, each under its kind.
  private mutating func others(_ members: [String], _ group: PartyGroup, x: Double, y: Double) {
    var y = y
    for kind in OrganisationKind.allCases {
      let own = members.filter { registry.organisation($0)?.kind == kind }
      guard !own.isEmpty else { continue }
      let box = frame(kind.names, x: x, y: y, height: Double(own.count) * 34 + 38)
      for (index, id) in own.enumerated() {
        pill(id, group, x: x, y: y + 32 + Double(index) * 34)
      }
      y = box.bottom + 10
    }
  }

  /// A box for several under a heading.
  private mutating func frame(
    _ heading: TrilingualName, x: Double, y: Double, height: Double, fill: String = "#fafafa"
  ) -> SVGCanvas.Box {
    let box = SVGCanvas.Box(x: x, y: y, width: Self.boxWidth, height: height)
    canvas.box(box, fill: fill, stroke: "#bbbbbb")
    canvas.text(
      words(heading), x: box.middle, y: y + 24, size: 14, anchor: .middle, weight: 600)
    return box
  }

  private mutating func pill(_ id: String, _ group: PartyGroup, x: Double, y: Double) {
    let pill = SVGCanvas.Box(x: x + 10, y: y, width: Self.boxWidth - 20, height: 28)
    let name = name(of: id)
    canvas.box(pill, fill: "#ffffff", stroke: "#999999", radius: 14, title: name)
    let isLong = SVGCanvas.measure(name, size: 12.5) > pill.width - 14
    let size = isLong ? 9.5 : 12.5
    let lines = isLong ? SVGCanvas.wrapped(name, width: pill.width - 20, size: size) : [name]
    write(lines, in: pill, size: size, weight: 400)
    places["\(group.rawValue) \(id)"] = pill
  }

  /// Lines in the middle of a box.
  private mutating func write(
    _ lines: [String], in box: SVGCanvas.Box, size: Double, weight: Int
  ) {
    let first = box.centre - Double(lines.count - 1) * size * 0.62 + size * 0.36
    for (row, line) in lines.enumerated() {
      canvas.text(
        line, x: box.middle, y: first + Double(row) * size * 1.24, size: size, anchor: .middle,
        weight: weight)
    }
  }

  // MARK: Flows and links

  private mutating func flow(_ flows: [SchemeFlow]) {
    guard let from = places[flows[0].giver], let to = places[flows[0].receiver] else { return }
    let isMinistry = registry.organisation(flows[0].giver)?.kind == .ministry
    if isMinistry, PartyGroup(rawValue: flows[0].receiver) != nil { return past(flows, from, to) }
    let isBeside = from.right < to.x || to.right < from.x
    for (index, flow) in flows.enumerated() {
      let colour = Self.colour(flow.kind)
      let shift = Double(index) - Double(flows.count - 1) / 2
      let label = words(flow.names)
      let isMutual = flow.kind == .coordination && isBeside || flow.kind == .cooperation
      if isBeside {
        let isGroup = PartyGroup(rawValue: flow.giver) != nil
        let y = (isGroup ? from.y + 20 : from.centre) + shift * 22
        let ends = from.x < to.x ? (from.right + 4, to.x - 4) : (from.x - 4, to.right + 4)
        // A body that stands above or below points into the box all the same.
        let target = isGroup ? y : min(max(y, to.y + 10), to.bottom - 10)
        canvas.arrow(from: (ends.0, y), to: (ends.1, target), colour: colour, isDouble: isMutual)
        // Between a platform and a body beside it there is no room for words; the legend tells.
        if abs(ends.0 - ends.1) > 200 {
          canvas.text(
            label, x: (ends.0 + ends.1) / 2, y: y - 7, size: 12, anchor: .middle, colour: colour)
        }
      } else {
        let x = from.middle + shift * 150 - (flows.count > 1 ? 0 : 40)
        let ends = from.y < to.y ? (from.bottom + 3, to.y - 3) : (from.y - 3, to.bottom + 3)
        canvas.arrow(from: (x, ends.0), to: (x, ends.1), colour: colour)
        let room = min(flows.count > 1 ? 134 : 170, max(60, to.right - x - 12))
        let lines = SVGCanvas.wrapped(label, width: room, size: 11).count
        canvas.text(
          label, x: x + 9, y: (ends.0 + ends.1) / 2 - Double(lines - 1) * 7.15 + 4, width: room,
          size: 11, step: 14.3, colour: colour, halo: true)
      }
    }
  }

  /// What a ministry gives directly: an arrow in the margin, past the platform.
  private mutating func past(_ flows: [SchemeFlow], _ from: SVGCanvas.Box, _ to: SVGCanvas.Box) {
    let isLeft = from.middle < Self.pageWidth / 2
    let edge = isLeft ? from.x : from.right
    let x = isLeft ? edge - 14 : edge + 14
    let colour = Self.colour(flows[0].kind)
    let end = to.y + 30
    canvas.path([(edge, from.centre), (x, from.centre), (x, end)], colour: colour)
    canvas.arrow(from: (x, end), to: (isLeft ? to.x - 1 : to.right + 1, end), colour: colour)
    canvas.text(
      flows.map { words($0.names) }.joined(separator: "; "), x: isLeft ? x - 4 : x + 4,
      y: from.bottom + 20, width: 62, size: 10, step: 13, anchor: isLeft ? .end : .start,
      colour: colour)
  }

  /// A curve for every pair; a pair that waits for a reply or is only wished is dashed.
  private mutating func pairs() {
    for project in projects {
      let home = places["\(PartyGroup.japaneseGovernments.rawValue) \(project.japanese)"]
      guard let home = home ?? places[project.japanese] else { continue }
      for partner in project.chinese {
        let away = places["\(PartyGroup.chineseCities.rawValue) \(partner)"]
        guard let away = away ?? places[partner] else { continue }
        let isOpen =
          [.awaitingReply, .wish].contains(project.status) || project.inferred.contains("partners")
        canvas.curve(
          from: (away.right, away.centre), to: (home.x, home.centre),
          colour: project.component == .business ? "#e69f00" : "#cc79a7", width: 2,
          dashed: isOpen)
      }
    }
    if let group = places[PartyGroup.japaneseGovernments.rawValue] {
      canvas.text(
        words(Message("scheme.lines")), x: Self.pageWidth / 2, y: group.bottom + 16, size: 11,
        anchor: .middle, colour: "#5a5a5a", halo: true)
    }
  }
}
