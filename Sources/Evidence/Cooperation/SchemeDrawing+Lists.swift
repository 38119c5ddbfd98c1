import Documents
import Cooperation

extension SchemeDrawing {
  /// Fields, modes and the platform's functions below the drawing, those of the plan first.
  func lists(below top: Double, _ canvas: inout SVGCanvas) {
    func bullets(
      _ heading: Phrase, _ lines: [String], x: Double, y: Double, width: Double
    ) -> Double {
      canvas.text(heading.text(language), x: x, y: y, size: 14, weight: 600)
      var y = y + 24
      for line in lines {
        canvas.text("・", x: x - 4, y: y, size: 12)
        y = canvas.paragraph(line, x: x + 12, y: y, width: width - 12, size: 12) + 3
      }
      return y + 12
    }
    let left = Self.left
    var y = bullets(
      Phrase("(Examples of fields)", "（協力分野の例）", "（合作领域示例）"), fieldsOfThePlan, x: left,
      y: top, width: 290)
    let otherFields = terms(CooperationField.self, \.fields, besides: CooperationField.ofThePlan)
    if !otherFields.isEmpty {
      _ = bullets(
        Phrase("Fields beside that list", "例示以外の分野", "示例以外的领域"), otherFields, x: left, y: y,
        width: 290)
    }
    y = bullets(
      Phrase("(Examples of modes)", "（協力方式の例）", "（合作方式示例）"),
      CooperationMode.ofThePlan.map { line($0, \.modes) }, x: left + 310, y: top, width: 220)
    let otherModes = terms(CooperationMode.self, \.modes, besides: CooperationMode.ofThePlan)
    if !otherModes.isEmpty {
      _ = bullets(
        Phrase("Modes beside that list", "例示以外の方式", "示例以外的方式"), otherModes, x: left + 310,
        y: y, width: 220)
    }
    let functions = registry.all(.platformFunctions).filter { $0.id != "H00" }.map { function in
      let kind = FunctionKind(rawValue: function["kind"]).map { names.text($0.names) }
      return "[\(kind ?? function["kind"])] \(function.id): \(names.text(function.names))"
    }
    let x = left + 550
    _ = bullets(
      Phrase("Functions of the platform", "プラットフォームの機能", "平台的功能"), functions, x: x, y: top,
      width: Self.pageWidth - x - left)
    let note = Phrase(
      "In brackets: projects drawn above. A project whose source names no field may be about any. "
        + "Made from the records; the sources stand in the table.",
      "括弧内は上図の事業数。分野の記載がない事業は、どの分野も含みうる。登録データから作成。出典は表を参照。",
      "括号内为上图项目数。未载明领域的项目可能涉及任何领域。由登记数据生成，来源见表。"
    ).text(language)
    canvas.text(note, x: left, y: canvas.height + 24, size: 11, colour: "#5a5a5a")
  }

  /// The plan's six: it counts off-road machinery among the vehicles.
  private var fieldsOfThePlan: [String] {
    CooperationField.ofThePlan.filter { $0 != .offRoad }.map { field in
      guard field == .vehicles else { return line(field, \.fields) }
      let within = names.text(CooperationField.offRoad.names)
      let name = names.text(field.names)
      let label =
        switch language {
        case .english: "\(name) (\(within) included)"
        case .japanese: "\(name)（\(within)を含む）"
        case .chinese: "\(name)（含\(within)）"
        }
      let counts = [field, .offRoad].map { field in projects.count { $0.fields.contains(field) } }
      return "\(label) (\(counts[0]); \(within) \(counts[1]))"
    }
  }

  private func line<Term: VocabularyTerm>(
    _ term: Term, _ column: (Project) -> [Term]
  ) -> String {
    "\(names.text(term.names)) (\(projects.count { column($0).contains(term) }))"
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

extension String {
  /// Without blanks at the end.
  var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
