import Foundation
import TestSupport
import Testing

/// `--own-species` where samples are apportioned and emissions added up.
@Suite("Own compounds and lumps in voc pmf, cmb and inventory")
struct OwnSpeciesCommandTests {
  private static let own = """
    species:
      - name: dimethyl carbonate
        other_names: [碳酸二甲酯]
        molar_mass: 90.08
        carbon_atoms: 3
        family: ester
        mir: 1.7
        source: data sheet
      - name: inert carrier
        molar_mass: 100
        carbon_atoms: 4
        source: data sheet
    lumps:
      - name: BT
        other_names: [苯和甲苯]
        parts: { benzene: 1, toluene: 1 }
        weights: mass
        source: analysis of 2024
    """

  /// Carter (2010): benzene 0.72, toluene 4.00 g O3/g; half and half by mass.
  private static let lumpReactivity = (0.72 + 4.00) / 2

  /// The lump comes from one source, dimethyl carbonate and ethane from the other; each is away at times.
  private static func samples(beside other: String? = nil) -> [String: String] {
    var concentrations = "Date,苯和甲苯,碳酸二甲酯,ethane\(other.map { ",\($0)" } ?? "")\n"
    var uncertainties = concentrations
    for hour in 0..<96 {
      let first = max(Double((hour * 7) % 11) - 2, 0)
      let second = max(Double((hour * 5) % 13) - 3, 0)
      let time = "2022-07-0\(1 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
      let rest = other == nil ? "" : ",1"
      concentrations += "\(time),\(first),\(2 * second),\(second)\(rest)\n"
      uncertainties += "\(time),0.01,0.01,0.01\(other == nil ? "" : ",0.1")\n"
    }
    return [
      "con.csv": concentrations, "unc.csv": uncertainties, "own.yaml": own,
      "profiles.csv": """
      source,species,fraction,uncertainty
      paint,BT,1,0.001
      paint,dimethyl carbonate,0,0.001
      paint,ethane,0,0.001
      plant,BT,0,0.001
      plant,dimethyl carbonate,0.5,0.001
      plant,ethane,0.25,0.001

      """,
    ]
  }

  private static let sampleArguments = [
    "con.csv", "--uncertainties", "unc.csv", "--unit", "ug/m3", "--own-species", "own.yaml",
  ]

