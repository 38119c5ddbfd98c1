import AirQuality
import Documents
import Foundation
import TestSupport
import Testing
import TextFiles

@testable import Ingest

/// A chromatograph's table as Chinese stations export it, cell by cell by hand.
@Suite("Tables of compounds as stations export them")
struct SpeciesSheetTests {
  static let text = """
    某市光化学监测站 VOCs 数据,,,,,
    采样时间,乙烷,苯（µg/m³）,"间/对-二甲苯",异戊二烯,气温
    单位,ppbv,,ppbv,ppbv,℃
    2022/7/1 8:00,3.1,1.2,0.4,未检出,28.5
    2022/7/1 9:00,3.0,1.3,<0.05,0.2,30.1
    2022/7/1 10:00,维护,维护,--,缺测,29
    2022年7月1日11时,2.8,1.1,0.02L,0.3,27
    平均值,2.97,1.2,0.4,0.25,28.7
    最大值,3.1,1.3,0.4,0.3,30.1
    """

  private static func read(_ text: String) throws -> IngestedFile {
    let scratch = try ScratchFile(text, name: "站.csv")
    return try FileReader.read(path: scratch.path)
  }

  @Test(
    "Title, row of units, words for no value and rows of means are read as what they are",
    .tags(.analytical))
  func whole() throws {
    let file = try Self.read(Self.text)
    #expect(file.source.format == "voc-gc")
    let ethane = try ArrangementTests.series(file, Pollutant("ethane"))
    #expect(ethane.unit == .partsPerBillion)
    #expect(ethane.values == [3.1, 3.0, nil, 2.8])
    #expect(
      try ArrangementTests.series(file, Pollutant("benzene")).unit == .microgramsPerCubicMetre)
    #expect(
      try ArrangementTests.series(file, Pollutant("m,p-xylene")).values == [0.4, nil, nil, nil])
    // Below detection is 1, measured 0, neither is nothing.
    #expect(
      try ArrangementTests.series(file, Pollutant("m,p-xylene_below_detection")).values
        == [0, 1, nil, 1])
    #expect(
      try ArrangementTests.series(file, Pollutant("isoprene_below_detection")).values
        == [1, 0, nil, 0])
    let told = file.told.map(\.message)
    for wanted in [
      "lines above the header are left out, beginning with “某市光化学监测站 VOCs 数据”",
      "rows below the samples are no samples and are left out, beginning with “平均值”",
      "“维护” stands in the place of a number: no value",
      "“<…” in column 间/对-二甲苯 is below the detection limit",
      "“…L” in column 间/对-二甲苯 is below the detection limit",
    ] { #expect(told.contains(wanted), "\(wanted): \(told)") }
    // Every compound has its unit in the file.
    #expect(!told.contains { $0.contains("assumed, since the file does not say: 乙烷") })
  }

  @Test("A unit that the file does not say is told with the columns it is assumed for")
  func assumedUnit() throws {
    let file = try Self.read("采样时间,乙烷,苯(ppbC)\n2022-07-01 08:00,3.1,1.2\n2022-07-01 09:00,3,1\n")
    #expect(
      file.told.filter { $0.kind == .assumed }.map(\.message) == [
        "assumed, since the file does not say: 乙烷 in ppb (state another in brackets in the header, or "
          + "in a row of units below it)"
      ])
  }

  @Test("GBK is recognised behind a header of its own words")
  func gbk() throws {
    let bytes = try #require(TextEncoding.gb18030.encode(Self.text))
    let file = try FileReader.read(bytes: bytes, path: "gbk.csv", options: IngestOptions())
    #expect(
      try ArrangementTests.series(file, Pollutant("ethane")).values == [3.1, 3.0, nil, 2.8])
  }

  @Test("A stamp that cannot be read is answered with those that can")
  func stamp() throws {
    let error = #expect(throws: IngestError.self) {
      try Self.read("时间,乙烷,苯\n7月1日,3.1,1.2\n")
    }
    #expect(
      error?.what
        == "“7月1日” is not a time written as 2024-06-01 13:00, 2024/6/1 13:00, 6/1/2024 13:00, "
        + "2024年6月1日13时")
  }

  @Test("Samples for a receptor model are read from the same table", .tags(.analytical))
  func samples() throws {
    let scratch = try ScratchFile(Self.text, name: "站.csv")
    let table = try SpeciatedTableReader.read(path: scratch.path)
    #expect(table.species == ["乙烷", "苯", "间/对-二甲苯", "异戊二烯", "气温"])
    #expect(
      table.units == [
        .partsPerBillion, .microgramsPerCubicMetre, .partsPerBillion, .partsPerBillion,
        .degreesCelsius,
      ])
    #expect(table.cells.map { $0[0] } == [.value(3.1), .value(3), .missing("维护"), .value(2.8)])
    #expect(
      table.cells.map { $0[2] } == [
        .value(0.4), .belowDetection("<0.05"), .missing("--"), .belowDetection("0.02L"),
      ])
    #expect(table.instants[3].formatted(utcOffset: 0) == "2022-07-01T11:00:00Z")
  }
}
