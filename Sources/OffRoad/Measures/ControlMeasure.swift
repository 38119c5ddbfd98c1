public import AirQuality

/// Something done about machines: what, to which, from when and at what price.
public struct ControlMeasure: Hashable, Sendable {
  /// What is done.
  public enum Action: Hashable, Sendable {
    /// Something is fitted to the exhaust.
    case retrofit(Machine.Retrofit)
    /// Fuel with less sulphur, ppm by mass.
    case lowSulphurFuel(partsPerMillion: Double)
    /// Machines are scrapped and replaced by ones of a stage, position in `EngineStage.all`.
    case replacement(stage: Int)
    /// Machines are replaced by electric ones; g/kWh that the grid emits.
    case electrification(grid: [ExhaustPollutant: Double])
    /// Only machines of a stage or a better one may work; others are replaced by ones of the stage.
    case lowEmissionZone(minimumStage: Int)
    /// Idling is cut by a share.
    case idlingLimit(cut: BoundedNumber)
    /// Inspection and repair take away a share of what age has added.
    case inspection(cut: BoundedNumber)

    /// Place in the order of combination.
    ///
    /// First who works (replacement, zone, electrification), then how long, then with which fuel,
    /// then in which state of repair, and last what happens to the exhaust that is left.
    var phase: Int {
      switch self {
      case .replacement: 0
      case .lowEmissionZone: 1
      case .electrification: 2
      case .idlingLimit: 3
      case .lowSulphurFuel: 4
      case .inspection: 5
      case .retrofit: 6
      }
    }

    /// Whether it takes machines out of their class.
    var movesMachines: Bool { phase <= 2 }
  }

  /// Which machines.
  public struct Target: Hashable, Codable, Sendable {
    /// Identifiers of types; empty for all.
    public var types: [String] = []
    /// Identifiers of stages; empty for all.
    public var stages: [String] = []
    /// kW.
    public var minimumPower = 0.0
    /// kW, not included.
    public var maximumPower = Double.infinity

    /// All machines.
    public init() {}
  }

  /// What it costs, in the user's currency.
  public struct Cost: Hashable, Codable, Sendable {
    /// A machine, once.
    public var capital = BoundedNumber(0)
    /// A machine and year.
    public var operating = BoundedNumber(0)
    /// A tonne of fuel.
    public var fuel = BoundedNumber(0)
    /// Years over which the capital is written off. Default: 8.
    public var years = 8.0
    /// Of capital, a year. Default: 0.04.
    public var discountRate = 0.04

    /// Nothing.
    public init() {}

    /// Share of the capital to be paid each year (annuity).
    var annuity: Double {
      guard discountRate > 0 else { return 1 / years }
      var power = 1.0
      for _ in 0..<Int(years) { power *= 1 + discountRate }
      let rest = years - years.rounded(.down)
      power *= 1 + discountRate * rest
      return discountRate * power / (power - 1)
    }
  }

  /// For tables and figures.
  public var name: String
  /// What is done.
  public var action: Action
  /// To which machines.
  public var target: Target
  /// Share of the targeted machines in the end: of a zone, its share of the work times compliance.
  public var share: BoundedNumber
  /// First day.
  public var start: CivilDate
  /// Years from the first machine to the last. Default: 0.
  public var phaseInYears = 0.0
  /// By how much more the machines work because of it, a share. Default: 0.
  public var rebound = 0.0
  /// What it costs; `nil` when nobody knows.
  public var cost: Cost?

  /// A measure on a share of its target, complete after `phaseInYears` years.
  public init(
    name: String, action: Action, target: Target = Target(), share: BoundedNumber,
    start: CivilDate, phaseInYears: Double = 0, rebound: Double = 0, cost: Cost? = nil
  ) {
    self.name = name
    self.action = action
    self.target = target
    self.share = share
    self.start = start
    self.phaseInYears = phaseInYears
    self.rebound = rebound
    self.cost = cost
  }

  /// How far it has come on average over a year, 0 to 1.
  func progress(in year: Int) -> Double {
    let length = Double(CivilDate.isLeap(start.year) ? 366 : 365)
    let begin = Double(start.year) + Double(start.dayOfYear - 1) / length - Double(year)
    // ∫ over the year of a ramp from `begin` to `begin + phaseInYears`.
    func area(_ until: Double) -> Double {
      guard until > begin else { return 0 }
      guard phaseInYears > 0 else { return until - begin }
      let inside = min(until - begin, phaseInYears)
      return inside * inside / (2 * phaseInYears) + max(0, until - begin - phaseInYears)
    }
    return area(1) - area(0)
  }

  /// Whether a cell belongs to the target; exempt machines are left alone by a zone.
  func targets(_ key: ClassCell.Key) -> Bool {
    guard key.fuel == .diesel else { return false }
    let power = PowerBand.power(of: Int(key.band))
    guard power >= target.minimumPower, power < target.maximumPower else { return false }
    if !target.types.isEmpty,
      !target.types.contains(MachineType.all[Int(key.type)].identifier)
    {
      return false
    }
    if case .lowEmissionZone = action, key.isExempt { return false }
    return targetsStage(Int(key.stage), retrofit: key.retrofit, power: power)
  }

  /// Whether engines of a stage and power in kW belong to the target.
  func targetsStage(_ stage: Int, retrofit: Machine.Retrofit, power: Double) -> Bool {
    if !target.stages.isEmpty, !target.stages.contains(EngineStage.all[stage].identifier) {
      return false
    }
    switch action {
    case .replacement(let wanted), .lowEmissionZone(let wanted):
      // Nobody replaces an engine by one that is no better.
      return EngineStage.stringencies[stage] < EngineStage.stringencies[wanted]
    case .retrofit(let wanted):
      // What has one already, from later or from the works, gets no second.
      return retrofit == .none
        && !EngineStage.all[stage].alreadyHas(wanted, power: power)
    default: return true
    }
  }
}

extension EngineStage {
  /// Order of stages across the laws, by EMEP’s stage that stands for each; one a stage of `all`.
  static let stringencies: [Int] = {
    let order = [
      "<1981", "1981-1990", "1991-Stage I", "Stage I", "Stage II", "Stage IIIA", "Stage IIIB",
      "Stage IV", "Stage V",
    ]
    // The order of the laws, not of one power's engines: 100 kW is where every law has every stage.
    return all.map { order.firstIndex(of: $0.factorStage(.emepTier2, power: 100).stage) ?? 0 }
  }()
}
