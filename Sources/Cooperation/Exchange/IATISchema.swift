import AirQuality
import Documents

/// The activity schema of IATI 2.03: which elements stand in which, in which order, with which
/// attributes and values.
///
/// - Source: `iati-activities-schema.xsd` of version 2.03, put into a table by
///   `Tests/Scripts/iati-schema-table`. Elements and attributes of other name spaces are free, as the
///   schema has it; an element of the schema within one of another name space is not looked at.
struct IATISchema: Sendable {
  static let standard = IATISchema(ReferenceTable(named: "reference/iati_schema.csv"))

  /// What an element may hold.
  private struct ElementType: Sendable {
    let name: String
    /// The type of its text; `nil` where it has elements only.
    let text: XMLSimpleType?
    let children: [Child]
    let places: [String: Int]
    let attributes: [String: XMLSimpleType]
    let required: [String]
    let hasOtherAttributes: Bool
    let hasOtherElements: Bool
  }

  /// An element at its place among its neighbours.
  private struct Child: Sendable {
    let name: String
    let type: Int
    let isRequired: Bool
    let isOnce: Bool
  }

  private let types: [ElementType]
  private let indices: [String: Int]

  private init(_ table: ReferenceTable) {
    let names = table.rows.map { $0["type"] ?? "" }
    let indices = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    self.indices = indices
    types = table.rows.map { row in
      let children = Self.entries(row["children"]).map { name, sign, type in
        guard let index = indices[type ?? name] else {
          preconditionFailure("line \(row.line): no type “\(type ?? name)”")
        }
        return Child(
          name: name, type: index, isRequired: "!+".contains(sign), isOnce: "!?".contains(sign))
      }
      let attributes = Self.entries(row["attributes"])
      return ElementType(
        name: row["type"] ?? "", text: row["text"].flatMap(XMLSimpleType.init), children: children,
        places: Dictionary(uniqueKeysWithValues: zip(children.map(\.name), children.indices)),
        attributes: Dictionary(
          uniqueKeysWithValues: attributes.map { name, _, type in
            guard let type = XMLSimpleType(rawValue: type ?? "") else {
              preconditionFailure("line \(row.line): “\(type ?? "")” is no type of text")
            }
            return (name, type)
          }),
        required: attributes.filter { $0.sign == "!" }.map(\.name),
        hasOtherAttributes: row["closed"] == nil || row["closed"] == "closed elements",
        hasOtherElements: row["text"] == nil
          && (row["closed"] == nil || row["closed"] == "closed attributes"))
    }
  }

  /// `name!=type` and the like, between blanks.
  private static func entries(
    _ text: String?
  ) -> [(name: String, sign: Character, type: String?)] {
    (text ?? "").split(separator: " ").map { entry in
      let parts = entry.split(separator: "=", maxSplits: 1)
      return (
        String(parts[0].dropLast()), parts[0].last ?? "*", parts.count > 1 ? String(parts[1]) : nil
      )
    }
  }

  /// The first breach of the schema in an activity; `nil` where it follows the schema.
  func problem(in activity: XMLElementNode) -> IATIRules.Problem? {
    indices["iati-activity"].flatMap { problem(in: activity, types[$0]) }
  }

  /// The first breach in the attributes of the root.
  func problem(ofRoot root: XMLElementNode) -> IATIRules.Problem? {
    indices["iati-activities"].flatMap { problemOfAttributes(root, types[$0]) }
  }

  /// Whether an element is of another name space.
  private static func isOther(_ element: XMLElementNode) -> Bool {
    element.name.utf8.contains(UInt8(ascii: ":"))
      || !element.attributes.isEmpty && element.attributes["xmlns"]?.isEmpty == false
  }

