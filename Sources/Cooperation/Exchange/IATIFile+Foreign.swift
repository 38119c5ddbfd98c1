import AirQuality
import Documents

/// Activities of other publishers: a project from what our records have a place for, and the whole
/// activity as it was published, to be given back.
extension IATIFile {
  /// Finds organisations of the registry by id or, where a file has none of ours, by name.
  struct OrganisationFinder {
    private let registry: Registry
    private var names: [String: String?] = [:]

    init(_ registry: Registry) {
      self.registry = registry
      for organisation in registry.organisations where organisation.mergedInto == nil {
        for column in ["name_en", "name_ja", "name_zh"] {
          let name = organisation.record[column]
          for part in [name] + name.split(whereSeparator: { "()（）".contains($0) }).map(String.init)
          {
            let folded = Self.fold(part)
            guard !folded.isEmpty else { continue }
            // A name that two have finds none of them.
            names[folded] =
              names[folded].map { $0 == organisation.id ? organisation.id : nil } ?? organisation.id
          }
        }
      }
    }

    func organisation(_ reference: String, _ names: [String]) -> Organisation? {
      if let found = registry.organisation(reference) { return found }
      for name in names {
        if let id = self.names[Self.fold(name)] ?? nil { return registry.organisation(id) }
      }
      return nil
    }

    private static func fold(_ name: String) -> String {
      SearchText.key(name).filter { $0.isLetter || $0.isNumber }
    }
  }

  /// Whether an activity is another publisher's: it has no element of ours, or it is not published
  /// by those who are named as ours.
  static func isForeign(_ element: XMLElementNode, own: String?) -> Bool {
    guard isMarked(element) else { return true }
    guard let own else { return false }
    return element.first("reporting-org")?["ref"] != own
  }

  /// Whether an activity carries an element of ours: AirAccord wrote it, in whatever office.
  static func isMarked(_ element: XMLElementNode) -> Bool {
    element.first("airaccord:project") != nil || element.first("airaccord:activity") != nil
  }

  /// What became of an activity of another publisher.
  struct Foreign {
    /// The project, where a Japanese body of the registry takes part and a start is told.
    var project: RegistryRecord?
    /// Whether no start is told.
    var isUndated = false
    /// What of the activity is not in the project.
    var unkept: [Message] = []
  }

  /// A project from an activity of another publisher, and what it could not hold.
  static func foreign(
    _ element: XMLElementNode, _ finder: OrganisationFinder, file: String
  ) throws(RegistryError) -> Foreign {
    var foreign = Foreign()
    guard var values = frame(element, file: file, &foreign.unkept) else {
      foreign.isUndated = true
      return foreign
    }
    texts(element, &values, &foreign.unkept)
    participants(element, finder, &values, &foreign.unkept)
    var counts: [String: Int] = [:]
    for child in element.children where !held.contains(child.name) {
      counts[child.name, default: 0] += 1
    }
    foreign.unkept += counts.sorted { $0.key < $1.key }.map { name, count in
      count == 1
        ? .verbatim(name)
        : Message("iati.times", ["element": .text(name), "count": .count(count)])
    }
    if values["jp_org"] != nil {
      foreign.project = try checked(.projects, values, element, file: file)
    }
    return foreign
  }

  /// The activity as it was published, in the record that keeps it.
  static func kept(
    _ element: XMLElementNode, project: RegistryRecord?, raw: [UInt8], root: XMLElementNode,
    file: String
  ) throws(RegistryError) -> RegistryRecord {
    let identifier = (element.first("iati-identifier")?.text ?? "").trimmed
    let reporter = element.first("reporting-org")
    let publisher = reporter?["ref"] ?? ""
    return try checked(
      .iatiActivities,
      [
        "id": IATIIdentity.id(of: identifier), "project": project?.id ?? "",
        "identifier": identifier, "publisher": publisher.isEmpty ? "not stated" : publisher,
        "publisher_name": written(reporter?.first("narrative")?.text ?? ""),
        "taken": root["generated-datetime"].isEmpty ? "not stated" : root["generated-datetime"],
        "xml": text(of: raw, in: root), "source": "IATI file \(file)",
        "verified": Verification.reported.rawValue,
      ], element, file: file)
  }

