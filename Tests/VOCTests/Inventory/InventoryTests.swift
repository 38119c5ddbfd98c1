import Documents
import AirQuality
import NumericKernels
import Simulation
import TestSupport
import Testing

@testable import VOC

@Suite("Inventory and measures")
struct InventoryTests {
  static let coating = EmissionInventory.Process(
    facility: "Works", name: "coating", activity: UncertainNumber(1_000),
    factor: UncertainNumber(400), capture: UncertainNumber(0.5), control: UncertainNumber(0.8),
    profile: "paint")
  static let profiles = ["paint": ["toluene": 0.5, "m,p-xylene": 0.3]]
  static let recall = ReferenceProvenance(source: "made", verification: .recall)

  static func measure(
    _ action: AbatementMeasure.Action, _ efficiency: Double?, kind: String = "made",
    capture: Double? = nil, cost: AbatementMeasure.Cost? = nil
  ) -> AbatementMeasure {
    AbatementMeasure(
      name: "measure", kind: kind, action: action, targets: ["Works"],
      efficiency: efficiency.map { UncertainNumber($0) },
      capture: capture.map { UncertainNumber($0) }, cost: cost, provenance: recall)
  }

  @Test("Emission by hand: 1,000 × 400 kg × (1 − 0.5 × 0.8) is 240 t", .tags(.analytical))
  func emission() throws {
    let tally = try InventoryAnalysis().tally(
      EmissionInventory(title: "made", processes: [Self.coating], profiles: Self.profiles))
    #expect(abs(tally.total.value - 240) < 1e-9)
    // Without a spread the interval is the value.
    #expect(abs(tally.total.lower - 240) < 1e-9 && abs(tally.total.upper - 240) < 1e-9)
    // 240 × (0.5 · 4.00 + 0.3 · 7.80).
    let ozone = try #require(tally.ozone)
    #expect(abs(ozone.value - 240 * 4.34) < 1e-9)
    #expect(ozone.lower < ozone.value && ozone.value < ozone.upper)
    #expect(abs(tally.unspeciatedShare - 0.2) < 1e-12)
    #expect(tally.species.map(\.compound) == ["toluene", "m,p-xylene"])
    #expect(abs(tally.species[0].emission.value - 120) < 1e-9)
  }

