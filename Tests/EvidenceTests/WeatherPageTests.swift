import Documents
import AirQuality
import Estimation
import Evidence
import Foundation
import Simulation
import TestSupport
import Testing
import Weather

@Suite("Pages about weather")
struct WeatherPageTests {
  private static func model() -> WeatherModel {
    var model = WeatherModel()
    var trees = TreeSettings()
    trees.rounds = 15
    trees.depth = 3
    model.method = .trees(trees)
    model.bootstrapModels = 3
    return model
  }

  /// Two stations of the simulated network with their weather.
  private static func normalised() throws -> [NormalisedSeries] {
    var network = SimulatedNetwork()
    network.step = .day
    network.stations = 4
    network.treatedStations = 1
    let data = try network.generate()
    let stations = data.series.filter { $0.pollutant == .pm25 }.prefix(2)
    return try stations.map { series in
      try model().normalise(
        series,
        weather: data.series.filter {
          $0.pollutant.kind == .weather && $0.station.key == series.station.key
        })
    }
  }

  @Test("The folder holds page, tables, values and figures’ specifications", .tags(.property))
  func folder() throws {
    let series = try Self.normalised()
    for (language, words) in [
      (Language.english, ["with weather taken out", "March to February", "random split"]),
      (.japanese, ["気象の影響を除いた", "3 月～翌年 2 月", "無作為分割"]),
      (.chinese, ["剔除气象影响", "3 月至次年 2 月", "随机划分"]),
    ] {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("weather-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let written = try NormalisationPage(
        series, language: language, renderer: FigureRenderer(python: nil)
      ).write(to: folder)
      let names = Set(written.files.map(\.lastPathComponent))
      #expect(
        names.isSuperset(of: [
          "normalised.html", "normalised.json", "periods.csv", "changes.csv", "series.csv",
          "normalised.vl.json", "years.vl.json", "partial-dependence.vl.json",
          "importance.vl.json", "skill.vl.json",
        ]))
      let page = try String(
        contentsOf: folder.appendingPathComponent("normalised.html"), encoding: .utf8)
      for word in words { #expect(page.contains(word)) }
      #expect(!page.contains("{pollutant}") && !page.contains("{{"))
      if language != .english {
        let found = EnglishWords.sentences(page)
        #expect(found.isEmpty, "\(found)")
        if language == .chinese {
          let loose = EnglishWords.looseSigns(page)
          #expect(loose.isEmpty, "\(loose)")
        }
      }
      let periods = try String(
        contentsOf: folder.appendingPathComponent("periods.csv"), encoding: .utf8)
      let months = series.reduce(0) { $0 + $1.monthly.count }
      #expect(periods.split(separator: "\n").filter { $0.contains(",month,") }.count == months)
    }
  }

  @Test("A normalised series survives JSON but for its bootstrap series", .tags(.property))
  func roundTrip() throws {
    let series = try Self.normalised()[0]
    let decoded = try StableJSON.decode(
      NormalisedSeries.self, from: StableJSON.encode(series))
    #expect(decoded.normalised == series.normalised)
    #expect(decoded.monthly == series.monthly)
    #expect(decoded.skill == series.skill)
    #expect(decoded.model == series.model)
  }

  @Test(
    "A study in average weather has its models in the dossier and on the page", .tags(.property))
  func dossier() throws {
    let plain = try SimulatedDossier.description(estimators: ["before-after"])
    let study = StudyDescription(
      title: plain.title, measure: plain.measure, outcome: plain.outcome, treated: plain.treated,
      donors: DonorRule(origin: .none), before: plain.before, after: plain.after,
      weather: WeatherRule(model: Self.model()), estimators: plain.estimators)
    let dossier = try SimulatedDossier.run(study)
    let weather = try #require(dossier.weather)
    #expect(weather.stations.count == 3)
    #expect(
      dossier.findings.first?.effect.interval?.method.contains("weather model’s variance") == true)
    #expect(
      dossier.checklist.contains { $0.identifier == "weather-normalised" && $0.status == .covered })
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("weather-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try EvidenceWriter(renderer: FigureRenderer(python: nil)).write(dossier, to: folder)
    let page = try String(
      contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("With weather taken out"))
    #expect(page.contains("weeks left out"))
    let again = try SimulatedDossier.run(study, threads: 1)
    #expect(try StableJSON.encode(again) == StableJSON.encode(dossier))
  }
}
