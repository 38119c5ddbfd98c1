import Documents
import AirQuality
import NumericKernels

/// An inventory with measures as a function of its uncertain numbers.
struct InventoryModel: Sendable {
  struct Parameter: Sendable {
    let name: String
    let number: UncertainNumber
  }

  /// Emissions in tonnes a year.
  struct Outcome: Sendable {
    /// One a process.
    var before: [Double]
    /// One a process, with every measure.
    var after: [Double]
    /// Processes, by measure, that a measure leaves as they are because they capture more already.
    var unmoved: [[Int]]
    /// What each measure takes off, in its order; one a measure.
    var abated: [Double]
    /// Tonnes of ozone that it takes off; one a measure.
    var abatedOzone: [Double]
    /// One a process.
    var ozoneBefore: [Double]
    /// One a process.
    var ozoneAfter: [Double]
    /// In the currency of the inventory; one a measure, NaN without a cost.
    var annualCost: [Double]
  }

  private(set) var parameters: [Parameter] = []
  /// Compounds of the profiles, in order of their names.
  let compounds: [Compound]
  /// One row a process: shares of `compounds` in its emission.
  let shares: [[Double]]
  /// Whether a process has a profile.
  let hasProfile: [Bool]

  private struct Place {
    var activity = 0
    var factor = 0
    var capture = 0
    var control = 0
    /// Parameters of the leak rates, one a kind of component, with their counts.
    var leaks: [(parameter: Int, count: Double)] = []
  }

  private struct Action {
    let kind: AbatementMeasure.Action
    let processes: [Int]
    let efficiency: Int?
    let capture: Int?
    /// Reductions by process and kind of component.
    let reductions: [[Double]]
    let capital: Int?
    let operating: Int?
    let recovery: Double
  }

  /// Compounds whose incremental reactivity is not known; they are in no ozone.
  var withoutReactivity: [String] {
    zip(compounds, reactivities).filter { $0.1 == nil }.map(\.0.name)
  }

  private var places: [Place] = []
  private var actions: [Action] = []
  private var reactivities: [Int?] = []
  /// Processes that a measure so far makes capture.
  private var capturing: Set<Int> = []

  init(
    _ inventory: EmissionInventory, _ measures: [AbatementMeasure],
    _ deviations: ConstantDeviations
  ) throws(VOCError) {
    let catalogue = ControlCatalogue.embedded
    var named: [String: [(Compound, Double)]] = [:]
    for (name, profile) in inventory.profiles {
      var entries: [(Compound, Double)] = []
      for (species, share) in profile.sorted(by: { $0.key < $1.key }) {
        guard (0...1).contains(share) else {
          throw .badSetting(
            "profile \(name), \(species)",
            problem: Message("error.voc.is-not-share", ["share": .fact(share)]))
        }
        entries.append(
          (try inventory.own.compound(named: species, place: "profile \(name)"), share))
      }
      _ = try IsomerOverlap.leftOut(
        entries.map(\.0), .refuse, own: inventory.own, place: "profile \(name)")
      let sum = Summation.sum(entries.map(\.1))
      guard sum <= 1 + 1e-9 else {
        throw .badSetting(
          "profile \(name)", problem: Message("error.voc.adds-up-more-than", ["sum": .fact(sum)]))
      }
      named[name] = entries
    }
    compounds = Set(named.values.flatMap { $0.map(\.0) }).sorted { $0.name < $1.name }
    var shares: [[Double]] = []
    var hasProfile: [Bool] = []
    var keys: Set<String> = []
    for process in inventory.processes {
      guard keys.insert(process.key).inserted else {
        throw .field(
          process.key, problem: "error.voc.stands-twice", remedy: "error.voc.give-each-process-own",
          file: "")
      }
      var row = [Double](repeating: 0, count: compounds.count)
      if let profile = process.profile {
        guard let entries = named[profile] else {
          throw .field(
            process.key,
            problem: Message("error.voc.names-profile-which-is", ["profile": .fact(profile)]),
            remedy: Message("error.voc.choose-key", ["keys": .names(named.keys.sorted())]),
            file: "")
        }
        for (compound, share) in entries {
          if let column = compounds.firstIndex(of: compound) { row[column] += share }
        }
      }
      shares.append(row)
      hasProfile.append(process.profile != nil)
    }
    self.shares = shares
    self.hasProfile = hasProfile
    for process in inventory.processes { try add(process, catalogue) }
    for compound in compounds {
      guard let constant = compound.constants[.ozone] else {
        reactivities.append(nil)
        continue
      }
      reactivities.append(
        parameter(
          "MIR of \(compound.name)",
          UncertainNumber(
            constant.value,
            spread: .logarithmic(deviation: deviations.deviation(of: constant, .ozone)))))
    }
    for measure in measures { try add(measure, inventory, catalogue) }
  }

