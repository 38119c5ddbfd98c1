import Documents
import Foundation
import TestSupport
import Testing

@testable import AirQuality

/// What bound in five cities from 2010 to 2026, written from the laws' texts, not from our tables:
/// `Golden/standards_in_force.csv` names the text of every line, and under `backing` the public page
/// in which the value or its day was read; what no page backs says “memory”. Of Beijing grade 2 is
/// there.
@Suite("What bound where and when")
struct StandardsInForceTests {
  private struct Line {
    let place: String
    let authority: AirQualityStandard.Authority
    let key: String
    let pollutant: Pollutant
    let years: ClosedRange<Int>
  }

  private static let lines: [Line] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/standards_in_force.csv")
    let bytes = (try? Data(contentsOf: path)) ?? Data()
    return ReferenceTable(text: String(decoding: bytes, as: UTF8.self)).rows.map { row in
      func cell(_ name: String) -> String { row[name] ?? "" }
      let pollutant = Pollutant(cell("pollutant"))
      return Line(
        place: cell("place"),
        authority: AirQualityStandard.Authority(rawValue: cell("authority")) ?? .who,
        key: key(
          pollutant, cell("averaging"), cell("level"), row.number("limit") ?? .nan, cell("unit")),
        pollutant: pollutant,
        years: (Int(cell("first_year")) ?? 0)...(Int(cell("last_year")) ?? 0))
    }
  }()

  private static func key(
    _ pollutant: Pollutant, _ averaging: String, _ level: String, _ limit: Double, _ unit: String
  ) -> String {
    "\(pollutant.identifier) \(averaging) \(level) \(limit) "
      + (MeasurementUnit(unit)?.symbol ?? unit)
  }

  @Test(
    "2010 to 2026 in Beijing, Kitakyushu, Paris, London and Los Angeles", .tags(.golden),
    arguments: [
      ("Beijing", AirQualityStandard.Authority.china), ("Kitakyushu", .japan), ("Paris", .eu),
      ("London", .eu), ("London", .uk), ("Los Angeles", .us),
    ])
  func inForce(_ name: String, _ authority: AirQualityStandard.Authority) throws {
    let own = Self.lines.filter { $0.place == name && $0.authority == authority }
    #expect(!own.isEmpty)
    let pollutants = Set(own.map(\.pollutant))
    var evaluation = StandardsEvaluation(authority: authority)
    let place = try #require(StandardPlace(named: name, authority: authority))
    evaluation.place = place
    evaluation.level = authority == .china ? "grade 2" : nil
    for year in 2_010...2_026 {
      let period = EvaluationPeriod(year: year, authority: authority)
      let expected = own.filter { $0.years.contains(year) }
      // The table of Beijing for 2026 gives the pollutants whose limits changed.
      let judged = Set(expected.map(\.pollutant))
      let found = evaluation.limits(for: period).filter {
        pollutants.contains($0.pollutant) && (authority != .china || judged.contains($0.pollutant))
      }
      #expect(
        found.map {
          Self.key($0.pollutant, $0.averaging, $0.level, $0.limit, $0.unit.symbol)
        }.sorted() == expected.map(\.key).sorted(), "\(name), \(authority), \(period.label)")
    }
  }

  @Test("Every line names the page that backs it, or says that it is from memory", .tags(.golden))
  func backing() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/standards_in_force.csv")
    let rows = ReferenceTable(text: try String(contentsOf: path, encoding: .utf8)).rows
    var remembered: [String] = []
    for row in rows {
      let backing = row["backing"] ?? ""
      #expect(backing.hasPrefix("http") || backing == "memory", "line \(row.line)")
      if backing.contains("memory") {
        remembered.append("\(row["place"] ?? "") \(row["pollutant"] ?? "") \(row["limit"] ?? "")")
      }
    }
    // In part or whole: the interim PM10 limits of China, the day of two US rules, England’s 20.
    #expect(
      remembered == [
        "Beijing PM10 60", "Beijing PM10 120", "London PM2.5 20", "Los Angeles PM2.5 12",
        "Los Angeles NO2 100",
      ])
  }

  /// In Kitakyushu annual means are means of a fiscal year; five standards of Japan are annual.
  @Test(
    "Annual means of a station in Kitakyushu are held against the annual standards", .tags(.golden))
  func annualMeansOfJapan() throws {
    func verdict(
      _ pollutant: Pollutant, _ unit: MeasurementUnit, _ value: Double
    ) throws -> ComplianceFinding.Verdict {
      let series = MadeSeries.daily(pollutant, unit: unit, from: "2018-04-01", to: "2019-03-31") {
        _ in value
      }
      var evaluation = StandardsEvaluation(authority: .japan)
      evaluation.place = StandardPlace(named: "Kitakyushu", authority: .japan)
      let report = evaluation.report([series])
      let own = report.findings.filter { $0.standard.averaging == "annual" }
      #expect(own.count == 1, "\(pollutant): \(own.map(\.standard.limit))")
      return try #require(own.first).verdict
    }
    let unit = MeasurementUnit.milligramsPerCubicMetre
    for (name, limit) in [
      ("Benzene", 0.003), ("Trichloroethylene", 0.13), ("Tetrachloroethylene", 0.2),
      ("Dichloromethane", 0.15),
    ] {
      #expect(try verdict(Pollutant(name), unit, limit) == .met, "\(name)")
      #expect(try verdict(Pollutant(name), unit, 1.1 * limit) == .notMet, "\(name)")
    }
    #expect(try verdict(.pm25, .microgramsPerCubicMetre, 15) == .met)
    #expect(try verdict(.pm25, .microgramsPerCubicMetre, 16) == .notMet)
  }

  @Test("28 µg/m³ of 2010 breaks no limit of the EU, which binds from 2015", .tags(.analytical))
  func notYetBinding() throws {
    let series = MadeSeries.daily(.pm25, from: "2010-01-01", to: "2010-12-31") { _ in 28 }
    let report = StandardsEvaluation(authority: .eu).report([series])
    #expect(report.findings.map(\.standard.level) == ["target value"])
    let remark =
      "2010: the limit value of PM2.5, annual, 25 µg/m³ (Directive 2008/50/EC) is law and binds "
    #expect(report.remarks.map(\.english).contains(remark + "from 2015-01-01; not judged"))
  }

  @Test("Between 2012 and 2015 the place decides between the Chinese standards", .tags(.analytical))
  func regions() throws {
    let series = MadeSeries.daily(.pm10, from: "2013-01-01", to: "2013-12-31") { _ in 90 }
    func names(_ place: StandardPlace?) -> [String] {
      var evaluation = StandardsEvaluation(authority: .china)
      evaluation.place = place
      evaluation.level = "grade 2"
      var names: [String] = []
      for finding in evaluation.report([series]).findings
      where !names.contains(finding.standard.name) {
        names.append(finding.standard.name)
      }
      return names
    }
    #expect(names(StandardPlace(named: "北京", authority: .china)) == ["GB 3095-2012"])
    #expect(names(StandardPlace(region: "key-cities", of: .china)) == ["GB 3095-2012"])
    #expect(names(StandardPlace(region: "prefecture-level", of: .china)) == ["GB 3095-1996"])
    #expect(names(nil) == ["GB 3095-1996", "GB 3095-2012"])
    let report = StandardsEvaluation(authority: .china).report([series])
    let regions = [
      "Beijing-Tianjin-Hebei, Yangtze and Pearl River deltas, municipalities and provincial "
        + "capitals (from 2012)",
      "113 key cities of environmental protection and national model cities (from 2013)",
    ].joined(separator: ", ")
    let advice = "Name the place, or the kind of place, to have the one that held"
    let remark = "2013: GB 3095-2012 held in \(regions), GB 3095-1996 elsewhere; both are shown. "
    #expect(report.remarks.first?.english == remark + advice)
  }

  @Test("A standard in force without a limit of the pollutant is named", .tags(.analytical))
  func unlimited() throws {
    let series = MadeSeries.daily(.pm25, from: "2010-01-01", to: "2010-12-31") { _ in 28 }
    let report = StandardsEvaluation(authority: .china).report([series])
    #expect(report.findings.isEmpty)
    #expect(
      report.remarks.map(\.english) == ["2010: GB 3095-1996 was in force and has no limit of PM2.5"]
    )
  }

  @Test("The law of the EU ended in London with 2020", .tags(.analytical))
  func london() throws {
    let series = MadeSeries.daily(.pm25, from: "2021-01-01", to: "2021-12-31") { _ in 11 }
    var evaluation = StandardsEvaluation(authority: .eu)
    let place = try #require(StandardPlace(named: "ロンドン", authority: .eu))
    evaluation.place = place
    let report = evaluation.report([series])
    #expect(report.findings.isEmpty)
    #expect(
      report.remarks.map(\.english) == ["2021: the law of eu did not hold in ロンドン after 2020-12-31"]
    )
  }

  @Test("No two standards bind on one day for one statistic of one level", .tags(.property))
  func oneAtATime() throws {
    let catalogue = StandardCatalogue.embedded
    for authority in AirQualityStandard.Authority.allCases {
      let place =
        authority == .china ? StandardPlace(region: "key-regions", of: .china) : nil
      for year in 1_998...2_050 {
        let date = try #require(CivilDate(year: year, month: 12, day: 31))
        let keys = catalogue.limits(of: authority, on: date, at: place)
          .map { "\($0.pollutant) \($0.statistic.rawValue) \($0.level)" }
          // Japan's NO2 standard is a zone with two ends.
          .filter { $0 != "no2 p98_daily_mean EQS" }
        #expect(Set(keys).count == keys.count, "\(authority) \(year)")
      }
    }
  }

  @Test("The limits of table 2 are said to wait for the province", .tags(.analytical))
  func provinces() throws {
    let series = MadeSeries.daily(Pollutant("tsp"), from: "2026-01-01", to: "2026-12-31") { _ in 90
    }
    let report = StandardsEvaluation(authority: .china).report([series])
    #expect(!report.findings.isEmpty)
    let caution =
      "TSP stands in table 2 of GB 3095-2026: the ministry or the province decides how its limits "
    #expect(report.cautions.map(\.english).contains(caution + "are applied"))
  }

  @Test("A summer of five valid months suffices for the EU’s ozone target", .tags(.analytical))
  func ozoneSummer() throws {
    func finding(_ gaps: ClosedRange<Int>) throws -> ComplianceFinding {
      let series = MadeSeries.hourly(.o3, from: "2022-01-01", to: "2022-12-31") { date, _ in
        gaps.contains(date.month) ? nil : 80
      }
      return try #require(StandardsEvaluation.findings(series, .eu, 2022, averaging: "8h").first)
    }
    // Winter is not asked for: without it and without July the year counts.
    #expect(try finding(7...7).verdict == .met)
    #expect(try finding(1...3).verdict == .met)
    let short = try finding(7...8)
    #expect(short.verdict == .notAssessable)
    #expect(
      short.remarks.map(\.english).contains {
        $0.hasPrefix("2022 does not count: 4 of 5 summer months suffice, 2022-07 has 0 of 28")
      }, "\(short.remarks.map(\.english))")
  }
}

