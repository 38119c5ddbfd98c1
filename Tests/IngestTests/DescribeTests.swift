import Documents
import AirQuality
import Ingest
import TestSupport
import Testing

/// What `describe` sees, asks and refuses; the answers are read off the texts.
@Suite("An unknown table is described")
struct DescribeTests {
  private func describe(
    _ text: String, _ change: (inout DescribeOptions) -> Void = { _ in }
  ) throws -> DescriptionProposal {
    var options = DescribeOptions()
    change(&options)
    let file = try ScratchFile(text, name: "mine.csv")
    return try withExtendedLifetime(file) {
      try FileDescriber.describe(path: file.path, options: options)
    }
  }

  private static let table = """
    Station: Town Hall

    Date,Time,PM2.5 (µg/m³),NO2,Wind dir,Remark
    01/06/2024,23:00,12.5,20,N,
    01/06/2024,24:00,-999,18,---,x
    14/06/2024,01:00,9999,16,SSE,
    Average,,10.1,18,,

    """

  @Test("What the file does not tell is asked for and nothing else", .tags(.analytical))
  func asks() throws {
    let proposal = try describe(Self.table)
    #expect(
      proposal.questions.map { $0.option.split(separator: " ")[0] } == [
        "--missing", "--unit", "--utc-offset", "--stamp",
      ])
    #expect(proposal.samples.isEmpty)
    #expect(proposal.evidence.contains { $0.field == "footer" && $0.line == 7 })
    #expect(proposal.evidence.contains { $0.field == "preamble" })
  }

  @Test("With the answers the file is read back as drawn", .tags(.analytical))
  func answered() throws {
    let proposal = try describe(Self.table) {
      $0.utcOffset = "+01:00"
      $0.stamp = .ending
      $0.units["NO2"] = "ppb"
      $0.missing = ["9999"]
      $0.station = "hall"
    }
    #expect(proposal.questions.isEmpty)
    #expect(proposal.seriesCount == 3)
    #expect(
      proposal.samples.prefix(3).map { "\($0.station) \($0.pollutant) \($0.time) \($0.unit)" } == [
        "mine/hall pm25 2024-06-01T23:00:00+01:00 µg/m³",
        "mine/hall no2 2024-06-01T23:00:00+01:00 ppb",
        "mine/hall wind_direction 2024-06-01T23:00:00+01:00 degree",
      ])
    #expect(proposal.samples.prefix(6).map(\.value) == [12.5, 20, 0, nil, 18, nil])
    let description = try FormatDescription(yaml: proposal.yaml, file: "mine.yaml")
    let file = try ScratchFile(Self.table, name: "mine.csv").read(
      IngestOptions(descriptions: [description]))
    #expect(file.series.map(\.validCount) == [1, 3, 2])
  }

  @Test("Dates of which no part is above 12 are asked about", .tags(.analytical))
  func dateOrder() throws {
    let text = "date,pm25\n01/06/2024,5\n02/06/2024,6\n"
    let proposal = try describe(text) { $0.units[""] = "µg/m³" }
    #expect(proposal.questions.contains { $0.option.hasPrefix("--date-order") })
    let monthFirst = try describe(text) {
      $0.units[""] = "µg/m³"
      $0.utcOffset = "Z"
      $0.dateOrder = .monthFirst
    }
    #expect(monthFirst.samples.first?.time.hasPrefix("2024-01-06") == true)
  }

  @Test(
    "A table in which nothing is a date, and a name that is no column, are refused",
    .tags(.analytical))
  func refusals() {
    func refusal(_ text: String, _ change: (inout DescribeOptions) -> Void = { _ in }) -> String {
      do {
        _ = try describe(text, change)
        return "no error"
      } catch let error as IngestError { return error.what } catch { return "\(error)" }
    }
    #expect(
      refusal("a,pm25\nx,5\ny,6\n")
        == "no column holds a date that all rows write alike; the columns are a, pm25")
    #expect(
      refusal("date,pm25\n2024-01-01,5\n2024-01-02,6\n") { $0.units["PM"] = "ppb" }
        == "an option names the column “PM”, which the file does not have")
    #expect(
      refusal("date,pm25\n2024-01-01,5\n2024-01-02\n2024-01-03,6\n")
        == "the row has 1 fields, the header 2")
    #expect(
      refusal("date,pm25,pm25\n2024-01-01,5,6\n2024-01-02,6,7\n")
        == "the column “pm25” stands twice in the header")
    #expect(
      refusal("date,pm25\n2024-01-01,5\n2024-01-02,6\n") {
        $0.units[""] = "µg/m³"
        $0.zone = "Europe/Nowhere"
      }.contains("Europe/Nowhere"))
  }
}
