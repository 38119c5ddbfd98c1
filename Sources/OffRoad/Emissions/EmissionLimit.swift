public import AirQuality
public import Documents

/// A limit of an engine standard for one pollutant, stage and band of power.
public struct EmissionLimit: Hashable, Codable, Sendable {
  /// As the table writes it: `NOx`, `HC`, `NOx+HC`, `PM`, `CO`, `PN`, `NMHC`, `NOx+NMHC`.
  public let pollutant: String
  /// In `unit`.
  public let limit: Double
  /// `g/kWh` or `#/kWh`.
  public let unit: String
  /// First day, mostly recalled.
  public let effectiveFrom: CivilDate?
  /// Where it comes from.
  public let provenance: ReferenceProvenance

  let regulation: String
  let stage: String
  let lower: Double
  let upper: Double

  private static let all: [EmissionLimit] = ReferenceTable(named: "off-road/emission_limits.csv")
    .rows.map { row in
      guard let regulation = row["regulation"], let stage = row["stage"],
        let pollutant = row["pollutant"], let limit = row.number("limit"), let unit = row["unit"]
      else { preconditionFailure("line \(row.line) of the limits is incomplete") }
      return EmissionLimit(
        pollutant: pollutant, limit: limit, unit: unit, effectiveFrom: row.date("effective_from"),
        provenance: row.provenance, regulation: regulation, stage: stage,
        lower: row.number("power_min_kw") ?? 0, upper: row.number("power_max_kw") ?? .infinity)
    }

  /// The limits of a stage at a power, kW; empty for engines without limits.
  public static func limits(of stage: EngineStage, power: Double) -> [EmissionLimit] {
    guard let key = stage.limitKey else { return [] }
    let place = place(power, of: stage.regulation)
    return all.filter {
      $0.regulation == key.regulation && $0.stage == key.stage && $0.lower <= place
        && place < $0.upper
    }
  }

  /// A power as a law's half-open bands take it, kW.
  ///
  /// - Source: 40 CFR 1039.140(a) rounds to the whole kilowatt; 560 kW itself belongs to the band
  ///   below it in the Chinese, European and US laws and to none in the Japanese.
  static func place(_ power: Double, of regulation: EngineStage.Regulation) -> Double {
    let own = regulation == .us ? power.rounded() : power
    return own == 560 && regulation != .japan ? 559.9 : own
  }

  /// The stage that the law asked of an engine built in a year, with the first day of its limits.
  ///
  /// - Returns: the last stage whose limits for the power were in force on 1 January of the year;
  ///   `nil` when none was. Most dates are recalled (`provenance`).
  public static func stage(
    of regulation: EngineStage.Regulation, power: Double, modelYear: Int
  ) -> (position: Int, backing: Backing)? {
    var found: (position: Int, date: CivilDate)?
    for (position, stage) in EngineStage.all.enumerated() where stage.regulation == regulation {
      let dates = limits(of: stage, power: power).compactMap(\.effectiveFrom)
      guard let first = dates.min(), first.year <= modelYear,
        first.year < modelYear || (first.month == 1 && first.day == 1)
      else { continue }
      if found.map({ first >= $0.date }) ?? true { found = (position, first) }
    }
    return found.map {
      ($0.position, Backing(sources: ["emission_limits.csv, dates"], isBacked: false))
    }
  }
}

/// The stages of one law by power and year, each looked up once.
struct StageCalendar {
  /// A stage's share of the engines of a year.
  struct Share: Hashable {
    /// Position in `EngineStage.all`.
    let stage: Int
    let share: Double
  }

  private let regulation: EngineStage.Regulation
  private var known: [Int: Int] = [:]
  private var mixes: [Int: [Share]] = [:]

  init(_ regulation: EngineStage.Regulation) { self.regulation = regulation }

  /// Where the dates come from.
  var backing: Backing {
    regulation == .us
      ? NonroadTechnology.backing
      : Backing(sources: ["emission_limits.csv, dates"], isBacked: false)
  }

  /// The stages of a year's engines.
  ///
  /// US engines are dated by what NONROAD knows to have been sold, several stages side by side
  /// where a standard was phased in; those of other laws by the day of the law alone.
  mutating func shares(power: Double, modelYear: Int) -> [Share] {
    guard regulation == .us else {
      return [Share(stage: stage(power: power, modelYear: modelYear), share: 1)]
    }
    let code = PowerBand.position(of: power) * 10_000 + modelYear
    if let found = mixes[code] { return found }
    var sums: [Int: Double] = [:]
    for own in NonroadTechnology.mix(power: power, modelYear: modelYear) {
      sums[own.technology.stage(power: power), default: 0] += own.share
    }
    let shares = sums.sorted { $0.key < $1.key }.map { Share(stage: $0.key, share: $0.value) }
    mixes[code] = shares
    return shares
  }

  /// Position of the stage that the law asked for; of the engines before it when none did.
  mutating func stage(power: Double, modelYear: Int) -> Int {
    let band = PowerBand.position(of: power)
    let code = band * 10_000 + modelYear
    if let found = known[code] { return found }
    let own = EmissionLimit.stage(
      of: regulation, power: PowerBand.power(of: band), modelYear: modelYear)
    let before = EngineStage.all.lastIndex { $0.regulation == regulation && $0.rank <= 0 }
    let stage = own?.position ?? before ?? 0
    known[code] = stage
    return stage
  }
}

/// A factor that is above the limit of its own stage.
///
/// That is no error: a factor describes an engine in use, a limit one in a test. But whoever uses
/// it should know.
public struct LimitNote: Hashable, Codable, Sendable {
  /// Identifier of the stage.
  public let stage: String
  /// The reported band of power.
  public let band: String
  /// As the law names it.
  public let pollutant: String
  /// The factor of a new engine, g/kWh.
  public let factor: Double
  /// The limit, g/kWh.
  public let limit: Double
  /// Of the limit.
  public let backing: Backing

  /// In one sentence.
  public var message: Message {
    Message(
      "off-road.above-limit",
      [
        "pollutant": .text(pollutant), "stage": .message(Message("stage.\(stage)")),
        "band": .text(band), "factor": .number(factor, .decimals(3), unit: "g/kWh"),
        "limit": .number(limit, .decimals(3), unit: "g/kWh"),
      ])
  }

  /// The notes on a class of engines.
  ///
  /// New engines are compared, without transient work, deterioration and crankcase, as in the
  /// type-approval test; sums of NOx and hydrocarbons with limits on the sum.
  static func notes(
    type: MachineType, stage: EngineStage, power: Double, factors: ClassFactors
  ) -> [LimitNote] {
    EmissionLimit.limits(of: stage, power: power).compactMap { limit in
      let parts: [ExhaustPollutant]
      switch limit.pollutant {
      case "NOx": parts = [.nox]
      case "HC", "NMHC": parts = [.hc]
      case "NOx+HC", "NOx+NMHC": parts = [.nox, .hc]
      case "CO": parts = [.co]
      case "PM": parts = [.pm10]
      default: return nil
      }
      let values = parts.compactMap { factors.steady[$0] }
      guard values.count == parts.count else { return nil }
      let factor = values.reduce(0, +)
      guard factor > limit.limit else { return nil }
      return LimitNote(
        stage: stage.identifier,
        band: PowerBand.reported[PowerBand.reportedPosition(of: PowerBand.position(of: power))]
          .name, pollutant: limit.pollutant, factor: factor, limit: limit.limit,
        backing: Backing(limit.provenance))
    }
  }
}
