/// The columns of one kind of record, in the order of its CSV file.
public struct RecordSchema: Sendable {
  /// The kind.
  public let kind: RecordKind
  /// The first is the identifier.
  public let columns: [RecordColumn]
  private let positions: [String: Int]
  /// Where names and titles stand: the first that is filled is the record's.
  let names: (english: [Int], japanese: [Int], chinese: [Int])

  init(_ kind: RecordKind, _ columns: [RecordColumn]) {
    self.kind = kind
    self.columns = columns
    let positions = Dictionary(
      uniqueKeysWithValues: columns.enumerated().map { ($0.element.name, $0.offset) })
    self.positions = positions
    func places(_ names: [String]) -> [Int] { names.compactMap { positions[$0] } }
    names = (
      places([
        "name_en", "title_en", "subject_en", "content_en", "claim", "summary_en", "subject", "item",
        "step", "question", "city", "basis", "publisher_name", "publisher",
      ]), places(["name_ja", "title_ja", "subject_ja", "content_ja"]),
      places(["name_zh", "title_zh", "subject_zh", "content_zh"])
    )
  }

  /// Position of a column, or `nil` when the kind has none of that name.
  public func position(_ column: String) -> Int? { positions[column] }

  /// The schema of a kind.
  public static func of(_ kind: RecordKind) -> RecordSchema {
    all[kind.order]
  }

  /// By the kinds' order.
  private static let all: [RecordSchema] = RecordKind.allCases.map {
    RecordSchema($0, columns(of: $0) + origin(of: $0))
  }

  /// Every row says where it comes from and how it was checked; workaday lists only have notes.
  private static func origin(of kind: RecordKind) -> [RecordColumn] {
    switch kind {
    case .checklistItems: [text("notes")]
    case .platformFunctions, .flows: [required("source"), terms1("verified", Verification.terms)]
    default:
      [required("source"), terms1("verified", Verification.terms), text("notes")]
    }
  }

