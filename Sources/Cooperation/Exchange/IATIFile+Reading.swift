import AirQuality
package import Documents

extension IATIFile {
  /// What a file became.
  package struct Reading: Sendable {
    /// Projects, activities and kept activities of other publishers.
    package var records: [RegistryRecord] = []
    /// What projects cannot hold, a line an activity, and what was assumed of them.
    package var unkept: [Message] = []
  }

  /// Records of an IATI file in memory; see `read`.
  package static func reading(
    _ bytes: [UInt8], file: String, knownTo registry: Registry, own: String? = nil
  ) throws(RegistryError) -> Reading {
    var reading = Reading()
    do {
      var reader = try XMLPullReader(bytes, file: file)
      let whole = try read(&reader, knownTo: registry, own: own) { record, _ in
        reading.records.append(record)
      } unkept: {
        reading.unkept.append($0)
      }
      reading.unkept += whole.told
      return reading
    } catch let error as RegistryError {
      throw error
    } catch {
      preconditionFailure("nothing else is thrown while bytes are read")
    }
  }

  /// What is to be told of a file as a whole.
  package struct Whole: Sendable {
    /// How many carry an element of ours and are published by others.
    package var ofOthers = 0
    /// What was assumed or is not read back.
    package var told: [Message] = []
  }

  /// The identifier of no publisher: every activity stays that of its own.
  package static let nobody = ""

  /// Gives the records of an IATI file of any size to a body, one activity at a time.
  ///
  /// - Parameters:
  ///   - own: identifier of those whose activities are ours; `nil` for all that carry an element
  ///     of ours.
  ///   - unkept: given a line for each activity that no project holds wholly.
  /// - Throws: as `reading`, and what a body throws.
  package static func read(
    path: String, knownTo registry: Registry, own: String?,
    _ body: (RegistryRecord, Int) throws -> Void,
    unkept: (Message) -> Void
  ) throws -> Whole {
    var reader = try XMLPullReader(path: path)
    return try read(&reader, knownTo: registry, own: own, body, unkept: unkept)
  }

