import AirQuality
public import Documents

/// A stage of an engine standard: what an engine was built to.
public struct EngineStage: Hashable, Codable, Sendable {
  /// Whose standard.
  public enum Regulation: String, Codable, Sendable, CaseIterable {
    case china, japan, eu, us
  }

  /// For example `china-iii`, `japan-2014`, `eu-iiib`, `us-tier-2`, as a fleet list writes it.
  public let identifier: String
  /// Whose standard.
  public let regulation: Regulation
  /// As the standard writes it, for example `IIIA`; `before` where engines had no limits.
  public let name: String
  /// Ascending with stringency within a regulation; 0 and below had no limits.
  public let rank: Int

  /// As each language’s regulations and papers call it: China III, 国三（国Ⅲ）, 2011 年規制.
  public var title: Message { Message("stage.\(identifier)") }

  /// All stages, each regulation's in order of time.
  public static let all: [EngineStage] = {
    func stages(
      _ regulation: Regulation, _ names: [(String, String)], first: Int
    ) -> [EngineStage] {
      names.enumerated().map { offset, pair in
        EngineStage(
          identifier: "\(regulation.rawValue)-\(pair.0)", regulation: regulation, name: pair.1,
          rank: first + offset)
      }
    }
    return
      stages(
        .china, [("0", "before"), ("i", "I"), ("ii", "II"), ("iii", "III"), ("iv", "IV")], first: 0)
      + stages(
        .japan,
        [
          ("0", "before"), ("2003", "2003"), ("2006", "2006"), ("2011", "2011"), ("2014", "2014"),
        ],
        first: 0)
      + stages(
        .eu,
        [
          ("pre-1981", "before 1981"), ("1981", "1981–1990"), ("1991", "1991–Stage I"), ("i", "I"),
          ("ii", "II"), ("iiia", "IIIA"), ("iiib", "IIIB"), ("iv", "IV"), ("v", "V"),
        ], first: -2)
      + stages(
        .us,
        [
          ("base", "before"), ("tier-0", "Tier 0"), ("tier-1", "Tier 1"), ("tier-2", "Tier 2"),
          ("tier-3", "Tier 3"), ("tier-4-interim", "Tier 4 interim"), ("tier-4", "Tier 4 final"),
        ], first: -1)
  }()

  /// Position in `all` of the stage that a text names.
  ///
  /// Full identifiers (`eu-iiia`), spelled with blanks or with the word “stage” (`EU Stage IIIA`,
  /// `China III`, `国三`), are read as they stand. A bare `IIIA` is read only when the list's
  /// regulation is known, because the same numeral means different engines in different laws.
  public static func position(of text: String, regulation: Regulation? = nil) -> Int? {
    let plain = normalised(text)
    if let position = byIdentifier[plain] { return position }
    if let chinese = chineseNumerals[plain] { return byIdentifier["china-\(chinese)"] }
    guard let regulation else { return nil }
    return byIdentifier["\(regulation.rawValue)-\(plain)"]
  }

  /// What to write instead of a stage that is none: what is near, or how stages are written.
  public static func suggestion(for stage: String) -> Message {
    let near = nearest(to: stage)
    return near.isEmpty
      ? "error.off-road.write-stage"
      : Message("error.off-road.did-you-mean", ["name": .names(near)])
  }

  /// Up to three identifiers whose spelling is near; of one regulation when it is known.
  public static func nearest(to text: String, regulation: Regulation? = nil) -> [String] {
    let plain = normalised(text)
    let candidates = all.filter { regulation == nil || $0.regulation == regulation }
    // A bare numeral is offered in each law that has it.
    let endings = candidates.filter { $0.identifier.hasSuffix("-\(plain)") }
    if !endings.isEmpty { return endings.prefix(4).map(\.identifier) }
    let wanted = Array(plain)
    return candidates.map { (NameSearch.distance(wanted, Array($0.identifier)), $0.identifier) }
      .filter { $0.0 <= max(2, wanted.count / 2) }.sorted { $0 < $1 }.prefix(3).map(\.1)
  }

  private static let byIdentifier: [String: Int] = Dictionary(
    uniqueKeysWithValues: all.enumerated().map { ($0.element.identifier, $0.offset) })

  private static let chineseNumerals: [String: String] = [
    "国零": "0", "国一": "i", "国二": "ii", "国三": "iii", "国四": "iv", "国i": "i", "国ii": "ii",
    "国iii": "iii", "国iv": "iv", "国0": "0", "国1": "i", "国2": "ii", "国3": "iii", "国4": "iv",
  ]