  private static func columns(of kind: RecordKind) -> [RecordColumn] {
    let fields = RecordColumn(
      name: "fields", content: .terms(CooperationField.terms), isRequired: true)
    let modes = RecordColumn(
      name: "modes", content: .terms(CooperationMode.terms), isRequired: true)
    let titles = [required("title_en"), text("title_ja"), text("title_zh")]
    switch kind {
    case .organisations:
      return [
        identifier, text("name_ja"), text("reading_ja"), text("name_zh"), text("reading_zh"),
        required("name_en"), terms1("country", ["JP", "CN"]),
        terms1("kind", OrganisationKind.terms),
        RecordColumn(
          name: "roles", content: .terms(OrganisationRole.terms), isRequired: true),
        code("iso3166_2", .iso3166), code("gbt2260", .gbt2260), code("jisx0402", .jisx0402),
        text("description"), reference("merged_into", .organisations),
      ]
    case .organisationNames:
      return [
        identifier, requiredReference("org", .organisations), text("name_ja"), text("name_zh"),
        required("name_en"), date("from"), date("until"),
      ]
    case .places:
      return [
        identifier, required("name_en"), text("name_ja"), text("name_zh"),
        terms1("kind", ["city", "province", "prefecture"]), terms1("country", ["JP", "CN"]),
        number("latitude"), number("longitude"), code("gbt2260", .gbt2260),
        code("jisx0402", .jisx0402), code("iso3166_2", .iso3166),
        optionalTerm("key74", ["yes", "no"]), reference("org", .organisations),
      ]
    case .partnerships:
      return [
        identifier, requiredReference("jp_org", .organisations),
        requiredReference("cn_org", .organisations), required("basis"), date("joined"),
        date("left"),
      ]
    case .phases:
      return [
        identifier, required("programme"), text("name_ja"), text("name_zh"), required("name_en"),
        RecordColumn(name: "start", content: .fiscalYear, isRequired: true),
        RecordColumn(name: "end", content: .fiscalYear, isRequired: true), text("basis"),
      ]
    case .platformFunctions:
      return [
        identifier, text("name_ja"), text("name_zh"), required("name_en"),
        terms1("kind", FunctionKind.terms),
        reference("parent", .platformFunctions),
      ]
    case .flows:
      return [
        identifier, RecordColumn(name: "giver", content: .party, isRequired: true),
        RecordColumn(name: "receiver", content: .party, isRequired: true),
        terms1("kind", FlowKind.terms), text("content_ja"), text("content_zh"),
        required("content_en"),
      ]
    case .projects:
      return [
        identifier, RecordColumn(name: "fiscal_year", content: .fiscalYear, isRequired: true),
        requiredReference("jp_org", .organisations), references("cn_orgs", .organisations),
        terms1("component", ProjectComponent.terms), text("title_ja"), text("title_zh"),
        required("title_en"), text("summary_ja"), text("summary_zh"), text("summary_en"), fields,
        modes, terms1("status", ProjectStatus.terms), terms1("funding_class", FundingClass.terms),
        optionalTerm("funding_basis", ["stated", "inferred"]), count("plan_row"),
        RecordColumn(name: "end_year", content: .fiscalYear, isRequired: false),
      ]
    case .iatiActivities:
      return [
        identifier, reference("project", .projects), required("identifier"),
        required("publisher"), text("publisher_name"), required("taken"), required("xml"),
      ]
    case .activities:
      return [
        identifier, requiredReference("project", .projects), terms1("kind", CooperationMode.terms),
        RecordColumn(name: "start", content: .date, isRequired: true), date("end"), text("place"),
        text("host"), optionalTerm("direction", ["to Japan", "to China", "online"]),
        count("people"), optionalTerm("field", CooperationField.terms), text("summary_en"),
        terms1("status", ["planned", "done", "cancelled"]), reference("same_as", .activities),
      ]
    case .measures:
      return [
        identifier, requiredReference("org", .organisations), required("name_en"),
        text("name_ja"), text("name_zh"),
        RecordColumn(name: "start", content: .date, isRequired: true), date("end"),
        text("emitters"), reference("project", .projects), text("description"),
      ]
    case .needs:
      return [
        identifier, requiredReference("org", .organisations),
        RecordColumn(name: "fiscal_year", content: .fiscalYear, isRequired: true), fields, modes,
      ] + titles + [
        references("projects", .projects), terms1("status", ["open", "served", "withdrawn"]),
        count("people_days"),
        RecordColumn(name: "languages", content: .terms(["ja", "zh", "en"]), isRequired: false),
      ]
    case .offers:
      return [
        identifier, requiredReference("org", .organisations),
        RecordColumn(name: "fiscal_year", content: .fiscalYear, isRequired: true), fields, modes,
      ] + titles + [
        count("people_days"),
        RecordColumn(name: "languages", content: .terms(["ja", "zh", "en"]), isRequired: false),
        terms1("status", ["open", "taken", "withdrawn"]),
      ]
    case .goodPractices:
      return [identifier, requiredReference("org", .organisations), fields] + titles + [
        text("summary_en"), text("summary_ja"), text("summary_zh"),
        reference("project", .projects),
      ]
    case .documents:
      return [identifier] + titles + [
        RecordColumn(name: "languages", content: .terms(["ja", "zh", "en"]), isRequired: true),
        required("topic"), reference("function", .platformFunctions), count("year"),
        terms1("status", ["planned", "in preparation", "published"]),
      ]
    case .claims:
      return [
        identifier, required("claim"), number("value"), text("unit"), text("period_stated"),
        text("scope_stated"), text("baseline_stated"),
        terms1("kind", ["outcome", "output", "input"]),
        optionalTerm("evaluable", ["yes", "partly", "no"]), terms1("test", ClaimTest.terms),
        text("pollutant"), text("scope_places"), references("scope_orgs", .organisations),
        text("count"), count("base_year"), count("end_year"),
        optionalTerm("bound", ["at least", "at most", "about"]), date("as_of"),
        optionalTerm("attributes", ["yes", "no"]),
      ]
    case .annualMeans:
      return [
        identifier, reference("org", .organisations), reference("within", .organisations),
        required("city"), text("name_zh"),
        RecordColumn(name: "year", content: .count, isRequired: true),
        RecordColumn(name: "pm25_ug_m3", content: .number, isRequired: true),
        terms1("series", ["official", "ngo", "aggregate"]), text("reference_state"),
      ]
    case .agreements:
      return [
        identifier, date("date"), references("parties", .organisations), required("subject_en"),
        text("subject_ja"), text("subject_zh"), references("asked", .organisations),
        terms1("status", ["asked", "agreed", "declined", "ended"]),
      ]
    case .communications:
      return [
        identifier, requiredReference("project", .projects),
        RecordColumn(name: "date", content: .date, isRequired: true),
        requiredReference("sender", .organisations),
        requiredReference("receiver", .organisations), required("subject"),
        terms1("awaiting_reply", ["yes", "no"]), date("due"),
      ]
    case .checklistItems:
      return [
        identifier, requiredReference("project", .projects), terms1("mode", CooperationMode.terms),
        required("step"), date("due"), terms1("done", ["yes", "no"]),
        reference("responsible", .organisations),
      ]
    case .planningSheets:
      return [
        identifier, requiredReference("project", .projects),
        terms1(
          "mode", [CooperationMode.jointResearch.rawValue, CooperationMode.modelProject.rawValue]),
        required("question"), text("method"), text("places"), text("roles"), text("outputs"),
        text("data_sharing"), text("evaluation"), terms1("status", ["draft", "agreed", "closed"]),
      ]
    case .exchangeRates:
      return [
        identifier, RecordColumn(name: "fiscal_year", content: .fiscalYear, isRequired: true),
        terms1("currency", Currency.terms.filter { $0 != Currency.yen.rawValue }),
        RecordColumn(name: "yen", content: .number, isRequired: true),
        RecordColumn(name: "date", content: .date, isRequired: true),
      ]
    case .ceilings:
      return [
        identifier, reference("project", .projects),
        RecordColumn(name: "fiscal_year", content: .fiscalYear, isRequired: true),
        RecordColumn(name: "amount", content: .number, isRequired: true),
        terms1("currency", Currency.terms),
      ]
    case .budgetLines:
      return [
        identifier, requiredReference("project", .projects),
        RecordColumn(name: "fiscal_year", content: .fiscalYear, isRequired: true),
        required("item"), terms1("cost", CostKind.terms),
        RecordColumn(name: "amount", content: .number, isRequired: true),
        terms1("currency", Currency.terms), number("share_asked"),
        requiredReference("payer", .organisations), references("other_payers", .organisations),
        number("approved"), number("spent"),
      ]
    }
  }