  private mutating func parameter(_ name: String, _ number: UncertainNumber) -> Int {
    parameters.append(Parameter(name: name, number: number))
    return parameters.count - 1
  }

  private mutating func add(
    _ process: EmissionInventory.Process, _ catalogue: ControlCatalogue
  ) throws(VOCError) {
    let key = process.key
    guard process.activity.value >= 0, process.factor.value >= 0 else {
      throw .badSetting(key, problem: "error.voc.has-negative-activity-factor")
    }
    guard process.control.isZero || !process.capture.isZero else {
      throw .field(
        key, problem: "error.voc.control-without-capture",
        remedy: "error.voc.state-capture", file: "")
    }
    var place = Place()
    place.activity = parameter("\(key), activity", process.activity)
    place.factor = parameter("\(key), factor", process.factor)
    place.capture = parameter("\(key), capture", try Self.share(process.capture, key))
    place.control = parameter("\(key), control", try Self.share(process.control, key))
    for count in process.components {
      guard let component = catalogue.component(count.component) else {
        throw .field(
          key,
          problem: Message("error.voc.counts-which-is-no", ["component": .fact(count.component)]),
          remedy: Message(
            "error.choose-one-of", ["names": .names(catalogue.components.map(\.identifier))]),
          file: "")
      }
      guard count.count >= 0 else {
        throw .badSetting(
          "\(key), \(count.component)",
          problem: Message("error.voc.is-count", ["count": .fact(count.count)]))
      }
      place.leaks.append(
        (
          parameter(
            "\(key), leak rate of \(component.identifier)",
            // Average factors of one industry applied to one plant: a factor of two at 95 %.
            UncertainNumber(
              component.kilogramsPerHour, spread: .logarithmic(deviation: 0.35))),
          Double(count.count)
        ))
    }
    places.append(place)
  }

  private static func share(
    _ number: UncertainNumber, _ name: String
  ) throws(VOCError) -> UncertainNumber {
    let ends: [Double] =
      switch number.spread {
      case .none: [number.value]
      case .uniform(let low, let high): [low, high]
      case .logarithmic: [-1]
      }
    guard ends.allSatisfy({ (0...1).contains($0) }) else {
      throw .badSetting(name, problem: "error.voc.has-share-outside")
    }
    return number
  }

  private mutating func add(
    _ measure: AbatementMeasure, _ inventory: EmissionInventory, _ catalogue: ControlCatalogue
  ) throws(VOCError) {
    var processes: [Int] = []
    for target in measure.targets {
      let found = inventory.processes.indices.filter {
        inventory.processes[$0].key == target || inventory.processes[$0].facility == target
      }
      guard !found.isEmpty else {
        throw .field(
          measure.name, problem: Message("error.voc.acts-which-is-not", ["target": .fact(target)]),
          remedy: Message(
            "error.voc.choose-component", ["key": .names(inventory.processes.map(\.key))]),
          file: "")
      }
      processes += found
    }
    var reductions: [[Double]] = []
    var efficiency: Int?
    if measure.action == .components {
      for process in processes {
        let counts = inventory.processes[process].components
        guard !counts.isEmpty else {
          throw .field(
            measure.name, problem: "error.voc.repairs-leaks-where-no",
            remedy: Message(
              "error.voc.count-components-of", ["key": .fact(inventory.processes[process].key)]),
            file: "")
        }
        reductions.append(
          counts.map { count in
            let component = catalogue.component(count.component)
            return
              (measure.kind.hasSuffix("monthly")
              ? component?.monthlyReduction : component?.quarterlyReduction) ?? 0
          })
      }
    } else {
      guard let number = measure.efficiency else {
        throw .badSetting(measure.name, problem: "error.voc.has-no-efficiency")
      }
      efficiency = parameter("\(measure.name), efficiency", try Self.share(number, measure.name))
    }
    var capture: Int?
    if let number = measure.capture {
      capture = parameter("\(measure.name), capture", try Self.share(number, measure.name))
    }
    if measure.action == .control {
      let open = processes.filter { process in
        (measure.capture?.isZero ?? true) && inventory.processes[process].capture.isZero
          && !capturing.contains(process)
      }.map { inventory.processes[$0].key }
      guard open.isEmpty else {
        throw .field(
          measure.name,
          problem: Message("error.voc.nothing-reaches-measure", ["processes": .names(open)]),
          remedy: "error.voc.state-capture-or-hood", file: "")
      }
    }
    if measure.action == .capture || measure.capture.map({ !$0.isZero }) ?? false {
      capturing.formUnion(processes)
    }
    if let cost = measure.cost, cost.lifeYears <= 0 || cost.interest < 0 {
      throw .badSetting(measure.name, problem: "error.voc.has-life-0-years")
    }
    actions.append(
      Action(
        kind: measure.action, processes: processes, efficiency: efficiency, capture: capture,
        reductions: reductions,
        capital: measure.cost.map { parameter("\(measure.name), capital", $0.capital) },
        operating: measure.cost.map { parameter("\(measure.name), operating", $0.operating) },
        recovery: measure.cost?.recoveryFactor ?? 0))
  }

