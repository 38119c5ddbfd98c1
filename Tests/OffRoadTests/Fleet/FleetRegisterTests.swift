import AirQuality
import Documents
import TestSupport
import Testing

@testable import OffRoad

@Suite("Fleet lists")
struct FleetRegisterTests {
  private static let header = "site,machinery,stage,power_kw,model_year,count,hours,load_factor"

  private func error(
    _ rows: String, header: String = FleetRegisterTests.header,
    regulation: EngineStage.Regulation? = nil
  ) -> OffRoadError? {
    do {
      _ = try FleetRegister(
        text: "\(header)\n\(rows)\n", file: "fleet.csv", dataYear: 2024, regulation: regulation)
      return nil
    } catch {
      return error
    }
  }

  @Test("A row is read with its identity", .tags(.analytical))
  func reading() throws {
    let register = try FleetRegister(
      text: """
        Site Name,Machinery Type,Engine Stage,Power (kW),Model Year,Count,Hours,Exemption,note
        "Dock, east",Wheel Loader,EU Stage IIIA,150,2012,2,800,no,x
        Dock west,挖掘机,国三,,2016,,,retrofit pending,y
        Dock west,油圧ショベル,japan-2014,90.5,2015,1,1200,,z
        """, file: "fleet.csv", dataYear: 2024)
    #expect(register.machines.count == 3)
    #expect(register.sites == ["Dock, east", "Dock west"])
    #expect(register.machines[0].power == 150)
    #expect(register.machines[0].count == 2)
    #expect(EngineStage.all[register.machines[0].stage].identifier == "eu-iiia")
    #expect(MachineType.all[register.machines[1].type].identifier == "excavator")
    #expect(EngineStage.all[register.machines[1].stage].identifier == "china-iii")
    #expect(register.machines[1].isExempt)
    #expect(register.machines[1].power == nil)
    #expect(MachineType.all[register.machines[2].type].identifier == "excavator")
    #expect(register.count == 4)
  }