  /// Projects from our activities of hierarchy 1, activities from those of hierarchy 2, and of those
  /// of other publishers a project beside the whole activity as it was published.
  ///
  /// Of another publisher's project the component is `government`, the funding class `outside the
  /// platform`, and the degree of verification `reported`, all of which the reader may correct. Its
  /// identifier stays whole, so that it meets none of ours; a part (hierarchy 2) becomes a project of
  /// its own.
  ///
  /// - Throws: `document` with the line of the first breach of the standard's schema, of an
  ///   organisation of our own file that is not in the registry, or of a code of our own lists.
  private static func read(
    _ reader: inout XMLPullReader, knownTo registry: Registry, own: String?,
    _ body: (RegistryRecord, Int) throws -> Void,
    unkept: (Message) -> Void
  ) throws -> Whole {
    let file = reader.file
    let root = try reader.begin()
    if let problem = IATIRules.problems(ofRoot: root).first {
      // A file that is no XML at all is told first.
      while try reader.next() != nil {}
      throw RegistryError.document(problem.problem, file: file, line: problem.line)
    }
    let finder = OrganisationFinder(registry)
    let prefixes = IATIRules.prefixes(of: root)
    var count = 0
    var foreignCount = 0
    var ofOthers = 0
    var madeCount = 0
    var strays: [String] = []
    let today = RecordChecks.today
    while case (var element, let raw)? = try reader.next() {
      guard element.name == "iati-activity" else {
        guard !element.name.contains(":") else {
          unkept(
            Message(
              "iati.beside",
              ["line": .count(element.line), "element": .text(element.name)]))
          continue
        }
        throw RegistryError.document(
          Message("iati.no-element-of-root", ["element": .text(element.name)]), file: file,
          line: element.line)
      }
      count += 1
      let isForeign = isForeign(element, own: own)
      element.inherit("xml:lang", of: root)
      let problems = IATIRules.problems(ofActivity: element)
      // Lists and sums are no part of the schema: another publisher's may be newer than ours.
      if let problem = problems.first(where: { !isForeign || $0.isOfSchema })
        ?? IATIRules.problem(ofPrefixesIn: element, around: prefixes)
      {
        throw RegistryError.document(problem.problem, file: file, line: problem.line)
      }
      guard isForeign else {
        let record =
          element["hierarchy"] == "2"
          ? try activity(element, file: file) : try project(element, registry, file: file)
        try body(record, element.line)
        guard record.kind == .projects else { continue }
        let lines = try budgetLines(element, file: file)
        for line in lines { try body(line, element.line) }
        if !isSum(of: lines, element) { strays.append(record.id) }
        continue
      }
      foreignCount += 1
      if isMarked(element) { ofOthers += 1 }
      let foreign = try foreign(element, finder, file: file)
      let kept = try kept(
        element, project: foreign.project, raw: raw, root: root, file: file)
      if let project = foreign.project {
        madeCount += 1
        try body(project, element.line)
      }
      try body(kept, element.line)
      let told =
        foreign.unkept + (problems + IATIRules.ruleset(element, today: today)).map(\.problem)
      if foreign.project == nil {
        unkept(
          Message(
            foreign.isUndated ? "iati.kept-undated" : "iati.kept-alone", ["id": .text(kept.id)]))
      } else if !told.isEmpty {
        unkept(
          Message(
            "iati.kept",
            ["id": .text(kept.id), "remarks": .list(told.map { .message($0) })]))
      }
    }
    guard count > 0 else {
      throw RegistryError.document("iati.empty", file: file, line: root.line)
    }
    var whole = Whole(ofOthers: ofOthers)
    // What the root says of its activities' language is given to them.
    let kept: Set<String> = ["version", "generated-datetime", "xml:lang"]
    let lost = root.attributes.keys.filter {
      !kept.contains($0) && !$0.utf8.starts(with: "xmlns".utf8)
    }
    if !lost.isEmpty, foreignCount > 0 {
      whole.told.append(Message("iati.root-attributes", ["names": .names(lost.sorted())]))
    }
    if !strays.isEmpty {
      whole.told.append(
        Message(
          "iati.sums", ["count": .count(strays.count), "ids": .names(Array(strays.prefix(5)))]))
    }
    // Of an activity that made no project nothing was assumed.
    if madeCount > 0 {
      whole.told.append(
        Message(
          "iati.assumed",
          [
            "count": .count(madeCount), "component": .term(ProjectComponent.government),
            "funding": .term(FundingClass.outside), "mode": .term(CooperationMode.meeting),
            "field": .term(CooperationField.notStated),
          ]))
    }
    return whole
  }

  /// The records of a file alone.
  package static func records(
    _ bytes: [UInt8], file: String, knownTo registry: Registry
  ) throws(RegistryError) -> [RegistryRecord] {
    try reading(bytes, file: file, knownTo: registry).records
  }

  /// The identifier without the reporter's prefix.
  static func id(_ element: XMLElementNode) -> String {
    let whole = (element.first("iati-identifier")?.text ?? "").trimmed
    let prefix = (element.first("reporting-org")?["ref"] ?? "") + "-"
    return IATIIdentity.id(
      ofPart: whole.hasPrefix(prefix) ? String(whole.dropFirst(prefix.count)) : whole)
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
          Message("iati.unknown-organisation", ["name": .text(reference)]), file: file,
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
        Message(
          "iati.cell",
          [
            "id": .text(record.id), "column": .text(problem.column),
            "problem": .message(problem.problem),
          ]), file: file, line: element.line)
    }
    return record
  }
}

extension String {
  var trimmed: String {
    // Nearly every text, a day above all, begins and ends with a letter or digit of ASCII.
    if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first),
      (0x21...0x7E).contains(last)
    {
      return self
    }
    return String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
