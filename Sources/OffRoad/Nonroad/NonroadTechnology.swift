import AirQuality

/// A technology of diesel engines as NONROAD tells them apart.
///
/// - Source: US EPA, NONROAD2008a, `TECH-EXH.DAT`; `Datasets/off-road/nonroad_technologies.csv`.
public enum NonroadTechnology: String, Codable, CaseIterable, Hashable, Sendable {
  /// Before the standards, built before 1988.
  case base = "Base"
  /// Before the standards, later.
  case tier0 = "T0"
  case tier1 = "T1"
  case tier2 = "T2"
  case tier3 = "T3"
  /// Tier 3 of 75 to 100 hp, certified with fuel of 0.05 % sulphur.
  case tier3LowSulphur = "T3B"
  /// Interim Tier 4 up to 75 hp, without filter.
  case tier4Interim = "T4A"
  /// Tier 4 up to 25 hp, without filter.
  case tier4Small = "T4B"
  /// Tier 4 with filter and without control of NOx.
  case tier4 = "T4"
  /// Tier 4 with control of NOx.
  case tier4NOx = "T4N"

  /// A technology's share of a model year.
  package struct Share: Hashable, Sendable {
    package let technology: NonroadTechnology
    package let share: Double
  }

  private struct Mix: Sendable {
    let range: HorsepowerRange
    let firstYear: Int
    var shares: [Share]
  }

  private static let mixes: [Mix] = {
    var found: [Mix] = []
    for row in ReferenceTable(named: "off-road/nonroad_technologies.csv").rows {
      guard let above = row.number("hp_above"), let to = row.number("hp_to"),
        let year = row.number("first_model_year"), let share = row.number("share"),
        let technology = row["technology"].flatMap(NonroadTechnology.init)
      else { preconditionFailure("line \(row.line) of the technologies is incomplete") }
      let range = HorsepowerRange(above: above, to: to)
      let own = Share(technology: technology, share: share)
      if let last = found.indices.last, found[last].range == range,
        found[last].firstYear == Int(year)
      {
        found[last].shares.append(own)
      } else {
        found.append(Mix(range: range, firstYear: Int(year), shares: [own]))
      }
    }
    return found
  }()

  /// Where the mix comes from.
  static let backing = Backing(sources: ["MOVES-NONROAD"], isBacked: true)

  /// The technologies of a model year of engines of a power, kW; shares sum to 1.
  package static func mix(power: Double, modelYear: Int) -> [Share] {
    let own = mixes.last { $0.firstYear <= modelYear && $0.range.contains(kilowatts: power) }
    guard let own else {
      preconditionFailure("no technologies of \(modelYear) at \(power) kW")
    }
    return own.shares
  }

  /// Position in `EngineStage.all` of the US stage that the technology is at a power, kW.
  package func stage(power: Double) -> Int {
    let small = HorsepowerRange(above: 0, to: 75).contains(kilowatts: power)
    let identifier =
      switch self {
      case .base: "us-base"
      case .tier0: "us-tier-0"
      case .tier1: "us-tier-1"
      case .tier2: "us-tier-2"
      case .tier3, .tier3LowSulphur: "us-tier-3"
      case .tier4Interim: "us-tier-4-interim"
      case .tier4Small, .tier4NOx: "us-tier-4"
      // With a filter and without NOx control the law's engines are final up to 75 hp only.
      case .tier4: small ? "us-tier-4" : "us-tier-4-interim"
      }
    guard let position = EngineStage.position(of: identifier) else {
      preconditionFailure("no stage \(identifier)")
    }
    return position
  }

  /// Whether the exhaust passes a particulate filter, or is as clean as behind one.
  package var hasFilter: Bool { self == .tier4 || self == .tier4NOx }

  /// Whether NOx is taken out of the exhaust.
  package var controlsNOx: Bool { self == .tier4NOx }
}
