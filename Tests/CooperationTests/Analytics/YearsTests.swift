import AirQuality
import Cooperation
import TestSupport
import Testing

@Suite("Activities and their fiscal years")
struct YearsTests {
  private let registry = Registry.builtIn

  @Test("Every event that took place is in the report of one year, and so are its people")
  func complete() {
    let years = (1_990...2_026).map {
      YearlyReport(registry, fiscalYear: FiscalYear(beginning: $0))
    }
    // Counted in activities.csv: 66 rows that are done and no other row's event, 79 people.
    #expect(years.flatMap(\.lines).reduce(0) { $0 + $1.activities } == 66)
    #expect(years.flatMap(\.lines).reduce(0) { $0 + $1.people } == 79)
    // A062 took place in March 2014, in the year before its project's.
    let before = years.first { $0.fiscalYear.beginning == 2013 }
    let line = before?.lines.first { $0.project == "P2014-JCEA-NETWORK" }
    #expect(line?.people == 11 && line?.isOutsideYears == true)
  }

  private func activity(_ values: [String: String]) throws -> Activity {
    Activity(
      try RegistryRecord(
        kind: .activities,
        [
          "id": "X", "project": "P2014-KITAKYUSHU-SHANGHAI", "kind": "training in Japan",
          "status": "done", "people": "10", "source": "x", "verified": "reported",
        ].merging(values) { $1 }))
  }

  @Test("A calendar year alone is of its project's fiscal year, and that is told")
  func uncertain() throws {
    let project = registry.project("P2014-KITAKYUSHU-SHANGHAI")
    let year = try activity(["start": "2015"]).fiscalYear(in: project)
    #expect(year.year.beginning == 2014 && !year.isCertain)
    let other = try activity(["start": "2018"]).fiscalYear(in: project)
    #expect(other.year.beginning == 2018 && !other.isCertain)
    #expect(try activity(["start": "2015-03"]).fiscalYear(in: project).isCertain)
  }

  @Test("People-days stand in the months of their days", .tags(.analytical))
  func months() throws {
    // 28 March to 4 April: four days in each month, ten people.
    let long = try activity(["start": "2015-03-28", "end": "2015-04-04"])
    let rows = Intensity.byMonth([long]) { registry.project($0) }
    #expect(rows.map(\.month.description) == ["2015-03-01", "2015-04-01"])
    #expect(rows.map(\.peopleDays) == [40, 40])
    #expect(Intensity.uniquePeopleDays([long]) { registry.project($0) } == 80)
    let several = try activity(["project": "P2019-IGES-PHASE2", "start": "2019-05-01"])
    let table = Intensity.byMonth([several]) { registry.project($0) }
    #expect(table.reduce(0) { $0 + $1.peopleDays } == 100)
    #expect(Intensity.uniquePeopleDays([several]) { registry.project($0) } == 10)
  }

  @Test("A project of several years is in the report and the matrix of each, and is one project")
  func several() throws {
    var registry = Registry.builtIn
    var record = try #require(registry.record(.projects, "P2014-KOBE-TIANJIN"))
    try record.set("end_year", to: "FY2016")
    registry.replace(record)
    for year in 2014...2016 {
      let report = YearlyReport(registry, fiscalYear: FiscalYear(beginning: year))
      #expect(report.lines.contains { $0.project == record.id && !$0.isOutsideYears })
    }
    let group = ProjectGroup(
      fiscalYear: "FY2014", endYear: "FY2016", status: "done", component: "government",
      japanese: "JP-KOBE", chinese: "CN-TIANJIN", fields: "VOC", count: 2)
    let row = try #require(CoverageMatrix([group]).rows.first)
    #expect(row.counts == [2, 2, 2] && row.total == 2)
  }

  @Test("An organisation has the name of the time: 環境保護部 until March 2018")
  func names() {
    let names = [2017, 2018].map {
      registry.named(in: FiscalYear(beginning: $0)).organisation("CN-MEP")?.names.japanese
    }
    #expect(names == ["環境保護部", "生態環境部"])
  }
}
