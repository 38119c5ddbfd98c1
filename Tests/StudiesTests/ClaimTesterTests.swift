import Documents
import AirQuality
import Cooperation
import Estimation
import Ingest
import Studies
import TestSupport
import Testing

@Suite("Published claims")
struct ClaimTesterTests {
  private let registry = Registry.builtIn

  private func text(_ message: Message) -> String { Catalogue.builtIn.text(message, .english) }

  private func evaluate(_ id: String) throws -> ClaimEvaluation {
    let record = try #require(registry.record(.claims, id))
    return try ClaimTester(registry).evaluate(Claim(record))
  }

  @Test("The base year decides what “35 % on average” is for the six partner cities")
  func baseYearDecides() throws {
    let evaluation = try evaluate("C01")
    let figures = evaluation.windows.map { window in
      "\(window.cities.baseYear)-\(window.cities.endYear) \(Int((window.cities.mean ?? 0).rounded()))"
    }
    // The figures that the reference records give in their README.
    #expect(figures == ["2013-2017 -39", "2013-2018 -46", "2014-2017 -30", "2014-2018 -39"])
    #expect(evaluation.inputs.unverified > 0)
    #expect(text(evaluation.reason).contains("are unverified"))
    #expect(evaluation.verdict != .supported)
    #expect(evaluation.cannotSay.contains("claims.cause"))
  }

  @Test("The ministry's figure for China agrees with the 74 cities, from unverified values")
  func national() throws {
    let evaluation = try evaluate("C02")
    // Both values are recalled: they agree, and are no evidence.
    #expect(evaluation.verdict == .restsOnUnverified)
    #expect(
      evaluation.windows.map { "\($0.cities.baseYear)-\($0.cities.endYear)" } == ["2013-2017"])
    #expect(evaluation.inputs.all == 2)
    #expect(evaluation.inputs.unverified == 2)
  }

  @Test(
    "Figures that meet the values of their own page repeat it",
    arguments: [("C24", 2), ("C25", 1), ("C26", 2), ("C27", 1), ("C28", 2)])
  func singleCities(_ id: String, _ own: Int) throws {
    // Counted in annual_means.csv: values whose only address is the claim's.
    let evaluation = try evaluate(id)
    #expect(evaluation.verdict == .repeatsSource)
    #expect(evaluation.windows.map(\.repeated) == [own])
    #expect(text(evaluation.reason).contains("\(own) of 2 values come from the claim’s own page"))
  }

  private func claim(_ changes: [String: String]) throws -> Claim {
    Claim(
      try RegistryRecord(
        kind: .claims,
        [
          "id": "X", "claim": "cleaner", "value": "-20", "unit": "%", "kind": "outcome",
          "test": "relative change", "pollutant": "pm25", "scope_places": "Ningbo",
          "source": "https://a.cn/claim", "verified": "reported",
        ].merging(changes) { $1 }))
  }

  /// Means of one city that fall by 10 % a year from 2013 on, made up.
  private func means(_ source: String, _ verified: String = "stored-source") throws -> Registry {
    var registry = Registry()
    for (year, value) in [(2013, "100"), (2014, "90"), (2017, "80"), (2018, "64")] {
      registry.add(
        try RegistryRecord(
          kind: .annualMeans,
          [
            "id": "M\(year)", "city": "Ningbo", "year": "\(year)", "pm25_ug_m3": value,
            "series": "official", "source": source, "verified": verified,
          ]))
    }
    return registry
  }

  @Test("Independence of input and claim decides the verdict", .tags(.analytical))
  func independence() throws {
    let named = try claim(["base_year": "2013", "end_year": "2017"])
    func verdict(_ registry: Registry) throws -> ClaimEvaluation.Verdict {
      try ClaimTester(registry).evaluate(named).verdict
    }
    #expect(try verdict(means("https://b.cn")) == .supported)
    #expect(try verdict(means("http://www.a.cn/claim/ (page 2)")) == .repeatsSource)
    #expect(try verdict(means("memory", "recall")) == .restsOnUnverified)
    // Another page beside the claim's is evidence of its own.
    #expect(try verdict(means("https://a.cn/claim ; https://b.cn")) == .supported)
    let missed = try claim(["base_year": "2013", "end_year": "2018"])
    #expect(
      try ClaimTester(means("https://b.cn")).evaluate(missed).verdict == .contradicted)
  }

  @Test("A claim without years is contradicted only when no years that it can mean meet it")
  func years() throws {
    let registry = try means("https://b.cn")
    // 2013–2017: -20; 2013–2018: -36; 2014–2017: -11; 2014–2018: -29 %.
    for (value, verdict) in [
      ("-20", ClaimEvaluation.Verdict.dependsOnYears), ("-25", .dependsOnYears),
      ("-60", .contradicted), ("5", .contradicted),
    ] {
      let evaluation = try ClaimTester(registry).evaluate(
        claim(["value": value, "period_stated": "about FY2014-FY2018"]))
      #expect(evaluation.verdict == verdict, "\(value)")
      #expect(evaluation.windows.count == 4)
      #expect(
        text(evaluation.reason).contains("points are allowed: 0.50 for the claim’s own rounding"))
    }
  }

  @Test(
    "What cannot be tested says why",
    arguments: [
      ("C03", "the records hold annual means of PM2.5 only, not of SO2"),
      ("C15", "the records hold no budget"),
      ("C06", "it gives no figure that data could meet or miss"),
      ("C10", "the records of activities are incomplete"),
    ])
  func notTestable(_ id: String, _ reason: String) throws {
    let evaluation = try evaluate(id)
    #expect(evaluation.verdict == .notTestable)
    #expect(text(evaluation.reason).contains(reason))
  }

  @Test("Members and partners are counted in the records", arguments: [("C12", 11), ("C18", 10)])
  func counts(_ id: String, _ number: Int) throws {
    let evaluation = try evaluate(id)
    #expect(evaluation.count?.found == number)
    #expect(evaluation.verdict == .supported)
  }

  @Test("Every claim of the records has a verdict with a reason")
  func all() throws {
    for claim in registry.claims {
      let evaluation = try ClaimTester(registry).evaluate(claim)
      #expect(!text(evaluation.reason).isEmpty)
      #expect(!evaluation.cannotSay.isEmpty || evaluation.verdict == .supported)
    }
  }
}
