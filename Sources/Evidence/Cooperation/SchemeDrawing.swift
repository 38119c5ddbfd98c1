public import Cooperation

/// The scheme of the cooperation, drawn from the records: ministries, platforms, cities, what
/// flows between them, who works with whom, in which fields and modes, and what the platform
/// does.
///
/// Nothing of it is fixed: a flow, a project or a function that is added to the registry is in
/// the next drawing.
public struct SchemeDrawing: Sendable {
  private let registry: Registry
  private let filter: ProjectFilter
  private let language: Language
  private let names: NameBook

  /// A drawing of a registry's flows and functions and of the projects that pass a filter.
  public init(_ registry: Registry, filter: ProjectFilter, language: Language = .english) {
    self.registry = registry
    self.filter = filter
    self.language = language
    names = NameBook(registry, language)
  }

  private static let colours: [FlowKind: String] = [
    .money: "#d55e00", .guidance: "#0072b2", .support: "#009e73", .coordination: "#555555",
    .cooperation: "#cc79a7",
  ]
  private static let left = 40.0
  private static let boxWidth = 300.0
  private static let pageWidth = 1_240.0

  /// The drawing as SVG.
  public var svg: String {
    var canvas = SVGCanvas(width: Self.pageWidth)
    let title = Phrase(
      "Cooperation between cities for cleaner air", "都市間連携協力の進め方", "城市间合作的实施方式"
    ).text(language)
    let year = filter.fiscalYear.map { " (\($0))" } ?? ""
    canvas.text(title + year, x: Self.left, y: 40, size: 22, weight: 600)
    legend(&canvas)
    let places = parties(&canvas)
    for group in Dictionary(grouping: registry.flows, by: { [$0.giver, $0.receiver] })
      .sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
    {
      flow(group.value, places, &canvas)
    }
    pairs(places, &canvas)
    lists(below: canvas.height + 34, &canvas)
    return canvas.svg(title: title + year, language: language)
  }

  private func legend(_ canvas: inout SVGCanvas) {
    var x = Self.pageWidth - Self.left
    for kind in FlowKind.allCases.reversed() {
      let label = names.text(kind.names)
      x -= SVGCanvas.measure(label, size: 12) + 6
      canvas.text(label, x: x, y: 36, size: 12)
      x -= 34
      canvas.arrow(
        from: (x, 32), to: (x + 28, 32), colour: Self.colours[kind] ?? "#555555")
      x -= 14
    }
  }

  // MARK: Parties

  /// The projects that are drawn as links.
  private var projects: [Project] { registry.projects.filter(filter.admits) }

  /// Japanese organisations of the projects, in the order of the plan's lines.
  private var japanese: [String] {
    var seen: Set<String> = []
    return projects.sorted { ($0.planRow ?? 99, $0.id) < ($1.planRow ?? 99, $1.id) }
      .map(\.japanese).filter { seen.insert($0).inserted }
  }

  /// Chinese partners, each near those with whom it works.
  private var chinese: [String] {
    let order = Dictionary(uniqueKeysWithValues: japanese.enumerated().map { ($1, $0) })
    var positions: [String: [Int]] = [:]
    for project in projects {
      for partner in project.chinese {
        positions[partner, default: []].append(order[project.japanese] ?? 0)
      }
    }
    func mean(_ values: [Int]) -> Double { Double(values.reduce(0, +)) / Double(values.count) }
    return positions.sorted { (mean($0.value), $0.key) < (mean($1.value), $1.key) }.map(\.key)
  }

