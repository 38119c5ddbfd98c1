import AirQuality
import Documents
import Foundation
import Ingest
import SourceApportionment
import TestSupport
import Testing

@testable import Evidence

@Suite("The documents of source apportionment")
struct FactorDocumentTests {
  /// The simulated samples of four sources.
  private static let sample = Result {
    let folder = SharedData.checkout.appendingPathComponent("Datasets/simulated-speciated")
    var policy = SamplePolicy()
    policy.totals = ["TNMOC"]
    return try SpeciatedSample(
      concentrations: try SpeciatedTableReader.read(
        path: folder.appendingPathComponent("concentrations.csv").path, utcOffset: 0),
      uncertainties: try SpeciatedTableReader.read(
        path: folder.appendingPathComponent("uncertainties.csv").path, utcOffset: 0),
      unit: .partsPerBillionCarbon, policy: policy)
  }

  private static func profiles() throws -> [SourceProfile] {
    try SourceProfileReader.read(
      path: SharedData.checkout.appendingPathComponent(
        "Datasets/simulated-speciated/profiles.csv"
      ).path)
  }

  /// Free factors, the same with a tracer held in one factor, and a rotation.
  private static let report = Result {
    let sample = try FactorDocumentTests.sample.get()
    var settings = PositiveMatrixFactorisation()
    settings.factors = 4
    settings.starts = 2
    settings.renewals = 0
    var report = FactorReport(try settings.apportion(sample), of: sample)
    var analysis = BootstrapAnalysis()
    analysis.replicates = 5
    report.questions.bootstrap = try analysis.run(report.solution, of: sample)
    report.comparisons = ProfileComparison.compare(report.solution, with: try profiles())
    var constrained = try settings.constrain(
      report.solution, of: sample,
      by: report.solution.constraints(forTracers: ["Toluene"]))
    constrained.comparisons = ProfileComparison.compare(
      constrained.solution, with: try profiles())
    return (report, constrained, try settings.rotate(report.solution, of: sample, rise: 0.3))
  }

  private func page(_ document: Document, _ language: Language = .english) throws -> String {
    try HTMLRenderer(language: language, stamp: HTMLRenderer.Stamp(tool: "t")).page(document)
  }

  private func expectNoEnglish(_ document: Document, without names: [String]) throws {
    for language in [Language.japanese, .chinese] {
      let terminal = TerminalRenderer(language: language, width: 1_000).text(document)
      for text in [try page(document, language), terminal] {
        let found = EnglishWords.sentences(text, without: names)
        #expect(found.isEmpty, "\(found)")
        #expect(language != .chinese || EnglishWords.looseSigns(text).isEmpty)
      }
    }
  }

  @Test("Free factors are as they were looked at, in three languages", .tags(.golden))
  func snapshots() throws {
    let (report, _, _) = try Self.report.get()
    try DocumentSnapshot.check(report.document, named: "factors")
    try expectNoEnglish(report.document, without: report.comparisons.map(\.source))
  }

