import AirQuality
import NumericKernels

/// A register of machines that nobody owns: for demonstrations, tests and timings.
///
/// Types come in fixed shares, powers and hours scatter lognormally around the defaults of the
/// type, model years fall off with the share that NONROAD’s curve leaves, and stages are those of
/// China’s law in the model year. A fifth of the rows leaves hours or year out, as registers do.
public struct SimulatedRegister: Hashable, Codable, Sendable {
  /// Rows.
  public var machines = 20_000
  /// Of the random streams. Default: 1.
  public var seed: UInt64 = 1
  /// Year of the data.
  public var dataYear = 2024
  /// Sites among which machines are spread.
  public var sites = 400

  /// All settings at their defaults.
  public init() {}

  private static let shares: [(String, Double)] = [
    ("excavator", 0.34), ("wheel_loader", 0.17), ("forklift", 0.19), ("bulldozer", 0.05),
    ("road_roller", 0.05), ("crane", 0.05), ("paver", 0.03), ("grader", 0.02),
    ("generator_set", 0.05), ("terminal_tractor", 0.03), ("drill_rig", 0.02),
  ]

  /// Column names.
  public static let header =
    "id,site,machinery,stage,power_kw,model_year,fuel,retrofit,hours,load_factor,exemption"

  /// Rows as comma-separated text, header first, handed on a thousand at a time.
  public func write(_ append: (String) throws -> Void) rethrows {
    let types = Self.shares.map { MachineType.position(named: $0.0) ?? 0 }
    var text = Self.header + "\n"
    var calendar = StageCalendar(.china)
    for row in 0..<machines {
      text += line(row, types, &calendar)
      if row % 1_000 == 999 {
        try append(text)
        text = ""
      }
    }
    if !text.isEmpty { try append(text) }
  }

  private func line(
    _ row: Int, _ types: [Int], _ calendar: inout StageCalendar
  ) -> String {
    var stream = RandomStream(seed: seed, index: UInt64(row))
    var left = stream.uniform()
    var place = 0
    while place + 1 < types.count, left >= Self.shares[place].1 {
      left -= Self.shares[place].1
      place += 1
    }
    let type = MachineType.all[types[place]]
    func scattered(_ centre: Double, _ spread: Double) -> Double {
      centre * Logarithm.power(2.718_281_828_459_045, spread * stream.normal())
    }
    let power = min(560, max(5, scattered(type.ratedPower, 0.35))).rounded()
    let hours = min(4_000, max(50, scattered(type.annualHours, 0.3))).rounded()
    // Ages thin out like machines that survive: up to about two median lives.
    var age = 0
    repeat {
      age = stream.index(below: 22)
    } while stream.uniform()
      > ScrappageCurve.nonroad.surviving(
        lives: Double(age) * type.annualHours * type.loadFactor / MedianLife.hours(power: power))
    let year = dataYear - age
    let stage = EngineStage.all[calendar.stage(power: power, modelYear: year)].identifier
    let site = stream.index(below: sites)
    let isElectric = type.identifier == "forklift" && age < 6 && stream.uniform() < 0.3
    let hasHours = stream.uniform() >= 0.1
    let hasYear = stream.uniform() >= 0.1
    let hasLoad = stream.uniform() < 0.3
    let stagePosition = EngineStage.position(of: stage) ?? 0
    let hasFilter =
      stream.uniform() < 0.03 && !isElectric
      && !EngineStage.all[stagePosition].alreadyHas(.particulateFilter, power: power)
    let isExempt = stream.uniform() < 0.02
    let load = (scattered(type.loadFactor, 0.15) * 100).rounded() / 100
    return [
      "M\(row + 1)", "S\(site + 1)", type.identifier, isElectric ? "" : stage,
      "\(Int(power))", hasYear ? "\(year)" : "", isElectric ? "electric" : "diesel",
      hasFilter ? "dpf" : "", hasHours ? "\(Int(hours))" : "",
      hasLoad ? "\(min(0.95, max(0.05, load)))" : "", isExempt ? "yes" : "",
    ].joined(separator: ",") + "\n"
  }
}