  /// Draws every party and says where it stands.
  private func parties(_ canvas: inout SVGCanvas) -> [String: SVGCanvas.Box] {
    var places: [String: SVGCanvas.Box] = [:]
    let right = Self.pageWidth - Self.left - Self.boxWidth
    func isJapanese(_ id: String) -> Bool { registry.organisation(id)?.country == "JP" }
    let flows = registry.flows
    let named = Set(flows.flatMap { [$0.giver, $0.receiver] })
      .filter { PartyGroup(rawValue: $0) == nil }.sorted()
    /// Draws a party; its box is higher than asked for where the name needs more lines.
    func place(_ id: String, _ smallest: SVGCanvas.Box, size: Double, fill: String) {
      let lines = SVGCanvas.wrapped(names[id], width: smallest.width - 16, size: size)
      let box = SVGCanvas.Box(
        x: smallest.x, y: smallest.y, width: smallest.width,
        height: max(smallest.height, Double(lines.count) * size * 1.3 + 12))
      places[id] = box
      canvas.box(box, fill: fill, title: names[id])
      let top = box.centre - Double(lines.count - 1) * size * 0.65 + size * 0.36
      for (index, line) in lines.enumerated() {
        canvas.text(
          line, x: box.middle, y: top + Double(index) * size * 1.3, size: size, anchor: .middle,
          weight: 600)
      }
    }
    var sides: [Bool: Double] = [true: 172, false: 172]
    for id in named {
      let organisation = registry.organisation(id)
      let x = isJapanese(id) ? right : Self.left
      switch organisation?.kind {
      case .ministry:
        place(id, .init(x: x, y: 66, width: Self.boxWidth, height: 58), size: 14, fill: "#eef4f9")
      case .platform:
        place(
          id, .init(x: x, y: 204, width: Self.boxWidth, height: 64), size: 14, fill: "#eef8f3")
      default:
        // Bodies that stand beside a platform.
        let y = sides[isJapanese(id)] ?? 172
        let x = isJapanese(id) ? right - 250 : Self.left + Self.boxWidth + 60
        place(id, .init(x: x, y: y, width: 190, height: 38), size: 11, fill: "#f7f7f7")
        sides[isJapanese(id)] = (places[id]?.bottom ?? y) + 8
      }
    }
    let listTop = max(372, (sides.values.max() ?? 0) + 70)
    for (group, members, x) in [
      (PartyGroup.chineseCities, chinese, Self.left),
      (PartyGroup.japaneseGovernments, japanese, right),
    ] {
      let height = Double(max(chinese.count, japanese.count)) * 34 + 52
      let box = SVGCanvas.Box(x: x, y: listTop, width: Self.boxWidth, height: height)
      places[group.rawValue] = box
      canvas.box(box, fill: "#fafafa", stroke: "#bbbbbb")
      canvas.text(
        names.text(group.names), x: box.middle, y: listTop + 24, size: 14, anchor: .middle,
        weight: 600)
      // The shorter list is spread over the height of the longer one.
      let step = (height - 52) / Double(max(members.count, 1))
      for (index, id) in members.enumerated() {
        let pill = SVGCanvas.Box(
          x: x + 10, y: listTop + 40 + (Double(index) + 0.5) * step - 14,
          width: Self.boxWidth - 20, height: 28)
        places["\(group.rawValue) \(id)"] = pill
        canvas.box(
          pill, fill: "#ffffff", stroke: "#999999", radius: 14, title: names[id])
        let isLong = SVGCanvas.measure(names[id], size: 12.5) > pill.width - 14
        let size = isLong ? 9.5 : 12.5
        let lines =
          isLong ? SVGCanvas.wrapped(names[id], width: pill.width - 20, size: size) : [names[id]]
        let first = pill.centre - Double(lines.count - 1) * size * 0.6 + size * 0.36
        for (row, line) in lines.enumerated() {
          canvas.text(
            line, x: pill.middle, y: first + Double(row) * size * 1.2, size: size, anchor: .middle)
        }
      }
    }
    return places
  }

  // MARK: Flows and links

  private func flow(
    _ flows: [SchemeFlow], _ places: [String: SVGCanvas.Box], _ canvas: inout SVGCanvas
  ) {
    guard let from = places[flows[0].giver], let to = places[flows[0].receiver] else { return }
    let isBeside = from.right < to.x || to.right < from.x
    for (index, flow) in flows.enumerated() {
      let colour = Self.colours[flow.kind] ?? "#555555"
      let shift = Double(index) - Double(flows.count - 1) / 2
      let label = names.text(flow.names)
      let isMutual = flow.kind == .coordination && isBeside || flow.kind == .cooperation
      if isBeside {
        let isGroup = PartyGroup(rawValue: flow.giver) != nil
        let y = (isGroup ? from.y + 20 : from.centre) + shift * 22
        let ends = from.x < to.x ? (from.right + 4, to.x - 4) : (from.x - 4, to.right + 4)
        // A body that stands above or below points into the box all the same.
        let target = isGroup ? y : min(max(y, to.y + 10), to.bottom - 10)
        canvas.arrow(
          from: (ends.0, y), to: (ends.1, target), colour: colour, isDouble: isMutual)
        // Between a platform and a body beside it there is no room for words; the legend tells.
        if abs(ends.0 - ends.1) > 200 {
          canvas.text(
            label, x: (ends.0 + ends.1) / 2, y: y - 7, size: 12, anchor: .middle, colour: colour)
        }
      } else {
        let x = from.middle + shift * 150 - (flows.count > 1 ? 0 : 40)
        let ends = from.y < to.y ? (from.bottom + 3, to.y - 3) : (from.y - 3, to.bottom + 3)
        canvas.arrow(from: (x, ends.0), to: (x, ends.1), colour: colour)
        let size = 11.0
        let room = min(flows.count > 1 ? 134 : 170, Self.pageWidth - x - 14)
        let lines = SVGCanvas.wrapped(label, width: room, size: size)
        var y = (ends.0 + ends.1) / 2 - Double(lines.count - 1) * size * 0.65 + 4
        for line in lines {
          canvas.text(line, x: x + 9, y: y, size: size, colour: colour, halo: true)
          y += size * 1.3
        }
      }
    }
  }

