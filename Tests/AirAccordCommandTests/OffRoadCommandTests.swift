import Documents
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
      #expect(
        run.output.contains(/\nNOx +2\.33 +100 % +DEFINITION, EMEP-EFDB/), "\(run.output)")
      #expect(run.output.contains("10 machines in 2020 emit 2.33 t/a of NOx"))
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
      // Names of the file's own.
      let quoted = [
        "filters on 30 % of excavators", "low-emission zone from China III",
        "electric forklifts and loaders", "half of the idling", "Machines of a simulated city",
      ]
      let measures = SharedData.checkout
        .appendingPathComponent("Datasets/off-road-city/measures.yaml")
      let run = try CommandRun(
        [
          "off-road", "scenario", measures.path, "--register", "city.csv", "--year", "2024",
          "--sulphur-ppm", "10", "--draws", "200", "--output", "page", "--language", "zh",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("4 个情景中减排最多的是“all”"), "\(run.output)")
      #expect(run.output.contains("CNY"))
      #expect(run.output.contains("filters on 30 % of excavators"))
      #expect(EnglishWords.sentences(run.output, without: quoted).isEmpty)
      let page = try String(
        contentsOf: folder.appendingPathComponent("page/off-road.html"), encoding: .utf8)
      #expect(page.contains("挖掘机"))
      #expect(page.contains("默认值"))
      #expect(EnglishWords.sentences(page, without: quoted).isEmpty)
      for file in ["document.json", "scenarios.json", "tables/scenario-emissions.csv"] {
        #expect(
          FileManager.default.fileExists(
            atPath: folder.appendingPathComponent("page/\(file)").path), "\(file)")
      }
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

  @Test("Rates of all classes have every digit and none is a class of its own", .tags(.golden))
  func allRates() throws {
    try withFolder { folder in
      let run = try CommandRun(
        [
          "off-road", "factors", "--all", "--machinery", "excavator", "--year", "2025",
          "--first-model-year", "2016", "--sulphur-ppm", "10", "--format", "csv",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let lines = run.output.split(separator: "\n")
      #expect(
        lines[0].hasPrefix(
          "machinery,hp_above,hp_to,power_kw,model_year,technology,stage,share,age_median_lives,"
            + "fuel_g_kwh,nox_g_kwh,nox_g_hph,nox_g_h"))
      let header = lines[0].split(separator: ",").map(String.init)
      let column = try #require(header.firstIndex(of: "nox_g_hph"))
      // NONROAD: T4N of 175 to 300 hp, 0.28 g/hp-hr of a new engine, and 0.008 a median life.
      let own = try #require(
        lines.first { $0.hasPrefix("excavator,175.0,300.0,") && $0.contains(",2025,T4N,") })
      let value = try #require(Double(own.split(separator: ",")[column]))
      #expect(abs(value - 0.28 * (1 + 0.008 * 1_092 * 0.59 / 4_667)) < 1e-9)
      let both = try CommandRun(
        [
          "off-road", "factors", "--all", "--stage", "eu-v", "--year", "2025", "--sulphur-ppm", "1",
        ],
        in: folder)
      #expect(both.exitCode == 64)
    }
  }

  @Test("A setting that would change nothing is refused", .tags(.analytical))
  func idleSettings() throws {
    try withFolder { folder in
      try write(
        "machinery,stage,power_kw,model_year\nexcavator,us-tier-2,100,2010\n", "fleet.csv",
        in: folder)
      let common = ["off-road", "emissions", "fleet.csv", "--year", "2020", "--sulphur-ppm", "10"]
      let refused = try CommandRun(common + ["--no-crankcase"], in: folder)
      #expect(refused.exitCode == 65)
      #expect(
        refused.errors.contains(
          "“crankcase” is given and EMEP/EEA Tier 2 has no crankcase emissions"))
      let age = try CommandRun(common + ["--age", "middle-of-year"], in: folder)
      #expect(age.exitCode == 65)
      func hydrocarbons(_ options: [String]) throws -> Double {
        let run = try CommandRun(
          common + ["--method", "nonroad", "--format", "csv"] + options, in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n").map {
          $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let column = try #require(lines[0].firstIndex(of: "hc_t"))
        return try #require(Double(lines[1][column]))
      }
      // NONROAD: the crankcase of an engine before Tier 4 emits 2 % of what the exhaust does.
      #expect(abs(try hydrocarbons([]) / hydrocarbons(["--no-crankcase"]) - 1.02) < 1e-9)
      let season = try CommandRun(common + ["--day", "weekday"], in: folder)
      #expect(season.exitCode == 64)
      // SEASON.DAT: 0.0941 of a year's construction in July.
      let july = try hydrocarbons(["--months", "7"]) / hydrocarbons([])
      #expect(abs(july / 0.0941 - 1) < 1e-3)
    }
  }

  @Test(
    "Every verb that prints prose prints it in the reader’s language", .tags(.property),
    arguments: [Language.japanese, .chinese])
  func languages(_ language: Language) throws {
    try withFolder { folder in
      try write(
        "machinery,stage,power_kw,model_year,count\nexcavator,china-iii,100,2018,10\n"
          + "forklift,us-tier-2,80,2006,5\n", "fleet.csv", in: folder)
      let fleet = ["fleet.csv", "--year", "2024"]
      let fuel = ["--sulphur-ppm", "10"]
      let few = ["--draws", "200"]
      for verb in [
        ["fleet"] + fleet, ["fleet", "--stages"],
        ["emissions"] + fleet + fuel,
        ["uncertainty"] + fleet + fuel + few, ["methods"] + fleet + fuel,
        ["factors", "--machinery", "excavator", "--stage", "china-iii"] + fuel,
        ["factors", "--all", "--machinery", "excavator", "--year", "2024", "--first-model-year"]
          + ["2023"] + fuel,
        ["population", "excavator=100", "--count-year", "2020", "--year", "2024"],
      ] {
        let run = try CommandRun(
          ["off-road"] + verb + ["--language", language.rawValue], in: folder)
        #expect(run.exitCode == 0, "\(verb): \(run.errors)")
        for text in [run.output, run.errors] {
          #expect(EnglishWords.sentences(text).isEmpty, "\(verb): \(EnglishWords.sentences(text))")
          #expect(!text.contains("⟨"), "\(verb): \(text)")
        }
      }
    }
  }

  @Test("Counts by type become a fleet list that the other verbs read", .tags(.property))
  func population() throws {
    try withFolder { folder in
      let made = try CommandRun(
        [
          "off-road", "population", "excavator=1000", "forklift=200", "--count-year", "2020",
          "--year", "2024", "--regulation", "china",
        ], in: folder)
      #expect(made.exitCode == 0, "\(made.errors)")
      #expect(made.errors.contains("powers as in the United States"))
      #expect(made.errors.contains("powers of each type (NONROAD, United States)"))
      try write(made.output, "fleet.csv", in: folder)
      let run = try CommandRun(
        [
          "off-road", "methods", "fleet.csv", "--year", "2024", "--sulphur-ppm", "10", "--format",
          "csv",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(
        run.output.hasPrefix("t/a,EMEP/EEA Tier 1,EMEP/EEA Tier 2,EMEP/EEA Tier 3,US EPA NON"))
      let wrong = try CommandRun(
        ["off-road", "population", "digger=5", "--count-year", "2020", "--year", "2024"],
        in: folder)
      #expect(wrong.exitCode == 64)
      #expect(wrong.errors.contains("digger"), "\(wrong.errors)")
    }
  }

  @Test(
    "Every figure is listed with its source, and what has none can be had alone",
    .tags(.analytical))
  func sources() throws {
    try withFolder { folder in
      let run = try CommandRun(["off-road", "sources", "--format", "csv"], in: folder)
      #expect(run.exitCode == 0)
      let rows = run.output.split(separator: "\n")
      #expect(rows.count > 4_000)
      let open = try CommandRun(
        ["off-road", "sources", "--unbacked", "--format", "csv"], in: folder)
      #expect(open.output.split(separator: "\n").count < 500)
      #expect(!open.output.contains("US EPA NONROAD2008,"))
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
      #expect(run.output.contains("expected from the emissions"))
      let table = try CommandRun(
        ["off-road", "impact", "impact.yaml", "--format", "csv", "--language", "ja"], in: folder)
      #expect(table.output.hasPrefix("finding,value,lower,upper,unit\ncompliance before,0."))
      #expect(table.output.contains("\nexpected from emissions,-"))
      let wrong = try CommandRun(["off-road", "impact", "inspections.csv"], in: folder)
      #expect(wrong.exitCode == 65)
    }
  }
}
