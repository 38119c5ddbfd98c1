import AirQuality
import Foundation
import TestSupport
import Testing

@testable import Ingest

/// Made-up reports in the layout of NOAA's format document, positions 1 to 105.
@Suite("ISD reports of one hour")
struct SurfaceReportTests {
  private static func report(
    _ clock: String, _ type: String = "FM-15", wind: String = "0203201N00301",
    temperature: String = "+00561", dew: String = "-00281", pressure: String = "103231",
    day: String = "20190101"
  ) -> String {
    let kind = type + String(repeating: " ", count: 5 - type.count)
    return "000072503014732\(day)\(clock)4+40779-073880\(kind)+0003KLGA V020" + wind.dropFirst(3)
      + "2200019N0160931" + "99" + temperature + dew + pressure
  }

  private static func read(_ lines: [String]) throws -> IngestedFile {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("isd-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
    return try FileReader.read(path: path, options: IngestOptions(format: "isd-full"))
  }

  private static func values(_ file: IngestedFile, _ pollutant: Pollutant) -> [Double?] {
    file.series.first { $0.pollutant == pollutant }?.values ?? []
  }

  private static func notices(_ file: IngestedFile) -> [String] {
    file.told.map { "\($0.message) ×\($0.count)" }
  }

  @Test("An empty summary of the day nearer the hour takes nothing away", .tags(.analytical))
  func summaryOfDay() throws {
    for type in ["SOD", "SOM"] {
      let file = try Self.read([
        Self.report("0451"),
        Self.report(
          "0459", type, wind: "0209999999999", temperature: "+99999", dew: "+99999",
          pressure: "999999"), Self.report("0551", temperature: "+00501"),
      ])
      #expect(Self.values(file, .temperature) == [5.6, 5.0])
      #expect(Self.values(file, .windSpeed) == [3, 3])
      #expect(Self.notices(file).contains { $0.contains("(\(type))") && $0.hasSuffix("×1") })
    }
  }

  @Test("An empty METAR gives way to a fuller report of the hour, field by field")
  func nearestWithValue() throws {
    let file = try Self.read([
      Self.report("0440"), Self.report("0459", temperature: "+99999"),
    ])
    #expect(Self.values(file, .temperature) == [5.6])
  }

  @Test(
    "Quality codes that the format document accepts keep their values", .tags(.analytical),
    arguments: ["0", "1", "4", "5", "9", "A", "C", "I", "M", "P", "R", "U"])
  func accepted(_ code: String) throws {
    let file = try Self.read([
      Self.report("0500", temperature: "+0056\(code)", dew: "-0028\(code)")
    ])
    #expect(Self.values(file, .temperature) == [5.6])
    #expect(Self.values(file, .dewPoint) == [-2.8])
  }

  @Test("Doubtful codes keep no value and are told", arguments: ["2", "3", "6", "7"])
  func doubtful(_ code: String) throws {
    let file = try Self.read([
      Self.report("0500", temperature: "+0056\(code)"), Self.report("0600"),
    ])
    #expect(Self.values(file, .temperature) == [nil, 5.6])
    #expect(
      Self.notices(file).contains("temperature with the quality code “\(code)” keeps no value ×1"))
  }

  @Test("Two reports of one minute complete each other", .tags(.analytical))
  func sameMinute() throws {
    let synop = Self.report("0500", "FM-12", temperature: "+99999", dew: "+99999")
    let metar = Self.report("0500", pressure: "999999")
    for lines in [[synop, metar], [metar, synop]] {
      let file = try Self.read(lines)
      #expect(Self.values(file, .temperature) == [5.6])
      #expect(Self.values(file, .dewPoint) == [-2.8])
      #expect(Self.values(file, Pollutant("sea_level_pressure")) == [1_032.3])
    }
  }

  @Test("Two reports of one minute that differ are told; the first is kept")
  func differing() throws {
    let file = try Self.read([
      Self.report("0500"), Self.report("0500", "FM-12", temperature: "+00601"),
    ])
    #expect(Self.values(file, .temperature) == [5.6])
    #expect(
      Self.notices(file).contains(
        "two reports of one minute differ in temperature; the first is kept ×1"))
  }

  @Test("A calm report takes no direction from another of its hour", .tags(.analytical))
  func calm() throws {
    let file = try Self.read([
      Self.report("0440", wind: "0203201N00301"), Self.report("0459", wind: "0209991C00001"),
      Self.report("0600"),
    ])
    #expect(Self.values(file, .windSpeed) == [0, 3])
    #expect(Self.values(file, .windDirection) == [nil, 320])
  }

  @Test("Type code 9 with speed 0 is calm, V has no direction", .tags(.analytical))
  func calmCodes() throws {
    let file = try Self.read([
      Self.report("0500", wind: "0209999900001"), Self.report("0600", wind: "0209991V00151"),
      Self.report("0700"),
    ])
    #expect(Self.values(file, .windSpeed) == [0, 1.5, 3])
    #expect(Self.values(file, .windDirection) == [nil, nil, 320])
  }

  @Test("The nearest hour is found before 1970 too", .tags(.analytical))
  func beforeEpoch() throws {
    let file = try Self.read([
      Self.report("2210", day: "19691231"), Self.report("2310", day: "19691231"),
    ])
    #expect(file.series.first?.axis.label(at: 0) == "1969-12-31T22:00:00Z")
    #expect(Self.values(file, .temperature) == [5.6, 5.6])
  }
}
