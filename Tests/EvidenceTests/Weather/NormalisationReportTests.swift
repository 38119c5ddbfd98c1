import Documents
import AirQuality
import Estimation
import Foundation
import Simulation
import Studies
import TestSupport
import Testing

@testable import Evidence
@testable import Weather

@Suite("What is said about weather")
struct NormalisationReportTests {
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

  private static func text(_ message: Message, _ language: Language) -> String {
    Catalogue.builtIn.text(message, language)
  }

  @Test("The document is as it was looked at", .tags(.property))
  func snapshot() throws {
    let series = try Self.normalised()
    try DocumentSnapshot.check(NormalisationReport(series).document, named: "normalised")
    try DocumentSnapshot.check(
      NormalisationReport([series[0]], by: .changes).document, named: "normalised-changes")
  }

  @Test("The folder holds page, tables, values and figures’ specifications", .tags(.property))
  func folder() throws {
    let report = NormalisationReport(try Self.normalised())
    try withFolder { folder in
      let written = try DocumentFolder(renderer: FigureRenderer(python: nil)).write(
        report.document, page: "normalised.html", files: try report.files(), to: folder)
      let names = Set(written.files.map(\.lastPathComponent))
      #expect(
        names.isSuperset(of: [
          "normalised.html", "normalised.json", "document.json", "periods.csv", "years.csv",
          "changes.csv", "mean-years.csv", "series.csv", "normalised.vl.json", "years.vl.json",
          "partial-dependence.vl.json", "partial-dependence-two.vl.json", "importance.vl.json",
          "skill.vl.json", "parts.csv", "parts.vl.json", "dependence.csv",
        ]), "\(names)")
      func table(_ name: String) throws -> [Substring] {
        try String(contentsOf: folder.appendingPathComponent("tables/\(name)"), encoding: .utf8)
          .split(separator: "\n")
      }
      let periods = try table("periods.csv")
      let months = report.series.reduce(0) { $0 + $1.monthly.count }
      #expect(
        periods.first?.split(separator: ",") == [
          "station", "pollutant", "unit", "kind", "period", "observed", "level", "level_lower",
          "level_upper", "model_mean", "model_lower", "model_upper", "count", "share", "whole",
        ])
      #expect(periods.filter { $0.contains(",month,") }.count == months)
      let steps = report.series.reduce(0) { $0 + $1.normalised.validCount }
      #expect(try table("series.csv").count == steps + 1)
      let header = try #require(try table("changes.csv").first?.split(separator: ","))
      #expect(
        Set(header).isSuperset(of: [
          "kind", "from", "to", "observed_percent", "normalised_percent", "lower", "upper",
          "stations",
        ]))
    }
  }

  @Test("Terminal, page and JSON have the same change", .tags(.property))
  func sameNumbers() throws {
    let report = NormalisationReport(try Self.normalised())
    let json = try StableJSON.encode(report)
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    let comparison = try #require(object["comparison"] as? [String: Any])
    let changes = try #require(comparison["changes"] as? [[String: Any]])
    // The answer is about all years, by calendar years.
    let first = try #require(
      changes.first { $0["kind"] as? String == "calendar" && $0["isConsecutive"] as? Bool == false }
    )
    let observed = try #require(first["observedPercent"] as? Double)
    let normalised = try #require(first["normalisedPercent"] as? Double)
    let interval = try #require(first["interval"] as? [String: Any])
    let ends = try ["lower", "upper"].map { try #require(interval[$0] as? Double) }
    let digits = Digits.interval(ends[0], ends[1])
    for language in Language.allCases {
      let terminal = TerminalRenderer(language: language, width: 10_000).text(report.document)
      let page = try HTMLRenderer(
        language: language, stamp: HTMLRenderer.Stamp(tool: "AirAccord")
      ).page(report.document)
      for value in [
        Value.number(observed, .decimals(1), unit: "%"),
        .number(normalised, digits, unit: "%"), .range(ends[0], ends[1], digits, unit: "%"),
      ] {
        let text = value.text(in: language)
        #expect(terminal.contains(text), "\(language): \(text)")
        #expect(page.contains(text), "\(language): \(text)")
      }
    }
  }

  @Test("Which figure to quote is said for every place of the others", .tags(.analytical))
  func reconciled() throws {
    let comparison = try #require(YearComparison(try Self.normalised()))
    let data = try StableJSON.encode(comparison)
    func answer(model: Double, rmweather: Double?) throws -> String {
      var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      object["changes"] = try #require(object["changes"] as? [[String: Any]]).map { change in
        var change = change
        var interval = change["interval"] as? [String: Any] ?? [:]
        interval["lower"] = -12.0
        interval["upper"] = -4.0
        change["interval"] = interval
        change["modelPercent"] = model
        change["rmweatherPercent"] = rmweather
        return change
      }
      let changed = try StableJSON.decode(
        YearComparison.self, from: JSONSerialization.data(withJSONObject: object))
      return Self.text(changed.answers(.pm25, level: 0.95)[1], .english)
    }
    #expect(try answer(model: -8, rmweather: nil).contains("That lies within the interval"))
    #expect(try answer(model: -2, rmweather: nil).contains("outside the interval."))
    #expect(try answer(model: -8, rmweather: -6).contains("Both lie within the interval"))
    #expect(
      try answer(model: -8, rmweather: -2).contains(
        "The model’s lies within the interval and rmweather’s outside it"))
    #expect(
      try answer(model: -2, rmweather: -6).contains(
        "The model’s lies outside the interval and rmweather’s within it"))
    let outside = try answer(model: -2, rmweather: -1)
    #expect(outside.contains("Both lie outside the interval"))
    #expect(outside.contains("−2.0 %") && outside.contains("−1.0 %"))
    #expect(outside.contains("quote the figure above"))
  }

  @Test(
    "A year that was measured in part is marked in text, CSV, JSON and figure", .tags(.property))
  func partOfYear() throws {
    var network = SimulatedNetwork()
    network.step = .day
    network.stations = 4
    network.treatedStations = 1
    let data = try network.generate()
    let whole = try #require(data.series.first { $0.pollutant == .pm25 })
    var storage = whole.storage
    for day in 0..<200 { storage[day] = .nan }
    let pollutant = MonitoringSeries(
      station: whole.station, pollutant: .pm25, unit: whole.unit, axis: whole.axis,
      storage: storage)
    var model = Self.model()
    model.judgesSkill = false
    model.describesModel = false
    let series = try model.normalise(
      pollutant,
      weather: data.series.filter {
        $0.pollutant.kind == .weather && $0.station.key == whole.station.key
      })
    let part = try #require(series.yearly.first)
    #expect(!part.isWhole && part.level == nil)
    let report = NormalisationReport([series])
    let mark = Message("weather.part", ["period": .text(part.label)])
    #expect(Self.text(mark, .english) == "\(part.label) (part)")
    for language in Language.allCases {
      let terminal = TerminalRenderer(language: language, width: 10_000).text(report.document)
      #expect(terminal.contains(Self.text(mark, language)), "\(language)")
    }
    let csv = try #require(report.document.data).csv.split(separator: "\n")
    let row = try #require(csv.first { $0.contains(",\(part.label),") })
    #expect(row.hasSuffix(",false"), "\(row)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: StableJSON.encode(series)) as? [String: Any])
    let years = try #require(json["yearly"] as? [[String: Any]])
    #expect(years.first?["label"] as? String == part.label)
    #expect(years.first?["isWhole"] as? Bool == false)
    let figure = try #require(report.charts.first { $0.name == "years" })
    let points = figure.panels[0].layers.flatMap(\.points)
      .filter { $0.x.map(Self.name) == Self.text(mark, .english) }
    #expect(points.map(\.y) == [.number(part.observed)])
    // Whole years stand behind it without a mark.
    #expect(figure.panels[0].layers[0].points.count == series.yearly.count)
  }

  private static func name(_ place: Chart.Coordinate) -> String {
    if case .name(let name) = place { text(name, .english) } else { "" }
  }

  @Test("The worst days’ parts on the page add up to what was measured", .tags(.property))
  func days() throws {
    var model = Self.model()
    model.attributesDays = true
    model.judgesSkill = false
    model.comparesYears = false
    var network = SimulatedNetwork()
    network.step = .day
    network.stations = 4
    network.treatedStations = 1
    let data = try network.generate()
    let pollutant = try #require(data.series.first { $0.pollutant == .pm25 })
    let weather = data.series.filter {
      $0.pollutant.kind == .weather && $0.station.key == pollutant.station.key
    }
    for scale in WeatherModel.Scale.allCases {
      model.scale = scale
      let report = NormalisationReport([try model.normalise(pollutant, weather: weather)])
      let rows = try #require(report.dayTable).csv.split(separator: "\n").dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      #expect(rows.count == 10)
      for row in rows {
        let numbers = row[2...7].compactMap { Double($0) }
        try #require(numbers.count == 6, "\(row)")
        let sum =
          scale == .linear
          ? numbers.dropFirst().reduce(0, +) : numbers.dropFirst().reduce(1, *)
        #expect(abs(sum - numbers[0]) < 1e-6 * numbers[0], "\(row)")
      }
      let highest = try #require(pollutant.storage.filter { !$0.isNaN }.max())
      #expect(abs((Double(rows[0][2]) ?? 0) - highest) < 1e-6 * highest)
      let lines = try #require(report.attributionFile).csv.split(separator: "\n")
      let steps = try #require(report.series[0].attribution?.days.count)
      let variables = try #require(report.series[0].attribution?.variables.count)
      #expect(lines.count == 1 + steps * (6 + 2 * variables))
    }
  }

  @Test("No English stands in Japanese and Chinese", .tags(.property))
  func noEnglish() throws {
    var series = try Self.normalised()
    series[0].notes += [
      WeatherNote("constant-weather", .warning, facts: ["count": 1], names: ["pressure"]),
      WeatherNote("weather-gaps", .warning, facts: ["percent": 30], names: ["temperature-lag-3"]),
      WeatherNote("short-series", .serious, facts: ["days": 200]),
    ]
    let document = NormalisationReport(series).document
    for language in [Language.japanese, .chinese] {
      let page = try HTMLRenderer(
        language: language, stamp: HTMLRenderer.Stamp(tool: "AirAccord")
      ).page(document)
      let found = EnglishWords.sentences(page)
      #expect(found.isEmpty, "\(found)")
      #expect(!page.contains("⟨") && !page.contains(/\{[a-zA-Z]+\}/))
      if language == .chinese {
        let loose = EnglishWords.looseSigns(page)
        #expect(loose.isEmpty, "\(loose)")
      }
      #expect(page.contains(language == .japanese ? "気圧（hPa）" : "气压（hPa）"))
    }
    #expect(document.alerts.count { Self.text($0, .english).contains("200 days") } == 1)
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
    let terms = weather.section.blocks
    #expect(terms.count >= 3, "changes, skill and the pool")
    let page = try HTMLRenderer(stamp: HTMLRenderer.Stamp(tool: "AirAccord")).page(
      dossier.document)
    #expect(page.contains("With weather taken out"))
    #expect(page.contains("R² (weeks)"))
    #expect(page.contains("Each step meets the weather of its season"))
    let again = try SimulatedDossier.run(study, threads: 1)
    #expect(try StableJSON.encode(again) == StableJSON.encode(dossier))
  }
}
