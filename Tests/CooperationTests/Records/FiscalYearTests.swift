import AirQuality
import Cooperation
import TestSupport
import Testing

@Suite("Fiscal years and partial dates")
struct FiscalYearTests {
  @Test("A fiscal year runs from April to March", .tags(.analytical))
  func span() throws {
    let year = try #require(FiscalYear("FY2014"))
    #expect(year.firstDay.description == "2014-04-01")
    #expect(year.lastDay.description == "2015-03-31")
    let february = try #require(CivilDate("2019-02-28"))
    #expect(FiscalYear(containing: february).description == "FY2018")
    let april = try #require(CivilDate("2019-04-01"))
    #expect(FiscalYear(containing: april).description == "FY2019")
  }

  @Test("A calendar year is no fiscal year", arguments: ["2014", "FY14", "fy2014", "FY 2014", ""])
  func refusesOtherTexts(_ text: String) { #expect(FiscalYear(text) == nil) }

  @Test("A date keeps what is not known open", .tags(.analytical))
  func partialDates() throws {
    let month = try #require(PartialDate("2016-02"))
    #expect(month.precision == .month)
    #expect(month.last.description == "2016-02-29")
    #expect(month.fiscalYear?.description == "FY2015")
    // A calendar year lies in two fiscal years, so it has none.
    let year = try #require(PartialDate("2014"))
    #expect(year.fiscalYear == nil)
    #expect(PartialDate("2014-13") == nil)
    #expect(PartialDate("2014-2") == nil)
    #expect(PartialDate("2015-02-29") == nil)
  }
}
