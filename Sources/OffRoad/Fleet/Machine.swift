/// A line of a fleet list: one machine, or several of one kind.
public struct Machine: Hashable, Sendable {
  /// What drives it.
  public enum Fuel: UInt8, Codable, Hashable, Sendable, CaseIterable {
    case diesel, electric
  }

  /// What was fitted to the exhaust after the engine was built.
  public enum Retrofit: UInt8, Codable, Hashable, Sendable, CaseIterable {
    case none, particulateFilter, partialFilter, oxidationCatalyst, selectiveReduction
    case reductionAndFilter

    /// As a fleet list writes it.
    public var identifier: String {
      switch self {
      case .none: "none"
      case .particulateFilter: "dpf"
      case .partialFilter: "partial-dpf"
      case .oxidationCatalyst: "doc"
      case .selectiveReduction: "scr"
      case .reductionAndFilter: "scr-dpf"
      }
    }
  }

  /// Position in `MachineType.all`.
  public var type: Int
  /// Position in `EngineStage.all`.
  public var stage: Int
  /// Rated power, kW; `nil` takes the type's default.
  public var power: Double?
  /// Year in which the engine was built, if it is known.
  public var modelYear: Int?
  /// What drives it.
  public var fuel: Fuel
  /// What was fitted later.
  public var retrofit: Retrofit
  /// How many machines the line stands for, survey weight included.
  public var count: Double
  /// Hours of use a year; `nil` takes the type's default.
  public var hours: Double?
  /// Mean load over rated power; `nil` takes the type's default.
  public var loadFactor: Double?
  /// Share of the hours spent idling; `nil` takes the default.
  public var idlingShare: Double?
  /// Position among the register's sites; −1 for none.
  public var site: Int32
  /// Whether the register exempts it from the zone's rule.
  public var isExempt: Bool

  /// One machine, or `count` alike; `nil` asks for the default of its type.
  public init(
    type: Int, stage: Int, power: Double? = nil, modelYear: Int? = nil, fuel: Fuel = .diesel,
    retrofit: Retrofit = .none, count: Double = 1, hours: Double? = nil,
    loadFactor: Double? = nil, idlingShare: Double? = nil, site: Int32 = -1,
    isExempt: Bool = false
  ) {
    self.type = type
    self.stage = stage
    self.power = power
    self.modelYear = modelYear
    self.fuel = fuel
    self.retrofit = retrofit
    self.count = count
    self.hours = hours
    self.loadFactor = loadFactor
    self.idlingShare = idlingShare
    self.site = site
    self.isExempt = isExempt
  }
}
