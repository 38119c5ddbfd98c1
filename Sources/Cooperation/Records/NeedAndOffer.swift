/// What a Chinese city, province or ministry asks for.
public struct Need: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `needs`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// Who asks.
  public var organisation: String { record["org"] }
  /// In which fiscal year.
  public var fiscalYear: FiscalYear { year("fiscal_year") }
  /// About what.
  public var fields: [CooperationField] { terms("fields") }
  /// In which modes it wishes to work.
  public var modes: [CooperationMode] { terms("modes") }
  /// The projects that serve it.
  public var projects: [String] { record.list("projects") }
  /// Whether it is neither served nor withdrawn.
  public var isOpen: Bool { record["status"] == "open" }
  /// People times days that are wished for; `nil` when not stated.
  public var peopleDays: Int? { Int(record["people_days"]) }
  /// Languages of which one must be spoken; empty when not stated.
  public var languages: [String] { record.list("languages") }
}

/// What a Japanese organisation says it can give.
public struct Offer: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `offers`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// Who offers.
  public var organisation: String { record["org"] }
  /// For which fiscal year.
  public var fiscalYear: FiscalYear { year("fiscal_year") }
  /// About what.
  public var fields: [CooperationField] { terms("fields") }
  /// In which modes.
  public var modes: [CooperationMode] { terms("modes") }
  /// People times days that are free; `nil` when not stated.
  public var peopleDays: Int? { Int(record["people_days"]) }
  /// Languages in which it can work.
  public var languages: [String] { record.list("languages") }
  /// Whether it still stands.
  public var isOpen: Bool { record["status"] == "open" }
}