  private static func normalised(_ text: String) -> String {
    let lowered = text.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 }
    var words = String(lowered).split(separator: "-").map(String.init)
    words.removeAll { $0 == "stage" || $0 == "act" }
    return words.joined(separator: "-")
  }

  /// The key in the table of limits; `nil` for engines without limits.
  var limitKey: (regulation: String, stage: String)? {
    guard rank > 0 else { return nil }
    switch regulation {
    case .china: return ("China GB 20891", name)
    case .japan:
      return (
        name == "2003"
          ? "Japan special motor vehicle (road-registered) 2003"
          : "Japan off-road special vehicle act", name
      )
    case .eu: return ("EU 97/68/EC and 2016/1628", name)
    case .us: return ("US EPA 40 CFR 89 and 1039", name)
    }
  }

  /// The stage of a method's factors that stands for it at a power in kW, with where that reading
  /// comes from.
  ///
  /// A law's last stage is not the same engine at every power: below 19 kW no law asks for a
  /// filter, and above 560 kW most ask for nothing.
  func factorStage(
    _ method: EmissionMethod, power: Double
  ) -> (stage: String, backing: Backing, note: Message) {
    let rows = Self.correspondence["\(identifier) \(method.rawValue)"] ?? []
    guard let found = rows.first(where: { $0.contains(power, of: regulation) }) else {
      preconditionFailure("no correspondence for \(identifier), \(method.rawValue), \(power) kW")
    }
    return (found.stage, found.backing, found.note)
  }

  /// EMEP's name of the stage itself; `nil` for stages of other laws.
  var ownEMEPStage: String? {
    guard regulation == .eu else { return nil }
    switch name {
    case "before 1981": return "<1981"
    case "1981–1990": return "1981-1990"
    case "1991–Stage I": return "1991-Stage I"
    default: return "Stage \(name)"
    }
  }

  /// NONROAD's technology that stands for it at a power in kW.
  func technology(power: Double) -> (technology: NonroadTechnology, backing: Backing) {
    let (stage, backing, _) = factorStage(.nonroad, power: power)
    guard let technology = NonroadTechnology(rawValue: stage) else {
      preconditionFailure("\(stage) is no technology of NONROAD")
    }
    return (technology, backing)
  }

  /// The stage that an engine of a model year truly is, position in `all`.
  ///
  /// An engine sold as Tier 4 before NONROAD knows the final technology at its power is an interim
  /// one (40 CFR 1039.102): up to 75 hp before 2013, above 750 hp before 2015.
  static func resolved(_ stage: Int, power: Double, modelYear: Int?) -> Int {
    guard let modelYear, stage == finalTierFour else { return stage }
    let mix = NonroadTechnology.mix(power: power, modelYear: modelYear)
    let stages = mix.map { $0.technology.stage(power: power) }
    return !stages.contains(stage) && stages.contains(stage - 1) ? stage - 1 : stage
  }

  private static let finalTierFour: Int = {
    guard let position = position(of: "us-tier-4") else { preconditionFailure("no Tier 4") }
    return position
  }()

  /// A row of the correspondence.
  private struct Reading: Sendable {
    let lower: Double
    let upper: Double
    let range: HorsepowerRange?
    let stage: String
    let backing: Backing
    let note: Message

    func contains(_ power: Double, of regulation: Regulation) -> Bool {
      if let range { return range.contains(kilowatts: power) }
      let place = EmissionLimit.place(power, of: regulation)
      return lower <= place && place < upper
    }
  }

  private static let correspondence: [String: [Reading]] = {
    var found: [String: [Reading]] = [:]
    for row in ReferenceTable(named: "off-road/stage_correspondence.csv").rows {
      guard let stage = row["stage"], let method = row["method"],
        let factor = row["factor_stage"]
      else { preconditionFailure("line \(row.line) of the correspondence is incomplete") }
      let above = row.number("power_above_hp")
      let to = row.number("power_to_hp")
      let reading = Reading(
        lower: row.number("power_min_kw") ?? 0, upper: row.number("power_max_kw") ?? .infinity,
        range: above == nil && to == nil
          ? nil : HorsepowerRange(above: above ?? 0, to: to ?? .infinity),
        stage: factor, backing: Backing(row.provenance),
        note: StageReading.note(row["notes"] ?? ""))
      // “emep” stands for all three tiers.
      for own in EmissionMethod.allCases
      where own.rawValue == method || (method == "emep" && own != .nonroad) {
        found["\(stage) \(own.rawValue)", default: []].append(reading)
      }
    }
    return found
  }()
}
