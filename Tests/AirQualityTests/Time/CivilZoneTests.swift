import Documents
import Foundation
import TestSupport
import Testing

@testable import AirQuality

@Suite("Civil time")
struct CivilZoneTests {
  private static func wall(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0
  ) throws -> Int {
    let date = try #require(CivilDate(year: year, month: month, day: day))
    return date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60
  }

  private static func utc(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0
  ) throws -> Instant {
    Instant(secondsSinceEpoch: try wall(year, month, day, hour, minute))
  }

  @Test("Offsets and clock times agree with Python's zoneinfo", .tags(.golden))
  func pythonAgrees() throws {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/AirQualityTests/Golden/civil_zones.csv")
    var zones: [String: CivilZone] = [:]
    var counted = 0
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: ",").map(String.init)
      let zone = try zones[words[1]] ?? CivilZone(identifier: words[1])
      zones[words[1]] = zone
      let seconds = try #require(Int(words[2]))
      if words[0] == "offset" {
        #expect(
          zone.offset(at: Instant(secondsSinceEpoch: seconds)) == Int(words[3]), "\(line)")
      } else {
        switch zone.instant(ofLocalSeconds: seconds) {
        case .one(let instant):
          #expect("\(instant.secondsSinceEpoch)" == words[3] && words[3] == words[4], "\(line)")
        case .twice(let first, let second):
          #expect(
            "\(first.secondsSinceEpoch),\(second.secondsSinceEpoch)" == "\(words[3]),\(words[4])",
            "\(line)")
        case .none: #expect(words[3] == "none", "\(line)")
        }
      }
      counted += 1
    }
    #expect(counted > 1_500 && zones.count == 22)
  }

  @Test("London leaves 01:30 out in March and shows it twice in October", .tags(.golden))
  func london2019() throws {
    let zone = try CivilZone(identifier: "Europe/London")
    #expect(
      zone.instant(ofLocalSeconds: try Self.wall(2019, 3, 31, 1, 30))
        == .none(before: 0, after: 3_600))
    #expect(
      zone.instant(ofLocalSeconds: try Self.wall(2019, 10, 27, 1, 30))
        == .twice(
          first: try Self.utc(2019, 10, 27, 0, 30), second: try Self.utc(2019, 10, 27, 1, 30)))
    #expect(
      zone.instant(ofLocalSeconds: try Self.wall(2019, 10, 27, 2))
        == .one(try Self.utc(2019, 10, 27, 2)))
  }

  @Test("New York changes in April until 2006 and in March from 2007", .tags(.golden))
  func newYork2007() throws {
    let zone = try CivilZone(identifier: "America/New_York")
    #expect(zone.offset(at: try Self.utc(2006, 3, 20, 12)) == -18_000)
    #expect(zone.offset(at: try Self.utc(2006, 4, 2, 7)) == -14_400)
    #expect(zone.offset(at: try Self.utc(2007, 3, 11, 6, 59)) == -18_000)
    #expect(zone.offset(at: try Self.utc(2007, 3, 11, 7)) == -14_400)
    #expect(zone.standardOffset(at: try Self.utc(2007, 7, 1, 0)) == -18_000)
  }

  @Test("Lord Howe's summer time is half an hour", .tags(.golden))
  func lordHowe() throws {
    let zone = try CivilZone(identifier: "Australia/Lord_Howe")
    #expect(zone.offset(at: try Self.utc(2024, 1, 1, 0)) == 39_600)
    #expect(zone.offset(at: try Self.utc(2024, 7, 1, 0)) == 37_800)
    #expect(zone.standardOffset(at: try Self.utc(2024, 1, 1, 0)) == 37_800)
    #expect(
      zone.instant(ofLocalSeconds: try Self.wall(2024, 10, 6, 2, 15))
        == .none(before: 37_800, after: 39_600))
  }

  @Test(
    "Standard offsets leave summer time out, north and south",
    arguments: [
      ("Europe/London", 2019, 7, 0), ("Europe/Berlin", 2019, 7, 3_600),
      ("Europe/Berlin", 2060, 7, 3_600), ("Australia/Sydney", 2019, 1, 36_000),
      ("Australia/Sydney", 2060, 1, 36_000), ("Asia/Shanghai", 1988, 7, 28_800),
      ("Asia/Kathmandu", 2019, 7, 20_700), ("Asia/Tokyo", 2019, 7, 32_400),
      // Double summer time; standard time of an hour ahead, 1968 to 1971.
      ("Europe/London", 1943, 7, 0), ("Europe/London", 1969, 7, 3_600),
      // Central European time until March 1996, then western summer time.
      ("Europe/Lisbon", 1995, 12, 3_600), ("Europe/Lisbon", 1996, 7, 0),
      // The list calls Irish and Namibian winter time the exception.
      ("Europe/Dublin", 2019, 7, 0), ("Europe/Dublin", 2019, 1, 0), ("Europe/Dublin", 2060, 7, 0),
      ("Africa/Windhoek", 2005, 7, 3_600), ("Africa/Windhoek", 2005, 1, 3_600),
      // A month of fasting is no winter.
      ("Africa/Casablanca", 2023, 4, 3_600), ("Africa/Casablanca", 2023, 8, 3_600),
      ("Antarctica/Troll", 2019, 7, 0),
    ])
  func standardOffset(_ name: String, _ year: Int, _ month: Int, _ expected: Int) throws {
    let zone = try CivilZone(identifier: name)
    #expect(zone.standardOffset(at: try Self.utc(year, month, 10, 12)) == expected)
  }

  @Test("A clock time read back shows itself, over 600 years", .tags(.property))
  func roundTrip() throws {
    for name in ["Europe/Paris", "America/St_Johns", "Pacific/Chatham", "Africa/Cairo"] {
      let zone = try CivilZone(identifier: name)
      // Steps of 5 days and a prime number of seconds reach every hour of the day.
      for seconds in stride(from: -2_000_000_000, to: 17_000_000_000, by: 5 * 86_400 + 7_919) {
        let instant = Instant(secondsSinceEpoch: seconds)
        switch zone.instant(ofLocalSeconds: seconds + zone.offset(at: instant)) {
        case .one(let found): #expect(found == instant)
        case .twice(let first, let second): #expect(first == instant || second == instant)
        case .none: Issue.record("\(name) \(seconds): a time that the clock showed is in a gap")
        }
      }
    }
  }

  @Test("A zone is written and read as its name")
  func coding() throws {
    let zone = try CivilZone(identifier: "Asia/Shanghai")
    let data = try JSONEncoder().encode([zone])
    #expect(String(decoding: data, as: UTF8.self) == #"["Asia\/Shanghai"]"#)
    #expect(try JSONDecoder().decode([CivilZone].self, from: data) == [zone])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CivilZone].self, from: Data(#"["Asia/Nowhere"]"#.utf8))
    }
  }

  @Test(
    "A misspelt zone is refused with the nearest names",
    arguments: [
      ("Europe/Lodnon", "Europe/London"), ("London", "Europe/London"),
      ("europe/london", "Europe/London"), ("America/New York", "America/New_York"),
      ("Asia/Shanghi", "Asia/Shanghai"),
    ])
  func misspelt(_ text: String, _ meant: String) throws {
    do {
      _ = try CivilZone(identifier: text)
      Issue.record("\(text) was read")
    } catch .unknownZone(let name, let nearest) {
      #expect(name == text && nearest.first == meant, "\(nearest)")
    }
  }

  @Test(
    "What follows the machine, counts leap seconds or leaves the folder is no zone",
    arguments: [
      "localtime", "posixrules", "right/UTC", "Factory", "", "/etc/passwd", "../../etc/passwd",
      "Europe", "Europe/", "zone.tab", "Europe/../UTC",
    ])
  func noZone(_ text: String) {
    #expect(throws: ZoneError.self) { try CivilZone(identifier: text) }
  }

  @Test("Without tzdata the remedy is to install it")
  func notInstalled() {
    do throws(ZoneError) {
      _ = try CivilZone(identifier: "Europe/London", folders: ["/nowhere/zoneinfo"])
      Issue.record("a zone was read from nowhere")
    } catch {
      #expect(
        error.explanation
          == "/nowhere/zoneinfo: the time zone “Europe/London” cannot be looked up, because this "
          + "machine has no list of time zones; install tzdata (apt-get install tzdata), or set "
          + "TZDIR to its folder")
    }
  }
}