  private func within(
    _ files: [String: String], _ body: (URL) throws -> Void
  ) throws {
    try withFolder { folder in
      for (name, text) in files {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      try body(folder)
    }
  }

  private func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test(
    "Factors of a file with own names; their ozone is that of the lump’s parts", .tags(.analytical))
  func factors() throws {
    try within(Self.samples()) { folder in
      let pmf = try CommandRun(
        ["voc", "pmf"] + Self.sampleArguments + [
          "--factors", "2", "--starts", "3", "--renewals", "0", "--tracer", "BT", "--tracer",
          "dimethyl carbonate", "--output", "sources",
        ], in: folder)
      #expect(pmf.exitCode == 0, "\(pmf.errors)")
      #expect(pmf.errors.contains("nothing is called so: inert carrier"), "\(pmf.errors)")
      let factors = try CommandRun(
        [
          "voc", "factors", "sources/sources.json", "--own-species", "own.yaml", "--format", "csv",
        ], in: folder)
      #expect(factors.exitCode == 0, "\(factors.errors)")
      let table = rows(factors.output)
      func values(_ quantity: String) -> [Double] {
        table.filter { $0.count > 2 && $0[1] == quantity }.compactMap { Double($0[2]) }
      }
      let masses = values("mass")
      let ozone = values("ozone-formation")
      let ratios = zip(ozone, masses).map { $0 / $1 }.sorted()
      // Carter (2010): ethane 0.28; two parts of dimethyl carbonate at 1.7.
      let plant = (2 * 1.7 + 0.28) / 3
      #expect(ratios.count == 2, "\(factors.output)")
      #expect(abs(ratios[0] / plant - 1) < 0.01, "\(ratios)")
      #expect(abs(ratios[1] / Self.lumpReactivity - 1) < 0.01, "\(ratios)")
    }
  }

  @Test(
    "Profiles under other names of own compounds than the columns are those of the columns",
    .tags(.analytical))
  func massBalance() throws {
    try within(Self.samples()) { folder in
      let run = try CommandRun(
        ["voc", "cmb"] + Self.sampleArguments + ["--profiles", "profiles.csv", "--format", "csv"],
        in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      // By hand: the paint is the lump, the plant four times the ethane.
      let table = rows(run.output)
      let header = try #require(table.first)
      let paint = try #require(header.firstIndex(of: "paint"))
      let plant = try #require(header.firstIndex(of: "plant"))
      #expect(table.count == 97)
      for (hour, row) in table.dropFirst().enumerated() {
        let lump = max(Double((hour * 7) % 11) - 2, 0)
        let ethane = max(Double((hour * 5) % 13) - 3, 0)
        #expect(abs((Double(row[paint]) ?? .nan) - lump) < 0.01 * lump + 0.02, "\(row)")
        #expect(abs((Double(row[plant]) ?? .nan) - 4 * ethane) < 0.04 * ethane + 0.02, "\(row)")
      }
      let unnamed = try CommandRun(
        ["voc", "cmb"] + Self.sampleArguments.dropLast(2) + ["--profiles", "profiles.csv"],
        in: folder)
      #expect(unnamed.exitCode != 0)
    }
  }

  @Test(
    "A lump beside one of its parts is refused with both names, or one of them is taken",
    arguments: ["pmf", "cmb"])
  func neverTwice(_ verb: String) throws {
    try within(Self.samples(beside: "Toluene")) { folder in
      let arguments =
        ["voc", verb] + Self.sampleArguments
        + (verb == "pmf" ? ["--factors", "2", "--starts", "2"] : ["--profiles", "profiles.csv"])
      let refused = try CommandRun(arguments, in: folder)
      #expect(refused.exitCode == 65)
      #expect(refused.errors.contains("“BT” holds toluene, which"), "\(refused.errors)")
      let lump = try CommandRun(arguments + ["--isomers", "lump"], in: folder)
      #expect(lump.exitCode == 0, "\(lump.errors)")
      #expect(lump.errors.contains("Toluene"), "\(lump.errors)")
    }
  }

  private static func works(_ profile: String) -> [String: String] {
    [
      "own.yaml": own,
      "works.yaml": """
      title: made
      profiles:
        thinner: \(profile)
      facilities:
        - name: Works
          processes:
            - { name: coating, activity: 1000, factor: 240, profile: thinner }
      """,
    ]
  }

  @Test("An inventory weighs a lump and an own compound by their constants", .tags(.analytical))
  func inventory() throws {
    try within(Self.works("{ 苯和甲苯: 0.5, dimethyl carbonate: 0.3, inert carrier: 0.2 }")) { folder in
      let run = try CommandRun(
        [
          "voc", "inventory", "works.yaml", "--own-species", "own.yaml", "--format", "json",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let tally = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let ozone = try #require((tally["ozone"] as? [String: Any])?["value"] as? Double)
      #expect(abs(ozone - 240 * (0.5 * Self.lumpReactivity + 0.3 * 1.7)) < 1e-9, "\(ozone)")
      #expect(tally["withoutReactivity"] as? [String] == ["inert carrier"])
      let page = try CommandRun(
        ["voc", "inventory", "works.yaml", "--own-species", "own.yaml"], in: folder)
      #expect(
        page.output.contains(
          "Without an incremental reactivity, in no ozone figure: inert carrier."))
    }
  }

  @Test("A profile with a lump beside its part is refused, and an own compound needs its file")
  func profile() throws {
    try within(Self.works("{ BT: 0.5, toluene: 0.3 }")) { folder in
      let twice = try CommandRun(
        ["voc", "inventory", "works.yaml", "--own-species", "own.yaml"], in: folder)
      #expect(twice.exitCode == 65)
      #expect(twice.errors.contains("“BT” holds toluene, which"), "\(twice.errors)")
      let unknown = try CommandRun(["voc", "inventory", "works.yaml"], in: folder)
      #expect(unknown.exitCode == 65)
      #expect(unknown.errors.contains("“BT”"), "\(unknown.errors)")
    }
  }
}