  /// What makes the text of a kept activity none that can be given back: it came by hand or from a
  /// table, where nobody read it.
  static func problems(ofKept record: RegistryRecord, row: Int) -> [RegistryError.RowProblem] {
    func wrong(_ column: String, _ problem: Message) -> [RegistryError.RowProblem] {
      [.init(row: row, column: column, problem: problem, remedy: "remedy.import-activity")]
    }
    let element: XMLElementNode
    do throws(RegistryError) {
      element = try XMLElementNode.read(Array(record["xml"].utf8), file: "")
    } catch {
      return wrong("xml", error.problem)
    }
    guard element.name == "iati-activity", record["xml"].hasPrefix("<iati-activity") else {
      return wrong("xml", "iati.kept-no-activity")
    }
    if let problem = IATIRules.problems(ofActivity: element).first(where: \.isOfSchema)
      ?? IATIRules.problem(ofPrefixesIn: element)
    {
      return wrong("xml", problem.problem)
    }
    let identifier = (element.first("iati-identifier")?.text ?? "").trimmed
    for (column, text) in [
      ("identifier", identifier), ("id", IATIIdentity.id(of: identifier)),
    ] where record[column] != text {
      return wrong(
        column,
        Message("iati.kept-identity", ["text": .text(record[column]), "own": .text(text)]))
    }
    return []
  }

