import Cooperation
public import Documents
public import Studies

extension ProjectListing.Outcome: Tabulated {
  /// One line a project, each year under the names of its time.
  public var table: Table {
    let books = Dictionary(
      uniqueKeysWithValues: Set(projects.map(\.fiscalYear)).map {
        ($0, NameBook(organisations.named(in: $0)))
      })
    let names = projects.map { books[$0.fiscalYear] ?? NameBook(organisations) }
    return Table("projects", "record-kind.projects", zip(projects, names)) {
      Column("id", heading: "record.id") { .text($0.0.id) }
      Column("year", heading: "record.year") { Self.years($0.0) }
      Column("Japan", heading: "record.japan") { $0.1[$0.0.japanese] }
      Column("China", heading: "record.china") { $0.1.partners([$0.0]) }
      Column("title", heading: "record.title") { .named($0.0.names) }
      Column("fields", heading: "record.fields") { .terms($0.0.fields) }
      Column("modes", heading: "record.modes") { .terms($0.0.modes) }
      Column("status", heading: "record.status") { .term($0.0.status) }
      Column("funding", heading: "record.funding") { $0.1.funding($0.0) }
      Column("verified", heading: "record.verified") { .verified($0.0.record) }
    }
  }

  /// `FY2024`, or `FY2024-FY2026` of a project that runs over several years.
  private static func years(_ project: Project) -> Value {
    let years = project.years
    guard years.lowerBound != years.upperBound else {
      return .fiscalYear(years.lowerBound.beginning)
    }
    return .coded("\(years.lowerBound)-\(years.upperBound)", .years(years))
  }

  /// That there are more.
  public var remarks: [Message] {
    cutAt.map { [Message("projects.more-projects", ["limit": .count($0)])] } ?? []
  }
}

extension PlanListing.Outcome: Tabulated {
  /// One line an organisation, as the plan prints it.
  public var table: Table {
    let names = NameBook(registry)
    return Table("plan", "record-kind.projects", lines) {
      Column("line", heading: "record.line") { .count($0.row) }
      Column("organisation", heading: "record.organisation") { names[$0.organisation] }
      Column("partners", heading: "record.partners") { names.partners($0.projects) }
      Column("projects", heading: "record.projects") { .list($0.projects.map { .named($0.names) }) }
      Column("fields", heading: "record.fields") { .terms($0.fields) }
      Column("modes", heading: "record.modes") { .terms($0.modes) }
      Column("status", heading: "record.status") { .terms($0.statuses) }
      Column("funding", heading: "record.funding") {
        .list($0.projects.map { names.funding($0) }.uniqued)
      }
      Column("verified", heading: "record.verified") {
        .list($0.projects.map { .verified($0.record) }.uniqued)
      }
    }
  }
}

extension RecordListing.Outcome: Tabulated {
  /// The columns of the schema, under the names that files and `projects edit` use. A reader sees those
  /// that hold anything; the address of the source is in files.
  public var table: Table {
    let columns = RecordSchema.of(kind).columns.map(\.name).filter { column in
      !isCut || (column != "source" && records.contains { !$0[column].isEmpty })
    }
    return Table(kind.rawValue, Message("record-kind.\(kind.rawValue)"), records) {
      for column in columns { Column(column, .verbatim(column)) { $0[column] } }
    }
  }

  /// That there are none, or more.
  public var remarks: [Message] {
    if count == 0 { return [Message("projects.no-records", ["kind": kind.several])] }
    return records.count < count
      ? [Message("projects.more-records", ["count": .count(count)])] : []
  }
}

extension RecordSearch.Outcome: Tabulated {
  /// One line a record.
  public var table: Table {
    Table("found", "projects.found", records) {
      Column("kind", heading: "record.kind") { .coded($0.kind.singular, $0.kind.one) }
      Column("id", heading: "record.id") { .text($0.id) }
      Column("name", heading: "record.name-en") { .text($0.names.english) }
      Column("ja", heading: "record.name-ja") { .text($0.names.japanese) }
      Column("zh", heading: "record.name-zh") { .text($0.names.chinese) }
      Column("verified", heading: "record.verified") { .verified($0) }
    }
  }

  /// That nothing was found, and what may be meant; that there is more.
  public var remarks: [Message] {
    if let cutAt { return [Message("projects.more-found", ["limit": .count(cutAt)])] }
    guard records.isEmpty else { return [] }
    return suggestions.isEmpty
      ? ["projects.nothing-found"]
      : [Message("projects.nothing-found-near", ["names": .names(suggestions)])]
  }
}