@Suite("China’s index of 2026")
struct ChinaIndexTests {
  private func indices(_ pollutants: [(Pollutant, Double)]) throws -> [AirQualityIndex] {
    var maker = AirQualityIndexSeries()
    maker.choice = .fixed(.china2026)
    return try maker.indices(
      of: pollutants.map { pollutant, value in
        MadeSeries.hourly(
          pollutant, unit: pollutant == .co ? .milligramsPerCubicMetre : .microgramsPerCubicMetre,
          from: "2026-05-01", to: "2026-05-01"
        ) { _, _ in value }
      })
  }

  @Test("With a pollutant missing it is published only above 100", .tags(.analytical))
  func missing() throws {
    // PM2.5 of 35 µg/m³ is 50, of 90 more than 100 (HJ 633-2026, table 3 and 5.3.1).
    let low = try #require(try indices([(.pm25, 35)]).first)
    #expect(low.index == nil && low.category == nil && low.parts.map(\.index) == [50])
    #expect(low.withheld != nil)
    let high = try #require(try indices([(.pm25, 90)]).first)
    #expect((high.index ?? 0) > 100 && high.withheld == nil)
    let whole: [(Pollutant, Double)] = [
      (.pm25, 35), (.pm10, 20), (.so2, 10), (.no2, 10), (.co, 1), (.o3, 40),
    ]
    let all = try #require(try indices(whole).first)
    #expect(all.index == 50 && all.missing.isEmpty)
  }

  @Test("It ranges from 1 to 500", .tags(.analytical))
  func range() throws {
    let scale = try #require(IndexScale(.china2026, .pm25, averaging: "24h"))
    #expect(scale.reading(at: 0)?.index == 1)
    #expect(scale.reading(at: 5_000)?.index == 500)
  }
}
