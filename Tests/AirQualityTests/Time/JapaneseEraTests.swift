import TestSupport
import Testing

@testable import AirQuality

@Suite("Eras of Japan")
struct JapaneseEraTests {
  @Test(
    "Dates of eras are calendar dates", .tags(.analytical),
    arguments: [
      ("令和2年4月1日", [2020, 4, 1]), ("令和元年5月1日", [2019, 5, 1]), ("R2/4/1", [2020, 4, 1]),
      ("R02.04.01", [2020, 4, 1]), ("R.2.4.1", [2020, 4, 1]), ("r2-4-1", [2020, 4, 1]),
      ("H27/4/1", [2015, 4, 1]), ("平成27年4月1日", [2015, 4, 1]), ("平成元年1月8日", [1989, 1, 8]),
      ("S64/1/7", [1989, 1, 7]), ("昭和64年1月7日", [1989, 1, 7]), ("昭和 50 年 4 月 1 日", [1975, 4, 1]),
      ("㋿2年4月1日", [2020, 4, 1]), ("㍻27年4月1日", [2015, 4, 1]), ("令和２年４月１日", [2020, 4, 1]),
      ("Ｒ２／４／１", [2020, 4, 1]), ("大正15年12月24日", [1926, 12, 24]), ("明治45年7月29日", [1912, 7, 29]),
      ("2020年4月1日", [2020, 4, 1]), ("2020/4/1", [2020, 4, 1]), ("20200401", [2020, 4, 1]),
      ("2/4/1", [2, 4, 1]),
    ])
  func dates(_ text: String, _ expected: [Int]) {
    #expect(JapaneseEra.date(text) == expected)
  }

  @Test(
    "What no era has is no date",
    arguments: [
      "令和0年4月1日", "平成32年4月1日", "H32/4/1", "S65/1/1", "令和年4月1日", "R/4/1", "X2/4/1", "R2/4",
      "R2/4/1/1",
      "", "令和2年度", "R200/4/1", "平成27年4月1日頃",
    ])
  func noDate(_ text: String) {
    #expect(JapaneseEra.date(text) == nil)
  }

  @Test("The calendar year of a change of era belongs to both", .tags(.analytical))
  func changes() {
    #expect(JapaneseEra.heisei.calendarYear(31) == 2019)
    #expect(JapaneseEra.reiwa.calendarYear(1) == 2019)
    #expect(JapaneseEra.showa.calendarYear(64) == 1989)
    #expect(JapaneseEra.heisei.calendarYear(32) == nil)
    #expect(JapaneseEra.year(at: "H27")?.year == 2015)
    #expect(JapaneseEra.year(at: "2015") == nil)
  }
}