  // MARK: Words for the lists above

  private static let identifier = RecordColumn(
    name: "id", content: .identifier, isRequired: true)
  private static func text(_ name: String) -> RecordColumn {
    RecordColumn(name: name, content: .text, isRequired: false)
  }
  private static func required(_ name: String) -> RecordColumn {
    RecordColumn(name: name, content: .text, isRequired: true)
  }
  private static func terms1(_ name: String, _ terms: [String]) -> RecordColumn {
    RecordColumn(name: name, content: .term(terms), isRequired: true)
  }
  private static func optionalTerm(_ name: String, _ terms: [String]) -> RecordColumn {
    RecordColumn(name: name, content: .term(terms), isRequired: false)
  }
  private static func reference(_ name: String, _ kind: RecordKind) -> RecordColumn {
    RecordColumn(name: name, content: .reference(kind), isRequired: false)
  }
  private static func requiredReference(_ name: String, _ kind: RecordKind) -> RecordColumn {
    RecordColumn(name: name, content: .reference(kind), isRequired: true)
  }
  private static func references(_ name: String, _ kind: RecordKind) -> RecordColumn {
    RecordColumn(name: name, content: .references(kind), isRequired: false)
  }
  private static func date(_ name: String) -> RecordColumn {
    RecordColumn(name: name, content: .date, isRequired: false)
  }
  private static func count(_ name: String) -> RecordColumn {
    RecordColumn(name: name, content: .count, isRequired: false)
  }
  private static func number(_ name: String) -> RecordColumn {
    RecordColumn(name: name, content: .number, isRequired: false)
  }
  private static func code(_ name: String, _ list: TerritoryCode) -> RecordColumn {
    RecordColumn(name: name, content: .code(list), isRequired: false)
  }
}