  @Test("Horsepower and PS are brought to kilowatts and told of", .tags(.analytical))
  func units() throws {
    let register = try FleetRegister(
      text: """
        machinery,stage,power,power_unit
        excavator,us-tier-3,100,kW
        excavator,us-tier-3,100,hp
        excavator,us-tier-3,100,PS
        """, file: "fleet.csv", dataYear: 2024)
    #expect(register.machines.map(\.power) == [100, 100 * 0.7457, 100 * 0.73549875])
    #expect(
      register.notices == [
        Message("off-road.two-units-of-power", ["kilowatts": .count(1), "horsepower": .count(2)])
      ])
  }

  @Test("Each bad cell says row, column and what to do", .tags(.analytical))
  func badCells() {
    #expect(
      error("a,excavater,eu-iiia,100,2012,1,800,0.5")?.explanation
        == "fleet.csv:2, column machinery: “excavater” is not a type of machine; did you mean "
        + "excavator? write the one that is meant")
    #expect(
      error("a,excavator,IIIA,100,2012,1,800,0.5")?.explanation
        == "fleet.csv:2, column stage: “IIIA” is not a stage; did you mean eu-iiia? write the one "
        + "that is meant")
    #expect(
      error("a,excavator,III,100,2012,1,800,0.5")?.explanation
        == "fleet.csv:2, column stage: “III” is not a stage; did you mean china-iii? write the one "
        + "that is meant")
    #expect(
      error("a,excavator,eu-iiia,120 hp,2012,1,800,0.5")?.explanation
        == "fleet.csv:2, column power_kw: “120 hp” carries a unit of its own in a column that has "
        + "one; write the number alone and its unit, kW, hp or PS, in a column power_unit")
    #expect(
      error("a,excavator,eu-iiia,100,2012,1,9000,0.5")?.explanation
        == "fleet.csv:2, column hours: “9000” is more than the 8,760 hours of a year; give hours "
        + "of one machine in one year, not the reading of its meter or of a fleet")
    #expect(
      error("a,excavator,eu-iiia,100,2012,-3,800,0.5")?.explanation
        == "fleet.csv:2, column count: “-3” is not a number of machines; give a number of zero or "
        + "more; take returned machines out instead of subtracting them")
    #expect(
      error("a,excavator,eu-iiia,100,2025,1,800,0.5")?.explanation
        == "fleet.csv:2, column model_year: “2025” is after the year of the data, 2024; correct "
        + "the year, or give the right --year of the data")
    #expect(
      error("a,excavator,eu-iiia,100,2012,1,800,50")?.explanation
        == "fleet.csv:2, column load_factor: “50” is not a share; write 45 per cent as 0.45, or "
        + "leave it empty")
  }

  @Test("All bad cells are counted and the first are kept", .tags(.analytical))
  func manyProblems() throws {
    let rows = Array(repeating: "a,tank,eu-iiia,100,2012,1,800,0.5", count: 30)
    guard case .register(_, let problems, let total)? = error(rows.joined(separator: "\n")) else {
      Issue.record("the rows were taken")
      return
    }
    #expect(total == 30)
    #expect(problems.count == RegisterReader.kept)
    #expect(problems[19].line == 21)
  }

  @Test("Power in kW and in hp must agree", .tags(.analytical))
  func twoPowers() throws {
    let header = "machinery,stage,power_kw,power_hp"
    #expect(error("excavator,eu-iiia,100,134.1", header: header) == nil)
    #expect(
      error("excavator,eu-iiia,100,100", header: header)?.explanation
        == "fleet.csv:2, column power_hp: “100” does not agree with the power in kW; leave one of "
        + "the two empty: 1 hp is 0.7457 kW")
  }

  @Test("A power without a unit and a list without stages are refused", .tags(.analytical))
  func headers() {
    #expect(
      error("excavator,eu-iiia,100", header: "machinery,stage,power")?.explanation
        == "fleet.csv: the column “power” does not say kW or hp; call it power_kw or power_hp, or "
        + "add a column power_unit")
    #expect(
      error("excavator,100", header: "machinery,power_kw")?.explanation
        == "fleet.csv: the column “stage” is missing; name one so; the file has: machinery, "
        + "power_kw")
  }

  @Test("Without a stage the law of the model year is taken and told", .tags(.analytical))
  func stageFromYear() throws {
    let register = try FleetRegister(
      text: """
        machinery,model_year,power_kw
        excavator,2005,100
        excavator,2009,100
        excavator,2018,100
        excavator,2023,100
        """, file: "fleet.csv", dataYear: 2024, regulation: .china)
    #expect(
      register.machines.map { EngineStage.all[$0.stage].identifier }
        == ["china-0", "china-i", "china-iii", "china-iv"])
    #expect(register.defaults.first?.machines == 4)
    #expect(register.defaults.first?.backing.isBacked == false)
  }

  @Test("A sample is weighted up to the city’s machines", .tags(.analytical))
  func weights() throws {
    let register = try FleetRegister(
      text: """
        machinery,stage,weight
        excavator,eu-iiia,1
        excavator,eu-ii,3
        forklift,eu-ii,5
        """, file: "fleet.csv", dataYear: 2024)
    let city = try register.weighted(to: ["excavator": 400])
    #expect(city.machines.map(\.count) == [100, 300, 5])
    #expect(city.notices == [Message("off-road.unweighted-types", ["types": .count(1)])])
    #expect(throws: OffRoadError.self) { try register.weighted(to: ["crane": 5]) }
    #expect(throws: OffRoadError.self) { try register.weighted(to: ["digger": 5]) }
  }

  @Test(
    "Every stage has factors for both families and bands are found by their ends",
    .tags(.analytical))
  func tables() {
    for stage in EngineStage.all {
      for method in EmissionMethod.allCases {
        for band in PowerBand.lowerEnds.indices {
          let found = stage.factorStage(method, power: PowerBand.power(of: band))
          #expect(!found.stage.isEmpty)
        }
      }
      #expect(stage.rank <= 0 || !EmissionLimit.limits(of: stage, power: 100).isEmpty)
    }
    #expect(PowerBand.position(of: 0.1) == 0)
    for (index, end) in PowerBand.lowerEnds.enumerated() {
      #expect(PowerBand.position(of: end) == index)
    }
    #expect(MachineType.all.count == 33)
  }
}
