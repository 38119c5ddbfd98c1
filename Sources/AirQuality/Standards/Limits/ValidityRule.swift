/// How much must have been measured for a statistic to count.
struct ValidityRule: Sendable {
  let authority: AirQualityStandard.Authority
  /// For example `GB 3095-2012 table 4`.
  let rule: String
  /// Identifiers; empty for every pollutant.
  let pollutants: Set<String>
  /// For example `annual mean`.
  let statistic: String
  let minimum: Double
  /// Of the minimum, for example `hourly means per day`.
  let unit: String
  let provenance: ReferenceProvenance

  /// The minimum as a count.
  var count: Int { Int(minimum) }
  /// The minimum as a share; only for rules in per cent.
  var share: Double { minimum / 100 }

  /// The rule in words, with its source.
  var applied: AppliedRule {
    let number = minimum == minimum.rounded() ? String(Int(minimum)) : String(minimum)
    return AppliedRule("\(statistic): at least \(number) \(unit) (\(rule))", provenance)
  }

  init(_ row: ReferenceTable.Row) {
    let authorities = AirQualityStandard.Authority.allCases
    guard let authority = authorities.first(where: { $0.tableName == row["authority"] }),
      let rule = row["rule"], let pollutants = row["pollutant"], let statistic = row["statistic"],
      let minimum = row.number("minimum"), let unit = row["unit"]
    else { preconditionFailure("line \(row.line) of the validity rules is incomplete") }
    self.authority = authority
    self.rule = rule
    self.pollutants =
      pollutants == "all"
      ? [] : Set(pollutants.split(separator: " ").map { Pollutant(String($0)).identifier })
    self.statistic = statistic
    self.minimum = minimum
    self.unit = unit
    provenance = row.provenance
  }

  /// The embedded table `reference/data_validity_rules.csv`.
  static let embedded = ReferenceTable(named: "reference/data_validity_rules.csv").rows
    .map { ValidityRule($0) }

  /// The rule for a statistic of a pollutant; `nil` where the table has none.
  static func find(
    _ authority: AirQualityStandard.Authority, _ rule: String, _ statistic: String,
    for pollutant: Pollutant
  ) -> ValidityRule? {
    embedded.first {
      $0.authority == authority && $0.rule.hasPrefix(rule) && $0.statistic == statistic
        && ($0.pollutants.isEmpty || $0.pollutants.contains(pollutant.identifier))
    }
  }

  /// The same where its absence is our own mistake.
  static func require(
    _ authority: AirQualityStandard.Authority, _ rule: String, _ statistic: String,
    for pollutant: Pollutant
  ) -> ValidityRule {
    guard let found = find(authority, rule, statistic, for: pollutant) else {
      preconditionFailure("no rule “\(rule), \(statistic)” for \(pollutant)")
    }
    return found
  }
}

/// A rule or convention that took part in an evaluation, with its source.
public struct AppliedRule: Hashable, Codable, Sendable {
  /// In words.
  public let text: String
  /// Where it comes from, and whether a stored source backs it.
  public let provenance: ReferenceProvenance

  init(_ text: String, _ provenance: ReferenceProvenance) {
    self.text = text
    self.provenance = provenance
  }

  /// A convention that no archived text backs.
  static func recalled(_ text: String, source: String) -> AppliedRule {
    AppliedRule(text, ReferenceProvenance(source: source, verification: .recall))
  }

  /// A rule of the authority that an archived text backs.
  static func stored(_ text: String, source: String) -> AppliedRule {
    AppliedRule(text, ReferenceProvenance(source: source, verification: .storedSource))
  }

  /// A choice of ours where the authority leaves one open.
  static func ours(_ text: String) -> AppliedRule {
    AppliedRule(text, ReferenceProvenance(source: ownSource, verification: .recall))
  }

  private static let ownSource = "AirAccord"

  /// Whether it is a choice of ours.
  public var isOurs: Bool { provenance.source == Self.ownSource }
}