  /// The number that the tornado is drawn of: what the measures take off, or without measures the
  /// emission; tonnes a year.
  func headline(_ outcome: Outcome) -> Double {
    Summation.sum(actions.isEmpty ? outcome.before : outcome.abated)
  }

  /// State of one process while measures act on it.
  private struct State {
    var activity: Double
    var factor: Double
    var capture: Double
    var control: Double
    var leaks: [Double]
    /// Share of displaced vapour that is not recovered.
    var unrecovered = 1.0

    /// Tonnes a year.
    var emission: Double {
      activity * (leaks.isEmpty ? factor : leaks.reduce(0, +)) / 1_000 * (1 - capture * control)
        * unrecovered
    }
  }

  func evaluate(_ values: [Double]) -> Outcome {
    var states = places.map { place in
      State(
        activity: values[place.activity], factor: values[place.factor],
        capture: values[place.capture], control: values[place.control],
        leaks: place.leaks.map { values[$0.parameter] * $0.count })
    }
    let ozone = shares.map { row in
      row.indices.reduce(0.0) { sum, column in
        reactivities[column].map { sum + row[column] * values[$0] } ?? sum
      }
    }
    let before = states.map(\.emission)
    var abated: [Double] = []
    var abatedOzone: [Double] = []
    var costs: [Double] = []
    var unmoved: [[Int]] = []
    for action in actions {
      var left: [Int] = []
      var taken = 0.0
      var takenOzone = 0.0
      for (place, process) in action.processes.enumerated() {
        let old = states[process].emission
        let efficiency = action.efficiency.map { values[$0] } ?? 0
        let asked = action.kind == .capture ? efficiency : action.capture.map { values[$0] }
        if let asked, asked < states[process].capture { left.append(process) }
        switch action.kind {
        case .factor: states[process].factor *= 1 - efficiency
        case .components:
          for leak in states[process].leaks.indices {
            states[process].leaks[leak] *= 1 - action.reductions[place][leak]
          }
        case .capture: states[process].capture = max(states[process].capture, efficiency)
        case .control:
          // In series: each device takes its share off what those before it let through.
          states[process].control = 1 - (1 - states[process].control) * (1 - efficiency)
          if let capture = action.capture {
            states[process].capture = max(states[process].capture, values[capture])
          }
        case .vapour: states[process].unrecovered *= 1 - efficiency
        }
        let less = old - states[process].emission
        taken += less
        takenOzone += less * ozone[process]
      }
      unmoved.append(left)
      abated.append(taken)
      abatedOzone.append(takenOzone)
      costs.append(
        action.capital.flatMap { capital in
          action.operating.map { values[capital] * action.recovery + values[$0] }
        } ?? .nan)
    }
    let after = states.map(\.emission)
    return Outcome(
      before: before, after: after, unmoved: unmoved, abated: abated, abatedOzone: abatedOzone,
      ozoneBefore: before.indices.map { before[$0] * ozone[$0] },
      ozoneAfter: after.indices.map { after[$0] * ozone[$0] }, annualCost: costs)
  }
}
