/// Emissions of a fleet in a year.
///
/// E = Σ machines × power × hours × load factor × factor, the factor by one of four methods.
/// It assumes that the load factor describes the whole year's work, idling included, and that the
/// tables' engines are those of the fleet; what deviates is the subject of `UncertaintyAnalysis`.
///
/// - Source: EMEP/EEA guidebook, 1.A.4 non-road mobile machinery, equations 1 to 5; US EPA (2010),
///   EPA-420-R-10-018, equations 1 to 7.
public struct MachineInventory: Hashable, Codable, Sendable {
  /// How factors are made. Default: EMEP Tier 2, whose factors a stored source backs.
  public var method = EmissionMethod.emepTier2
  /// Sulphur of the fuel in use, ppm by mass. It decides SO2 and part of PM and has no default.
  public var sulphurPartsPerMillion: Double
  /// Whether only figures that a stored source backs are used. Default: no; then others are marked.
  public var onlyBacked = false
  /// Whether crankcase emissions count to HC with NONROAD. Default: yes.
  public var includesCrankcase = true
  /// Emission of the grid, g/kWh of electricity, for electric machines; a pollutant that is not
  /// named counts as none and is told of.
  public var grid: [ExhaustPollutant: Double] = [:]

  /// An inventory with the sulphur of the fuel, ppm by mass.
  public init(sulphurPartsPerMillion: Double) {
    self.sulphurPartsPerMillion = sulphurPartsPerMillion
  }

  /// Electricity for a kilowatt-hour of work at the tool, kWh: battery, charger and motor.
  ///
  /// Our own round figure; no stored source backs it.
  static let electricityPerWork = 1.25
  static let electricityBacking = Backing(sources: ["AIRACCORD-ELECTRIC"], isBacked: false)

  var lookup: FactorLookup {
    FactorLookup(
      method, sulphurPartsPerMillion: sulphurPartsPerMillion, onlyBacked: onlyBacked,
      includesCrankcase: includesCrankcase)
  }

  /// Counts a fleet's emissions.
  ///
  /// - Throws: `OffRoadError.setting` for sulphur outside 0 to 20,000 ppm.
  public func tally(_ fleet: ClassFleet) throws(OffRoadError) -> EmissionTally {
    try EmissionTally(ClassEmissions(self, fleet), inventory: self, fleet: fleet)
  }
}

/// The emissions of each cell in the parts that are drawn and changed one by one.
package struct ClassEmissions: Sendable {
  /// One a cell of the fleet.
  package struct Cell: Sendable {
    package let cell: ClassCell
    /// By pollutant's position, g a year: new engines, what age adds, what clean fuel subtracts.
    package var zeroHour = PollutantVector.zero
    package var deterioration = PollutantVector.zero
    package var subtraction = PollutantVector.zero
    /// g of diesel a year.
    package var fuel: Double
    /// Whether each pollutant has a figure.
    package var isKnown: KnownPollutants
    /// Position in `factors`; −1 for electric machines.
    package let factors: Int

    /// g a year.
    package func grams(_ pollutant: Int) -> Double {
      zeroHour[pollutant] + deterioration[pollutant] - subtraction[pollutant]
    }
  }

  package let cells: [Cell]
  /// The factors in use, each once.
  package let factors: [(type: Int, stage: Int, band: Int, factors: ClassFactors)]
  /// How the fleet's engines age.
  package let age: AgeConvention

  /// - Throws: `OffRoadError.setting` for sulphur outside 0 to 20,000 ppm.
  package init(_ inventory: MachineInventory, _ fleet: ClassFleet) throws(OffRoadError) {
    let sulphur = inventory.sulphurPartsPerMillion
    guard sulphur >= 0, sulphur <= 20_000 else {
      throw .setting(
        "sulphur-ppm", problem: "is \(sulphur), which no diesel fuel has",
        remedy: "give mass parts per million, 10 for ultra-low-sulphur diesel")
    }
    let lookup = inventory.lookup
    var positions: [Int: Int] = [:]
    var used: [(type: Int, stage: Int, band: Int, factors: ClassFactors)] = []
    var vectors: [FactorVector] = []
    var cells: [Cell] = []
    cells.reserveCapacity(fleet.cells.count)
    for cell in fleet.cells {
      if cell.key.fuel == .electric {
        cells.append(Self.electric(cell, grid: inventory.grid))
        continue
      }
      let (type, stage, band) = (Int(cell.key.type), Int(cell.key.stage), Int(cell.key.band))
      let code = (type * 256 + stage) * 256 + band
      let place: Int
      if let known = positions[code] {
        place = known
      } else {
        place = used.count
        positions[code] = place
        used.append(
          (
            type, stage, band,
            lookup.factors(
              type: MachineType.all[type], stage: EngineStage.all[stage],
              power: PowerBand.power(of: band))
          ))
        vectors.append(FactorVector(used[place].factors))
      }
      cells.append(Self.diesel(cell, vectors[place], place: place))
    }
    self.cells = cells
    factors = used
    age = fleet.age
  }

  private static func diesel(_ cell: ClassCell, _ factors: FactorVector, place: Int) -> Cell {
    let kept = 1 - MeasureEffect.retrofitShares[Int(cell.key.retrofit.rawValue)]
    return Cell(
      cell: cell, zeroHour: factors.zeroHour * cell.work * kept,
      deterioration: factors.deterioration * cell.agedWork * kept,
      subtraction: factors.subtraction * cell.work * kept, fuel: factors.fuel * cell.work,
      isKnown: factors.isKnown, factors: place)
  }

  private static func electric(_ cell: ClassCell, grid: [ExhaustPollutant: Double]) -> Cell {
    var result = Cell(cell: cell, fuel: 0, isKnown: KnownPollutants(all: true), factors: -1)
    for (pollutant, factor) in grid {
      result.zeroHour[pollutant.position] =
        factor * cell.work * MachineInventory.electricityPerWork
    }
    return result
  }
}

extension MeasureEffect {
  /// Central reductions by retrofit, shares.
  static let retrofitShares: [PollutantVector] = Machine.Retrofit.allCases.map { retrofit in
    var shares = PollutantVector.zero
    for (pollutant, effect) in effects(of: retrofit) {
      shares[pollutant.position] = effect.central ?? 0
    }
    return shares
  }
}
