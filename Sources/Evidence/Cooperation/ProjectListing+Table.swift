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
      Column("id", "record.id") { $0.0.id }
      Column("year", "record.year") { Self.years($0.0) }
      Column("Japan", "record.japan") { $0.1[$0.0.japanese] }
      Column("China", "record.china") { $0.1.partners([$0.0]) }
      Column("title", "record.title") { $0.0.names }
      Column("fields", "record.fields") { .terms($0.0.fields) }
      Column("modes", "record.modes") { .terms($0.0.modes) }
      Column("status", "record.status") { .term($0.0.status) }
      Column("funding", "record.funding") { $0.1.funding($0.0) }
      Column("verified", "record.verified") { .verified($0.0.record) }
    }
  }

  /// `FY2024`, or `FY2024-FY2026` of a project that runs over several years.
  private static func years(_ project: Project) -> Value {
    let years = project.years
    guard years.lowerBound != years.upperBound else {
      return years.lowerBound.shown
    }
    return .coded("\(years.lowerBound)-\(years.upperBound)", .years(years))
  }

  /// That there are more.
  public var remarks: [Message] {
    cutAt.map { [say("projects.more-projects", limit: $0)] } ?? []
  }
}

extension PlanListing.Outcome: Tabulated {
  /// One line an organisation, as the plan prints it.
  public var table: Table {
    let names = NameBook(registry)
    return Table("plan", "record-kind.projects", lines) {
      Column("line", "record.line") { $0.row }
      Column("organisation", "record.organisation") { names[$0.organisation] }
      Column("partners", "record.partners") { names.partners($0.projects) }
      Column("projects", "record.projects") { $0.projects.map(\.names) }
      Column("fields", "record.fields") { .terms($0.fields) }
      Column("modes", "record.modes") { .terms($0.modes) }
      Column("status", "record.status") { .terms($0.statuses) }
      Column("funding", "record.funding") { $0.projects.map(names.funding).unique() }
      Column("verified", "record.verified") {
        $0.projects.map { Value.verified($0.record) }.unique()
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
    if count == 0 { return [say("projects.no-records", kind: kind.several)] }
    return records.count < count ? [say("projects.more-records", count: count)] : []
  }
}

extension RecordSearch.Outcome: Tabulated {
  /// One line a record.
  public var table: Table {
    Table("found", "projects.found", records) {
      Column("kind", "record.kind") { .coded($0.kind.singular, $0.kind.one) }
      Column("id", "record.id") { $0.id }
      Column("name", "record.name-en") { $0.names.english }
      Column("ja", "record.name-ja") { $0.names.japanese }
      Column("zh", "record.name-zh") { $0.names.chinese }
      Column("verified", "record.verified") { .verified($0) }
    }
  }

  /// That nothing was found, and what may be meant; that there is more.
  public var remarks: [Message] {
    if let cutAt { return [say("projects.more-found", limit: cutAt)] }
    guard records.isEmpty else { return [] }
    return suggestions.isEmpty
      ? ["projects.nothing-found"]
      : [say("projects.nothing-found-near", names: suggestions)]
  }
}
