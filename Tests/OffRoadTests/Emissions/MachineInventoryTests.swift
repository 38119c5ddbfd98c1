import AirQuality
import Documents
import NumericKernels
import TestSupport
import Testing

@testable import OffRoad

@Suite("Inventories of fleets")
struct MachineInventoryTests {
  private static let mixed: [Machine] = {
    var stream = RandomStream(seed: 4, index: 0)
    return (0..<400).map { _ in
      let electric = stream.uniform() < 0.05
      let type = stream.index(below: MachineType.all.count)
      let stage = stream.index(below: EngineStage.all.count)
      let power = stream.uniform() < 0.1 ? nil : 4 + 700 * stream.uniform()
      let wanted = Machine.Retrofit.allCases[stream.index(below: 6)]
      // An engine that came with it gets no second, and an electric machine none.
      let has = EngineStage.all[stage].alreadyHas(
        wanted, power: power ?? MachineType.all[type].ratedPower)
      return Machine(
        type: type, stage: stage, power: power,
        modelYear: stream.uniform() < 0.1 ? nil : 1995 + stream.index(below: 26),
        fuel: electric ? .electric : .diesel, retrofit: has || electric ? .none : wanted,
        count: Double(1 + stream.index(below: 5)),
        hours: stream.uniform() < 0.3 ? nil : 2_000 * stream.uniform(),
        loadFactor: stream.uniform() < 0.3 ? nil : 0.1 + 0.7 * stream.uniform())
    }
  }()

  @Test(
    "Counting by classes gives the sum over the machines", .tags(.property),
    arguments: EmissionMethod.allCases)
  func aggregation(_ method: EmissionMethod) throws {
    var inventory = MachineInventory(sulphurPartsPerMillion: 50)
    inventory.method = method
    inventory.grid = [.co2: 500, .nox: 0.3]
    let together = try inventory.tally(ClassFleet(Self.mixed, year: 2020))
    var apart = [Double](repeating: 0, count: 8)
    for machine in Self.mixed {
      let own = try inventory.tally(ClassFleet([machine], year: 2020))
      for pollutant in ExhaustPollutant.allCases {
        apart[pollutant.position] += own.tonnes(pollutant)
      }
    }
    for pollutant in ExhaustPollutant.allCases {
      let sum = apart[pollutant.position]
      #expect(abs(together.tonnes(pollutant) - sum) <= 1e-9 * sum, "\(pollutant)")
    }
  }

  @Test("The order of the machines does not matter to the classes", .tags(.property))
  func order() throws {
    let forwards = try ClassFleet(Self.mixed, year: 2020)
    let backwards = try ClassFleet(Self.mixed.reversed(), year: 2020)
    #expect(forwards.cells.map(\.key) == backwards.cells.map(\.key))
    let inventory = MachineInventory(sulphurPartsPerMillion: 10)
    let difference =
      try inventory.tally(forwards).tonnes(.nox) / inventory.tally(backwards).tonnes(.nox) - 1
    #expect(abs(difference) < 1e-12)
  }

  @Test("Twice the machines emit twice as much", .tags(.property))
  func proportional() throws {
    let inventory = MachineInventory(sulphurPartsPerMillion: 10)
    let once = try inventory.tally(ClassFleet(Self.mixed, year: 2020))
    var doubled = Self.mixed
    for index in doubled.indices { doubled[index].count *= 2 }
    let twice = try inventory.tally(ClassFleet(doubled, year: 2020))
    for pollutant in ExhaustPollutant.allCases {
      #expect(abs(twice.tonnes(pollutant) / once.tonnes(pollutant) - 2) < 1e-12)
    }
  }