  @Test("What each kind of measure takes off, by hand", .tags(.analytical))
  func measures() throws {
    let inventory = EmissionInventory(
      title: "made", processes: [Self.coating], profiles: Self.profiles)
    func abated(_ measures: [AbatementMeasure]) throws -> [Double] {
      try InventoryAnalysis().tally(inventory, measures: measures).measures.map(\.abated.value)
    }
    // 400 t before control.
    #expect(abs(try abated([Self.measure(.factor, 0.6)])[0] - 144) < 1e-9)
    #expect(abs(try abated([Self.measure(.capture, 0.9)])[0] - (240 - 400 * 0.28)) < 1e-9)
    // A second device takes 98 % off the 20 % that the first lets through: 99.6 % together.
    #expect(abs(try abated([Self.measure(.control, 0.98)])[0] - (240 - 400 * 0.502)) < 1e-9)
    #expect(
      abs(try abated([Self.measure(.control, 0.98, capture: 0.9)])[0] - (240 - 400 * 0.1036))
        < 1e-9)
    #expect(abs(try abated([Self.measure(.vapour, 0.9)])[0] - 240 * 0.9) < 1e-9)
    // The second finds less to take; together they are what is missing in the end.
    let both = try InventoryAnalysis().tally(
      inventory, measures: [Self.measure(.factor, 0.5), Self.measure(.control, 1, capture: 1)])
    #expect(abs(both.measures[0].abated.value - 120) < 1e-9)
    #expect(abs(both.measures[1].abated.value - 120) < 1e-9)
    #expect(abs(both.remaining.value) < 1e-9)
  }

  @Test("Leaks by component counts: 100 valves and 10 pumps for 8,000 hours", .tags(.analytical))
  func leaks() throws {
    let unit = EmissionInventory.Process(
      facility: "Works", name: "unit", activity: UncertainNumber(8_000),
      factor: UncertainNumber(0),
      components: [
        .init(component: "valve-light-liquid", count: 100),
        .init(component: "pump-light-liquid", count: 10),
      ])
    let tally = try InventoryAnalysis().tally(
      EmissionInventory(title: "made", processes: [unit]),
      measures: [Self.measure(.components, nil, kind: "leak-detection-monthly")])
    // (100 · 0.00403 + 10 · 0.0199) kg/h · 8,000 h.
    #expect(abs(tally.total.value - 4.816) < 1e-9)
    #expect(abs(tally.measures[0].abated.value - (3.224 * 0.84 + 1.592 * 0.69)) < 1e-9)
    #expect(tally.total.lower < 4.816 && 4.816 < tally.total.upper)
    #expect(tally.ozone == nil)
  }

  @Test("Cost a tonne: capital of 1,000,000 at 5 % over ten years", .tags(.analytical))
  func cost() throws {
    let cost = AbatementMeasure.Cost(
      capital: UncertainNumber(1_000_000), lifeYears: 10, interest: 0.05,
      operating: UncertainNumber(20_000))
    let tally = try InventoryAnalysis().tally(
      EmissionInventory(title: "made", processes: [Self.coating], profiles: Self.profiles),
      measures: [Self.measure(.factor, 0.6, cost: cost)])
    // The capital recovery factor is 0.129504575.
    let annual = 129_504.575 + 20_000
    #expect(abs(try #require(tally.measures[0].annualCost).value - annual) < 0.01)
    #expect(abs(try #require(tally.measures[0].costPerTonne).value - annual / 144) < 1e-3)
    #expect(
      abs(try #require(tally.measures[0].costPerTonneOzone).value - annual / (144 * 4.34)) < 1e-3)
  }

  @Test("A lognormal factor gives the lognormal’s own interval", .tags(.analytical))
  func interval() throws {
    var process = Self.coating
    process.factor = UncertainNumber(400, spread: .logarithmic(deviation: 0.3))
    let tally = try InventoryAnalysis().tally(
      EmissionInventory(
        title: "made",
        processes: [process]
          .map {
            var one = $0; one.profile = nil; return one
          }))
    // exp(±1.95996 · 0.3); a Latin hypercube of 2,000 strata meets a quantile within 1 %.
    #expect(abs(tally.total.upper / (240 * 1.80045) - 1) < 0.01)
    #expect(abs(tally.total.lower / (240 / 1.80045) - 1) < 0.01)
    #expect(tally.tornado[0].parameter == "Works/coating, factor")
    #expect(tally.tornado[0].rankCorrelation > 0.999)
  }

  @Test("A file in YAML, and what is wrong with others", .tags(.analytical))
  func yaml() throws {
    let text = """
      title: Works
      facilities:
        - name: Works
          processes:
            - name: coating
              activity: { value: 1000, relative_deviation: 0.05 }
              factor: 400
              capture: 0.5
              control: 0.75..0.85
              profile: paint
      profiles:
        paint: { toluene: 0.5, "m,p-xylene": 0.3 }
      measures:
        - name: new oxidiser
          kind: thermal-oxidation
          at: [Works/coating]
          capture: 0.9
          cost: { capital: 1000000, life_years: 10, interest: 0.05, operating: 20000 }
        - name: own figure
          kind: substitution-waterborne
          at: Works
          efficiency: 0.7
          source: supplier's balance of 2024
      """
    let file = try InventoryFile(yaml: text, file: "works.yaml")
    #expect(file.inventory.processes[0].control == UncertainNumber(from: 0.75, to: 0.85))
    #expect(file.measures[0].efficiency == UncertainNumber(from: 0.95, to: 0.99))
    #expect(!file.measures[0].provenance.isBacked)
    #expect(file.measures[1].provenance.isBacked)
    let tally = try InventoryAnalysis().tally(file.inventory, measures: file.measures)
    #expect(abs(tally.total.value - 240) < 1e-9)
    do {
      _ = try InventoryFile(
        yaml: text.split(separator: "thermal-oxidation").joined(separator: "magic"),
        file: "works.yaml")
      Issue.record("an unknown measure was read")
    } catch {
      #expect(error.location == "works.yaml:15")
      #expect(error.what == "“measures[1].kind” is “magic”, which is no known measure")
    }
    #expect(throws: VOCError.self) {
      try InventoryAnalysis().tally(
        EmissionInventory(
          title: "x", processes: [Self.coating], profiles: ["paint": ["TNMOC": 1]]))
    }
    #expect(throws: VOCError.self) {
      try InventoryAnalysis().tally(
        EmissionInventory(
          title: "x", processes: [Self.coating], profiles: ["paint": ["toluene": 1.2]]))
    }
  }

  @Test("The same inventory as a table", .tags(.analytical))
  func table() throws {
    let profiles = try InventoryFile.profiles(
      table: "profile,species,share\npaint,toluene,0.5\npaint,\"m,p-xylene\",0.3\n",
      file: "profiles.csv")
    #expect(profiles == Self.profiles)
    let file = try InventoryFile(
      table: """
        facility,process,activity,factor_kg,capture,control,profile
        Works,coating,1000,400,0.5,0.8,paint
        """, profiles: profiles, file: "works.csv")
    #expect(file.inventory.processes == [Self.coating])
    do {
      _ = try InventoryFile(
        table: "facility,process,activity,factor_kg\nWorks,coating,many,400\n", file: "works.csv")
      Issue.record("a text was read as a number")
    } catch {
      #expect(error.location == "works.csv:2")
      #expect(error.what == "“activity” is “many”, which is no number")
    }
  }

  @Test("Twice the activity emits twice, and draws depend on the seed alone", .tags(.property))
  func scaling() throws {
    var process = Self.coating
    process.factor = UncertainNumber(400, spread: .logarithmic(deviation: 0.3))
    func tally() throws -> InventoryTally {
      try InventoryAnalysis().tally(
        EmissionInventory(title: "made", processes: [process], profiles: Self.profiles))
    }
    let once = try tally()
    #expect(try tally() == once)
    process.activity = UncertainNumber(2_000)
    let twice = try tally()
    #expect(abs(twice.total.upper - 2 * once.total.upper) < 1e-9 * twice.total.upper)
  }
}

