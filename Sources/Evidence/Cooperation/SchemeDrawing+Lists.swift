import Documents
import Cooperation
import Studies

extension SchemeDrawing {
  /// Fields, modes and the platform's functions below the drawing, those of the plan first.
  mutating func lists(below top: Double) {
    let left = Self.left
    let fields = bullets("scheme.fields", fieldsOfThePlan, x: left, y: top, width: 290)
    let otherFields = terms(CooperationField.self, \.fields, besides: CooperationField.ofThePlan)
    bullets("scheme.other-fields", otherFields, x: left, y: fields, width: 290)
    let modes = bullets(
      "scheme.modes", CooperationMode.ofThePlan.map { line($0, \.modes) }, x: left + 310, y: top,
      width: 220)
    let otherModes = terms(CooperationMode.self, \.modes, besides: CooperationMode.ofThePlan)
    bullets("scheme.other-modes", otherModes, x: left + 310, y: modes, width: 220)
    let functions = registry.all(.platformFunctions).filter { $0.id != "H00" }.map { function in
      let kind = FunctionKind(rawValue: function["kind"]).map { words($0.names) }
      return "[\(kind ?? function["kind"])] \(function.id): \(words(function.names))"
    }
    let x = left + 550
    bullets("scheme.functions", functions, x: x, y: top, width: Self.pageWidth - x - left)
    canvas.text(
      words(Message("scheme.note")), x: left, y: canvas.height + 24, size: 11, colour: "#5a5a5a")
  }

  /// A list under its heading; returns where the next one would stand. Without lines there is none.
  @discardableResult private mutating func bullets(
    _ heading: Message, _ lines: [String], x: Double, y: Double, width: Double
  ) -> Double {
    guard !lines.isEmpty else { return y }
    canvas.text(words(heading), x: x, y: y, size: 14, weight: 600)
    return lines.reduce(y + 24) { y, line in
      canvas.text("・", x: x - 4, y: y, size: 12)
      return canvas.text(line, x: x + 12, y: y, width: width - 12, size: 12) + 3
    } + 12
  }

  /// The plan's six: it counts off-road machinery among the vehicles.
  private var fieldsOfThePlan: [String] {
    CooperationField.ofThePlan.filter { $0 != .offRoad }.map { field in
      guard field == .vehicles else { return line(field, \.fields) }
      let counts = [field, .offRoad].map { field in projects.count { $0.fields.contains(field) } }
      return words(
        say(
          "scheme.vehicles", name: Value.term(field), within: Value.term(CooperationField.offRoad),
          count: counts[0], countWithin: counts[1]))
    }
  }

  private func line<Term: VocabularyTerm>(
    _ term: Term, _ column: (Project) -> [Term]
  ) -> String {
    "\(words(term.names)) (\(projects.count { column($0).contains(term) }))"
  }

  /// Terms that occur and that the plan does not list.
  private func terms<Term: VocabularyTerm>(
    _ vocabulary: Term.Type, _ column: (Project) -> [Term], besides plan: [Term]
  ) -> [String] {
    Term.allCases.filter { term in
      !plan.contains(term) && projects.contains { column($0).contains(term) }
    }.map { line($0, column) }
  }
}