  /// A curve for every pair; a pair that waits for a reply or is only wished is dashed.
  private func pairs(_ places: [String: SVGCanvas.Box], _ canvas: inout SVGCanvas) {
    for project in projects {
      guard
        let home = places["\(PartyGroup.japaneseGovernments.rawValue) \(project.japanese)"]
      else { continue }
      for partner in project.chinese {
        guard let away = places["\(PartyGroup.chineseCities.rawValue) \(partner)"] else {
          continue
        }
        let isOpen = [.awaitingReply, .wish].contains(project.status)
        let isBusiness = project.component == .business
        canvas.curve(
          from: (away.right, away.centre), to: (home.x, home.centre),
          colour: isBusiness ? "#e69f00" : "#cc79a7", width: 2, dashed: isOpen)
      }
    }
    let note = Phrase(
      "dashed: awaiting reply; orange: between companies", "破線：回答待ち　橙：企業間", "虚线：等待答复；橙色：企业间"
    ).text(language)
    if let group = places[PartyGroup.japaneseGovernments.rawValue] {
      canvas.text(
        note, x: Self.pageWidth / 2, y: group.bottom - 6, size: 11, anchor: .middle,
        colour: "#5a5a5a", halo: true)
    }
  }

  // MARK: Lists

  private func lists(below top: Double, _ canvas: inout SVGCanvas) {
    let fields = Phrase("Fields", "協力分野", "合作领域").text(language)
    let modes = Phrase("Modes", "協力方式", "合作方式").text(language)
    let functions = Phrase("Functions of the platform", "プラットフォームの機能", "平台的功能").text(language)
    let counts = projects
    func bullets(_ heading: String, _ lines: [String], x: Double, width: Double) {
      canvas.text(heading, x: x, y: top, size: 15, weight: 600)
      var y = top + 24
      for line in lines {
        canvas.text("・", x: x - 4, y: y, size: 12)
        y = canvas.paragraph(line, x: x + 12, y: y, width: width - 12, size: 12) + 3
      }
    }
    bullets(
      fields,
      CooperationField.ofThePlan.map { field in
        let count = counts.count { $0.fields.contains(field) }
        return "\(names.text(field.names)) (\(count))"
      }, x: Self.left, width: 250)
    bullets(
      modes,
      CooperationMode.allCases.compactMap { mode in
        let count = counts.count { $0.modes.contains(mode) }
        guard count > 0 || CooperationMode.ofThePlan.contains(mode) else { return nil }
        return "\(names.text(mode.names)) (\(count))"
      }, x: 310, width: 210)
    var lines: [String] = []
    let kinds = [
      "individual": Phrase("single cooperations", "個別の取組", "单项合作"),
      "cross-cutting": Phrase("cross-cutting", "横断的な取組", "跨领域工作"),
      "basic": Phrase("basic", "基盤的な取組", "基础工作"),
    ]
    for function in registry.all(.platformFunctions) {
      let kind = kinds[function["kind"]]?.text(language) ?? function["kind"]
      lines.append("[\(kind)] \(function.id): \(names.text(function.names))")
    }
    bullets(functions, lines, x: 550, width: Self.pageWidth - 550 - Self.left)
    let note = Phrase(
      "In brackets: projects drawn above. Made from the records; the sources stand in the table.",
      "括弧内は上図の事業数。登録データから作成。出典は表を参照。", "括号内为上图项目数。由登记数据生成，来源见表。"
    ).text(language)
    canvas.text(note, x: Self.left, y: canvas.height + 24, size: 11, colour: "#5a5a5a")
  }
}