  @Test("Factors under constraints lead where constraints were given", .tags(.analytical))
  func constrained() throws {
    var (report, constrained, rotation) = try Self.report.get()
    report.constrained = constrained
    report.rotation = rotation
    let document = report.document
    try DocumentSnapshot.check(document, named: "factors-constrained")
    #expect(
      document.sections.prefix(2).map(\.heading) == ["answer", "sources.factors-constrained"])
    // Toluene is in one of the leading factors alone; among the free ones it is in several.
    func holders(_ solution: FactorSolution) throws -> Int {
      let place = try #require(solution.species.firstIndex(of: "Toluene"))
      return solution.profiles.count { $0[place] > 0 }
    }
    #expect(try holders(constrained.solution) == 1)
    #expect(try holders(report.solution) > 1)
    let means = constrained.solution.masses.map(ShownNumbers.bySize)
    let first = try #require(document.tables.first { $0.id == "factors" })
    #expect(first.rows.map { $0[1].text(in: .english) } == means)
    // The contributions drawn are theirs too.
    let chart = try #require(document.charts.first { $0.name == "contributions" })
    let drawn = chart.panels[0].layers[0].points.map(\.y)
    #expect(
      drawn.first == .number(constrained.solution.contributions[0][0]))
    let text = TerminalRenderer(width: 1_000).text(document)
    let parts = text.split(separator: "\nFactors without constraints and rotation\n")
    try #require(parts.count == 2)
    #expect(parts[1].contains("Factors after the rotation"))
    #expect(parts[0].contains("The factors shown are those under the constraints"))
    try expectNoEnglish(document, without: report.comparisons.map(\.source))
  }

  @Test("A rotation without constraints leads, and its cost in Q is said", .tags(.analytical))
  func rotated() throws {
    var (report, _, rotation) = try Self.report.get()
    report.rotation = rotation
    let text = TerminalRenderer(width: 1_000).text(report.document)
    #expect(text.contains("The factors shown are those after the rotation that was asked for."))
    let rise = ShownNumbers.fixed(100 * rotation.relativeRise, 2)
    #expect(text.contains("(\(rise) %)"))
    let means = rotation.solution.masses.map(ShownNumbers.bySize)
    let first = try #require(report.document.tables.first { $0.id == "factors" })
    #expect(first.rows.map { $0[1].text(in: .english) } == means)
  }

  @Test("Page, terminal, CSV and JSON of one run show the same numbers", .tags(.property))
  func sameNumbers() throws {
    let (report, _, _) = try Self.report.get()
    let document = report.document
    let page = try page(document)
    let terminal = TerminalRenderer(width: 1_000).text(document)
    let json = String(decoding: try StableJSON.encode(report), as: UTF8.self)
    let csv = report.profileTable.csv
    #expect(csv.hasPrefix("factor,species,role,profile,share,p5,p25,median,p75,p95,unit\n"))
    for (factor, mass) in report.solution.masses.enumerated() {
      #expect(page.contains(ShownNumbers.bySize(mass)))
      #expect(terminal.contains(ShownNumbers.bySize(mass)))
      let own = report.solution.shares[factor]
      let leading = try #require(own.indices.max { own[$0] < own[$1] })
      let element = report.solution.profiles[factor][leading]
      for text in [page, terminal] { #expect(text.contains(ShownNumbers.bySize(element))) }
      for text in [csv, json] { #expect(text.contains("\(element)")) }
    }
    for text in [page, terminal] {
      #expect(text.contains("Q(true) \(ShownNumbers.fixed(report.solution.qTrue, 1))"))
    }
    let contributions = try #require(report.tables.first { $0.name == "contributions" }).table.csv
    #expect(contributions.hasPrefix("time,factor_1,factor_2,factor_3,factor_4\n"))
    let whole = contributions.split(separator: "\n")
    #expect(whole.count == report.solution.instants.count + 1)
  }

  @Test("A mass balance says what each source brings, in three languages", .tags(.golden))
  func balance() throws {
    let balance = try ChemicalMassBalance().apportion(
      Self.sample.get(), profiles: try Self.profiles())
    let document = balance.document
    try DocumentSnapshot.check(document, named: "mass-balance")
    try expectNoEnglish(document, without: balance.sources)
    let terminal = TerminalRenderer(width: 1_000).text(document)
    let csv = try #require(document.data?.csv)
    #expect(csv.split(separator: "\n").count == balance.rows.count + 1)
    let names = balance.sources.map { "\($0),\($0)_standard_error" }.joined(separator: ",")
    #expect(
      csv.hasPrefix("time,\(names),r_squared,chi_squared,percent_mass,degrees_of_freedom\n"))
    for (mean, error) in zip(balance.meanContributions, balance.meanStandardErrors) {
      let decimals = max(0, 1 - Int(log10(error).rounded(.down)))
      #expect(terminal.contains(ShownNumbers.fixed(mean, decimals)))
    }
  }

  @Test("A source that cannot be told from its twin does not lead", .tags(.analytical))
  func twins() throws {
    var profiles = try Self.profiles()
    let means = try ChemicalMassBalance().apportion(Self.sample.get(), profiles: profiles)
      .meanContributions
    let first = try #require(means.indices.max { means[$0] < means[$1] })
    // A twin of the largest source: nearly the same, so that nothing tells them apart.
    let shares = profiles[first].shares
    profiles.append(
      SourceProfile(
        name: "twin",
        shares: Dictionary(
          uniqueKeysWithValues: shares.keys.sorted().enumerated().map { place, name in
            let share = shares[name] ?? .init(fraction: 0, uncertainty: 0)
            return (
              name,
              .init(
                fraction: share.fraction * (place % 2 == 0 ? 1.002 : 0.998),
                uncertainty: share.uncertainty)
            )
          })))
    let document = try ChemicalMassBalance().apportion(
      Self.sample.get(), profiles: profiles
    ).document
    let text = TerminalRenderer(width: 1_000).text(document)
    let second = try #require(
      means.indices.filter { $0 != first }.max { means[$0] < means[$1] })
    #expect(
      text.contains(
        "Of the sources that the samples tell apart, \(profiles[second].name) brings most"))
    #expect(text.contains("What \(profiles[first].name), twin bring each for itself"))
  }

  // EPA PMF 5.0 User Guide, EPA/600/R-14/108: exchanges at the smallest rise, 4, say that the solution
  // is not well defined; without any it is.
  @Test(
    "Exchanges of factors at the lowest rise get a verdict", .tags(.analytical),
    arguments: [
      (0, "No factors exchange their identities when Q rises by 4:"),
      (3, "Factors exchange their identities already when Q rises by 4:"),
    ])
  func verdict(_ swaps: Int, _ sentence: String) throws {
    let settings = String(
      decoding: try JSONEncoder().encode(DisplacementAnalysis()), as: UTF8.self)
    let ends = #""lower": [[0],[0],[0],[0]], "upper": [[1],[1],[1],[1]]"#
    let displacement = try JSONDecoder().decode(
      DisplacementIntervals.self,
      from: Data(
        """
        {"settings": \(settings), "species": ["Toluene"], "largestFall": 0, "levels": [
          {"rise": 4, \(ends), "swaps": [\(swaps),0,0,0]}, {"rise": 8, \(ends), "swaps": [9,0,0,0]}]}
        """.utf8))
    var (report, _, _) = try Self.report.get()
    report.questions.displacement = displacement
    #expect(TerminalRenderer(width: 1_000).text(report.document).contains(sentence))
  }
}