  private func problem(in element: XMLElementNode, _ type: ElementType) -> IATIRules.Problem? {
    if let problem = problemOfAttributes(element, type) ?? problemOfText(element, type) {
      return problem
    }
    // The first place that is still free, and whether the one before it may be filled again.
    var place = 0
    var others = false
    func missing(upTo end: Int) -> IATIRules.Problem? {
      type.children[min(place, end)..<end].first(where: \.isRequired).map {
        Self.problem(element, "iati.schema-child-missing", ["child": .text($0.name)])
      }
    }
    for child in element.children {
      let parent: [String: Value] = ["parent": .text(element.name)]
      if Self.isOther(child) {
        guard type.hasOtherElements else { return Self.problem(child, "iati.schema-child", parent) }
        if let problem = Self.problemOfLanguage(child) { return problem }
        others = true
        continue
      }
      guard let next = type.places[child.name] else {
        return Self.problem(child, "iati.schema-child", parent)
      }
      if others || next < place - 1 { return Self.problem(child, "iati.schema-late", parent) }
      if next == place - 1, type.children[next].isOnce {
        return Self.problem(child, "iati.schema-twice", parent)
      }
      if let problem = missing(upTo: next) ?? problem(in: child, types[type.children[next].type]) {
        return problem
      }
      place = next + 1
    }
    return missing(upTo: type.children.count)
  }

  /// A language that is none, in an element of another name space: `xml:lang` has its type everywhere.
  private static func problemOfLanguage(_ element: XMLElementNode) -> IATIRules.Problem? {
    if let text = element.attributes["xml:lang"], !XMLSimpleType.language.admits(text) {
      return problem(
        element, "iati.schema-value",
        [
          "attribute": .text("xml:lang"), "text": .text(text),
          "type": .text(XMLSimpleType.language.rawValue),
        ])
    }
    return element.children.lazy.compactMap(problemOfLanguage).first
  }

  private func problemOfText(
    _ element: XMLElementNode, _ type: ElementType
  ) -> IATIRules.Problem? {
    guard let kind = type.text else {
      // Blanks between elements are no text.
      guard !element.text.utf8.allSatisfy(XMLSimpleType.isBlank) else { return nil }
      return Self.problem(element, "iati.schema-text", ["text": .text(element.text.trimmed)])
    }
    guard kind.admits(element.text) else {
      return Self.problem(
        element, "iati.schema-content",
        ["text": .text(element.text), "type": .text(kind.rawValue)])
    }
    return nil
  }

  private func problemOfAttributes(
    _ element: XMLElementNode, _ type: ElementType
  ) -> IATIRules.Problem? {
    // The language of a text is free wherever other name spaces are, and has its type there too.
    func textType(_ name: String) -> XMLSimpleType? {
      type.attributes[name] ?? (name == "xml:lang" && type.hasOtherAttributes ? .language : nil)
    }
    for name in type.required where element.attributes[name] == nil {
      return Self.problem(element, "iati.schema-attribute-missing", ["attribute": .text(name)])
    }
    // The first by name, since a dictionary has no order.
    let wrong = element.attributes.keys.filter { name in
      if let kind = textType(name) { return !kind.admits(element[name]) }
      if name == "xmlns" { return !element[name].isEmpty }
      return !name.utf8.contains(UInt8(ascii: ":"))
        || !type.hasOtherAttributes && !name.utf8.starts(with: "xmlns:".utf8)
    }
    guard let name = wrong.min() else { return nil }
    let facts: [String: Value] = ["attribute": .text(name), "text": .text(element[name])]
    guard let kind = textType(name) else {
      return Self.problem(element, "iati.schema-attribute", facts)
    }
    return Self.problem(
      element, "iati.schema-value", facts.merging(["type": .text(kind.rawValue)]) { $1 })
  }

  private static func problem(
    _ element: XMLElementNode, _ rule: Message, _ facts: [String: Value]
  ) -> IATIRules.Problem {
    var facts = facts
    facts["element"] = .text(element.name)
    return IATIRules.Problem(line: element.line, problem: Message(rule.id, facts))
  }
}
