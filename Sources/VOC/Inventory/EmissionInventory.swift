public import AirQuality

/// What facilities emit, process by process: activity × factor × (1 − capture × control).
///
/// - Source: European Environment Agency and US EPA guidance alike; activity and factor are the
///   user's own figures with their own sources.
public struct EmissionInventory: Hashable, Sendable {
  /// A count of components of one kind that may leak.
  public struct ComponentCount: Hashable, Sendable {
    /// As `voc_component_factors.csv` calls it.
    public let component: String
    /// How many.
    public let count: Int

    /// How many of a component there are, such as valves or flanges.
    public init(component: String, count: Int) {
      self.component = component
      self.count = count
    }
  }

  /// One process.
  public struct Process: Hashable, Sendable {
    /// The facility it belongs to.
    public var facility: String
    /// Its name, unique in the facility.
    public var name: String
    /// Units of activity a year.
    public var activity: UncertainNumber
    /// Kilograms of organic compounds a unit of activity, before any control.
    public var factor: UncertainNumber
    /// Share of the emission that reaches a control, 0 to 1.
    public var capture: UncertainNumber
    /// Share that the control takes off what reaches it, 0 to 1.
    public var control: UncertainNumber
    /// The speciation profile's name; `nil` leaves ozone formation out.
    public var profile: String?
    /// Components that may leak; then activity is hours a year and the factor their sum.
    public var components: [ComponentCount]
    /// When it emits; `nil` where nobody stated it, which counts as at all times alike.
    public var schedule: EmissionSchedule?

    /// `facility/name`.
    public var key: String { "\(facility)/\(name)" }

    /// A process that emits activity times factor; without capture and control nothing is held
    /// back.
    public init(
      facility: String, name: String, activity: UncertainNumber, factor: UncertainNumber,
      capture: UncertainNumber = UncertainNumber(0), control: UncertainNumber = UncertainNumber(0),
      profile: String? = nil, components: [ComponentCount] = [], schedule: EmissionSchedule? = nil
    ) {
      self.facility = facility
      self.name = name
      self.activity = activity
      self.factor = factor
      self.capture = capture
      self.control = control
      self.profile = profile
      self.components = components
      self.schedule = schedule
    }
  }

  /// What is counted.
  public var title: String
  /// One after the other.
  public var processes: [Process]
  /// Mass shares by compound, by the profile's name; what a profile leaves open is unspeciated.
  public var profiles: [String: [String: Double]]
  /// Currency of all costs, such as `CNY`; `nil` where the inventory does not state it.
  public var currency: String?
  /// Compounds and lumps of the profiles that a user states, before those of the catalogue.
  public var own = OwnSpecies()

  /// An inventory; a process names its profile among `profiles`, shares of compounds by mass.
  public init(
    title: String, processes: [Process], profiles: [String: [String: Double]] = [:],
    currency: String? = nil
  ) {
    self.currency = currency
    self.title = title
    self.processes = processes
    self.profiles = profiles
  }
}

/// A measure against emissions: on which processes it acts, by how much, at what cost.
public struct AbatementMeasure: Hashable, Sendable {
  /// On which part of activity × factor × (1 − capture × control) it acts.
  public enum Action: String, Hashable, Codable, Sendable, CaseIterable {
    /// Multiplies the factor by 1 − efficiency: substitution.
    case factor
    /// Multiplies each component's leak rate by 1 − its reduction.
    case components
    /// Raises the capture to the efficiency; where more is captured already, nothing changes.
    case capture
    /// A device behind the capture: it takes the efficiency off what the devices before it let
    /// through. Needs a process that captures, or a capture of its own, which raises that of the process.
    case control
    /// Recovers displaced vapour, all of which passes through it: takes the efficiency off what is
    /// emitted.
    case vapour
  }

  /// What it costs, in the currency of the inventory.
  public struct Cost: Hashable, Sendable {
    /// Once.
    public var capital: UncertainNumber
    /// Years over which the capital is written off.
    public var lifeYears: Double
    /// Interest a year, a share.
    public var interest: Double
    /// Every year, less what is recovered.
    public var operating: UncertainNumber

    /// Capital and running cost, paid over a number of years at an interest.
    public init(
      capital: UncertainNumber, lifeYears: Double, interest: Double, operating: UncertainNumber
    ) {
      self.capital = capital
      self.lifeYears = lifeYears
      self.interest = interest
      self.operating = operating
    }

    /// What one unit of capital costs each year: i / (1 − (1 + i)^−n), 1/n without interest.
    var recoveryFactor: Double {
      guard interest > 0 else { return 1 / lifeYears }
      var growth = 1.0
      var remaining = lifeYears
      // Whole years by multiplication; a part of a year is taken as its share.
      while remaining >= 1 {
        growth *= 1 + interest
        remaining -= 1
      }
      growth *= 1 + interest * remaining
      return interest / (1 - 1 / growth)
    }
  }

  /// In a few words.
  public var name: String
  /// As `voc_control_measures.csv` calls it, such as `thermal-oxidation`.
  public var kind: String
  /// On what it acts.
  public var action: Action
  /// Processes as `facility/name`, or a facility for all of its processes.
  public var targets: [String]
  /// Share, 0 to 1; `nil` for components, which have their own reductions.
  public var efficiency: UncertainNumber?
  /// Capture that comes with a control; `nil` leaves it as it is, and so does one below it.
  public var capture: UncertainNumber?
  /// What it costs; `nil` leaves costs out.
  public var cost: Cost?
  /// Where the efficiency comes from.
  public var provenance: ReferenceProvenance

  /// A measure on the processes it names; without a cost no costs are told.
  public init(
    name: String, kind: String, action: Action, targets: [String], efficiency: UncertainNumber?,
    capture: UncertainNumber? = nil, cost: Cost? = nil, provenance: ReferenceProvenance
  ) {
    self.name = name
    self.kind = kind
    self.action = action
    self.targets = targets
    self.efficiency = efficiency
    self.capture = capture
    self.cost = cost
    self.provenance = provenance
  }
}
