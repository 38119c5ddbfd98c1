import AirQuality

/// Activities of other publishers, in the standard's own terms.
extension IATIFile {
  /// Whether an activity has no element of ours.
  static func isForeign(_ element: XMLElementNode) -> Bool {
    element.first("airaccord:project") == nil && element.first("airaccord:activity") == nil
  }

  /// A project from an activity of another publisher, and what it could not hold.
  static func foreign(
    _ element: XMLElementNode, _ registry: Registry, file: String
  ) throws(RegistryError) -> (record: RegistryRecord, unkept: [String]) {
    var unkept: [String] = []
    var values = try frame(element, file: file, &unkept)
    texts(element, &values, &unkept)
    participants(element, registry, &values, &unkept)
    var counts: [String: Int] = [:]
    for child in element.children where !held.contains(child.name) {
      counts[child.name, default: 0] += 1
    }
    unkept += counts.sorted { $0.key < $1.key }.map { name, count in
      count == 1 ? name : "\(name) (\(count))"
    }
    return (try checked(.projects, values, element, file: file), unkept)
  }

  /// Elements that are read here, wholly or in part.
  private static let held: Set<String> = [
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "activity-status", "activity-date", "recipient-country",
  ]

  /// Identity, year, status and the values that a reader may correct.
  private static func frame(
    _ element: XMLElementNode, file: String, _ unkept: inout [String]
  ) throws(RegistryError) -> [String: String] {
    let statuses: [String: ProjectStatus] = [
      "1": .planned, "2": .underWay, "3": .done, "4": .done, "5": .cancelled, "6": .underWay,
    ]
    let dates = element.all("activity-date")
    // What happened goes before what was planned.
    guard
      let start = dates.first(where: { $0["type"] == "2" })
        ?? dates.first(where: { $0["type"] == "1" }),
      let day = PartialDate(start["iso-date"])
    else {
      throw .document("no start is given", file: file, line: element.line)
    }
    for date in dates where date != start {
      unkept.append("activity-date of type \(date["type"])")
    }
    let status = element.first("activity-status")?["code"] ?? ""
    if status == "6" { unkept.append("the status suspended, read as under way") }
    if element["hierarchy"] == "2" { unkept.append("hierarchy 2, read as a project of its own") }
    let countries = element.all("recipient-country")
    if countries.contains(where: { !["CN", "JP"].contains($0["code"]) || $0["percentage"] != "" }) {
      let list = countries.map { country in
        country["code"] + (country["percentage"] == "" ? "" : " \(country["percentage"]) %")
      }
      unkept.append("recipient-country \(list.joined(separator: " and "))")
    }
    let reporter = element.first("reporting-org")
    let name = reporter?.first("narrative")?.text ?? ""
    let publisher = [name, reporter.map { "(\($0["ref"]))" } ?? ""].filter { !$0.isEmpty }
    return [
      "id": (element.first("iati-identifier")?.text ?? "").trimmed,
      "fiscal_year": FiscalYear(containing: day.first).description,
      "component": ProjectComponent.government.rawValue,
      "status": (statuses[status] ?? .planned).rawValue,
      "funding_class": FundingClass.outside.rawValue,
      "source": "IATI file \(file), published by \(publisher.joined(separator: " "))",
      "verified": Verification.reported.rawValue, "fields": CooperationField.notStated.rawValue,
      "modes": CooperationMode.meeting.rawValue,
    ]
  }

  /// Title and first description in our languages; `zh-CN` is Chinese.
  private static func texts(
    _ element: XMLElementNode, _ values: inout [String: String], _ unkept: inout [String]
  ) {
    let standard = element["xml:lang"].isEmpty ? "en" : element["xml:lang"]
    for (name, column) in [("title", "title"), ("description", "summary")] {
      for narrative in element.first(name)?.all("narrative") ?? [] {
        let tag = narrative["xml:lang"].isEmpty ? standard : narrative["xml:lang"]
        let language = tag.split(separator: "-").first.map(String.init) ?? tag
        if ["en", "ja", "zh"].contains(language), values["\(column)_\(language)"] == nil {
          values["\(column)_\(language)"] = narrative.text
        } else {
          unkept.append("\(name) in \(tag)")
        }
      }
    }
    let further = element.all("description").dropFirst()
    if !further.isEmpty {
      unkept.append(
        "description of type " + further.map { $0["type"] }.joined(separator: " and "))
    }
  }

  /// Who carries it out; where no Japanese body does, who answers or pays for it.
  private static func participants(
    _ element: XMLElementNode, _ registry: Registry, _ values: inout [String: String],
    _ unkept: inout [String]
  ) {
    var chinese: [String] = []
    var japanese: [String] = []
    for role in ["4", "2", "1", "3"] {
      for participant in element.all("participating-org") where participant["role"] == role {
        let reference = participant["ref"]
        let name = participant.first("narrative")?.text ?? reference
        guard let organisation = registry.organisation(reference) else {
          unkept.append("the organisation “\(name)”, which is not in the registry")
          continue
        }
        if organisation.country == "CN", role == "4" {
          if !chinese.contains(reference) { chinese.append(reference) }
        } else if organisation.country == "CN" {
          if !chinese.contains(reference) { unkept.append("\(name) in role \(role)") }
        } else if !japanese.contains(reference) {
          japanese.append(reference)
        }
      }
    }
    values["cn_orgs"] = chinese.joined(separator: "; ")
    values["jp_org"] = japanese.first
    for reference in japanese.dropFirst() {
      unkept.append("\(reference), since a project has one Japanese body")
    }
  }
}
