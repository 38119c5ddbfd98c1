import Documents
import TestSupport
import Testing

@testable import AirQuality

@Suite("Which standard holds")
struct StandardCatalogueTests {
  private func names(_ authority: AirQualityStandard.Authority, _ day: String) throws -> [String] {
    let date = try #require(CivilDate(day))
    var names: [String] = []
    for limit in StandardCatalogue.embedded.limits(of: authority, on: date)
    where !names.contains(limit.name) { names.append(limit.name) }
    return names
  }

  @Test(
    "China: GB 3095-1996, GB 3095-2012 by regions, GB 3095-2026 since March 2026",
    .tags(.analytical))
  func china() throws {
    #expect(try names(.china, "1996-09-30") == [])
    #expect(try names(.china, "2011-12-31") == ["GB 3095-1996"])
    #expect(try names(.china, "2015-12-31") == ["GB 3095-1996", "GB 3095-2012"])
    #expect(try names(.china, "2016-01-01") == ["GB 3095-2012"])
    #expect(try names(.china, "2026-02-28") == ["GB 3095-2012"])
    #expect(try names(.china, "2026-03-01") == ["GB 3095-2026"])
    let catalogue = StandardCatalogue.embedded
    func levels(_ day: String) throws -> Set<String> {
      Set(catalogue.limits(of: .china, on: try #require(CivilDate(day))).map(\.level))
    }
    #expect(try levels("2030-12-31") == ["grade 1 transition", "grade 2 transition"])
    #expect(try levels("2031-01-01") == ["grade 1 final", "grade 2 final"])
  }

  @Test("The EU’s new directive carries the limits from 2026-12-12", .tags(.analytical))
  func europe() throws {
    #expect(
      try names(.eu, "2026-12-11") == ["Directive 2004/107/EC", "Directive 2008/50/EC"])
    #expect(try names(.eu, "2026-12-12") == ["Directive (EU) 2024/2881"])
    #expect(try names(.eu, "2030-01-01") == ["Directive (EU) 2024/2881"])
  }

  @Test("The US annual limit of PM2.5 fell from 12 to 9 on 2024-05-06", .tags(.analytical))
  func unitedStates() throws {
    func limit(_ day: String) throws -> [Double] {
      StandardCatalogue.embedded.limits(of: .us, on: try #require(CivilDate(day)))
        .filter { $0.pollutant == .pm25 && $0.averaging == "annual" && $0.level == "primary" }
        .map(\.limit)
    }
    #expect(try limit("2024-05-05") == [12])
    #expect(try limit("2024-05-06") == [9])
  }

  @Test("Japan’s proposed oxidant limits hold only when asked for", .tags(.analytical))
  func pending() throws {
    let period = EvaluationPeriod(year: 2026, authority: .japan)
    var evaluation = StandardsEvaluation(authority: .japan)
    #expect(
      evaluation.limits(for: period).filter { $0.pollutant == .ox }.map(\.averaging) == ["1h"])
    evaluation.includesPending = true
    #expect(
      evaluation.limits(for: period).filter { $0.pollutant == .ox }.map(\.averaging)
        == ["1h", "8h", "annual"])
  }

  @Test("A year before the tables is not said to have had no standard", .tags(.analytical))
  func noneInTables() {
    let series = MadeSeries.daily(.pm10, from: "1995-01-01", to: "1995-12-31") { _ in 30 }
    let report = StandardsEvaluation(authority: .china).report([series])
    #expect(report.findings.isEmpty)
    #expect(
      report.remarks.map(\.english) == [
        "1995: no standard of china of that year is in the tables; they begin with GB 3095-1996, "
          + "1996-10-01. Hold one fixed to compare"
      ])
  }

  @Test("The year of a change is judged by the new standard, and says so", .tags(.analytical))
  func change() {
    let series = MadeSeries.daily(.pm25, from: "2026-01-01", to: "2026-12-31") { _ in 30 }
    let report = StandardsEvaluation(authority: .china).report([series])
    #expect(Set(report.findings.map(\.standard.name)) == ["GB 3095-2026"])
    #expect(
      report.remarks.first?.english
        == "2026: GB 3095-2026 came into force on 2026-03-01 and is used for the whole year")
    #expect(
      report.remarks.map(\.english).contains(
        "2026: the grade 2 final of PM2.5, annual, 25 µg/m³ (GB 3095-2026) is law and binds from "
          + "2031-01-01; not judged"))
  }

  @Test("A standard that is held fixed is named in the report", .tags(.analytical))
  func fixed() {
    var evaluation = StandardsEvaluation(authority: .china)
    evaluation.selection = .fixed("GB 3095-2026")
    let series = MadeSeries.daily(.pm25, from: "2014-01-01", to: "2014-12-31") { _ in 30 }
    let report = evaluation.report([series])
    #expect(
      report.remarks.map(\.english)
        == ["every year is held against GB 3095-2026, whether or not it was in force"])
    #expect(!report.findings.isEmpty)
  }

  @Test(
    "Every limit of every authority can be evaluated, and constant air gives the constant",
    .tags(.property), arguments: AirQualityStandard.Authority.allCases)
  func everyLimit(_ authority: AirQualityStandard.Authority) throws {
    let limits = StandardCatalogue.embedded.limits.filter { $0.authority == authority }
    #expect(!limits.isEmpty)
    var evaluated = 0
    for limit in limits where limit.averaging != "10min" && limit.averaging != "15min" {
      // Ten times the limit is not met anywhere, a tenth of it is met everywhere, zero included
      // where rounding takes a tenth to nothing.
      for (factor, verdict) in [
        (10.0, ComplianceFinding.Verdict.notMet), (0.1, .met),
      ] {
        let value = limit.limit * factor
        let grid = DayGrid(
          firstDay: CivilDate(daysSinceEpoch: 16_436),
          hours: [Double](repeating: value, count: (4 * 365 + 1) * 24))
        let book: any Rulebook =
          switch authority {
          case .china: ChinaRulebook(grid, pollutant: limit.pollutant, standard: limit.name)
          case .japan: JapanRulebook(grid, pollutant: limit.pollutant, standard: limit.name)
          case .who: WorldHealthRulebook(grid, pollutant: limit.pollutant, standard: limit.name)
          case .eu, .uk: EuropeanRulebook(grid, pollutant: limit.pollutant, standard: limit.name)
          case .us: UnitedStatesRulebook(grid, pollutant: limit.pollutant, standard: limit.name)
          }
        // 2015 to 2018 are there; US design values look back from 2018, Japan’s FY2017 ends in
        // March 2018.
        let year = authority == .japan ? 2017 : 2018
        let outcome = book.outcome(limit, EvaluationPeriod(year: year, authority: authority))
        let name = "\(limit.name) \(limit.level) \(limit.pollutant) \(limit.averaging) × \(factor)"
        #expect(outcome.verdict == verdict, "\(name): \(outcome)")
        // The US drops digits of hours and days before they are averaged.
        let dropped = limit.pollutant == .o3 ? 0.001 : 0.1
        let tolerance = authority == .us ? dropped : 1e-9 * max(1, value)
        #expect(abs((outcome.value ?? .nan) - value) <= tolerance, "\(name): \(outcome)")
        evaluated += 1
      }
    }
    #expect(evaluated > 0)
  }
}