@Suite("Top-down against bottom-up")
struct TopDownComparisonTests {
  @Test("An inventory of the true sources expects what the air shows", .tags(.calibration))
  func agrees() throws {
    var study = try SimulatedImpact(seed: 12)
    study.impact.factors = []
    let impact = try study.evaluate()
    let processes = SimulatedSpeciation.Source.allCases.enumerated().map { index, source in
      EmissionInventory.Process(
        facility: "area", name: source.rawValue,
        activity: UncertainNumber(
          Summation.mean(Array(study.truth.contributions[index].prefix(365)))),
        factor: UncertainNumber(1_000), profile: source.rawValue)
    }
    let inventory = EmissionInventory(
      title: "area", processes: processes,
      profiles: Dictionary(
        uniqueKeysWithValues: SimulatedSpeciation.profiles.map { ($0.key.rawValue, $0.value) }))
    func tally(_ efficiency: Double) throws -> InventoryTally {
      try InventoryAnalysis().tally(
        inventory,
        measures: [
          AbatementMeasure(
            name: "limits", kind: "made", action: .factor, targets: ["area/solvent"],
            efficiency: UncertainNumber(efficiency), provenance: InventoryTests.recall)
        ])
    }
    let air = try study.record.meanComposition(
      over: study.before, rule: .half, air: .kelvin298)
    let comparison = try TopDownComparison(
      impact, tally(0.3), air: air, reference: "benzene")
    let toluene = try #require(comparison.changes.first { $0.compound == "toluene" })
    #expect(toluene.agrees == true, "\(toluene)")
    // Compounds of one source miss together: 18 of 21 on this record.
    #expect(comparison.changes.count { $0.agrees == true } >= comparison.changes.count - 3)
    // Both come from traffic and solvents, so the mixture of the air is the inventory's.
    let ratio = try #require(comparison.ratios.first { $0.compound == "toluene" })
    #expect(abs(ratio.quotient.value - 1) < 0.05)
    // A measure of twice the size does not fit the tracers of solvents.
    let claimed = try TopDownComparison(impact, tally(0.8))
    let acetate = try #require(claimed.changes.first { $0.compound == "n-butyl acetate" })
    #expect(acetate.agrees == false)
    #expect(throws: VOCError.compoundMissing("styrene", purpose: "error.voc.comparison-mixtures")) {
      try TopDownComparison(impact, tally(0.3), air: air, reference: "styrene")
    }
  }
}
