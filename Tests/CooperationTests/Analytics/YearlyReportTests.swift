import AirQuality
import Cooperation
import TestSupport
import Testing

@Suite("Yearly reports and resolved projects")
struct YearlyReportTests {
  private let registry = Registry.builtIn

  @Test("A report holds the year's projects and what took place from April to March")
  func report() throws {
    let report = YearlyReport(registry, fiscalYear: FiscalYear(beginning: 2018))
    #expect(
      report.lines.count { !$0.isOutsideYears }
        == registry.projects.count { $0.fiscalYear.beginning == 2018 })
    // The signing of June 2018 belongs to a project of the year after.
    #expect(report.lines.filter(\.isOutsideYears).map(\.project) == ["P2019-IGES-PHASE2"])
    let shanghai = try #require(
      report.lines.first { $0.title == "Kitakyushu cooperation with Shanghai FY2018" })
    #expect(shanghai.activities == 1)
    #expect(shanghai.people == 6)
    // February 2019 belongs to the fiscal year 2018: the restaurant association's visit.
    let business = try #require(report.lines.first { $0.component == "business" })
    #expect(business.activities == 1)
    #expect(business.uncounted == 1)
    #expect(report.emptyFields.contains(.offRoad))
    #expect(report.csv.split(separator: "\n").count >= report.lines.count + 1)
  }

  @Test("A difference names what began, what ended and what changed")
  func difference() {
    let years = [2017, 2018].map {
      YearlyReport(registry, fiscalYear: FiscalYear(beginning: $0))
    }
    let difference = ReportDifference(years[0], years[1])
    #expect(difference.begun.contains("JP-KITAKYUSHU – CN-TANGSHAN"))
    #expect(difference.ended.contains("JP-TOKYO – CN-BEIJING"))
    // The signing of June 2018 is of a project of the year after: nothing begins by it.
    #expect(!difference.begun.contains { $0.hasPrefix("JP-IGES") })
    #expect(
      difference.changes.contains {
        $0.japanese == "JP-KAWASAKI" && $0.property == "status" && $0.before == "under way"
          && $0.after == "done"
      })
    // Nothing changed between a year and itself.
    let same = ReportDifference(years[0], years[0])
    #expect(same.begun.isEmpty && same.ended.isEmpty && same.changes.isEmpty)
  }

  @Test("A project without a measure takes the day after its fiscal year and says so")
  func resolve() throws {
    let project = try registry.resolve(project: "P2014-KITAKYUSHU-SHANGHAI")
    #expect(project.start.description == "2015-04-01")
    #expect(project.places == ["Shanghai"])
    #expect(project.description.contains("not a measure with a date"))
    // A province stands for its cities in the list of places.
    let province = try registry.resolve(project: "P2014-FUKUOKA-JIANGSU")
    #expect(province.places.contains("Nanjing") && province.places.contains("Suzhou"))
  }

  @Test("A measure with a day gives its own date")
  func resolveMeasure() throws {
    var registry = registry
    registry.add(
      try RegistryRecord(
        kind: .measures,
        [
          "id": "M1", "org": "CN-SHANGHAI", "name_en": "Boiler rule", "start": "2016-02-01",
          "project": "P2014-KITAKYUSHU-SHANGHAI", "source": "made up", "verified": "reported",
        ]))
    let project = try registry.resolve(project: "P2014-KITAKYUSHU-SHANGHAI")
    #expect(project.start.description == "2016-02-01")
    #expect(project.name == "Boiler rule")
  }

  @Test("A project that is unknown or has no place is told")
  func unresolved() {
    #expect(
      throws: RegistryError.unknownRecord(
        "P2014-KOBE-TIANJING", kind: .projects,
        nearest: ["P2014-KOBE-TIANJIN", "P2015-KOBE-TIANJIN"])
    ) { try registry.resolve(project: "P2014-KOBE-TIANJING") }
    #expect(throws: RegistryError.self) { try registry.resolve(project: "P2014-NIES-DOMESTIC") }
  }

  @Test("Preparation counts its days back from the beginning", .tags(.analytical))
  func preparation() throws {
    let start = try #require(CivilDate("2027-05-10"))
    let records = try PreparationChecklist.records(
      project: "P2014-HYOGO-GUANGDONG", mode: .training, start: start, prefix: "CL")
    #expect(records.first?["due"] == "2027-01-10")
    #expect(records.map(\.id).first == "CL-1")
    for record in records { #expect(RecordChecks(.checklistItems).problems(record, row: 0) == []) }
  }
}
