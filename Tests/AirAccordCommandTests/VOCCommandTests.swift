import Foundation
import TestSupport
import Testing

@Suite("The verbs of organic compounds")
struct VOCCommandTests {
  static let table = """
    Time,Ethane,Benzene,Toluene,Isoprene,TNMOC
    2022-07-01 00:00,3.1,0.4,0.9,N.D.,25.1
    2022-07-01 01:00,3.0,0.5,1.1,0.2,26.3

    """

  private func run(_ arguments: [String], table: String = Self.table) throws -> CommandRun {
    try withFolder { folder in
      try Data(table.utf8).write(to: folder.appendingPathComponent("gc.csv"))
      return try CommandRun(["voc"] + arguments, in: folder)
    }
  }

  @Test("A file’s unit is never guessed", .tags(.analytical))
  func unit() throws {
    let silent = try run(["reactivity", "gc.csv"])
    #expect(silent.exitCode == 65)
    #expect(
      silent.errors == """
        airaccord: the unit is not stated
          where: gc.csv
          do: state it: ppbC, ppb or µg/m³

        """)
    let airless = try run([
      "reactivity", "gc.csv", "--unit", "ppb", "--below-detection", "zero",
    ])
    #expect(airless.exitCode == 65)
    #expect(airless.errors.contains("ppb becomes µg/m³ only at a temperature and pressure"))
  }

  @Test("Values below detection wait for a rule", .tags(.analytical))
  func belowDetection() throws {
    let air = ["--unit", "ppb", "--kelvin", "298.15", "--kilopascals", "101.325"]
    let silent = try run(["reactivity", "gc.csv"] + air)
    #expect(silent.exitCode == 65)
    #expect(
      silent.errors.contains("1 value of isoprene is below detection and no rule says what"))
    let zero = try run(["reactivity", "gc.csv", "--below-detection", "zero"] + air)
    #expect(zero.exitCode == 0, "\(zero.errors)")
    #expect(zero.output.contains("ozone formation potential  all compounds"))
    let half = try run(["reactivity", "gc.csv", "--below-detection", "half"] + air)
    #expect(half.errors.contains("the rule “half” needs the detection limits of isoprene"))
  }

  @Test("A column of nothing but “N.D.” is named, not lost", .tags(.analytical))
  func neverDetected() throws {
    let table = Self.table.replacingOccurrences(of: ",0.2,", with: ",N.D.,")
    let air = ["--unit", "ppb", "--kelvin", "298.15", "--kilopascals", "101.325"]
    let run = try run(["reactivity", "gc.csv", "--below-detection", "zero"] + air, table: table)
    #expect(run.exitCode == 65)
    #expect(run.errors.contains("isoprene: every value is below detection"), "\(run.errors)")
    let without = try self.run(
      ["reactivity", "gc.csv", "--leave-out", "isoprene"] + air, table: table)
    #expect(without.exitCode == 0, "\(without.errors)")
  }

  @Test(
    "Gases and weather beside few compounds do not hide a chromatograph’s table",
    .tags(.analytical))
  func companions() throws {
    var table = "Time,Toluene,Benzene,Formaldehyde,NO2,H2O2,HNO3,temperature,wind_speed\n"
    for day in ["01", "02"] {
      for hour in 0..<24 {
        table += "2022-07-\(day) \(hour < 10 ? "0" : "")\(hour):00,0.9,0.4,3,2,1.2,2,25,1\n"
      }
    }
    let run = try run(["ratios", "gc.csv", "--unit", "ppb", "--format", "csv"], table: table)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("regime,hcho/no2,1.5"))
    #expect(run.output.contains("regime,h2o2/hno3,0.6"))
    #expect(run.errors.contains("No weekend effect: it needs ten weeks"))
  }

  @Test("Columns are matched, totals stand apart, a misspelt name is offered", .tags(.analytical))
  func species() throws {
    let matched = try run(["species", "gc.csv", "--unit", "ppb", "--format", "csv"])
    #expect(matched.exitCode == 0, "\(matched.errors)")
    let rows = matched.output.split(separator: "\n").map(String.init)
    #expect(rows.contains { $0.hasPrefix("toluene,compound,toluene,2,0") })
    #expect(rows.contains { $0.hasPrefix("isoprene,compound,isoprene,1,1") })
    #expect(rows.contains { $0.hasPrefix("tnmoc,total,") })
    let misspelt = try run(
      ["species", "gc.csv", "--unit", "ppb"],
      table: """
        Time,Ethane,Propane,Benzene,Toluene,Tolune,o-Xylene
        2022-07-01 00:00,0.4,0.9,1,2,3,4
        2022-07-01 01:00,0.5,1.1,0.2,2,3,4

        """)
    #expect(misspelt.exitCode == 65)
    #expect(misspelt.errors.contains("no compound is called “tolune” (near: toluene)"))
  }

  @Test("The catalogue is searched in Japanese", .tags(.analytical))
  func search() throws {
    let found = try run(["species", "--search", "トルエン", "--format", "csv"])
    #expect(found.exitCode == 0)
    #expect(found.output.contains("toluene,108-88-3,92.141,7,aromatic,トルエン,甲苯,mir,4.0"))
  }

  @Test("The simulated record is what this version makes", .tags(.property))
  func dataset() throws {
    try withFolder { folder in
      let made = try CommandRun(
        ["voc", "simulate", "--seed", "7", "--output", "sim"], in: folder)
      #expect(made.exitCode == 0)
      let stored = SharedData.checkout.appendingPathComponent("Datasets/simulated-voc")
      for name in ["voc.csv", "limits.csv", "contributions.csv", "truth.json"] {
        #expect(
          try Data(contentsOf: folder.appendingPathComponent("sim/\(name)"))
            == Data(contentsOf: stored.appendingPathComponent(name)), "\(name)")
      }
    }
  }

  @Test("The worked works: inventory with measures and page", .tags(.analytical))
  func inventory() throws {
    try withFolder { folder in
      let path = SharedData.checkout.appendingPathComponent("Datasets/studies/coating-works.yaml")
      let tally = try CommandRun(
        ["voc", "inventory", path.path, "--draws", "200", "--output", "out"], in: folder)
      #expect(tally.exitCode == 0, "\(tally.errors)")
      #expect(tally.output.contains("EPA-CCM (from memory, not from a stored source)"))
      #expect(tally.output.contains("Annual cost (CNY)"))
      #expect(
        FileManager.default.fileExists(
          atPath: folder.appendingPathComponent("out/inventory.html").path))
    }
  }

  @Test(
    "From compounds through factors to the measure: the chain of the README", .tags(.calibration))
  func chain() throws {
    try withFolder { folder in
      let data = SharedData.checkout.appendingPathComponent("Datasets")
      let limits = data.appendingPathComponent("studies/simulated-voc-limits.csv").path
      let record = data.appendingPathComponent("simulated-voc/voc.csv").path
      let study = try String(
        contentsOf: data.appendingPathComponent("studies/simulated-voc-factors.yaml"),
        encoding: .utf8)
      try Data(study.utf8).write(to: folder.appendingPathComponent("study.yaml"))
      let factors = try CommandRun(
        [
          "voc", "pmf", record, "--detection-limits", limits, "--leave-out-unlimited", "--unit",
          "ppb", "--below-detection", "half-limit", "--factors", "4", "--starts", "2", "--renewals",
          "0", "--tracer", "acetylene", "--tracer", "n-butyl acetate", "--tracer", "ethane",
          "--tracer", "isoprene", "--output", "sources",
        ], in: folder)
      #expect(factors.exitCode == 0, "\(factors.errors)")
      #expect(factors.errors.contains("Without a limit, left out: TNMOC, nox, factor_traffic"))
      #expect(
        factors.output.contains("The factors shown are those under the constraints that were given")
      )
      #expect(factors.output.contains("They raise Q by "))
      let ingested = try CommandRun(["ingest", record, "--archive", "voc.sqlite"], in: folder)
      #expect(ingested.exitCode == 0, "\(ingested.errors)")
      let impact = try CommandRun(
        ["voc", "impact", "study.yaml", "--archive", "voc.sqlite", "--format", "csv"], in: folder)
      #expect(impact.exitCode == 0, "\(impact.errors)")
      let profiles = try String(
        contentsOf: folder.appendingPathComponent("sources/constrained-profiles.csv"),
        encoding: .utf8)
      func rows(_ text: String) -> [[String]] {
        text.split(separator: "\n").map { line in
          line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
      }
      // The factor that has all of the tracer of solvents.
      let tracers = rows(profiles).filter { $0.count > 4 && $0[1] == "n-butyl acetate" }
      let solvent = try #require(tracers.first { Double($0[4]) == 1 })
      let name = "factor_\(solvent[0]) / acetylene"
      let row = try #require(rows(impact.output).first { $0[0] == "factor" && $0[1] == name })
      let lower = try #require(Double(row[5]))
      let upper = try #require(Double(row[6]))
      #expect(lower < -30 && -30 < upper && upper < -15, "\(row)")
    }
  }
}
