import Documents
import AirQuality
import Foundation
import TextFiles

/// A file of scenarios: years, how the fleet changes by itself, and sets of measures.
///
/// Keys that nobody knows are refused, so that a slip of the pen does not turn a measure off.
public struct ScenarioFile: Hashable, Sendable {
  /// For the head of the page.
  public let title: String
  /// Years to be compared, ascending.
  public let years: [Int]
  /// Growth of the fleet a year, a share.
  public let growth: Double
  /// Position in `EngineStage.all` of new machines; `nil` leaves the fleet as it is.
  public let newStage: Int?
  /// For costs.
  public let currency: String
  /// What is compared.
  public let scenarios: [Scenario]
  /// For which pollutant an abatement curve is drawn; `nil` for none.
  public let curve: ExhaustPollutant?

  /// Reads a file’s text.
  ///
  /// - Throws: `OffRoadError.setting` with the key and what to do.
  public init(yaml: String, file: String) throws(OffRoadError) {
    let raw = try YAMLFields<OffRoadError>(yaml: yaml, file: file).decode(Raw.self, Self.known)
    title = raw.title
    years = raw.years.sorted()
    growth = raw.growth ?? 0
    currency = raw.currency ?? ""
    guard !years.isEmpty, !raw.scenarios.isEmpty else {
      throw .setting(
        "\(file): scenarios", problem: "error.off-road.years-is-empty",
        remedy: "error.off-road.give-least-one-each")
    }
    newStage = try raw.newStage.map { text throws(OffRoadError) in
      try Self.stage(text, at: "\(file): new_stage")
    }
    if let name = raw.curve {
      guard let pollutant = ExhaustPollutant(rawValue: name) else {
        throw .setting(
          "\(file): curve", problem: Message("error.off-road.is-name", ["name": .fact(name)]),
          remedy:
            Message(
              "error.off-road.choose-word",
              ["allCases": .names(ExhaustPollutant.allCases.map(\.rawValue))]))
      }
      curve = pollutant
    } else {
      curve = nil
    }
    var scenarios: [Scenario] = []
    for scenario in raw.scenarios {
      var measures: [ControlMeasure] = []
      for measure in scenario.measures {
        measures.append(try Self.measure(measure, at: "\(file): \(scenario.name)"))
      }
      scenarios.append(Scenario(name: scenario.name, measures: measures))
    }
    self.scenarios = scenarios
  }

  private static func stage(_ text: String, at place: String) throws(OffRoadError) -> Int {
    guard let position = EngineStage.position(of: text) else {
      let near = EngineStage.nearest(to: text)
      throw .setting(
        place, problem: Message("error.off-road.is-no-stage", ["text": .fact(text)]),
        remedy: near.isEmpty
          ? "error.off-road.write-stage"
          : Message("error.off-road.did-you-mean", ["name": .names(near)]))
    }
    return position
  }

  private static func measure(
    _ raw: Raw.Measure, at place: String
  ) throws(OffRoadError) -> ControlMeasure {
    let here = "\(place), \(raw.name)"
    guard let start = CivilDate(raw.start) else {
      throw .setting(
        "\(here).start", problem: Message("error.off-road.is-start", ["start": .fact(raw.start)]),
        remedy: "error.off-road.write-date-of-measure")
    }
    func needed<Value>(_ value: Value?, _ key: String) throws(OffRoadError) -> Value {
      guard let value else {
        throw .setting(
          here, problem: Message("error.off-road.lacks", ["key": .fact(key)]),
          remedy: Message("error.off-road.add", ["key": .fact(key)]))
      }
      return value
    }
    let action: ControlMeasure.Action
    switch raw.kind {
    case "retrofit":
      let device = try needed(raw.device, "device")
      guard
        let retrofit = Machine.Retrofit.allCases.first(where: {
          $0.identifier == device && $0 != .none
        })
      else {
        let known = Machine.Retrofit.allCases.dropFirst().map(\.identifier)
        throw .setting(
          "\(here).device", problem: Message("error.off-road.is-device", ["device": .fact(device)]),
          remedy: Message("error.off-road.choose-known", ["known": .names(known)]))
      }
      action = .retrofit(retrofit)
    case "low-sulphur-fuel":
      action = .lowSulphurFuel(partsPerMillion: try needed(raw.sulphur, "sulphur_ppm"))
    case "replacement":
      action = .replacement(stage: try stage(try needed(raw.stage, "to_stage"), at: here))
    case "low-emission-zone":
      action = .lowEmissionZone(
        minimumStage: try stage(try needed(raw.stage, "to_stage"), at: here))
    case "electrification":
      var grid: [ExhaustPollutant: Double] = [:]
      for (name, value) in try needed(raw.grid, "grid") {
        guard let pollutant = ExhaustPollutant(rawValue: name) else {
          throw .setting(
            "\(here).grid", problem: Message("error.off-road.names", ["name": .fact(name)]),
            remedy: "error.off-road.give-g-kwh-pollutant")
        }
        grid[pollutant] = value
      }
      action = .electrification(grid: grid)
    case "idling-limit": action = .idlingLimit(cut: try needed(raw.cut, "cut"))
    case "inspection": action = .inspection(cut: try needed(raw.cut, "cut"))
    default:
      throw .setting(
        "\(here).kind", problem: Message("error.off-road.is-kind", ["kind": .fact(raw.kind)]),
        remedy: "error.off-road.choose-one-retrofit-low")
    }
    var target = ControlMeasure.Target()
    target.types = raw.types ?? []
    target.stages = raw.stages ?? []
    target.minimumPower = raw.minimumPower ?? 0
    target.maximumPower = raw.maximumPower ?? .infinity
    return ControlMeasure(
      name: raw.name, action: action, target: target, share: raw.share, start: start,
      phaseInYears: raw.phaseIn ?? 0, rebound: raw.rebound ?? 0, cost: raw.cost?.cost)
  }

