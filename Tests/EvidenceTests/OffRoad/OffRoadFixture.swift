import Evidence
import OffRoad
import Testing

/// A small city and what is asked about it.
enum OffRoadFixture {
  static let list = """
    machinery,stage,power_kw,model_year,count,hours
    excavator,china-ii,120,2012,40,900
    excavator,china-iii,,2018,25,
    wheel_loader,eu-iiia,150,,10,700
    forklift,china-iii,45,2019,30,1500
    """

  static let scenarios = """
    title: A small city <1>
    years: [2024, 2027]
    growth: 0.02
    new_stage: china-iv
    currency: CNY
    curve: pm25
    scenarios:
      - name: F1
        measures:
          - { name: DPF 30 %, kind: retrofit, device: dpf, share: 0.3, start: 2024-01-01, cost: { capital: [20000, 30000, 45000], years: 8 } }
      - name: F2
        measures:
          - { name: DPF 60 %, kind: retrofit, device: dpf, share: 0.6, start: 2024-01-01, cost: { capital: [20000, 40000, 60000], years: 8 } }
    """

  static let inventory = MachineInventory(sulphurPartsPerMillion: 10)

  static func register() throws -> FleetRegister {
    try FleetRegister(text: list, file: "fleet.csv", dataYear: 2024)
  }

  static func emissions() throws -> FleetReport {
    let fleet = try ClassFleet(register().machines, year: 2024)
    var report = FleetReport(.emissions, try inventory.tally(fleet), register: try register())
    report.methods = try MethodComparison(inventory, fleet)
    return report
  }

  static func uncertainty() throws -> FleetReport {
    let fleet = try ClassFleet(register().machines, year: 2024)
    var analysis = UncertaintyAnalysis()
    analysis.draws = 200
    analysis.sobolDraws = 32
    var report = FleetReport(.uncertainty, try inventory.tally(fleet), register: try register())
    report.uncertainty = try analysis.analyse(inventory, fleet)
    return report
  }

  /// The working days of two months, by every method.
  static func methods() throws -> FleetReport {
    let fleet = try ClassFleet(register().machines, year: 2024)
      .during(ActivityProfile.Period(months: [7, 8], day: .weekday), ActivityProfile())
    var report = FleetReport(.methods, try inventory.tally(fleet), register: try register())
    report.methods = try MethodComparison(inventory, fleet)
    return report
  }

  static func scenario(_ yaml: String = scenarios) throws -> ScenarioReport {
    let file = try ScenarioFile(yaml: yaml, file: "measures.yaml")
    let present = try ClassFleet(register().machines, year: 2024)
    var analysis = ScenarioAnalysis(inventory)
    analysis.uncertainty.draws = 200
    let fleets = try file.fleets(from: present)
    return ScenarioReport(
      try analysis.compare(file.scenarios, fleets),
      curve: try file.abatementCurve(analysis, fleets), of: file,
      fleet: FleetReport(.emissions, try inventory.tally(present), register: try register()))
  }

  /// A zone whose inspections, readings, fuel sales and air are known.
  static func impact(in folder: String) throws -> ImpactReport {
    try ImpactFile(yaml: impact, file: "impact.yaml", folder: folder).report()
  }

  static let impact = """
    title: Zone
    start: 2018-01-01
    inspections: inspections.csv
    readings: readings.csv
    fuel: fuel.csv
    ambient:
      file: bc.csv
      pollutant: bc
      sites: [gate]
      background: [park]
      before: 2017-01-01..2017-12-31
      after: 2018-01-01..2018-12-31
      methods: [before-after, difference-in-differences]
    rollback:
      concentration: 4
      background: 1.5
      sector_share: 0.6
      emission_ratio: [8, 10, 12]
    """

  /// The files that the impact file names.
  static var impactFiles: [String: String] {
    var inspections = "site,date,inspected,compliant\n"
    var readings = "machine,date,value\n"
    var fuel = "month,sold\n"
    var air = "date,gate,park\n"
    for site in 0..<12 {
      for month in 1...9 {
        inspections += "S\(site),2017-0\(month)-15,10,\(4 + (site + month) % 4)\n"
        inspections += "S\(site),2018-0\(month)-15,10,\(7 + (site + month) % 3)\n"
      }
      readings += "M\(site),2017-06-01,\(1.2 + 0.05 * Double(site % 5))\n"
      readings += "M\(site),2018-06-01,\(0.8 + 0.04 * Double(site % 4))\n"
    }
    for year in [2017, 2018] {
      for month in 1...12 {
        let two = month < 10 ? "0\(month)" : "\(month)"
        // Two whole years could not tell a step from the months of the year.
        if month < 11 {
          fuel += "\(year)-\(two)-01,\((year == 2017 ? 100 : 90) + month % 5)\n"
        }
        for day in 1...28 {
          let date = "\(year)-\(two)-" + (day < 10 ? "0\(day)" : "\(day)")
          let wave = Double((day * 7 + month * 3) % 11) / 10
          air += "\(date),\((year == 2017 ? 4.0 : 3.2) + wave),\(1.5 + wave / 2)\n"
        }
      }
    }
    return [
      "inspections.csv": inspections, "readings.csv": readings, "fuel.csv": fuel, "bc.csv": air,
    ]
  }
}
