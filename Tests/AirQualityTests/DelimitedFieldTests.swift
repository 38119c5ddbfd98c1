import AirQuality
import TestSupport
import Testing

@Suite("Fields of tables")
struct DelimitedFieldTests {
  @Test(
    "A text that a spreadsheet would calculate gets an apostrophe", .tags(.analytical),
    arguments: [
      ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"),
      ("\ta", "'\ta"), ("\ra", "\"'\ra\""), ("\r\na", "\"'\r\na\""),
      ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), ("-", "'-"),
    ])
  func formulas(_ field: String, _ written: String) {
    #expect(DelimitedField.text(field) == written)
    #expect(DelimitedField.original(field) == field)
    #expect(DelimitedField.original("'" + field) == field)
  }

  @Test(
    "Numbers and ordinary texts stay", .tags(.analytical),
    arguments: [
      "-5.25", "+3", "-1e-05", "0", "", "prsa/Dongsi", "北九州", "it's", "'quoted'", "a=b", "5-3",
      "2014-01-01T00:00:00+08:00",
    ])
  func untouched(_ field: String) {
    #expect(DelimitedField.text(field) == field)
    #expect(DelimitedField.original(field) == field)
  }

  @Test("Commas, quotes and line ends are quoted as RFC 4180 says", .tags(.analytical))
  func quoting() {
    #expect(DelimitedField.line(["a,b", "c\"d", "e\nf", "g"]) == "\"a,b\",\"c\"\"d\",\"e\nf\",g")
  }
}
