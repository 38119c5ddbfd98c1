import Documents
import Testing

@testable import AirQuality

@Suite("Fixed offsets of clocks")
struct ClockOffsetTests {
  @Test(
    "The usual spellings are read",
    arguments: [
      ("Z", 0), ("z", 0), ("UTC", 0), ("GMT", 0), ("utc", 0), ("+08:00", 28_800),
      ("+0800", 28_800), ("+08", 28_800), ("+8", 28_800), ("+8:00", 28_800), ("UTC+8", 28_800),
      ("UTC+08:00", 28_800), ("UTC +8", 28_800), ("GMT+0530", 19_800), ("UTC+5:45", 20_700),
      ("-3:30", -12_600), ("-03:30", -12_600), ("−05:00", -18_000), ("UTC-5", -18_000),
      ("+14:00", 50_400), ("-12:00", -43_200), ("+00:00", 0), ("-00:00", 0), (" +09:00 ", 32_400),
    ])
  func read(_ text: String, _ seconds: Int) throws {
    #expect(try ClockOffset(text).seconds == seconds)
  }

  @Test(
    "What no clock shows or two clocks share is refused",
    arguments: [
      "", "8", "08:00", "+800", "+08:0", "+08:60", "+25:00", "+14:30", "-13:00", "+", "UTC8",
      "CST", "JST", "Etc/GMT-8", "+08:00:00", "+8.5", "+٨", "UTC+", "+-8", "Europe/London",
    ])
  func refused(_ text: String) {
    #expect(throws: ZoneError.notOffset(text)) { try ClockOffset(text) }
  }

  @Test("The refusal shows the forms")
  func explanation() {
    #expect(
      ZoneError.notOffset("CST").explanation
        == "“CST” is no offset from UTC; write hours and minutes east of Greenwich, from -12:00 to "
        + "+14:00, such as +08:00, +0800, UTC+8 or Z")
  }
}
