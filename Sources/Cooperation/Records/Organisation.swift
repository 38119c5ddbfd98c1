/// A typed view of a record.
public protocol RecordView: Hashable, Sendable {
  /// The record that is read.
  var record: RegistryRecord { get }
}

extension RecordView {
  /// Unique in its kind.
  public var id: String { record.id }
  /// Names or titles in three languages.
  public var names: TrilingualName { record.names }
  /// Where it comes from.
  public var source: String { record["source"] }
  /// How it was checked.
  public var verification: Verification { record.verification }

  /// A term that the check has admitted.
  func term<Term: VocabularyTerm>(_ column: String) -> Term {
    guard let term = Term(rawValue: record[column]) else {
      preconditionFailure("\(record.id): “\(record[column])” passed the check of \(column)")
    }
    return term
  }

  func terms<Term: VocabularyTerm>(_ column: String) -> [Term] {
    record.list(column).compactMap { Term(rawValue: $0) }
  }

  func year(_ column: String) -> FiscalYear {
    guard let year = FiscalYear(record[column]) else {
      preconditionFailure("\(record.id): “\(record[column])” passed the check of \(column)")
    }
    return year
  }
}

/// A city, prefecture, province, ministry, institute, agency, association or company.
public struct Organisation: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `organisations`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// `JP` or `CN`.
  public var country: String { record["country"] }
  /// What it is.
  public var kind: OrganisationKind { term("kind") }
  /// What it does in the cooperation.
  public var roles: [OrganisationRole] { terms("roles") }
  /// ISO 3166-2 of the unit of first level in which it lies.
  public var iso3166: String? { record["iso3166_2"].isEmpty ? nil : record["iso3166_2"] }
  /// The organisation that it became one with; `nil` for one that stands on its own.
  public var mergedInto: String? {
    if !record["merged_into"].isEmpty { return record["merged_into"] }
    // Archives before format 7 say it in the notes.
    return record.list("notes").first { $0.hasPrefix("merged into ") }
      .map { String($0.dropFirst("merged into ".count)) }
  }
}

/// Two organisations that work together, on what basis and since when.
public struct Partnership: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `partnerships`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// Japanese side.
  public var japanese: String { record["jp_org"] }
  /// Chinese side.
  public var chinese: String { record["cn_org"] }
  /// When it joined the programme.
  public var joined: PartialDate? { PartialDate(record["joined"]) }
  /// When it left.
  public var left: PartialDate? { PartialDate(record["left"]) }
}

/// A city or province with its coordinates, under which monitoring data are found.
public struct Place: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `places`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// `JP` or `CN`.
  public var country: String { record["country"] }
  /// The organisation that governs it, if it is in the registry.
  public var organisation: String? { record["org"].isEmpty ? nil : record["org"] }
  /// ISO 3166-2 of the unit of first level.
  public var iso3166: String { record["iso3166_2"] }
  /// Whether it is a city rather than a province or prefecture.
  public var isCity: Bool { record["kind"] == "city" }
  /// Whether it belongs to the 74 cities that first applied GB 3095-2012.
  public var isKeyCity: Bool { record["key74"] == "yes" }
}
