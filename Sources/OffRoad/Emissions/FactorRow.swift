import Documents

/// One factor of a class of engines as a table shows it.
public struct FactorRow: Hashable, Codable, Sendable {
  /// Pollutant, `fuel`, or a limit as the law names it.
  public let name: String
  /// g/kWh of a new engine.
  public let zeroHour: Double
  /// g/kWh that a median life of use adds.
  public let deterioration: Double
  /// g/kWh that cleaner fuel subtracts.
  public let subtraction: Double
  /// The stage’s limit, g/kWh, where the law has one for this pollutant alone.
  public let limit: Double?
  /// Where the factor comes from.
  public let backing: Backing

  /// The factors of a type, stage and power.
  ///
  /// - Parameter power: kW; `nil` takes the type’s default.
  /// - Throws: `OffRoadError.setting` for a type or stage that is unknown, with what comes near.
  public static func rows(
    machinery: String, stage: String, power: Double?, inventory: MachineInventory
  ) throws(OffRoadError) -> [FactorRow] {
    guard let type = MachineType.position(named: machinery) else {
      throw .setting(
        "machinery",
        problem: Message("error.off-road.is-machinery", ["machinery": .fact(machinery)]),
        remedy: MachineType.suggestion(for: machinery))
    }
    guard let position = EngineStage.position(of: stage) else {
      throw .setting(
        "stage", problem: Message("error.off-road.is-stage", ["stage": .fact(stage)]),
        remedy: EngineStage.suggestion(for: stage))
    }
    let own = power ?? MachineType.all[type].ratedPower
    guard own > 0 else {
      throw .setting(
        "power-kw", problem: Message("error.off-road.is-own", ["own": .fact(own)]),
        remedy: "error.off-road.give-rated-power")
    }
    let factors = inventory.lookup.factors(
      type: MachineType.all[type], stage: EngineStage.all[position], power: own)
    let limits = EmissionLimit.limits(of: EngineStage.all[position], power: own)
    func limit(_ pollutant: ExhaustPollutant) -> Double? {
      let name = pollutant == .pm10 ? "PM" : pollutant.displayName
      return limits.first { $0.pollutant == name }?.limit
    }
    var rows = ExhaustPollutant.allCases.compactMap { pollutant -> FactorRow? in
      factors.terms[pollutant].map {
        FactorRow(
          name: pollutant.displayName, zeroHour: $0.zeroHour, deterioration: $0.deterioration,
          subtraction: $0.subtraction, limit: limit(pollutant), backing: $0.backing)
      }
    }
    rows.append(
      FactorRow(
        name: "fuel", zeroHour: factors.fuel.zeroHour, deterioration: 0, subtraction: 0,
        limit: nil, backing: factors.fuel.backing))
    return rows
  }
}
