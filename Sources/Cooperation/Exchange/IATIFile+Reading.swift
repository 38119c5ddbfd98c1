import AirQuality

extension IATIFile {
  /// Records of an IATI file: projects from activities of hierarchy 1, activities from those of
  /// hierarchy 2.
  ///
  /// A file of another publisher has no element of ours: its component is `government`, its
  /// funding class `outside the platform`, and its degree of verification `reported`, all of
  /// which the reader may correct.
  ///
  /// - Throws: `document` with the line of the first breach of the standard's rules, of an
  ///   organisation that is not in the registry, or of a code that is not in our lists.
  package static func records(
    _ bytes: [UInt8], file: String, knownTo registry: Registry
  ) throws(RegistryError) -> [RegistryRecord] {
    let root = try XMLElementNode.read(bytes, file: file)
    if let problem = IATIRules.problems(in: root).first {
      throw .document(problem.problem, file: file, line: problem.line)
    }
    var records: [RegistryRecord] = []
    for element in root.all("iati-activity") {
      let isPart = element["hierarchy"] == "2"
      records.append(
        isPart
          ? try activity(element, file: file) : try project(element, registry, file: file))
    }
    return records
  }

  /// The identifier without the reporter's prefix.
  private static func id(_ element: XMLElementNode) -> String {
    let whole = (element.first("iati-identifier")?.text ?? "").trimmed
    let prefix = (element.first("reporting-org")?["ref"] ?? "") + "-"
    return whole.hasPrefix(prefix) ? String(whole.dropFirst(prefix.count)) : whole
  }

  private static func project(
    _ element: XMLElementNode, _ registry: Registry, file: String
  ) throws(RegistryError) -> RegistryRecord {
    var values = ["id": id(element)]
    for (name, column) in [("title", "title"), ("description", "summary")] {
      for narrative in element.first(name)?.all("narrative") ?? []
      where narrative.attributes["airaccord:from"] == nil {
        let language = narrative["xml:lang"].isEmpty ? "en" : narrative["xml:lang"]
        values["\(column)_\(language)"] = narrative.text
      }
    }
    var chinese: [String] = []
    for participant in element.all("participating-org") where participant["role"] == "4" {
      let reference = participant["ref"]
      guard let organisation = registry.organisation(reference) else {
        throw .document(
          "the organisation “\(reference)” is not in the registry", file: file,
          line: participant.line)
      }
      if organisation.country == "CN" {
        chinese.append(reference)
      } else if values["jp_org"] == nil {
        values["jp_org"] = reference
      }
    }
    values["cn_orgs"] = chinese.joined(separator: "; ")
    for (column, name, vocabulary) in [
      ("fields", "sector", fieldVocabulary), ("modes", "tag", modeVocabulary),
    ] {
      let codes = codes(element, name, vocabulary)
      if !codes.isEmpty { values[column] = codes }
    }
    if let own = element.first("airaccord:project") {
      for (name, text) in own.attributes { values[name] = text }
    } else {
      values.merge(try foreign(element, file: file)) { own, _ in own }
    }
    return try checked(.projects, values, element, file: file)
  }

  /// What a file of another publisher tells in the standard's own terms.
  private static func foreign(
    _ element: XMLElementNode, file: String
  ) throws(RegistryError) -> [String: String] {
    let statuses: [String: ProjectStatus] = [
      "1": .planned, "2": .underWay, "3": .done, "4": .done, "5": .cancelled, "6": .cancelled,
    ]
    guard
      let start = element.all("activity-date").first(where: { ["1", "2"].contains($0["type"]) }),
      let day = PartialDate(start["iso-date"])
    else {
      throw .document("no start is given", file: file, line: element.line)
    }
    return [
      "fiscal_year": FiscalYear(containing: day.first).description,
      "component": ProjectComponent.government.rawValue,
      "status": (statuses[element.first("activity-status")?["code"] ?? ""] ?? .planned).rawValue,
      "funding_class": FundingClass.outside.rawValue,
      "source": "IATI file \(file)", "verified": Verification.reported.rawValue,
      "fields": CooperationField.notStated.rawValue, "modes": CooperationMode.meeting.rawValue,
    ]
  }

  private static func activity(
    _ element: XMLElementNode, file: String
  ) throws(RegistryError) -> RegistryRecord {
    var values = ["id": id(element)]
    for (types, column) in [(["1", "2"], "start"), (["3", "4"], "end")] {
      guard
        let date = element.all("activity-date").first(where: { types.contains($0["type"]) })
      else { continue }
      values[column] = date.first("narrative")?.text ?? date["iso-date"]
    }
    values["field"] = codes(element, "sector", fieldVocabulary)
    guard let own = element.first("airaccord:activity") else {
      throw .document(
        "an activity of hierarchy 2 of another publisher cannot be placed in a project",
        file: file, line: element.line)
    }
    for (name, text) in own.attributes { values[name] = text }
    return try checked(.activities, values, element, file: file)
  }

  private static func codes(
    _ element: XMLElementNode, _ name: String, _ vocabulary: String
  ) -> String {
    element.all(name).filter { $0["vocabulary-uri"] == vocabulary }.map { $0["code"] }
      .joined(separator: "; ")
  }

  private static func checked(
    _ kind: RecordKind, _ values: [String: String], _ element: XMLElementNode, file: String
  ) throws(RegistryError) -> RegistryRecord {
    let record = try RegistryRecord(kind: kind, values)
    if let problem = RecordChecks(kind).problems(record, row: element.line).first {
      throw .document(
        "\(record.id), \(problem.column): \(problem.problem)", file: file, line: element.line)
    }
    return record
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
