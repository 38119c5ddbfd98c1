/// The kinds of records that the registry keeps; each is one table and one CSV file.
public enum RecordKind: String, CaseIterable, Hashable, Codable, Sendable {
  // The order is that of dependence: what is referred to stands first.
  case organisations
  case organisationNames = "organisation_names"
  case places
  case partnerships
  case phases
  case platformFunctions = "platform_functions"
  case flows
  case projects
  case iatiActivities = "iati_activities"
  case activities
  case measures
  case needs
  case offers
  case goodPractices = "good_practices"
  case documents
  case claims
  case annualMeans = "annual_means"
  case agreements
  case communications
  case checklistItems = "checklist_items"
  case planningSheets = "planning_sheets"
  case exchangeRates = "exchange_rates"
  case ceilings
  case budgetLines = "budget_lines"

  /// One record of it, in a sentence.
  public var singular: String {
    switch self {
    case .organisations: "organisation"
    case .organisationNames: "dated name"
    case .places: "place"
    case .partnerships: "partnership"
    case .phases: "phase"
    case .platformFunctions: "platform function"
    case .flows: "flow"
    case .projects: "project"
    case .iatiActivities: "kept IATI activity"
    case .activities: "activity"
    case .measures: "measure"
    case .needs: "need"
    case .offers: "offer"
    case .goodPractices: "good practice"
    case .documents: "document"
    case .claims: "claim"
    case .annualMeans: "annual mean"
    case .agreements: "agreement"
    case .communications: "communication"
    case .checklistItems: "checklist item"
    case .planningSheets: "planning sheet"
    case .exchangeRates: "exchange rate"
    case .ceilings: "ceiling"
    case .budgetLines: "budget line"
    }
  }
}

extension RecordKind {
  /// So many of it, with the number: `1 project`, `2 activities`.
  public func counted(_ count: Int) -> String {
    "\(count) \(count == 1 ? singular : rawValue.replacing("_", with: " "))"
  }

  /// Place in the order of dependence, from 0.
  package var order: Int {
    // Written out because this is asked for several times a cell in an import.
    switch self {
    case .organisations: 0
    case .organisationNames: 1
    case .places: 2
    case .partnerships: 3
    case .phases: 4
    case .platformFunctions: 5
    case .flows: 6
    case .projects: 7
    case .iatiActivities: 8
    case .activities: 9
    case .measures: 10
    case .needs: 11
    case .offers: 12
    case .goodPractices: 13
    case .documents: 14
    case .claims: 15
    case .annualMeans: 16
    case .agreements: 17
    case .communications: 18
    case .checklistItems: 19
    case .planningSheets: 20
    case .exchangeRates: 21
    case .ceilings: 22
    case .budgetLines: 23
    }
  }

  /// Hashes the place: an enumeration of texts would hash its text.
  public func hash(into hasher: inout Hasher) { hasher.combine(order) }

  /// Whether both are the same kind, without comparing texts.
  public static func == (left: Self, right: Self) -> Bool { left.order == right.order }
}

/// One column of a kind of record: what may stand in its cells.
public struct RecordColumn: Hashable, Sendable {
  /// Heading in the CSV file and name in SQL.
  public let name: String
  /// What a cell holds.
  public let content: Content
  /// Whether an empty cell is an error.
  public let isRequired: Bool

  /// What a cell holds.
  public enum Content: Hashable, Sendable {
    /// The record's own name; unique in its kind.
    case identifier
    /// Any text.
    case text
    /// Another record.
    case reference(RecordKind)
    /// Several other records, separated by semicolons.
    case references(RecordKind)
    /// An organisation or a group of the scheme.
    case party
    /// One term of a list.
    case term([String])
    /// Several terms, separated by semicolons.
    case terms([String])
    /// `FY2014`.
    case fiscalYear
    /// `2014`, `2014-06` or `2014-06-23`.
    case date
    /// A whole number from 0.
    case count
    /// Any number.
    case number
    /// A code of a list of territories.
    case code(TerritoryCode)
  }
}

/// Lists of codes for territories.
public enum TerritoryCode: String, Hashable, Sendable {
  /// ISO 3166-2: `CN-BJ`, `JP-40`.
  case iso3166
  /// GB/T 2260: six digits.
  case gbt2260
  /// JIS X 0402: five digits, without the check digit.
  case jisx0402

  /// Whether the text has the form of a code; that the territory exists is not checked.
  public func admits(_ text: String) -> Bool {
    switch self {
    case .iso3166:
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      return parts.count == 2 && parts[0].count == 2 && (1...3).contains(parts[1].count)
        && text.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 45 }
    case .gbt2260: return text.utf8.count == 6 && text.utf8.allSatisfy { (48...57).contains($0) }
    case .jisx0402: return text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) }
    }
  }

  /// Examples for messages.
  public var examples: [String] {
    switch self {
    case .iso3166: ["CN-BJ", "JP-40"]
    case .gbt2260: ["210200"]
    case .jisx0402: ["40100"]
    }
  }
}
