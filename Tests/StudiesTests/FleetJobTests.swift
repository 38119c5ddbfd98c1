import Documents
import Foundation
import OffRoad
import Studies
import TestSupport
import Testing
import VOC

@Suite("Jobs on machines and compounds")
struct FleetJobTests {
  private func settingFault(_ body: () throws -> Void) -> SettingFault? {
    do { try body() } catch { return error as? SettingFault }
    return nil
  }

  private func withList<Value>(_ body: (String) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("fleet-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      machinery,stage,power_kw,model_year,count,hours,load_factor
      excavator,china-iii,120,2018,10,1000,0.5
      forklift,china-ii,45,2012,20,800,0.3

      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try body(path)
  }

  @Test("A list that is weighted to twice its machines emits twice as much", .tags(.property))
  func weighting() throws {
    try withList { path in
      let counting = FleetCounting(sulphurPartsPerMillion: 10)
      var list = FleetListing(path, year: 2024)
      let plain = try FleetStudy(list, counting).run()
      try list.weigh(to: ["excavator=20", "forklift=40"])
      let weighted = try FleetStudy(list, counting).run()
      for pollutant in [ExhaustPollutant.nox, .co2] {
        let once = plain.tally.tonnes(pollutant)
        let twice = weighted.tally.tonnes(pollutant)
        #expect(abs(twice / once - 2) < 1e-12)
      }
      #expect(plain.methods != nil && plain.uncertainty == nil)
    }
  }

  @Test("Settings of a fleet that say nothing or cannot be read are refused by name")
  func faults() throws {
    try withList { path in
      var list = FleetListing(path, year: 2024)
      for text in ["excavator", "excavator=many", "excavator=nan"] {
        #expect(settingFault { try list.weigh(to: [text]) }?.setting == "population", "\(text)")
      }
      #expect(
        settingFault { try list.weigh(to: ["excavator=1", "excavator=2"]) }?.setting
          == "population")
      var counting = FleetCounting(sulphurPartsPerMillion: 10)
      #expect(settingFault { try counting.setGrid(["gold=1"]) }?.setting == "grid")
      try counting.setGrid(["co2=550"])
      #expect(counting.grid == [.co2: 550])
      counting.method = .emepTier3
      counting.crankcase = true
      #expect(throws: OffRoadError.self) { try counting.inventory() }
      #expect(try counting.inventory(of: .nonroad).includesCrankcase)
      var analysis = UncertaintyAnalysis()
      for text in ["luck=1", "hours", "hours=a..b"] {
        #expect(settingFault { try analysis.setSpreads([text]) }?.setting == "spread", "\(text)")
      }
      var study = FleetStudy(list, FleetCounting(sulphurPartsPerMillion: 10))
      analysis.draws = 1_000_000_000
      study.question = .uncertainty(analysis)
      #expect(settingFault { _ = try study.run() }?.setting == "draws")
    }
  }

  @Test("A population has as many machines as were counted", .tags(.analytical))
  func population() throws {
    let register = try FleetPopulation(["excavator=4200", "forklift=900"], year: 2024).run()
    #expect(abs(register.count - 5_100) < 1e-6)
    for (counts, words) in [
      (["digger=1"], "lists the types"), (["excavatr=1"], "did you mean excavator"),
      (["excavator=1", "excavator=2"], "give it once"),
    ] {
      let fault = settingFault { _ = try FleetPopulation(counts, year: 2024).run() }
      #expect(fault?.setting == "counts")
      #expect(fault?.explanation.contains(words) == true, "\(fault?.explanation ?? "")")
    }
  }

  @Test("Toluene is found by its names in three scripts and its CAS number", .tags(.analytical))
  func compounds() throws {
    for name in ["toluene", "トルエン", "甲苯", "108-88-3"] {
      #expect(
        try CompoundList(containing: name).compounds.contains { $0.cas == "108-88-3" }, "\(name)")
    }
    #expect(throws: VOCError.self) { try CompoundList(containing: "tolune") }
  }

  @Test("A record needs files or an archive, and both halves of an air")
  func reading() throws {
    var reading = RecordReading()
    #expect(!reading.isGiven)
    #expect(settingFault { _ = try reading.record() }?.setting == "archive")
    reading.files = ["gc.csv"]
    reading.station = "here"
    #expect(settingFault { _ = try reading.record() }?.setting == "station")
    reading.station = nil
    reading.kelvin = 298.15
    #expect(settingFault { _ = try reading.air() }?.setting == "kelvin")
    reading.kilopascals = -1
    #expect(settingFault { _ = try reading.air() }?.setting == "kilopascals")
  }

  @Test("Samples need uncertainties or limits, and a clock on Earth")
  func samples() throws {
    var reading = SampleReading("con.csv")
    #expect(settingFault { _ = try reading.sample() }?.setting == "uncertainties")
    reading.uncertainties = "unc.csv"
    reading.utcOffset = 15
    #expect(settingFault { _ = try reading.sample() }?.setting == "utcOffset")
    reading.utcOffset = 8
    reading.leavesOutUnlimited = true
    #expect(settingFault { _ = try reading.sample() }?.setting == "leaveOutUnlimited")
    #expect(settingFault { _ = try FactorStudy.counts("8...3") }?.setting == "select")
    #expect(try FactorStudy.counts("3...8") == 3...8)
  }
}
