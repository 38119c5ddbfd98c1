public import AirQuality
import NumericKernels

/// An inventory's sums, what measures take off, and what that costs.
public struct InventoryTally: Hashable, Codable, Sendable {
  /// A number with its interval.
  public struct Estimate: Hashable, Codable, Sendable {
    /// With every number at its middle.
    public let value: Double
    /// Lower end of the interval.
    public let lower: Double
    /// Upper end.
    public let upper: Double
  }

  /// One process.
  public struct ProcessRow: Hashable, Codable, Sendable {
    /// The facility.
    public let facility: String
    /// The process.
    public let process: String
    /// Tonnes a year without the measures.
    public let emission: Estimate
    /// Tonnes a year with them.
    public let remaining: Estimate
    /// Tonnes of ozone a year without them; `nil` without a profile.
    public let ozone: Estimate?
  }

  /// One measure.
  public struct MeasureRow: Hashable, Codable, Sendable {
    /// The measure.
    public let name: String
    /// Its kind.
    public let kind: String
    /// Tonnes a year that it takes off, after the measures before it.
    public let abated: Estimate
    /// Tonnes of ozone a year; `nil` where no process has a profile.
    public let abatedOzone: Estimate?
    /// In the currency, a year.
    public let annualCost: Estimate?
    /// In the currency, a tonne.
    public let costPerTonne: Estimate?
    /// In the currency, a tonne of ozone.
    public let costPerTonneOzone: Estimate?
    /// Where its efficiency comes from.
    public let provenance: ReferenceProvenance
    /// Processes whose capture it leaves as it is, because they capture more already.
    public let capturedBetterAt: [String]
  }

  /// One compound over all processes.
  public struct SpeciesRow: Hashable, Codable, Sendable {
    /// The compound.
    public let compound: String
    /// Tonnes a year without the measures.
    public let emission: Estimate
    /// Change with the measures, per cent; `nil` where nothing is emitted.
    public let changePercent: Estimate?
  }

  /// One bar of the tornado.
  public struct Bar: Hashable, Codable, Sendable {
    /// The uncertain number.
    public let parameter: String
    /// Outcome at its 5 % point, tonnes a year.
    public let low: Double
    /// Outcome at its 95 % point.
    public let high: Double
    /// Spearman's rank correlation with the outcome over all draws.
    public let rankCorrelation: Double
  }

  /// What was counted.
  public let title: String
  /// Currency of all costs; `nil` where the inventory does not state it.
  public let currency: String?
  /// As they were.
  public let settings: InventoryAnalysis
  /// One a process.
  public let processes: [ProcessRow]
  /// Tonnes a year without the measures.
  public let total: Estimate
  /// Tonnes a year with them.
  public let remaining: Estimate
  /// Tonnes of ozone a year without them, of processes with a profile.
  public let ozone: Estimate?
  /// In their order.
  public let measures: [MeasureRow]
  /// Largest first.
  public let species: [SpeciesRow]
  /// Share of the emission that no profile speciates, 0 to 1.
  public let unspeciatedShare: Double
  /// Kinds of components whose leak rate no stored source backs.
  public let recalledLeakRates: [String]
  /// Compounds of the profiles whose incremental reactivity is not known; they are in no ozone.
  public let withoutReactivity: [String]
  /// Largest first; of the abatement, or of the emission without measures.
  public let tornado: [Bar]
  /// The emission over a year; `nil` where no year was asked for.
  public let course: EmissionCourse?
  /// Whether a process states when it emits.
  public let hasSchedules: Bool

  init(
    _ inventory: EmissionInventory, _ measures: [AbatementMeasure], settings: InventoryAnalysis,
    model: InventoryModel, central: InventoryModel.Outcome, drawn: [InventoryModel.Outcome],
    tornado: [Bar]
  ) {
    func estimate(_ value: (InventoryModel.Outcome) -> Double) -> Estimate {
      let draws = drawn.map(value)
      let tail = (1 - settings.confidenceLevel) / 2
      return Estimate(
        value: value(central), lower: Summation.quantile(draws, probability: tail),
        upper: Summation.quantile(draws, probability: 1 - tail))
    }
    title = inventory.title
    currency = inventory.currency
    self.settings = settings
    self.tornado = tornado
    hasSchedules = inventory.processes.contains { $0.schedule != nil }
    course = settings.year.map {
      EmissionCourse(inventory, before: central.before, after: central.after, year: $0)
    }
    processes = inventory.processes.enumerated().map { index, process in
      ProcessRow(
        facility: process.facility, process: process.name,
        emission: estimate { $0.before[index] }, remaining: estimate { $0.after[index] },
        ozone: model.hasProfile[index] ? estimate { $0.ozoneBefore[index] } : nil)
    }
    total = estimate { Summation.sum($0.before) }
    remaining = estimate { Summation.sum($0.after) }
    let isWeighed = model.hasProfile.contains(true)
    ozone = isWeighed ? estimate { Summation.sum($0.ozoneBefore) } : nil
    self.measures = measures.enumerated().map { index, measure in
      let hasCost = measure.cost != nil
      return MeasureRow(
        name: measure.name, kind: measure.kind, abated: estimate { $0.abated[index] },
        abatedOzone: isWeighed ? estimate { $0.abatedOzone[index] } : nil,
        annualCost: hasCost ? estimate { $0.annualCost[index] } : nil,
        costPerTonne: hasCost && central.abated[index] > 0
          ? estimate { $0.annualCost[index] / $0.abated[index] } : nil,
        costPerTonneOzone: hasCost && isWeighed && central.abatedOzone[index] > 0
          ? estimate { $0.annualCost[index] / $0.abatedOzone[index] } : nil,
        provenance: measure.provenance,
        capturedBetterAt: central.unmoved[index].map { inventory.processes[$0].key })
    }
    func mass(_ outcome: [Double], _ column: Int) -> Double {
      Summation.sum(outcome.indices.map { outcome[$0] * model.shares[$0][column] })
    }
    species = model.compounds.indices.map { column in
      SpeciesRow(
        compound: model.compounds[column].name,
        emission: estimate { mass($0.before, column) },
        changePercent: mass(central.before, column) > 0
          ? estimate { 100 * (mass($0.after, column) / mass($0.before, column) - 1) } : nil)
    }.sorted { ($1.emission.value, $0.compound) < ($0.emission.value, $1.compound) }
    withoutReactivity = model.withoutReactivity
    recalledLeakRates = Set(inventory.processes.flatMap(\.components).map(\.component)).sorted()
      .filter { ControlCatalogue.embedded.component($0)?.provenance.isBacked == false }
    let all = Summation.sum(central.before)
    let speciated = Summation.sum(
      central.before.indices.map { central.before[$0] * Summation.sum(model.shares[$0]) })
    unspeciatedShare = all > 0 ? 1 - speciated / all : 0
  }
}
