import AirQuality
import Cooperation
import Documents
import Estimation
import Evidence
import Foundation
import Simulation
import TestSupport
import Testing

@testable import Studies

/// Pages of the verbs around a study, held against the result as it is written to JSON.
@Suite("Pages of calibration, power, sites, plans, looks and specifications")
struct PlanningPagesTests {
  private func library() throws -> SeriesCollection {
    try SeriesCollection(SimulatedDossier.network.generate().series)
  }

  private func study(_ treated: Int = 3) throws -> StudyDescription {
    let whole = try SimulatedDossier.description(estimators: ["before-after"])
    return StudyDescription(
      title: "シミュレーション", measure: Measure(name: "規制", start: whole.measure.start),
      outcome: whole.outcome, treated: Array(whole.treated.prefix(treated)), donors: whole.donors,
      before: whole.before, after: whole.after, estimators: whole.estimators,
      calibration: whole.calibration)
  }

  /// The result as a program reads it.
  private func json(_ result: some Encodable) throws -> [String: Any] {
    let data = try StableJSON.encode(result)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// A list of objects somewhere in it.
  private func list(_ object: [String: Any], _ path: String...) throws -> [[String: Any]] {
    var place: Any = object
    for name in path { place = try #require((place as? [String: Any])?[name]) }
    return try #require(place as? [[String: Any]])
  }

  // EmpiricalCalibration 3.1.4 prints for its example sccs: null 0.792 and 0.283, 73 % of the controls
  // below 0.05, p 0.839 of the drug that is no control.
  @Test(
    "The example of EmpiricalCalibration shows that package's numbers", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func calibrated() throws {
    var job = EstimateCalibration(file: SharedData.path("empirical_calibration/sccs.csv"))
    job.name = "drugName"
    job.estimate = "logRr"
    job.standardError = "seLogRr"
    job.controls = "groundTruth=0"
    job.null = .normal
    let result = try job.run()
    let said = try PageTables.check(result.document)
    for (language, share) in [Language.english: "73 %", .japanese: "73 %", .chinese: "73%"] {
      let (page, terminal) = try #require(said[language])
      #expect(PageTables.lead(page).contains(share) && PageTables.lead(page).contains("45"))
      for number in ["0.792", "0.283", "0.839"] {
        #expect(page.contains(number) && terminal.contains(number), "\(number)")
      }
    }
  }

  @Test(
    "Power by months is on the page as in JSON, and the lead names the shortest", .tags(.property))
  func power() throws {
    var job = try PowerStudy(study(1), library: library())
    job.analysis.months = [1, 3]
    job.analysis.groupSizes = [1]
    job.analysis.trials = 24
    job.target = -0.3
    job.threads = 2
    let report = try job.run()
    let said = try PageTables.check(report.document)
    let rows = try list(json(report), "rows")
    #expect(rows.count == 2)
    let place = try #require(report.analysis.effects.firstIndex(of: -0.3))
    for (language, (page, _)) in said {
      let cells = PageTables.rows(page)
      #expect(cells.count == rows.count)
      for (row, cell) in zip(rows, cells) {
        #expect(cell[1] == "\(try #require(row["stations"] as? Int))")
        let detectable = (row["detectable"] as? Double).map {
          ShownNumbers.significant(-100 * $0, 2)
        }
        #expect(cell[3] == detectable ?? "–")
        #expect(cell[6] == "\(try #require(row["trials"] as? Int))", "\(language)")
      }
    }
    // The least number of months at which the target is found in four trials of five, by hand.
    let enough = rows.filter { (($0["found"] as? [Double])?[place] ?? 0) >= 0.8 }
      .compactMap { $0["months"] as? Double }.min()
    let lead = PageTables.lead(try #require(said[.english]).page)
    #expect(lead.contains("−30 %"), "\(lead)")
    if let enough { #expect(lead.contains(ShownNumbers.significant(enough, 2)), "\(lead)") }
    #expect((report.shortest != nil) == (enough != nil))
  }

  @Test(
    "The set that leads is the first of the table, judged on days it did not see", .tags(.property))
  func design() throws {
    var job = try DesignStudy(study(), library: library())
    job.design.months = 2
    job.threads = 2
    let report = try job.run()
    let said = try PageTables.check(report.document)
    let choices = try list(json(report), "result", "choices")
    for (language, (page, _)) in said {
      let cells = PageTables.rows(page)
      #expect(cells.count == min(20, choices.count))
      for (choice, cell) in zip(choices, cells) {
        let judged = ShownNumbers.significant(-100 * (try #require(choice["judged"] as? Double)), 2)
        #expect(cell[2] == judged)
        let correlation = ShownNumbers.fixed(try #require(choice["correlation"] as? Double), 2)
        #expect(cell[4] == correlation, "\(language)")
      }
      #expect(PageTables.lead(page).contains(cells[0][2]))
    }
  }

  @Test("Each look's score stands beside the boundary, and the last look leads", .tags(.property))
  func monitoring() throws {
    var job = try MonitoringStudy(study(), library: library())
    job.monitoring.looks = 3
    job.monitoring.trials = 24
    job.threads = 2
    let report = try job.run()
    let said = try PageTables.check(report.document)
    let looks = try list(json(report.lead), "looks")
    #expect(looks.count == 3)
    for (_, (page, terminal)) in said {
      let cells = PageTables.rows(page)
      for (look, cell) in zip(looks, cells) {
        #expect(cell[1] == "\(try #require(look["months"] as? Int))")
        let score = ShownNumbers.fixed(try #require(look["score"] as? Double), 2)
        #expect(cell[4] == score && terminal.contains(score))
      }
      let last = try #require(looks.last)
      let ends = try (#require(last["lower"] as? Double), #require(last["upper"] as? Double))
      let effect = ShownNumbers.byInterval(
        try #require(last["estimate"] as? Double), ends.0, ends.1)
      #expect(PageTables.lead(page).contains(effect))
    }
    // A look crosses where its score is beyond the boundary on either side.
    for look in looks {
      let score = try #require(look["score"] as? Double)
      #expect((look["crosses"] as? Bool) == (abs(score) > report.lead.boundary))
    }
  }

  @Test("The curve's median is that of its points, on page, terminal and in JSON", .tags(.property))
  func specifications() throws {
    var job = try SpecificationStudy(study(), library: library())
    job.curve.controls = 19
    job.curve.beforeShares = [1, 0.5]
    job.threads = 2
    let report = try job.run()
    let said = try PageTables.check(report.document)
    let points = try list(json(report), "result", "points")
    let effects = try points.map { try #require($0["percent"] as? Double) }.sorted()
    let median = (effects[(effects.count - 1) / 2] + effects[effects.count / 2]) / 2
    let agreeing = Double(effects.count { ($0 < 0) == (median < 0) }) / Double(effects.count)
    for (language, (page, _)) in said {
      let lead = PageTables.lead(page)
      #expect(lead.contains(ShownNumbers.significant(median, 2)), "\(lead)")
      #expect(lead.contains(ShownNumbers.fixed(100 * agreeing, 0)), "\(lead)")
      let cells = PageTables.rows(page)
      #expect(cells.count == points.count)
      for (point, cell) in zip(points, cells) {
        let effect = ShownNumbers.significant(try #require(point["percent"] as? Double), 2)
        let p = ShownNumbers.probability(try #require(point["pValue"] as? Double))
        #expect(cell[5] == effect && cell[6] == p, "\(language): \(cell)")
      }
    }
  }

  @Test("A plan's page has its digest; a seal that stays shut shows no effect", .tags(.property))
  func seal() throws {
    let yaml = """
      title: シミュレーション
      measure: { name: 規制, start: \(try study().measure.start) }
      outcome: { pollutant: pm25, average: day, scale: log }
      treated: [\(try study().treated.joined(separator: ", "))]
      donors: { from: all }
      before: \(try study().before)
      after: \(try study().after)
      estimators: [before-after]
      main: before-after
      calibration: { negative_controls: 30, seed: 1 }
      thresholds: { detectable: 0.0001 }

      """
    let description = try StudyDescription(yaml: yaml, file: "study.yaml")
    let plan = try StudyPlan(
      text: yaml, study: description, date: #require(CivilDate("2014-12-01")),
      dataWereThere: false)
    let said = try PageTables.check(plan.document)
    for (_, (page, terminal)) in said {
      #expect(page.contains(plan.hash.prefix(12)) && terminal.contains(plan.hash.prefix(12)))
      #expect(PageTables.rows(page).map { $0.last ?? "" }.contains { $0.hasPrefix("0") })
    }
    let open = try StudyRunner(threads: 2).run(description, library: library())
    let shut = try open.sealed(by: plan)
    let effect = try #require(open.findings.first?.effect)
    let interval = try #require(effect.interval)
    let hidden = ShownNumbers.byInterval(effect.estimate, interval.lower, interval.upper)
    for language in Language.allCases {
      let page = try HTMLRenderer(language: language, stamp: HTMLRenderer.Stamp(tool: "t")).page(
        shut.document)
      let terminal = TerminalRenderer(language: language, width: 2_000).text(shut.document)
      let shown = TerminalRenderer(language: language, width: 2_000).text(open.document)
      #expect(shown.contains(hidden))
      #expect(!page.contains(hidden) && !terminal.contains(hidden), "\(hidden)")
      #expect(page.contains("role=\"alert\""))
    }
    #expect(
      !String(decoding: try StableJSON.encode(shut), as: UTF8.self).contains("\(effect.estimate)"))
  }
}
