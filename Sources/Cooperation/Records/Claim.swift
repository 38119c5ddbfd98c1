/// A published statement about what the cooperation, or the policy around it, has brought.
public struct Claim: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `claims`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// The statement.
  public var statement: String { record["claim"] }
  /// The figure; `nil` when the source gives none.
  public var value: Double? { Double(record["value"]) }
  /// The figure as it was written, so that its rounding is known.
  public var valueText: String { record["value"] }
  /// Unit of the figure.
  public var unit: String { record["unit"] }
  /// How it can be tested: our reading of it.
  public var test: ClaimTest { term("test") }
  /// Cities, provinces, or the name of an aggregate, that it speaks of: our reading.
  public var places: [String] { record.list("scope_places") }
  /// The calendar year it compares with, when it is stated.
  public var baseYear: Int? { Int(record["base_year"]) }
  /// The calendar year it speaks of, when it is stated.
  public var endYear: Int? { Int(record["end_year"]) }
  /// Whether it counts the cooperation among the causes.
  public var attributes: Bool { record["attributes"] == "yes" }

  /// Half a unit of the last digit that was written: 0.5 for `-35`, 0.05 for `-27.4`.
  public var rounding: Double {
    guard let point = valueText.firstIndex(of: ".") else { return 0.5 }
    var half = 0.5
    for _ in valueText[valueText.index(after: point)...] { half /= 10 }
    return half
  }
}

/// A city's or an aggregate's mean PM2.5 of one calendar year.
public struct AnnualMean: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `annual_means`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// The organisation that governs the city, if it is in the registry.
  public var organisation: String? { record["org"].isEmpty ? nil : record["org"] }
  /// The partner province in which the city lies, when the city itself is no partner.
  public var within: String? { record["within"].isEmpty ? nil : record["within"] }
  /// The city or aggregate.
  public var city: String { record["city"] }
  /// Calendar year.
  public var year: Int { Int(record["year"]) ?? 0 }
  /// µg/m³, at the reference state of the year's rule.
  public var value: Double { Double(record["pm25_ug_m3"]) ?? .nan }
  /// Who computed it: `official`, `ngo` or `aggregate`.
  public var series: String { record["series"] }
  /// Half a unit of the last digit that was written, µg/m³.
  public var rounding: Double { record["pm25_ug_m3"].contains(".") ? 0.05 : 0.5 }
}

/// Something that passes from one party of the scheme to another.
public struct SchemeFlow: RecordView {
  /// The record that is read.
  public let record: RegistryRecord
  /// Reads a record of the kind `flows`.
  public init(_ record: RegistryRecord) { self.record = record }

  /// An organisation or a `PartyGroup`.
  public var giver: String { record["giver"] }
  /// An organisation or a `PartyGroup`.
  public var receiver: String { record["receiver"] }
  /// Money, guidance, support, coordination or cooperation.
  public var kind: FlowKind { term("kind") }
}
