import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("Files of time zones")
struct ZoneFileTests {
  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
  }

  @Test("Every zone of this machine's list is read")
  func allZones() throws {
    let table = try String(
      contentsOfFile: "/usr/share/zoneinfo/zone.tab", encoding: .utf8)
    let names = table.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { String($0.split(separator: "\t")[2]) }
    #expect(names.count > 300)
    for name in names { _ = try CivilZone(identifier: name) }
  }

  @Test("A file cut anywhere is refused")
  func truncated() throws {
    let whole = try Self.bytes("Europe/London")
    for length in 0..<whole.count {
      #expect(throws: ZoneFile.Fault.self) { try ZoneFile(Array(whole.prefix(length))) }
    }
  }

  @Test("A file with damaged bytes is read or refused, never a crash", .tags(.property))
  func damaged() throws {
    let whole = try Self.bytes("America/New_York")
    var stream = RandomStream(seed: 8, index: 0)
    var refused = 0
    for _ in 0..<3_000 {
      var bytes = whole
      for _ in 0..<4 {
        bytes[stream.index(below: bytes.count)] = UInt8(stream.index(below: 256))
      }
      guard let file = try? ZoneFile(bytes) else {
        refused += 1
        continue
      }
      let clock = ZoneClock(file)
      for seconds in [-3_000_000_000, 0, 1_500_000_000, 40_000_000_000] {
        _ = clock.standardOffset(at: seconds)
      }
    }
    #expect(refused > 100)
  }

  @Test("Leap seconds and version 1 are refused with the reason")
  func refusals() throws {
    func reason(_ bytes: [UInt8]) -> String? {
      do {
        _ = try ZoneFile(bytes)
        return nil
      } catch { return error.reason }
    }
    var old = try Self.bytes("UTC")
    old[4] = 0
    #expect(reason(old) == "its version is not 2, 3 or 4")
    #expect(reason(Array("Europe/London".utf8)) == "it is no file of a time zone")
    #expect(reason(Self.made(leapSeconds: 1)) == "it counts leap seconds")
    #expect(reason(Self.made(rule: "CET")) == "its rule for later years cannot be read")
    #expect(
      reason(Self.made(rule: "JST-9")) == "its rule for later years contradicts its last change")
    #expect(reason(Self.made()) == nil)
  }

  /// A zone that was always UTC.
  private static func made(leapSeconds: UInt8 = 0, rule: String = "UTC0") -> [UInt8] {
    func header(_ leap: UInt8) -> [UInt8] {
      Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, leap, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    }
    let setting: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
    return header(0) + setting + header(leapSeconds) + setting
      + [UInt8](repeating: 0, count: 12 * Int(leapSeconds)) + Array("\n\(rule)\n".utf8)
  }

  @Test(
    "Rules for later years are read",
    arguments: [
      ("EST5EDT,M3.2.0,M11.1.0", -18_000, -14_400), ("CET-1CEST,M3.5.0,M10.5.0/3", 3_600, 7_200),
      ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 37_800, 39_600),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7_200, -3_600),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", 3_600, 0), ("XXX3EDT4,0/0,J365/23", -10_800, -14_400),
    ])
  func rules(_ text: String, _ standard: Int, _ summer: Int) throws {
    let rule = try #require(SummerTimeRule(Array(text.utf8)))
    #expect(rule.standardOffset == standard)
    #expect(rule.summer?.offset == summer)
  }

  @Test(
    "What is no rule is refused",
    arguments: [
      "", "E5", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
      "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST25", "<+03-3", "EST5EDT,J0,J365",
      "EST5EDT,M3.2.0,M11.1.0x", "EST99999999999999999999",
    ])
  func noRule(_ text: String) {
    #expect(SummerTimeRule(Array(text.utf8)) == nil)
  }

  @Test("Days of a rule fall where the calendar puts them", .tags(.analytical))
  func ruleDays() throws {
    // 1 March is the 60th day without the leap day, and number 60 from 0 in a leap year.
    let rule = try #require(SummerTimeRule(Array("AAA0BBB,J60/0,60/0".utf8)))
    let summer = try #require(rule.summer)
    let march = try #require(CivilDate("2024-03-01"))
    #expect(summer.begin.localSeconds(year: 2024) == march.daysSinceEpoch * 86_400)
    #expect(summer.end.localSeconds(year: 2024) == march.daysSinceEpoch * 86_400)
    #expect(
      summer.end.localSeconds(year: 2023)
        == (try #require(CivilDate("2023-03-02"))).daysSinceEpoch * 86_400)
  }
}
