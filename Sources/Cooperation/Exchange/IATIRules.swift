package import Documents

/// The rules of the IATI activity standard, version 2.03, that a file of ours uses.
///
/// - Source: IATI standard 2.03, activity schema (the whole of it: `IATISchema`) and code lists
///   ActivityStatus, ActivityDateType, OrganisationRole, OrganisationType, SectorVocabulary,
///   TagVocabulary, PolicyMarker, PolicySignificance, BudgetType, BudgetStatus, CollaborationType,
///   RelatedActivityType; iatistandard.org.
package enum IATIRules {
  /// Elements of an activity in the order that the schema demands.
  static let order = [
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "other-identifier", "activity-status", "activity-date", "contact-info", "activity-scope",
    "recipient-country", "recipient-region", "location", "sector", "tag",
    "country-budget-items", "humanitarian-scope", "policy-marker", "collaboration-type",
    "default-flow-type", "default-finance-type", "default-aid-type", "default-tied-status",
    "budget", "planned-disbursement", "capital-spend", "transaction", "document-link",
    "related-activity", "legacy-data", "conditions", "result", "crs-add", "fss",
  ]

  private static let required = [
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "activity-status", "activity-date",
  ]
  private static let atMostOne: Set<String> = [
    "iati-identifier", "reporting-org", "title", "activity-status", "activity-scope",
    "collaboration-type", "default-flow-type", "default-finance-type", "default-tied-status",
    "capital-spend", "conditions",
  ]

  /// Codes that an attribute of an element may have.
  private static let codes: [String: [String: Set<String>]] = [
    "activity-status": ["code": ["1", "2", "3", "4", "5", "6"]],
    "activity-date": ["type": ["1", "2", "3", "4"]],
    "participating-org": ["role": ["1", "2", "3", "4"], "type": organisationTypes],
    "reporting-org": ["type": organisationTypes],
    "sector": ["vocabulary": sectorVocabularies],
    "tag": ["vocabulary": ["1", "2", "3", "4", "99"]],
    "policy-marker": [
      "vocabulary": ["1", "99"], "significance": ["0", "1", "2", "3", "4"],
    ],
    "collaboration-type": ["code": ["1", "2", "3", "4", "6", "7", "8"]],
    "budget": ["type": ["1", "2"], "status": ["1", "2"]],
    "related-activity": ["type": ["1", "2", "3", "4", "5"]],
  ]
  static let organisationTypes: Set<String> = [
    "10", "11", "15", "21", "22", "23", "24", "30", "40", "60", "70", "71", "72", "73", "80",
    "90",
  ]
  private static let sectorVocabularies: Set<String> = Set(
    (1...12).map(String.init) + ["98", "99"])

  /// One breach of a rule.
  package struct Problem: Hashable, Sendable {
    /// Line of the file.
    package let line: Int
    /// What is wrong.
    package let problem: Message
    /// What forbids it.
    package var origin = Origin.schema
    /// Whether the schema forbids it.
    package var isOfSchema: Bool { origin == .schema }

    /// What forbids something.
    package enum Origin: Hashable, Sendable {
      /// The schema.
      case schema
      /// A list of codes, or sums that such a list makes.
      case codes
      /// The standard rule set.
      case ruleset
    }
  }

  /// A sentence about an element.
  private static func about(_ rule: Message, _ element: String) -> Message {
    Message(rule.id, ["element": .text(element)])
  }

  /// A sentence about the value of an attribute.
  private static func value(
    _ attribute: String, _ text: String, of element: String, _ rule: Message
  ) -> Message {
    Message(
      rule.id,
      ["attribute": .text(attribute), "text": .text(text), "element": .text(element)])
  }

  /// Breaches in a file of the schema, the code lists and the rule set, activity by activity.
  package static func problems(in bytes: [UInt8], file: String) throws(RegistryError) -> [Problem] {
    problems(in: try XMLElementNode.read(bytes, file: file))
  }

  /// Refuses an activity that stands alone, as it is written piece by piece.
  ///
  /// - Returns: its identifier.
  @discardableResult
  package static func check(piece: String) throws(RegistryError) -> String {
    let activity = try XMLElementNode.read(Array(piece.utf8), file: "activities.xml")
    if let problem = problems(ofActivity: activity).first ?? ruleset(activity).first {
      let id = activity.first("iati-identifier")?.text ?? ""
      throw .document(
        Message("iati.of", ["id": .text(id), "problem": .message(problem.problem)]),
        file: "activities.xml", line: 0)
    }
    return activity.first("iati-identifier")?.text ?? ""
  }

  static func problems(in root: XMLElementNode) -> [Problem] {
    var problems = problems(ofRoot: root)
    guard root.name == "iati-activities" else { return problems }
    if root.all("iati-activity").isEmpty {
      problems.append(Problem(line: root.line, problem: "iati.empty"))
    }
    for activity in root.all("iati-activity") {
      problems += self.problems(ofActivity: activity) + ruleset(activity)
    }
    return problems
  }

  /// Breaches in the root alone.
  static func problems(ofRoot root: XMLElementNode) -> [Problem] {
    guard root.name == "iati-activities" else {
      return [
        Problem(line: root.line, problem: Message("iati.root", ["element": .text(root.name)]))
      ]
    }
    guard root["version"] != "2.03" else {
      return [IATISchema.standard.problem(ofRoot: root)].compactMap { $0 }
    }
    return [
      Problem(
        line: root.line, problem: Message("iati.version", ["version": .text(root["version"])]))
    ]
  }

  /// A name whose prefix nothing declares: no reader of name spaces takes such a file.
  ///
  /// - Parameter around: prefixes that what stands around the element declares.
  static func problem(
    ofPrefixesIn element: XMLElementNode, around: Set<Substring> = []
  ) -> Problem? {
    let own = prefixes(of: element)
    let declared = own.isEmpty ? around : around.union(own)
    func isUndeclared(_ name: String) -> Bool {
      guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
      let prefix = name[..<colon]
      return prefix != "xml" && prefix != "xmlns" && !declared.contains(prefix)
    }
    let name =
      isUndeclared(element.name)
      ? element.name : element.attributes.keys.filter(isUndeclared).min()
    if let name {
      return Problem(
        line: element.line, problem: Message("iati.prefix", ["name": .text(name)]))
    }
    for child in element.children {
      if let problem = problem(ofPrefixesIn: child, around: declared) { return problem }
    }
    return nil
  }

  /// The prefixes that an element declares.
  static func prefixes(of element: XMLElementNode) -> Set<Substring> {
    guard !element.attributes.isEmpty else { return [] }
    let names = element.attributes.keys.filter { $0.utf8.starts(with: "xmlns:".utf8) }
    return Set(names.map { $0.dropFirst("xmlns:".count) })
  }

  /// Breaches in one activity.
  static func problems(ofActivity activity: XMLElementNode) -> [Problem] {
    var problems: [Problem] = []
    func note(
      _ element: XMLElementNode, _ problem: Message, _ origin: Problem.Origin = .schema
    ) {
      problems.append(
        Problem(line: element.line, problem: problem, origin: origin))
    }
    for name in required where activity.first(name) == nil {
      note(activity, about("iati.missing", name))
    }
    for name in atMostOne.sorted() where activity.all(name).count > 1 {
      note(activity.all(name)[1], about("iati.twice", name))
    }
    var last = -1
    for child in activity.children {
      // Elements of other name spaces come last.
      let isOther = child.name.contains(":")
      guard let place = isOther ? order.count : order.firstIndex(of: child.name) else {
        note(child, about("iati.no-element", child.name))
        continue
      }
      if place < last { note(child, about("iati.too-late", child.name)) }
      last = max(last, place)
      for (attribute, known) in codes[child.name] ?? [:] {
        let code = child[attribute]
        if !code.isEmpty, !known.contains(code) {
          note(
            child, Self.value(attribute, code, of: child.name, "iati.not-in-list"),
            .codes)
        }
      }
      problems += problemsOfContent(child)
    }
    let dates = activity.all("activity-date").map { $0["type"] }
    if !dates.contains("1"), !dates.contains("2") {
      note(activity, "iati.no-start", .ruleset)
    }
    problems += problemsOfShares(activity)
    // Whatever else the schema forbids; what was found above has plainer words.
    if !problems.contains(where: \.isOfSchema),
      let problem = IATISchema.standard.problem(in: activity)
    {
      problems.append(problem)
    }
    return problems
  }

  private static func problemsOfContent(_ element: XMLElementNode) -> [Problem] {
    var problems: [Problem] = []
    func note(_ problem: Message, _ origin: Problem.Origin = .schema) {
      problems.append(Problem(line: element.line, problem: problem, origin: origin))
    }
    // To the schema an empty attribute is there.
    func origin(_ needed: [String]) -> Problem.Origin {
      needed.allSatisfy { element.attributes[$0] != nil } ? .codes : .schema
    }
    switch element.name {
    case "title", "description":
      let narratives = element.all("narrative")
      if narratives.allSatisfy({ $0.text.isEmpty }) {
        // To the schema an empty one is one.
        note(about("iati.no-narrative", element.name), narratives.isEmpty ? .schema : .ruleset)
      }
    case "activity-date":
      if IATIFile.isoDay(element["iso-date"]) == nil {
        note(value("iso-date", element["iso-date"], of: element.name, "iati.no-date"))
      }
    case "activity-status":
      if element["code"].isEmpty { note("iati.status-without-code", origin(["code"])) }
    case "participating-org":
      if element["role"].isEmpty { note("iati.participant-without-role", origin(["role"])) }
      if element["ref"].isEmpty, element.first("narrative") == nil {
        note("iati.participant-without-name", .ruleset)
      }
    case "reporting-org":
      if element["ref"].isEmpty || element["type"].isEmpty {
        note("iati.reporter", origin(["ref", "type"]))
      }
    case "recipient-country":
      let code = element["code"]
      if code.count != 2 || !code.allSatisfy({ ("A"..."Z").contains($0) }) {
        note(value("code", code, of: element.name, "iati.no-country"), .codes)
      }
    case "budget":
      let names = element.children.map(\.name).filter { !$0.contains(":") }
      if names != ["period-start", "period-end", "value"] {
        note("iati.budget")
      }
    case "document-link":
      if element["format"].isEmpty || element["url"].isEmpty {
        note("iati.link", origin(["format", "url"]))
      }
      let names = element.children.map(\.name)
      if names.first != "title" || !names.contains("category") {
        note("iati.link-content")
      }
    default: break
    }
    for narrative in element.all("narrative") {
      let language = narrative["xml:lang"]
      if !language.isEmpty, !isLanguage(language) {
        note(value("xml:lang", language, of: "narrative", "iati.no-language"), .codes)
      }
    }
    return problems
  }

  /// `en`, `fr`, `zh-CN`: two or three letters and subtags (ISO 639, BCP 47).
  private static func isLanguage(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count),
      first.allSatisfy({ ("a"..."z").contains($0) })
    else { return false }
    return parts.dropFirst().allSatisfy { part in
      (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }

  /// Shares of one vocabulary add up to the whole.
  private static func problemsOfShares(_ activity: XMLElementNode) -> [Problem] {
    var problems: [Problem] = []
    for (vocabulary, sectors) in Dictionary(
      grouping: activity.all("sector"), by: { $0["vocabulary"] }
    ).sorted(by: { $0.key < $1.key }) where sectors.count > 1 {
      let total = sectors.reduce(0) { $0 + (Double($1["percentage"]) ?? 0) }
      if abs(total - 100) > 1e-6 {
        problems.append(
          Problem(
            line: sectors[0].line,
            problem: Message(
              "iati.sector-shares",
              ["vocabulary": .text(vocabulary), "total": .text("\(total)")]),
            origin: .codes))
      }
    }
    return problems
  }
}