  /// The bytes of an activity as text that stands on its own: line ends as XML reads them, the name
  /// spaces that the root declares, and the root's language where the activity has none.
  private static func text(of raw: [UInt8], in root: XMLElementNode) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    for (index, byte) in raw.enumerated() {
      if byte == 13 {
        if index + 1 >= raw.count || raw[index + 1] != 10 { bytes.append(10) }
      } else if byte == 0x7F {
        // XML admits it and a cell of a record does not.
        bytes += Array("&#127;".utf8)
      } else {
        bytes.append(byte)
      }
    }
    var text = String(decoding: bytes, as: UTF8.self)
    if !root["xml:lang"].isEmpty, !attributeNames(ofFirstTagIn: text).contains("xml:lang") {
      text.insert(
        contentsOf: " xml:lang=\"\(XMLWriter.escaped(root["xml:lang"]))\"",
        at: text.index(text.startIndex, offsetBy: "<iati-activity".count))
    }
    let spaces = root.attributes.filter { $0.key.hasPrefix("xmlns:") }.sorted { $0.key < $1.key }
    for (name, address) in spaces {
      let prefix = name.dropFirst("xmlns:".count) + ":"
      guard text.contains(prefix), !text.contains(name + "=") else { continue }
      let start = text.index(text.startIndex, offsetBy: "<iati-activity".count)
      text.insert(contentsOf: " \(name)=\"\(XMLWriter.escaped(address))\"", at: start)
    }
    return text
  }

  /// What stands in the first tag outside of quotation marks.
  private static func attributeNames(ofFirstTagIn text: String) -> String {
    var quote: Character?
    var names = ""
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == ">" {
        break
      } else if character == "\"" || character == "'" {
        quote = character
      } else {
        names.append(character)
      }
    }
    return names
  }

  /// Elements that are read here, wholly or in part.
  private static let held: Set<String> = [
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "activity-status", "activity-date", "recipient-country",
  ]

  /// Identity, years, status and the values that a reader may correct; `nil` where no start is told.
  private static func frame(
    _ element: XMLElementNode, file: String, _ unkept: inout [Message]
  ) -> [String: String]? {
    let statuses: [String: ProjectStatus] = [
      "1": .planned, "2": .underWay, "3": .done, "4": .done, "5": .cancelled, "6": .underWay,
    ]
    let dates = element.all("activity-date")
    func first(_ types: [String]) -> XMLElementNode? {
      types.lazy.compactMap { type in dates.first { $0["type"] == type } }.first
    }
    // What happened goes before what was planned.
    guard let start = first(["2", "1"]), let day = isoDay(start["iso-date"]) else { return nil }
    let end = first(["4", "3"])
    for date in dates where date != start {
      unkept.append(Message("iati.date-of-type", ["type": .text(date["type"])]))
    }
    if !start.children.isEmpty { unkept.append("iati.words-on-date") }
    let status = element.first("activity-status")?["code"] ?? ""
    if status == "6" { unkept.append("iati.suspended") }
    if status == "3" { unkept.append("iati.finalisation") }
    if element["hierarchy"] != "" && element["hierarchy"] != "1" {
      unkept.append(Message("iati.hierarchy", ["level": .text(element["hierarchy"])]))
    }
    let countries = element.all("recipient-country")
    if countries.contains(where: { !["CN", "JP"].contains($0["code"]) || $0["percentage"] != "" }) {
      let list = countries.map { country in
        country["code"] + (country["percentage"] == "" ? "" : " \(country["percentage"]) %")
      }
      unkept.append(Message("iati.countries", ["countries": .names(list)]))
    }
    let reporter = element.first("reporting-org")
    let name = reporter?.first("narrative")?.text ?? ""
    let publisher = [written(name), reporter.map { "(\($0["ref"]))" } ?? ""].filter { !$0.isEmpty }
    let year = FiscalYear(containing: day)
    let last = end.flatMap { isoDay($0["iso-date"]) }.map { FiscalYear(containing: $0) } ?? year
    return [
      "id": IATIIdentity.id(of: (element.first("iati-identifier")?.text ?? "").trimmed),
      "fiscal_year": year.description, "end_year": last > year ? last.description : "",
      "component": ProjectComponent.government.rawValue,
      "status": (statuses[status] ?? .planned).rawValue,
      "funding_class": FundingClass.outside.rawValue,
      "source": "IATI file \(file), published by \(publisher.joined(separator: " "))",
      "verified": Verification.reported.rawValue, "fields": CooperationField.notStated.rawValue,
      "modes": CooperationMode.meeting.rawValue,
    ]
  }

  /// A day as XML has dates: a time zone may stand behind it and does not change the day.
  static func isoDay(_ text: String) -> CivilDate? {
    let day = String(text.trimmed.prefix(10))
    guard let date = PartialDate(day), date.precision == .day else { return nil }
    let zone = text.trimmed.dropFirst(10)
    let isZone =
      zone.isEmpty || zone == "Z" || (zone.count == 6 && "+-".contains(zone.first ?? "?"))
    return isZone ? date.first : nil
  }

  /// A text without the control characters that XML admits and a cell of a record does not.
  private static func written(_ text: String) -> String {
    let isFree = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 9 || $0 == 10 }
    guard !isFree else { return text }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter {
          $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t"
        }))
  }

  /// Title and first description in our languages; `zh-CN` is Chinese.
  private static func texts(
    _ element: XMLElementNode, _ values: inout [String: String], _ unkept: inout [Message]
  ) {
    let standard = element["xml:lang"].isEmpty ? "en" : element["xml:lang"]
    for (name, column) in [("title", "title"), ("description", "summary")] {
      for narrative in element.first(name)?.all("narrative") ?? [] {
        let tag = narrative["xml:lang"].isEmpty ? standard : narrative["xml:lang"]
        let language = tag.split(separator: "-").first.map { $0.lowercased() } ?? tag
        if ["en", "ja", "zh"].contains(language), values["\(column)_\(language)"] == nil {
          values["\(column)_\(language)"] = written(narrative.text)
        } else if !narrative.text.isEmpty {
          unkept.append(
            Message("iati.in-language", ["element": .text(name), "language": .text(tag)]))
        }
      }
    }
    // A project needs an English title; what there is stands in for it.
    if values["title_en"]?.isEmpty != false,
      let narrative = element.first("title")?.all("narrative").first(where: { !$0.text.isEmpty })
    {
      let tag = narrative["xml:lang"].isEmpty ? standard : narrative["xml:lang"]
      values["title_en"] = written(narrative.text)
      unkept.append(Message("iati.no-english-title", ["language": .text(tag)]))
    }
    if values["title_en"]?.isEmpty != false {
      values["title_en"] = values["id"]
      unkept.append("iati.no-title")
    }
    let further = element.all("description").dropFirst()
    if !further.isEmpty {
      unkept.append(
        Message("iati.descriptions", ["types": .names(further.map { $0["type"] })]))
    }
  }

  private static func inRole(_ name: String, _ role: String) -> Message {
    Message("iati.in-role", ["name": .text(name), "role": .text(role)])
  }

  /// Who carries it out; where no Japanese body does, who answers or pays for it.
  private static func participants(
    _ element: XMLElementNode, _ finder: OrganisationFinder, _ values: inout [String: String],
    _ unkept: inout [Message]
  ) {
    var chinese: [String] = []
    var japanese: [String] = []
    var roles: [String: String] = [:]
    for role in ["4", "2", "1", "3"] {
      for participant in element.all("participating-org") where participant["role"] == role {
        let names = participant.all("narrative").map(\.text)
        let name = names.first { !$0.isEmpty } ?? participant["ref"]
        guard let organisation = finder.organisation(participant["ref"], names) else {
          unkept.append(Message("iati.unknown-participant", ["name": .text(name)]))
          continue
        }
        let id = organisation.id
        if let known = roles[id] {
          if known != role { unkept.append(Self.inRole(name, role)) }
          continue
        }
        roles[id] = role
        if organisation.country == "CN" {
          if role == "4" { chinese.append(id) } else { unkept.append(Self.inRole(name, role)) }
        } else {
          japanese.append(id)
          if role != "4" { unkept.append(Self.inRole(name, role)) }
        }
      }
    }
    values["cn_orgs"] = chinese.joined(separator: "; ")
    values["jp_org"] = japanese.first
    for reference in japanese.dropFirst() {
      unkept.append(Message("iati.second-japanese", ["id": .text(reference)]))
    }
  }
}
