import Foundation
import TestSupport
import Testing

@Suite("airaccord off-road")
struct OffRoadCommandTests {
  private func write(_ text: String, _ name: String, in folder: URL) throws {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  @Test(
    "A fleet goes from its file to emissions with every default and source",
    .tags(.analytical))
  func emissions() throws {
    try withFolder { folder in
      try write(
        "machinery,stage,power_kw,count,hours,load_factor,model_year\n"
          + "excavator,eu-ii,100,10,933.4,0.5,2015\n", "fleet.csv", in: folder)
      let run = try CommandRun(
        ["off-road", "emissions", "fleet.csv", "--year", "2020", "--sulphur-ppm", "10"],
        in: folder)
      #expect(run.exitCode == 0)
      // The hand case of the library's tests: 2.3256 t.
      #expect(run.output.contains("NOx             2.33        100 %"), "\(run.output)")
      #expect(run.output.contains("EMEP-EFDB"))
      #expect(!run.output.contains("default"), "nothing was left out of the list")
      let bare = try CommandRun(
        ["off-road", "emissions", "fleet.csv", "--year", "2020"], in: folder)
      #expect(bare.exitCode == 64)
      #expect(bare.errors.contains("Missing expected argument '--sulphur-ppm"))
    }
  }

  @Test("All bad cells are named and the first is explained", .tags(.analytical))
  func badFleet() throws {
    try withFolder { folder in
      try write(
        "machinery,stage,power_kw,hours\nexcavater,eu-ii,100,800\nexcavator,eu-ii,100,9999\n",
        "fleet.csv", in: folder)
      let run = try CommandRun(
        ["off-road", "fleet", "fleet.csv", "--year", "2020"], in: folder)
      #expect(run.exitCode == 65)
      #expect(run.output.isEmpty)
      #expect(
        run.errors == """
          fleet.csv:2, machinery: “excavater” is not a type of machine; did you mean excavator? \
          write the one that is meant
          fleet.csv:3, hours: “9999” is more than the 8,760 hours of a year; give hours of one \
          machine in one year, not the reading of its meter or of a fleet
          airaccord: “excavater” is not a type of machine (and 1 more)
            where: fleet.csv:2, column machinery
            do: did you mean excavator? write the one that is meant

          """)
    }
  }

  @Test("The worked city goes from its register to the scenario page", .tags(.analytical))
  func workedCity() throws {
    try withFolder { folder in
      let made = try CommandRun(
        ["off-road", "simulate", "--machines", "400"], in: folder)
      #expect(made.exitCode == 0)
      try write(made.output, "city.csv", in: folder)
      let measures = SharedData.checkout
        .appendingPathComponent("Datasets/off-road-city/measures.yaml")
      let run = try CommandRun(
        [
          "off-road", "scenario", measures.path, "--register", "city.csv", "--year", "2024",
          "--sulphur-ppm", "10", "--draws", "200", "--output", "page", "--language", "zh",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("filters on 30 % of excavators"))
      let page = try String(
        contentsOf: folder.appendingPathComponent("page/off-road.html"), encoding: .utf8)
      #expect(page.contains("挖掘机"))
      #expect(page.contains("默认值"))
    }
  }

  @Test("Factors are printed with limit, source and mark", .tags(.analytical))
  func factors() throws {
    try withFolder { folder in
      let run = try CommandRun(
        [
          "off-road", "factors", "--machinery", "excavator", "--stage", "china-iii",
          "--power-kw", "100", "--method", "nonroad", "--sulphur-ppm", "10", "--format", "csv",
        ], in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("AIRACCORD-STAGES"))
      let wrong = try CommandRun(
        [
          "off-road", "factors", "--machinery", "excavator", "--stage", "iii", "--sulphur-ppm", "1",
        ],
        in: folder)
      #expect(wrong.exitCode == 65)
      #expect(wrong.errors.contains("did you mean china-iii?"))
    }
  }

  @Test("An impact file gives a verdict on the size of the effect", .tags(.analytical))
  func impact() throws {
    try withFolder { folder in
      var rows = "site,date,inspected,compliant\n"
      for site in 0..<12 {
        for month in 1...9 {
          rows += "S\(site),2017-0\(month)-15,10,\(4 + (site + month) % 4)\n"
          rows += "S\(site),2018-0\(month)-15,10,\(7 + (site + month) % 3)\n"
        }
      }
      try write(rows, "inspections.csv", in: folder)
      try write(
        """
        title: Zone
        start: 2018-01-01
        inspections: inspections.csv
        rollback:
          concentration: 4
          background: 1.5
          sector_share: 0.6
          emission_ratio: [8, 10, 12]
        """, "impact.yaml", in: folder)
      let run = try CommandRun(
        ["off-road", "impact", "impact.yaml", "--output", "page"], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("change of compliance"))
      #expect(run.output.contains("expected from emissions"))
      let wrong = try CommandRun(["off-road", "impact", "inspections.csv"], in: folder)
      #expect(wrong.exitCode == 65)
    }
  }
}
