import Documents
import AirQuality
import Ingest
import TestSupport
import Testing

@Suite("Lines at the end that are no data")
struct FooterTests {
  private static let description = """
    identifier: mine
    network: mine
    station: { column: s }
    time: { column: t, pattern: "yyyy-MM-dd HH:mm", utc_offset: "+00:00" }
    values: [{ column: v, pollutant: pm25, unit: µg/m³ }]

    """
  private static let table =
    "s,t,v\n1,2020-01-01 00:00,5\n1,2020-01-01 01:00,6\nTotal,,11\n\nData of the city\n"

  @Test("Totals are refused with the setting that leaves them out", .tags(.analytical))
  func refused() throws {
    let file = try ScratchFile(Self.table)
    let format = try FormatDescription(yaml: Self.description, file: "d.yaml")
    let error = #expect(throws: IngestError.self) {
      try FileReader.read(path: file.path, options: IngestOptions(descriptions: [format]))
    }
    #expect(error?.remedy.hasSuffix("(footer: how many)") == true)
    #expect(error?.location.hasSuffix("data.csv:4, column t") == true)
  }

  @Test("So many lines are left out, and told", .tags(.analytical))
  func leftOut() throws {
    let file = try ScratchFile(Self.table)
    let format = try FormatDescription(yaml: Self.description + "footer: 3\n", file: "d.yaml")
    let read = try FileReader.read(
      path: file.path, options: IngestOptions(descriptions: [format]))
    #expect(read.series.map(\.values) == [[5, 6]])
    #expect(
      read.told.map { "\($0.line ?? 0): \($0.count) \($0.message)" } == [
        "4: 3 lines at the file’s end are left out, as the description says"
      ])
  }

  @Test("Words that are numbers are met in every spelling", .tags(.analytical))
  func numericWords() throws {
    let file = try ScratchFile(
      "s,t,v\n1,2020-01-01 00:00,5\n1,2020-01-01 01:00,-999\n1,2020-01-01 02:00,-999.0\n"
        + "1,2020-01-01 03:00,-9.99e2\n1,2020-01-01 04:00,6\n")
    let format = try FormatDescription(
      yaml: Self.description + "missing: [-999]\n", file: "d.yaml")
    let read = try FileReader.read(
      path: file.path, options: IngestOptions(descriptions: [format]))
    #expect(read.series.map(\.values) == [[5, nil, nil, nil, 6]])
  }
}