  // MARK: Keys

  private static let known = YAMLKeys(
    keys: ["title", "years", "growth", "new_stage", "currency", "scenarios", "curve"],
    below: [
      "scenarios": YAMLKeys(
        keys: ["name", "measures"],
        below: [
          "measures": YAMLKeys(
            keys: [
              "name", "kind", "device", "sulphur_ppm", "to_stage", "grid", "cut", "types",
              "stages", "minimum_kw", "maximum_kw", "share", "start", "phase_in_years", "rebound",
              "cost",
            ],
            below: [
              "cost": YAMLKeys(
                keys: ["capital", "operating", "fuel", "years", "discount_rate"])
            ])
        ])
    ])

  /// The file as it is written.
  private struct Raw: Decodable {
    let title: String
    let years: [Int]
    let growth: Double?
    let newStage: String?
    let currency: String?
    let scenarios: [Scenario]
    let curve: String?

    enum CodingKeys: String, CodingKey {
      case title, years, growth, currency, scenarios, curve
      case newStage = "new_stage"
    }

    struct Scenario: Decodable {
      let name: String
      let measures: [Measure]
    }

    struct Measure: Decodable {
      let name: String
      let kind: String
      let device: String?
      let sulphur: Double?
      let stage: String?
      let grid: [String: Double]?
      let cut: BoundedNumber?
      let types: [String]?
      let stages: [String]?
      let minimumPower: Double?
      let maximumPower: Double?
      let share: BoundedNumber
      let start: String
      let phaseIn: Double?
      let rebound: Double?
      let cost: Cost?

      enum CodingKeys: String, CodingKey {
        case name, kind, device, grid, cut, types, stages, share, start, rebound, cost
        case sulphur = "sulphur_ppm"
        case stage = "to_stage"
        case minimumPower = "minimum_kw"
        case maximumPower = "maximum_kw"
        case phaseIn = "phase_in_years"
      }
    }

    struct Cost: Decodable {
      let capital: BoundedNumber?
      let operating: BoundedNumber?
      let fuel: BoundedNumber?
      let years: Double?
      let rate: Double?

      enum CodingKeys: String, CodingKey {
        case capital, operating, fuel, years
        case rate = "discount_rate"
      }

      var cost: ControlMeasure.Cost {
        var cost = ControlMeasure.Cost()
        if let capital { cost.capital = capital }
        if let operating { cost.operating = operating }
        if let fuel { cost.fuel = fuel }
        if let years { cost.years = years }
        if let rate { cost.discountRate = rate }
        return cost
      }
    }
  }
}

extension ScenarioFile {
  /// The fleet in each of the file’s years, without measures.
  ///
  /// - Throws: `OffRoadError.setting` for a year before the fleet’s, or growth without the stage
  ///   that new machines are of.
  public func fleets(from present: ClassFleet) throws(OffRoadError) -> [ClassFleet] {
    guard let newStage else {
      guard growth == 0 else {
        throw .setting(
          "new_stage", problem: "error.off-road.is-missing-while-fleet",
          remedy: "error.off-road.say-which-stage-new")
      }
      return years.map { year in
        ClassFleet(
          year: year, cells: present.cells, defaults: present.defaults, age: present.age)
      }
    }
    var projection = FleetProjection(newStage: newStage)
    projection.growth = growth
    var fleets: [ClassFleet] = []
    for year in years { fleets.append(try projection.project(present, to: year)) }
    return fleets
  }

  /// The curve of all measures that have a cost, in the last year; `nil` when none is asked for.
  public func abatementCurve(
    _ analysis: ScenarioAnalysis, _ fleets: [ClassFleet]
  ) throws(OffRoadError) -> AbatementCurve? {
    guard let curve, let last = fleets.last else { return nil }
    var measures: [ControlMeasure] = []
    var fuels = 0
    for measure in scenarios.flatMap(\.measures)
    where measure.cost != nil && !measures.contains(measure) {
      if case .lowSulphurFuel = measure.action {
        fuels += 1
        // One fuel at a time: a second would undo the first.
        if fuels > 1 { continue }
      }
      measures.append(measure)
    }
    guard !measures.isEmpty else { return nil }
    return try analysis.abatementCurve(measures, for: curve, last)
  }
}
