import Documents

/// Ages a fleet: old machines go, new ones come, and the whole grows.
///
/// Of each class the share that the curve leaves stays; what goes and what growth asks for comes
/// back as new machines of the same type and power in the stage that is sold. It assumes that new
/// machines work like those they replace, and machines of unknown year are left alone.
///
/// - Source: US EPA (2005), EPA-420-P-05-018 (NONROAD’s calculation of age distribution): the
///   curve; the step from year to year is ours.
public struct FleetProjection: Sendable {
  /// Growth of the number of machines a year, a share. Default: 0.
  public var growth = 0.0
  /// Which machines go. Default: NONROAD’s curve.
  public var curve = ScrappageCurve.nonroad
  /// Years that no median life exceeds when machines are scrapped. Default: 25, NONROAD’s.
  public var longestMedianLife = MedianLife.longestYears
  /// Stage of new machines by first year of sale, position in `EngineStage.all`; a year before the
  /// first entry sells the first.
  public var stages: [(from: Int, stage: Int)]

  /// A projection in which new machines are of one stage.
  public init(newStage: Int) { stages = [(from: 0, stage: newStage)] }

  /// The fleet in a later year.
  ///
  /// - Throws: `OffRoadError.setting` for a year before the fleet’s, growth below −100 %, or no
  ///   stage.
  public func project(_ fleet: ClassFleet, to year: Int) throws(OffRoadError) -> ClassFleet {
    guard year >= fleet.year, year - fleet.year <= 60 else {
      throw .setting(
        "years",
        problem: Message(
          "error.off-road.has-fleet-is", ["year": .fact(year), "year2": .fact(fleet.year)]),
        remedy: "error.off-road.give-years-from-fleets")
    }
    guard growth > -1, let first = stages.first else {
      throw .setting(
        "growth", problem: Message("error.off-road.is-growth", ["growth": .fact(growth)]),
        remedy: "error.off-road.give-growth-and-stage")
    }
    guard longestMedianLife > 0 else {
      throw .setting(
        "longest median life",
        problem: Message(
          "error.off-road.is-longest-median-life", ["longestMedianLife": .fact(longestMedianLife)]),
        remedy: "error.off-road.give-years")
    }
    var cells = fleet.cells
    for next in stride(from: fleet.year + 1, through: year, by: 1) {
      let stage = stages.last { $0.from <= next }?.stage ?? first.stage
      cells = Self.merged(step(cells, to: next, stage: stage, age: fleet.age))
    }
    var defaults = fleet.defaults
    if year > fleet.year {
      defaults.append(
        DefaultUse(
          quantity: "assumed.scrappage-curve", subject: "all", value: 1,
          unit: "median life of half",
          machines: fleet.machines, backing: ScrappageCurve.backing))
    }
    return ClassFleet(year: year, cells: cells, defaults: defaults, age: fleet.age)
  }

  /// The same machines with one cell a class, in the classes' order.
  ///
  /// Every old class leaves new machines of the same year and stage: without this step the cells
  /// double each year.
  private static func merged(_ cells: [ClassCell]) -> [ClassCell] {
    let ordered = cells.sorted { $0.key.packed < $1.key.packed }
    var result: [ClassCell] = []
    result.reserveCapacity(ordered.count)
    for cell in ordered {
      if let last = result.indices.last, result[last].key == cell.key {
        result[last].add(cell)
      } else {
        result.append(cell)
      }
    }
    return result
  }

  private func step(
    _ cells: [ClassCell], to year: Int, stage: Int, age convention: AgeConvention
  ) -> [ClassCell] {
    var result: [ClassCell] = []
    result.reserveCapacity(cells.count * 2)
    for cell in cells {
      guard cell.key.modelYear > 0, cell.key.fuel == .diesel, cell.machines > 0 else {
        result.append(cell.scaled(by: 1 + growth))
        continue
      }
      let power = PowerBand.power(of: Int(cell.key.band))
      let hours = cell.fullLoadHours / cell.machines
      // Median lives that a machine of the class uses up in a year; none outlasts NONROAD's cap.
      let rate = hours / MedianLife.hours(power: power)
      let scrapped = max(rate, 1 / longestMedianLife)
      let age = Double(year - Int(cell.key.modelYear))
      let before = curve.surviving(lives: scrapped * (age - 1))
      let after = curve.surviving(lives: scrapped * age)
      let wanted = 1 + growth
      // A fleet that shrinks faster than it wears out gives machines away.
      let stays = min(before > 0 ? after / before : 0, wanted)
      var old = cell.scaled(by: stays)
      let used = convention.years(from: Int(cell.key.modelYear), to: year)
      old.agedWork = old.work * min(1, rate * used)
      if stays > 0 { result.append(old) }
      guard wanted > stays else { continue }
      var new = cell.scaled(by: wanted - stays)
      new.key.modelYear = UInt16(year)
      new.key.stage = UInt8(EngineStage.resolved(stage, power: power, modelYear: year))
      new.key.retrofit = .none
      new.key.isExempt = false
      new.agedWork = new.work * min(1, rate * convention.years(from: year, to: year))
      result.append(new)
    }
    return result
  }
}

extension ClassCell {
  /// Adds the machines of another cell of the same class.
  mutating func add(_ other: ClassCell) {
    machines += other.machines
    work += other.work
    agedWork += other.agedWork
    squaredWork += other.squaredWork
    idlingWork += other.idlingWork
    workOfUnknownIdling += other.workOfUnknownIdling
    fullLoadHours += other.fullLoadHours
  }
}
