import AirQuality

extension IATIFile {
  /// What a file became.
  package struct Reading: Sendable {
    /// Projects and activities.
    package var records: [RegistryRecord] = []
    /// What records cannot hold, a line an activity of another publisher, and what was assumed of them.
    package var unkept: [String] = []
  }

  /// Records of an IATI file: projects from activities of hierarchy 1, activities from those of
  /// hierarchy 2.
  ///
  /// A file of another publisher has no element of ours: its component is `government`, its
  /// funding class `outside the platform`, and its degree of verification `reported`, all of
  /// which the reader may correct. Its identifiers stay whole, so that they meet none of ours, a
  /// part (hierarchy 2) becomes a project of its own, and what is not kept is listed.
  ///
  /// - Throws: `document` with the line of the first breach of the standard's rules, of an
  ///   organisation of our own file that is not in the registry, or of a code that is not in our
  ///   lists.
  package static func reading(
    _ bytes: [UInt8], file: String, knownTo registry: Registry
  ) throws(RegistryError) -> Reading {
    let root = try XMLElementNode.read(bytes, file: file)
    if let problem = IATIRules.problems(in: root).first {
      throw .document(problem.problem, file: file, line: problem.line)
    }
    var reading = Reading()
    for element in root.all("iati-activity") {
      if isForeign(element) {
        let (record, unkept) = try foreign(element, registry, file: file)
        reading.records.append(record)
        if !unkept.isEmpty {
          reading.unkept.append("\(record.id): not kept: \(unkept.joined(separator: ", "))")
        }
      } else {
        reading.records.append(
          element["hierarchy"] == "2"
            ? try activity(element, file: file) : try project(element, registry, file: file))
      }
    }
    let foreign = root.all("iati-activity").count { isForeign($0) }
    if foreign > 0 {
      reading.unkept.append(
        "\(foreign) activities of other publishers: assumed, since IATI does not say: component "
          + "“\(ProjectComponent.government.rawValue)”, funding "
          + "“\(FundingClass.outside.rawValue)”, mode “\(CooperationMode.meeting.rawValue)”; field "
          + "“\(CooperationField.notStated.rawValue)”; correct them in the archive")
    }
    return reading
  }

  /// The records of a file alone.
  package static func records(
    _ bytes: [UInt8], file: String, knownTo registry: Registry
  ) throws(RegistryError) -> [RegistryRecord] {
    try reading(bytes, file: file, knownTo: registry).records
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
    for (name, text) in element.first("airaccord:project")?.attributes ?? [:] {
      values[name] = text
    }
    return try checked(.projects, values, element, file: file)
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
    for (name, text) in element.first("airaccord:activity")?.attributes ?? [:] {
      values[name] = text
    }
    return try checked(.activities, values, element, file: file)
  }

  private static func codes(
    _ element: XMLElementNode, _ name: String, _ vocabulary: String
  ) -> String {
    element.all(name).filter { $0["vocabulary-uri"] == vocabulary }.map { $0["code"] }
      .joined(separator: "; ")
  }

  static func checked(
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
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
