/// What an engine emits a kilowatt-hour, a horsepower-hour and an hour, for every type, power,
/// model year and technology that NONROAD knows.
///
/// - Source: US EPA, NONROAD2008a; see `NonroadFactors`, `NonroadTechnology` and
///   `NonroadPopulation`.
public struct RateTable: Sendable {
  /// One type, range of power, model year and technology.
  public struct Row: Codable, Hashable, Sendable {
    /// Identifier of the type.
    public let type: String
    /// hp, not included.
    public let horsepowerAbove: Double
    /// hp, included.
    public let horsepowerTo: Double
    /// kW, the mean of the range's machines in the United States.
    public let power: Double
    /// Year in which the engine was built.
    public let modelYear: Int
    /// As NONROAD writes it.
    public let technology: NonroadTechnology
    /// Identifier of the US stage that it is.
    public let stage: String
    /// Share of the model year's engines.
    public let share: Double
    /// Age in median lives in the year of the table, at most one.
    public let age: Double
    /// Hours of use a year.
    public let hours: Double
    /// Mean load over rated power.
    public let loadFactor: Double
    /// g of fuel a kWh.
    public let fuel: Double
    /// g/kWh in the year of the table.
    public let perKilowattHour: [ExhaustPollutant: Double]

    /// g/hp-hr.
    public func perHorsepowerHour(_ pollutant: ExhaustPollutant) -> Double? {
      perKilowattHour[pollutant].map { $0 * Horsepower.kilowatts }
    }

    /// g an hour of use, at the mean power and load.
    public func perHour(_ pollutant: ExhaustPollutant) -> Double? {
      perKilowattHour[pollutant].map { $0 * power * loadFactor }
    }
  }

  /// How factors are made; the method is NONROAD's whatever it says.
  public var inventory: MachineInventory
  /// In which engines are as old as they are.
  public var year: Int
  /// How engines age. Default: as NONROAD counts.
  public var age = AgeConvention.endOfYear
  /// First and last model year; the last is never after the year. Default: 1985 to the year.
  public var firstModelYear = 1985

  /// A table with the settings of an inventory.
  public init(_ inventory: MachineInventory, year: Int) {
    self.inventory = inventory
    self.year = year
  }

  /// All rows, or those of one type.
  ///
  /// - Parameter type: position in `MachineType.all`; `nil` for all.
  /// - Throws: `OffRoadError.setting` for years without engines.
  public func rows(type wanted: Int? = nil) throws(OffRoadError) -> [Row] {
    guard firstModelYear >= 1900, year >= firstModelYear, year <= 2200 else {
      throw .setting(
        "year", problem: "is \(year), with model years from \(firstModelYear)",
        remedy: "give a year of the table at or after the first model year")
    }
    var own = inventory
    own.method = .nonroad
    let lookup = own.lookup
    var rows: [Row] = []
    for bin in NonroadPopulation.bins
    where (wanted ?? bin.type) == bin.type && bin.averageHorsepower > 0 {
      var known: [NonroadTechnology: ClassFactors] = [:]
      for modelYear in firstModelYear...year {
        for share in NonroadTechnology.mix(power: bin.averagePower, modelYear: modelYear) {
          let factors =
            known[share.technology]
            ?? lookup.factors(
              type: MachineType.all[bin.type],
              stage: EngineStage.all[share.technology.stage(power: bin.averagePower)],
              power: bin.averagePower)
          known[share.technology] = factors
          rows.append(row(bin, modelYear, share, factors))
        }
      }
    }
    return rows
  }

  private func row(
    _ bin: NonroadPopulation.Bin, _ modelYear: Int, _ share: NonroadTechnology.Share,
    _ factors: ClassFactors
  ) -> Row {
    let type = MachineType.all[bin.type]
    let used = min(
      1,
      age.years(from: modelYear, to: year) * type.annualHours * type.loadFactor / bin.medianLife)
    return Row(
      type: type.identifier, horsepowerAbove: bin.range.above, horsepowerTo: bin.range.to,
      power: bin.averagePower, modelYear: modelYear, technology: share.technology,
      stage: EngineStage.all[share.technology.stage(power: bin.averagePower)].identifier,
      share: share.share, age: used, hours: type.annualHours, loadFactor: type.loadFactor,
      fuel: factors.fuel.zeroHour,
      perKilowattHour: factors.terms.mapValues { $0.value(age: used) })
  }
}