  @Test(
    "Every default that went into a result is told with value, machines and source",
    .tags(.analytical))
  func defaultsAreTold() throws {
    let excavator = try #require(MachineType.position(named: "excavator"))
    let stage = try #require(EngineStage.position(of: "eu-iiia"))
    let inventory = MachineInventory(sulphurPartsPerMillion: 10)
    let bare = try inventory.tally(
      ClassFleet([Machine(type: excavator, stage: stage, count: 3)], year: 2020))
    #expect(
      bare.defaults.map(\.quantity) == [
        "assumed.rated-power", "assumed.annual-hours", "assumed.load-factor", "assumed.age",
      ])
    #expect(bare.defaults.allSatisfy { $0.machines == 3 })
    #expect(bare.defaults[0].value == 127.7)
    #expect(bare.defaults[0].backing == Backing(sources: ["MOVES-NONROAD"], isBacked: true))
    #expect(!bare.defaults[3].backing.isBacked)
    let full = try inventory.tally(
      ClassFleet(
        [
          Machine(
            type: excavator, stage: stage, power: 100, modelYear: 2015, hours: 900,
            loadFactor: 0.5)
        ], year: 2020))
    #expect(full.defaults.isEmpty)
  }

  @Test("Only backed figures are used when only those are allowed", .tags(.analytical))
  func onlyBacked() throws {
    for method in EmissionMethod.allCases {
      var inventory = MachineInventory(sulphurPartsPerMillion: 10)
      inventory.method = method
      inventory.onlyBacked = true
      let tally = try inventory.tally(ClassFleet(Self.mixed, year: 2020))
      for row in tally.rows {
        #expect(row.backing.values.allSatisfy { $0.isBacked }, "\(method) \(row.stage)")
      }
      // What was left out is told, and the totals say what they cover.
      for total in tally.totals where total.coverage < 1 {
        #expect(tally.gaps.contains { $0.pollutant == total.pollutant })
      }
    }
  }

  @Test(
    "European Tier 2 and American NONROAD factors are backed, recalled ones are marked",
    .tags(.analytical))
  func backing() throws {
    let excavator = try #require(MachineType.position(named: "excavator"))
    func total(_ method: EmissionMethod, _ stage: String) throws -> EmissionTally.Total {
      var inventory = MachineInventory(sulphurPartsPerMillion: 10)
      inventory.method = method
      let position = try #require(EngineStage.position(of: stage))
      return try inventory.tally(
        ClassFleet([Machine(type: excavator, stage: position)], year: 2020)
      ).totals[0]
    }
    #expect(try total(.emepTier2, "eu-iiia").backing.isBacked)
    #expect(try total(.emepTier2, "china-iii").backing.isBacked)
    #expect(try total(.nonroad, "us-tier-2").backing.isBacked)
    #expect(try !total(.nonroad, "china-iii").backing.isBacked)
    // Stage IIIA follows from its limit by the 90 % rule; stage II was measured and is recalled.
    #expect(try total(.emepTier3, "eu-iiia").backing.isBacked)
    #expect(try !total(.emepTier3, "eu-ii").backing.isBacked)
  }

  @Test("No factor is above its stage’s limit without a note", .tags(.analytical))
  func limitsAreNoted() throws {
    // The limits are read again from the file here, in another way than the library does.
    let table = ReferenceTable(named: "off-road/emission_limits.csv")
    let excavator = try #require(MachineType.position(named: "excavator"))
    var above = 0
    for method in EmissionMethod.allCases {
      for (position, stage) in EngineStage.all.enumerated() where stage.rank > 0 {
        for power in [5.0, 15, 25, 45, 65, 100, 200, 300, 500, 700] {
          var inventory = MachineInventory(sulphurPartsPerMillion: 10)
          inventory.method = method
          inventory.includesCrankcase = false
          let tally = try inventory.tally(
            ClassFleet(
              [Machine(type: excavator, stage: position, power: power, modelYear: 2020)],
              year: 2020))
          let factors = FactorLookup(
            method, sulphurPartsPerMillion: 10, onlyBacked: false, includesCrankcase: false
          ).factors(type: MachineType.all[excavator], stage: stage, power: power)
          for row in table.rows
          where row["stage"] == stage.name && row["pollutant"] == "NOx"
            && Self.isLaw(row["regulation"] ?? "", stage)
            && (row.number("power_min_kw") ?? 0) <= power
            && power < (row.number("power_max_kw") ?? .infinity)
          {
            let limit = try #require(row.number("limit"))
            guard let factor = factors.steady[.nox], factor > limit else { continue }
            above += 1
            #expect(
              tally.limitNotes.contains { $0.pollutant == "NOx" && $0.limit == limit },
              "\(method) \(stage.identifier) \(power)")
          }
        }
      }
    }
    // Fuel-based factors do lie above some limits: the check has something to find.
    #expect(above > 0)
  }

  private static func isLaw(_ regulation: String, _ stage: EngineStage) -> Bool {
    switch stage.regulation {
    case .china: regulation.hasPrefix("China")
    case .japan: regulation.hasPrefix("Japan")
    case .eu: regulation.hasPrefix("EU")
    case .us: regulation.hasPrefix("US")
    }
  }

  @Test(
    "Deterioration is linear and stops at one median life in every row of the table",
    .tags(.analytical))
  func tableShape() {
    // Counting by classes is exact because of this.
    for row in ReferenceTable(named: "off-road/deterioration.csv").rows
    where row["parameter"] == "b" || row["parameter"] == "cap" {
      #expect(row.number("value") == 1)
    }
  }

  @Test("Sulphur that no fuel has is refused", .tags(.analytical))
  func sulphur() throws {
    let fleet = try ClassFleet(Self.mixed, year: 2020)
    #expect(
      throws: OffRoadError.setting(
        "sulphur-ppm",
        problem: Message("error.off-road.is-which-no-diesel", ["sulphur": .text("-1.0")]),
        remedy: "error.off-road.give-mass-parts-per")
    ) { try MachineInventory(sulphurPartsPerMillion: -1).tally(fleet) }
  }
}
