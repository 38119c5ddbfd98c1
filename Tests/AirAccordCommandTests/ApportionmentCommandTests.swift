import Documents
import Foundation
import TestSupport
import Testing

@Suite("The verbs voc pmf and voc cmb")
struct ApportionmentCommandTests {
  private static let folder = SharedData.checkout
    .appendingPathComponent("Datasets/simulated-speciated")
  private static var files: [String] {
    [
      folder.appendingPathComponent("concentrations.csv").path, "--uncertainties",
      folder.appendingPathComponent("uncertainties.csv").path, "--unit", "ppbC",
    ]
  }
  private static var profiles: String { folder.appendingPathComponent("profiles.csv").path }

  @Test("Four simulated sources are found, named by their profiles, and written as a page")
  func pmf() throws {
    try withFolder { folder in
      let run = try CommandRun(
        ["voc", "pmf"] + Self.files + [
          "--total", "TNMOC", "--factors", "4", "--starts", "3", "--renewals", "1", "--profiles",
          Self.profiles, "--bootstrap", "5", "--no-ranges", "--output", "sources",
        ], in: folder)
      #expect(run.exitCode == 0)
      for source in ["fuel evaporation", "solvent use", "combustion", "vegetation"] {
        #expect(run.output.contains("synthetic \(source)"))
      }
      #expect(run.errors.contains("written: "))
      let page = try String(
        contentsOf: folder.appendingPathComponent("sources/sources.html"), encoding: .utf8)
      #expect(page.contains("4 factors in 240 samples of 15 species, 2024-07-01 to 2024-07-30."))
      #expect(page.contains("Nobody asked how far the factors can be rotated (--displacement)."))
      #expect(page.contains("percentiles do not count the freedom to rotate"))
    }
  }

  @Test(
    "Factors and their species have names of the page’s language, and no sentence is English",
    arguments: [("ja", "トルエン"), ("zh", "甲苯")])
  func languages(_ language: String, _ toluene: String) throws {
    try withFolder { folder in
      let run = try CommandRun(
        ["voc", "pmf"] + Self.files + [
          "--total", "TNMOC", "--factors", "3", "--starts", "2", "--renewals", "1", "--language",
          language, "--output", "sources",
        ], in: folder)
      #expect(run.exitCode == 0)
      let page = try String(
        contentsOf: folder.appendingPathComponent("sources/sources.html"), encoding: .utf8)
      #expect(page.contains("因子 1（"))
      let found = EnglishWords.sentences(page)
      #expect(found.isEmpty, "\(found)")
      let figure = try String(
        contentsOf: folder.appendingPathComponent("sources/figures/profiles.vl.json"),
        encoding: .utf8)
      #expect(figure.contains(toluene) && !figure.contains("\"Toluene\""))
    }
  }

  @Test("Two places in windows of time: page, files by place, and factors of one of them")
  func placesAndWindows() throws {
    try withFolder { folder in
      for (own, other) in [("concentrations", "port"), ("uncertainties", "port-uncertainties")] {
        try FileManager.default.copyItem(
          at: Self.folder.appendingPathComponent("\(own).csv"),
          to: folder.appendingPathComponent("\(other).csv"))
      }
      let run = try CommandRun(
        ["voc", "pmf"] + Self.files + [
          "--total", "TNMOC", "--factors", "4", "--starts", "2", "--renewals", "0", "--also",
          "port.csv", "--also-uncertainties", "port-uncertainties.csv", "--rolling", "10",
          "--rolling-step", "10", "--output", "sources",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let words = [
        "Places that were fitted together", "Factors in windows of time",
        "3 windows of 10 days from 2024-07-01 to 2024-07-30, 10 days apart",
      ]
      for word in words { #expect(run.output.contains(word), "\(word)") }
      let written = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("sources").path)
      for name in [
        "contributions-concentrations.csv", "contributions-port.csv", "windows.csv",
        "window-profiles.csv", "rolling-contributions-port.csv", "rolling-deviations-port.csv",
      ] { #expect(written.contains(name), "\(name)") }
      let told = try CommandRun(
        [
          "voc", "factors", "sources/sources.json", "--kelvin", "298.15", "--kilopascals",
          "101.325", "--site", "port",
        ], in: folder)
      #expect(told.exitCode == 0, "\(told.errors)")
      #expect(told.output.contains("At port: what the factors bring there on average."))
      let elsewhere = try CommandRun(
        [
          "voc", "factors", "sources/sources.json", "--kelvin", "298.15", "--kilopascals",
          "101.325", "--site", "moon",
        ], in: folder)
      #expect(elsewhere.exitCode == 65)
      #expect(elsewhere.errors.contains("no place is called “moon”"))
      let idle = try CommandRun(
        ["voc", "pmf"] + Self.files + ["--total", "TNMOC", "--rolling-step", "3"], in: folder)
      #expect(idle.exitCode == 64)
      #expect(idle.errors.contains("--rolling-step goes with --rolling"))
    }
  }

  @Test("The mass balance of the simulated samples explains their mass")
  func cmb() throws {
    try withFolder { folder in
      let run = try CommandRun(
        ["voc", "cmb"] + Self.files + ["--total", "TNMOC", "--profiles", Self.profiles],
        in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("4 sources, 240 samples, 14 species fitted."))
      #expect(run.output.contains("mass explained 100.") || run.output.contains("explained 99."))
    }
  }

  @Test("A total among the species ends with exit code 65 and three ways out")
  func total() throws {
    try withFolder { folder in
      let run = try CommandRun(["voc", "pmf"] + Self.files, in: folder)
      #expect(run.exitCode == 65)
      #expect(
        run.errors.contains(
          "  do: take one as the total with --total TNMOC, leave it out with --exclude TNMOC, or say "
            + "that it is a species with --accept-total TNMOC"))
    }
  }

  @Test("Without uncertainties the call is wrong: exit code 64")
  func noUncertainties() throws {
    try withFolder { folder in
      let run = try CommandRun(["voc", "pmf", Self.files[0], "--unit", "ppbC"], in: folder)
      #expect(run.exitCode == 64)
      #expect(run.errors.contains("give either --uncertainties or --detection-limits"))
    }
  }
}
